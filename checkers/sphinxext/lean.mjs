// node lean.mjs PYODIDE_FOLDER OUTPUT
// Writes pyodide.asm.mjs without what only packages in C would use: drawing, sound, OpenGL, sockets, and of the 8,500
// functions that the WebAssembly exports all that neither its own scripts nor its own imports name. Two thirds of the
// script go with them, and most of its start, which is reading it and entering each function into tables.
//
// What goes is cut out by its place in the pinned Pyodide: with another one this fails, and says what it did not find.
// What nothing calls any more after that, Terser finds.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { minify } from "terser";

// What our own scripts take from the module (snapshot.mjs).
const OURS = ["HEAPU8", "_malloc", "_free"];

const [folder, output] = process.argv.slice(2);
const read = (name) => readFile(join(folder, name), "utf8");
const [glue, loader, { version }, wasm] = [
  await read("pyodide.asm.mjs"),
  await read("pyodide.mjs"),
  JSON.parse(await read("package.json")),
  new WebAssembly.Module(await readFile(join(folder, "pyodide.asm.wasm"))),
];
const imports = WebAssembly.Module.imports(wasm);
const byAddress = ({ module }) => module.startsWith("GOT."); // emscripten's GOT.mem and GOT.func
let lean = glue.replace("\n//# sourceMappingURL=pyodide.asm.mjs.map", "");

// 1. What the WebAssembly exports.
// var _a,_b,…;function assignWasmExports(wasmExports){_a=Module["_a"]=wasmExports["a"];_b=…}
const tables = /(?<=;)var [\w$,]+;function assignWasmExports\(wasmExports\)\{([^{}]*)\}/;
const [whole, body] = tables.exec(lean) ?? stop("assignWasmExports");
const words = new Set(`${lean.replace(whole, "")} ${loader}`.match(/[\w$]+/g));
const exported = WebAssembly.Module.exports(wasm).map(({ name }) => name);
const kept = exported.filter((name) => words.has(name) || words.has(`_${name}`));
const names = new Set(kept);
const variables = [];
const assignments = body.split(";").filter((statement) => {
  const [, name] = /=wasmExports\["([^"]+)"\](?:\.value>>>0)?$/.exec(statement) ?? stop("an assignment");
  const targets = statement.split("=").filter((part) => /^[\w$]+$/.test(part));
  const stays = names.has(name) || targets.some((target) => words.has(target));
  if (stays) variables.push(...targets);
  return stays;
});
replace(whole, `var ${variables.join(",")};function assignWasmExports(wasmExports){${assignments.join(";")}}`);
replace(
  "wasmExports=instance.exports;",
  `wasmExports={};for(var kept of ${JSON.stringify(kept)})wasmExports[kept]=instance.exports[kept];`,
);

// 2. What the WebAssembly imports: name:_name,… Packages in C would import the rest.
const wanted = new Set(imports.filter((one) => !byAddress(one)).map(({ name }) => name));
const [list] = /(?<=wasmImports=\{)[\w$:,]+(?=\};)/.exec(lean) ?? stop("wasmImports");
const entries = list.split(",").filter((entry) => wanted.has(entry.split(":")[0]));
if (entries.length !== wanted.size) stop("an import");
replace(list, entries.join(","));
const functions = new Set(entries.map((entry) => entry.split(":").at(-1)));
// _name.sig="ii" is how a package's import would be called.
lean = lean.replace(/(?<=[;}])([\w$]+)\.sig="[^"]*";/g, (found, name) => (functions.has(name) ? found : ""));
// What is imported by address is OpenGL and a console for programs in C. Nobody calls it here: the address is 0, and each
// of them saves the compilation of a module of its own.
const uncalled = /^emscripten_(?:gl\w+|console_\w+|out|err)$/;
if (!imports.filter(byAddress).every(({ name }) => uncalled.test(name))) stop("what is imported by address");
replace("if(!value&&!entry.required){", "if(!value){");

// 3. What the script shows to others as Module["name"]=name and nobody reads.
const shown = /(?<=[;}])Module\["([\w$]+)"\]=[\w$]+;/g;
const asked = new Set([...`${lean.replace(shown, "")} ${loader}`.matchAll(/\.([\w$]+)|\["([\w$]+)"\]/g)].map((found) => found[1] ?? found[2]));
for (const name of OURS) asked.add(name);
lean = lean.replace(shown, (found, name) => (asked.has(name) ? found : ""));

// The policy of the site refuses eval, so only packages in C with scripts in them could have called it. As long as it could
// see the names around it, nothing here would be unused.
lean = lean.replace(/\beval\(/g, "(0,eval)(");

const { code } = await minify(lean, {
  module: true,
  // Errors are told apart by the names of their classes, and what is called tells how many arguments it wants.
  keep_classnames: true,
  keep_fnames: true,
  compress: { keep_fargs: true, passes: 3, pure_getters: true },
});
const notice = `// Made from pyodide.asm.mjs of Pyodide ${version} (https://github.com/pyodide/pyodide, MPL-2.0) by lean.mjs.\n`;
await writeFile(output, `${notice}${code}\n`);
console.log(`${kept.length} of ${exported.length} exports, ${code.length} of ${glue.length} bytes`);

function replace(old, text) {
  if (lean.split(old).length !== 2) stop(old.slice(0, 40));
  lean = lean.replace(old, () => text);
}

function stop(what) {
  throw new Error(`pyodide.asm.mjs of ${version} has not once, or not in the form that lean.mjs knows: ${what}`);
}
