// node precompile.mjs PYODIDE_FOLDER SOURCES.zip OUTPUT_FOLDER
// Starts the stock Pyodide and lets precompile.py, beside this file, write its archives.
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, sources, output] = process.argv.slice(2).map((argument) => resolve(argument));
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
const { info } = JSON.parse(await readFile(join(pyodideFolder, "pyodide-lock.json"), "utf8"));
const pyodide = await loadPyodide({
  indexURL: pyodideFolder,
  packageBaseUrl: pyodideFolder,
  lockFileContents: { info, packages: {} },
});
pyodide.FS.mkdirTree("/in");
pyodide.FS.mkdirTree("/out");
pyodide.FS.writeFile("/in/checkers.zip", await readFile(sources));
try {
  pyodide.runPython(await readFile(new URL("precompile.py", import.meta.url), "utf8"));
} catch (error) {
  console.error(error.message); // Python's traceback, not JavaScript's
  process.exit(1);
}
for (const name of ["stdlib.zip", "checkers.zip", "stdlib-bare.zip", "checkers-bare.zip", "imports.json"]) {
  await writeFile(join(output, name), pyodide.FS.readFile(`/out/${name}`));
}
