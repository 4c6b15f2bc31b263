// node scripts.mjs STATIC_FOLDER OUTPUT.json
// Joins each script that a page or a worker starts with, and all that it imports, into one file: every request costs a
// browser some milliseconds on two processors, a phone many. What is imported late stays a file of its own.
// OUTPUT holds {files: {name: text}, imports: {name: [name]}}, the imports that a browser fetches at once.
import { readdir, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";

import { build } from "esbuild-wasm";

// What a page names itself. Each is joined by itself, for no page has two of them but its worker.
const STARTS = ["checker.js", "support.js", "worker.mjs"];
// For browsers that know no modules, and those that lack what the checkers need: nothing in it may be made newer.
const OLD = "old-browser.js";

const [folder, output] = process.argv.slice(2);
const present = (await readdir(folder)).filter((name) => /\.m?js$/.test(name));
const made = { files: {}, imports: {} };
const reached = new Set();
for (const name of STARTS) await add([join(folder, name)], { bundle: true, splitting: true, format: "esm", target: "es2022" });
await add([join(folder, OLD)], { bundle: false, target: "es5" });
const forgotten = present.filter((name) => !reached.has(name) && !onlyTypes(name));
if (forgotten.length) throw new Error(`no script imports ${forgotten.join(", ")}`);
await writeFile(output, JSON.stringify(made));
console.log(`${present.length} scripts in ${Object.keys(made.files).length} files`);

async function add(entryPoints, options) {
  const [type] = entryPoints.map(extname);
  const { outputFiles, metafile } = await build({
    entryPoints,
    ...options,
    outdir: "/",
    outExtension: { ".js": type },
    chunkNames: `${basename(entryPoints[0], type)}-[name]`,
    write: false,
    metafile: true,
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
  for (const path of Object.keys(metafile.inputs)) reached.add(basename(path));
  for (const { path, text } of outputFiles) made.files[basename(path)] = text;
  for (const [path, { imports }] of Object.entries(metafile.outputs)) {
    made.imports[basename(path)] = imports.filter(({ kind }) => kind === "import-statement").map((one) => basename(one.path));
  }
}

/** messages.js only says what the messages are. */
function onlyTypes(name) {
  return name === "messages.js";
}
