// node lean.mjs PYODIDE_FOLDER OUTPUT
// Writes pyodide.asm.mjs without what only packages in C would use: of the 8,500 functions of CPython that the
// WebAssembly exports, those stay that its own scripts or its own imports name. A third of the script is their names, and
// most of its start is entering each of them into tables.
//
// The places are those of the pinned Pyodide: with another one this fails, and says what it did not find.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const [folder, output] = process.argv.slice(2);
const read = (name) => readFile(join(folder, name), "utf8");
const [glue, loader, { version }, wasm] = [
  await read("pyodide.asm.mjs"),
  await read("pyodide.mjs"),
  JSON.parse(await read("package.json")),
  new WebAssembly.Module(await readFile(join(folder, "pyodide.asm.wasm"))),
];

// var _a,_b,…;function assignWasmExports(wasmExports){_a=Module["_a"]=wasmExports["a"];_b=…}
const tables = /(?<=;)var [\w$,]+;function assignWasmExports\(wasmExports\)\{([^{}]*)\}/;
const [whole, body] = tables.exec(glue) ?? stop("assignWasmExports");
const rest = glue.replace(whole, "");
const words = new Set(`${rest} ${loader}`.match(/[\w$]+/g));
// What a module imports by address (emscripten's GOT.mem and GOT.func) is looked for among the exports.
const byAddress = WebAssembly.Module.imports(wasm).filter(({ module }) => module.startsWith("GOT.")).map(({ name }) => name);
for (const name of byAddress) words.add(name);
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

const shorter = `var ${variables.join(",")};function assignWasmExports(wasmExports){${assignments.join(";")}}`;
let lean = glue.replace(whole, () => shorter);
const all = "wasmExports=instance.exports;";
if (lean.split(all).length !== 2) stop(all);
const some = `wasmExports={};for(var kept of ${JSON.stringify(kept)})wasmExports[kept]=instance.exports[kept];`;
lean = lean.replace(all, () => some);
lean = lean.replace("\n//# sourceMappingURL=pyodide.asm.mjs.map", "");
const notice = `// Made from pyodide.asm.mjs of Pyodide ${version} (https://github.com/pyodide/pyodide, MPL-2.0) by lean.mjs.\n`;
await writeFile(output, notice + lean);
console.log(`${kept.length} of ${exported.length} exports, ${lean.length} of ${glue.length} bytes`);

function stop(what) {
  throw new Error(`pyodide.asm.mjs of ${version} has not once, or not in the form that lean.mjs knows: ${what}`);
}
