// node snapshot.mjs PYODIDE_FOLDER LEAN.mjs STDLIB.zip CHECKERS.zip IMPORTS.json MAILS_FOLDER OUTPUT
// Starts Pyodide as the browser does without a snapshot, lets snapshot.py, beside this file, load and warm everything, and
// writes the memory down (static/snapshot.mjs has the format). Then starts from what was written and compares.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { headOf, sparse, startFrom } from "./static/snapshot.mjs";

// The memory that the module is compiled with. A larger one could not be restored: the module always starts with this.
const MEMORY = 31_457_280;
const MAIL = "550 5.1.1 <a@example.com>: User unknown";

const paths = process.argv.slice(2).map((argument) => resolve(argument));
const [pyodideFolder, lean, stdlib, checkers, imports, mails, output] = paths;
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
const { default: createPyodideModule } = await import(pathToFileURL(lean).href);
const { info } = JSON.parse(await readFile(join(pyodideFolder, "pyodide-lock.json"), "utf8"));
const options = { indexURL: pyodideFolder, packageBaseUrl: pyodideFolder, lockFileContents: { info, packages: {} } };
const here = (name) => readFile(new URL(name, import.meta.url), "utf8");

process.on("uncaughtException", (error) => {
  console.error(error.message); // Python's traceback, not the line of a minified script
  process.exit(1);
});

// Whatever wants more memory than the module starts with must do without, or fail.
WebAssembly.Memory.prototype.grow = () => {
  throw new RangeError("the memory of a snapshot cannot grow");
};

/** The memory of the module before any of its code runs. */
let fresh;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (source, ...rest) => {
  const result = await instantiate.call(WebAssembly, source, ...rest);
  const memory = result.instance?.exports.memory;
  if (memory) fresh = new Uint8Array(memory.buffer).slice();
  return result;
};

// Modules that Pyodide imports at its start for packages and asynchronous code, and what of them it then needs is a name.
// With all that they import they are a third of the memory; no checker is asynchronous or loads a package.
const NOT_NEEDED = ["asyncio", "tempfile", "zipfile", "shutil", "logging"];
const STUB = `
class Stub:
    def __init__(self, *_, **__): pass
    def __class_getitem__(cls, _): return cls

def __getattr__(name):
    if name.startswith("__"): raise AttributeError(name)
    return type(name, (Stub,), {})
`;
const pyodide = await loadPyodide({
  ...options,
  _makeSnapshot: true,
  createPyodideModule,
  stdLibURL: stdlib,
  env: { PYTHONPATH: "/in/stubs" },
  fsInit: async (FS) => {
    FS.mkdirTree("/in/stubs");
    FS.mkdirTree("/in/mails");
    FS.writeFile("/in/checkers.zip", await readFile(checkers));
    for (const name of NOT_NEEDED) FS.writeFile(`/in/stubs/${name}.py`, STUB);
    FS.writeFile("/in/imports.json", await readFile(imports));
    for (const name of await readdir(mails)) FS.writeFile(`/in/mails/${name}`, await readFile(join(mails, name)));
  },
});
pyodide.runPython(await here("./snapshot.py"));
const module = pyodide._module;
wipe(module);
const snapshot = pyodide.makeMemorySnapshot();
const length = new Uint32Array(snapshot.buffer, 0, 2)[1];
const memory = snapshot.subarray(length);
assert(memory.length === MEMORY, `the memory has ${memory.length} bytes instead of ${MEMORY}`);
assert(buildOf(snapshot) === pyodide._api.config.BUILD_ID, "the snapshot is of another build of Pyodide");

/** A module as the browser has it just before the snapshot is put in. */
let started;
await createStarted();
const file = sparse(snapshot.subarray(0, length), memory, fresh, started);
await tryOut(file);
await writeFile(output, file);

/** Make the free memory zero: take all of it, in ever smaller pieces, and give it back. */
function wipe({ _malloc, _free, HEAPU8 }) {
  const taken = [];
  for (let size = 1 << 23; size > 0; size = size > 1024 ? size >> 1 : size - 8) {
    for (let at = _malloc(size); at; at = _malloc(size)) {
      HEAPU8.fill(0, at, at + size);
      taken.push(at);
    }
  }
  taken.forEach((at) => _free(at));
}

/** Start a module for a snapshot, without one, up to the point where the memory is replaced. */
async function createStarted() {
  const stop = new Error("far enough");
  await loadPyodide({
    ...options,
    stdLibURL: stdlib,
    _loadSnapshot: headOf(sparse(snapshot.subarray(0, length), memory, memory, memory)),
    createPyodideModule: async (settings) => {
      started = (await createPyodideModule(settings)).HEAPU8.slice();
      throw stop;
    },
  }).catch((error) => assert(error === stop, error));
}

/** Start from the file; the memory must be the one that was written down, and a check must give its report. */
async function tryOut(file) {
  const { createPyodideModule: create, ...rest } = startFrom(file, createPyodideModule);
  const again = await loadPyodide({
    ...options,
    ...rest,
    stdLibURL: imports, // any small file: nothing is imported from it
    createPyodideModule: async (settings) => {
      const module = await create(settings);
      assert(Buffer.compare(module.HEAPU8, memory) === 0, "the restored memory is not the one written down");
      return module;
    },
  });
  const report = (python) => python.pyimport("checkers").check(MAIL).to_json("en");
  assert(report(again) === report(pyodide), "the restored Python gives another report");
}

/** The hash of glue and WebAssembly that the snapshot belongs to, as Pyodide writes it. */
function buildOf({ buffer }) {
  return Array.from(new Uint32Array(buffer, 16, 8), (word) => word.toString(16).padStart(8, "0")).join("");
}

function assert(holds, message) {
  if (!holds) throw new Error(String(message));
}
