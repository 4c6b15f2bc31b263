// The memory snapshot of a started Python with the checkers in it: written by ../snapshot.mjs while the site is built, read
// here by the worker, by the build's own test of it, and by the tests.
//
// A file holds, in 32-bit little-endian words: MAGIC, the size of the memory, the length of the head, the number of runs;
// then the head (what Pyodide needs besides the memory), the runs, and the bytes of all runs of DATA, one after the other.
// A run is a word: what to do with the next blocks of memory in its top two bits, how many blocks in the rest.

const MAGIC = 0x52454e31; // "1NER"
const WORDS = 4;
export const BLOCK = 64;

/** The WebAssembly module has put these bytes there itself. */
const KEEP = 0;
/** All bytes are zero; starting the module may have left something else. */
const ZERO = 1;
const DATA = 2;

/**
 * The snapshot as a file.
 * @param {Uint8Array} head what `pyodide.makeMemorySnapshot()` puts before the memory
 * @param {Uint8Array} memory
 * @param {Uint8Array} fresh the memory of the module before any of its code has run
 * @param {Uint8Array} started the memory after the module's own start
 */
export function sparse(head, memory, fresh, started) {
  const runs = [];
  const data = [];
  for (let at = 0; at < memory.length; at += BLOCK) {
    const kind = kindOf(memory, fresh, started, at);
    const last = runs.length - 1;
    if (last >= 0 && runs[last] >>> 30 === kind) runs[last] += 1;
    else runs.push(((kind << 30) | 1) >>> 0);
    if (kind === DATA) data.push(memory.subarray(at, at + BLOCK));
  }
  const start = WORDS * 4 + head.length + runs.length * 4;
  const file = new Uint8Array(start + data.length * BLOCK);
  new Uint32Array(file.buffer, 0, WORDS).set([MAGIC, memory.length, head.length, runs.length]);
  file.set(head, WORDS * 4);
  new Uint32Array(file.buffer, WORDS * 4 + head.length, runs.length).set(runs);
  data.forEach((block, index) => file.set(block, start + index * BLOCK));
  return file;
}

function kindOf(memory, fresh, started, at) {
  let zero = true;
  let own = true;
  let untouched = true;
  for (let index = at; index < at + BLOCK; index += 1) {
    if (memory[index]) zero = false;
    if (memory[index] !== fresh[index]) own = false;
    if (started[index] !== fresh[index]) untouched = false;
  }
  if (zero) return ZERO;
  return own && untouched ? KEEP : DATA;
}

/**
 * A `_loadSnapshot` for Pyodide that holds no memory: Pyodide restores its own tables and copies nothing.
 * @param {Uint8Array} file
 */
export function headOf(file) {
  const [magic, , length] = words(file);
  if (magic !== MAGIC) throw new Error("not a snapshot");
  return file.slice(WORDS * 4, WORDS * 4 + length);
}

/**
 * Put the snapshot into the memory of a module that has been started, but has not run its `main`.
 * @param {Uint8Array} file
 * @param {Uint8Array} memory
 */
export function restore(file, memory) {
  const [, size, length, count] = words(file);
  if (memory.length !== size) throw new Error(`a snapshot of ${size} bytes does not fit a memory of ${memory.length}`);
  const runs = new Uint32Array(file.buffer, file.byteOffset + WORDS * 4 + length, count);
  let from = WORDS * 4 + length + count * 4;
  let at = 0;
  for (const run of runs) {
    const bytes = (run & 0x3fffffff) * BLOCK;
    const kind = run >>> 30;
    if (kind === ZERO) {
      memory.fill(0, at, at + bytes);
    } else if (kind === DATA) {
      memory.set(file.subarray(from, from + bytes), at);
      from += bytes;
    }
    at += bytes;
  }
  if (at !== size || from !== file.length) throw new Error("a snapshot that is not whole");
}

function words(file) {
  return new Uint32Array(file.buffer, file.byteOffset, WORDS);
}

/**
 * The options for `loadPyodide` that let it start from a snapshot. Its module is set up while the file is on its way.
 * @param {Uint8Array | Promise<Uint8Array>} file
 * @param {(settings: object) => Promise<object>} createPyodideModule of pyodide.asm.mjs
 * @param {Uint8Array | Promise<Uint8Array>} beginning the same as far as it is here, its head at least
 */
export function startFrom(file, createPyodideModule, beginning = file) {
  const head = Promise.resolve(beginning).then(headOf);
  head.catch(() => {}); // Pyodide says so
  return {
    _loadSnapshot: head,
    createPyodideModule: async (settings) => {
      const module = await createPyodideModule(settings);
      restore(await file, module.HEAPU8);
      return module;
    },
  };
}
