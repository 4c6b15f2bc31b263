// node parity.mjs PYODIDE_FOLDER GLUE.mjs STDLIB.zip CHECKERS.zip WORDS.mo JOBS.jsonl ANSWERS.jsonl
// node parity.mjs PYODIDE_FOLDER LEAN.mjs SNAPSHOT WORDS.mo JOBS.jsonl ANSWERS.jsonl
// Starts Pyodide with files of the bundle, as worker.mjs does in the browser, and runs each job:
// {"kind": "auto", "text": "..."} or {"kind": "auto", "base64": "..."}; an answer is a list of strings.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2).map((argument) => resolve(argument));
const [words, jobs, answers] = files.slice(-3);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const { info } = JSON.parse(readFileSync(join(folder, "pyodide-lock.json"), "utf8"));
const { default: createPyodideModule } = await import(pathToFileURL(files[0]).href);
const start = files.length === 5 ? await fromSnapshot(files[1]) : fromFiles(...files.slice(1));
const pyodide = await loadPyodide({
  indexURL: folder,
  packageBaseUrl: folder,
  lockFileContents: { info, packages: {} },
  ...start,
});

async function fromSnapshot(snapshot) {
  const { startFrom } = await import("../checkers/sphinxext/static/snapshot.mjs");
  return { ...startFrom(new Uint8Array(readFileSync(snapshot)), createPyodideModule), stdLibURL: words }; // no library
}

function fromFiles(stdlib, checkers) {
  return {
    createPyodideModule,
    stdLibURL: stdlib,
    env: { PYTHONPATH: "/lib/checkers.zip" },
    fsInit: async (FS) => FS.writeFile("/lib/checkers.zip", readFileSync(checkers)),
  };
}

const pythonBytes = (array) => pyodide.pyimport("builtins").bytes(pyodide.toPy(new Uint8Array(array)));
// An uncaught error would print the line of the minified script that it came through.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});
pyodide.pyimport("checkers.wording").install("zh_CN", pythonBytes(readFileSync(words)));

const lines = [];
for (const line of readFileSync(jobs, "utf8").split("\n").filter(Boolean)) {
  const { kind, text, base64 } = JSON.parse(line);
  let answer;
  try {
    const checker = pyodide.pyimport(kind === "auto" ? "checkers" : `checkers.${kind}`);
    const report = checker.check(text ?? pythonBytes(Buffer.from(base64, "base64")));
    answer = [report.to_json("en"), report.to_json("zh_CN"), report.to_text("en"), report.to_text("zh_CN"), report.decoded];
    report.destroy();
  } catch (error) {
    answer = [error.message]; // Python's traceback
  }
  lines.push(`${JSON.stringify(answer)}\n`);
}
writeFileSync(answers, lines.join(""));
