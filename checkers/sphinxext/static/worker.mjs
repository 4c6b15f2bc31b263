// The worker: loads Python with the checkers, then answers checks, one at a time. Messages: messages.js.
// It is ended from outside (runtime.js) when a check is cancelled or takes too long.
//
// Python starts from a snapshot of its memory (snapshot.mjs). Whatever goes wrong with that, it starts from its files, and
// the reader has to wait longer, no more.

import { blocks, mended, owners } from "./excerpt.js";
import { startFrom } from "./snapshot.mjs";

/** Above this many characters a file's text is not handed back for the field: editing it there would be slow. */
const FIELD_LIMIT = 256 * 1024;

const WARM_UP = "550 5.1.1 <a@example.com>: User unknown";

/** What `tier` can be: how Python was started. */
const SNAPSHOT = 2;
const FILES = 1;

const WASM = "application/wasm";

/** So many milliseconds lie between two words on how far it is: for each of them the page is drawn anew. */
const PAUSE = 250;

/** More bytes than the head of a snapshot has. */
const BEGINNING = 4096;

const get = self.fetch.bind(self);

/** @typedef {{pyodide: object, language: string, tier: number, fromFiles: () => Promise<Python>}} Python */
/** @type {Promise<Python> | undefined} */
let runtime;

/** Whether a check waits, or has been made. */
let asked = false;

self.onmessage = ({ data }) => {
  if (data.type === "start") {
    runtime = start(data);
    runtime.then(
      ({ tier }) => postMessage({ type: "state", state: "ready", tier }),
      (error) => postMessage({ type: "failed", id: null, stage: "load", reason: reasonOf(error) }),
    );
  } else if (data.type === "check") {
    asked = true;
    runtime?.then((python) => check(python, data), () => {});
  }
};

/**
 * Load everything and start Python, the fast way if that can be had.
 * @param {import("./messages.js").Start} message
 * @returns {Promise<Python>}
 */
async function start({ files, lock, language, kept }) {
  // The large files first: they travel while the scripts are read. Nothing below waits for one before it is needed.
  const roles = files.snapshot ? ["snapshot"] : ["stdlib", "checkers"];
  const glue = files.snapshot ? "lean" : "glue";
  const progress = new Progress(files, [...["wasm", "words", ...roles].filter((role) => !kept[role]), "pyodide", glue]);
  const wasm = part("wasm", () => compiled(files.wasm, progress));
  let begun;
  const beginning = new Promise((resolve) => { begun = resolve; });
  const large = roles.map((role) => part(role, () => content(role, files[role], progress, begun)));
  const words = files.words ? part("words", () => content("words", files.words, progress)) : null;
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all(["pyodide", glue].map((role) => script(role, progress)));

  const indexURL = new URL(".", files.pyodide.url).href;
  const options = { indexURL, packageBaseUrl: indexURL, lockFileContents: lock, stdLibURL: `${indexURL}python_stdlib.zip` };
  let fromFiles;

  /** Python with its words. `library`: the answer to Pyodide's own request. */
  async function python(tier, library, more) {
    const pyodide = await begin(wasm, library, () => loadPyodide({ ...options, ...more }));
    if (words) pyodide.pyimport("checkers.wording").install(language, pyBytes(pyodide, await words));
    // What was written down once would be the same chance for everybody.
    pyodide.pyimport("sys").modules.get("random")?.seed();
    // The first check takes longest: one that nobody waits for, unless somebody does.
    if (!asked) pyodide.pyimport("checkers").check(WARM_UP).to_json(language);
    return { pyodide, language, tier, fromFiles };
  }

  async function startFromFiles(createPyodideModule, library, archive) {
    const [zip, checkers] = await Promise.all([library, archive]);
    return python(FILES, zip, {
      createPyodideModule,
      env: { PYTHONPATH: "/lib/checkers.zip" },
      fsInit: async (FS) => FS.writeFile("/lib/checkers.zip", checkers),
    });
  }

  if (!files.snapshot) return startFromFiles(createPyodideModule, ...large);
  fromFiles = async (error) => {
    postMessage({ type: "fallback", reason: reasonOf(error) });
    const again = new Progress(files, ["glue", "stdlib", "checkers"]);
    const archives = ["stdlib", "checkers"].map((role) => content(role, files[role], again));
    return startFromFiles((await script("glue", again)).default, ...archives);
  };
  try {
    const [memory] = large;
    // Without its beginning there is no start, so a failure counts as one.
    const first = Promise.race([beginning, memory]);
    const started = await python(SNAPSHOT, new Uint8Array(), startFrom(memory, createPyodideModule, first));
    const bytes = await memory;
    if (!kept.snapshot) postMessage({ type: "keep", role: "snapshot", value: bytes }, [bytes.buffer]);
    return started;
  } catch (error) {
    return fromFiles(error);
  }

  async function script(role, progress) {
    const loaded = await import(files[role].url);
    progress.tell(role, 1);
    return loaded;
  }

  /** What the page kept from an earlier worker, or else what `make` fetches, and is kept. */
  function part(role, make) {
    const made = kept[role] ?? make();
    const promise = Promise.resolve(made);
    if (!kept[role] && role !== "snapshot") promise.then((value) => postMessage({ type: "keep", role, value }), () => {});
    promise.catch(() => {}); // whoever needs it says so
    return promise;
  }
}

/**
 * Start Pyodide with a module that may still be on its way. Pyodide asks for two files; it gets these, and nothing else leaves
 * this worker. Where it would wait for ever because the module does not start, this fails.
 */
function begin(module, library, load) {
  const answers = { "pyodide.asm.wasm": new Uint8Array(), "python_stdlib.zip": library };
  self.fetch = async (request) => {
    const answer = answers[new URL(request?.url ?? request).pathname.split("/").pop()];
    if (!answer) throw new Error(`no request expected: ${request}`);
    return new Response(answer);
  };
  return new Promise((resolve, reject) => {
    WebAssembly.instantiateStreaming = async (_, imports) => {
      try {
        return { module: await module, instance: await WebAssembly.instantiate(await module, imports) };
      } catch (error) {
        reject(error);
        throw error;
      }
    };
    load().then(resolve, reject);
  });
}

/**
 * @param {Python} python
 * @param {import("./messages.js").Check} message
 */
async function check(python, message) {
  const { id } = message;
  postMessage({ type: "state", state: "working", id });
  try {
    let answer;
    try {
      answer = answerOf(python, message);
    } catch (error) {
      if (python.tier !== SNAPSHOT) throw error;
      // A checker never fails, so it is the snapshot that something is missing from.
      runtime = python.fromFiles(error);
      answer = answerOf(await runtime, message);
    }
    postMessage({ type: "report", id, ...answer });
  } catch (error) {
    postMessage({ type: "failed", id, stage: "check", reason: reasonOf(error) });
  }
}

function answerOf(python, message) {
  return message.task ? taskOf(python, message) : reportOf(python, message);
}

/** A redacted copy of the headers, or what differs between two messages. */
function taskOf({ pyodide, language }, { task, input, other }) {
  const headers = pyodide.pyimport("checkers.headers");
  const sources = [input, other].filter((one) => one !== undefined).map((one) => (typeof one === "string" ? one : pyBytes(pyodide, one)));
  let found;
  try {
    found = task === "redact" ? headers.check(...sources) : headers.compare(...sources);
    if (task === "redact") return { text: mended(found.redacted()) };
    return { report: JSON.parse(found.to_json(language)), text: mended(found.to_text(language)) };
  } finally {
    found?.destroy?.();
    for (const source of sources) source.destroy?.();
  }
}

function reportOf({ pyodide, language }, { kind, input }) {
  let source = input;
  let report;
  try {
    const checker = pyodide.pyimport(kind === "auto" ? "checkers" : `checkers.${kind}`);
    if (typeof input !== "string") source = pyBytes(pyodide, input);
    report = checker.check(source);
    const facts = JSON.parse(report.to_json(language));
    const decoded = typeof input === "string" ? input : mended(report.decoded);
    return {
      report: facts,
      text: mended(report.to_text(language)),
      evidence: blocks(decoded, owners(facts)),
      decoded: typeof input === "string" || decoded.length > FIELD_LIMIT ? null : decoded,
    };
  } finally {
    report?.destroy?.();
    source.destroy?.();
  }
}

function reasonOf(error) {
  return String(error?.stack ?? error);
}

/** JavaScript bytes as a Python bytes object. */
function pyBytes(pyodide, array) {
  const view = pyodide.toPy(array);
  try {
    return pyodide.pyimport("builtins").bytes(view);
  } finally {
    view.destroy();
  }
}

/** Tells the page how many percent have arrived, counted in bytes on the wire. */
class Progress {
  constructor(files, roles) {
    this.sizes = new Map(roles.filter((role) => files[role]).map((role) => [role, files[role].size]));
    this.total = [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
    this.arrived = new Map();
    this.percent = -1;
    this.told = 0;
  }

  /** That part of a file is here, from 0 to 1. */
  tell(role, part) {
    if (!this.sizes.has(role)) return;
    this.arrived.set(role, part);
    // The browser says nothing of the WebAssembly until all of it is compiled; what travels beside it stands for it.
    if (role === "snapshot" && this.sizes.has("wasm") && this.arrived.get("wasm") !== 1) this.arrived.set("wasm", part * 0.99);
    let loaded = 0;
    for (const [name, size] of this.sizes) loaded += size * (this.arrived.get(name) ?? 0);
    const percent = Math.floor((100 * loaded) / this.total);
    const now = performance.now();
    if (percent <= this.percent || (percent < 100 && now - this.told < PAUSE)) return;
    this.percent = percent;
    this.told = now;
    postMessage({ type: "state", state: "loading", percent });
    if (percent === 100) postMessage({ type: "state", state: "preparing" });
  }
}

/** A file that the host packs on its way; where it packs nothing, the copy that is gzip already, unpacked here. */
async function sent({ url, packed, gzip }) {
  if (gzip) return unpacked(await delivered(url));
  const response = await delivered(url).catch((error) => error);
  if (!packed || (response.ok && response.headers.has("Content-Encoding"))) return whole(response);
  try {
    const copy = unpacked(await delivered(packed));
    response.body?.cancel();
    return copy;
  } catch {
    return whole(response);
  }
}

function whole(response) {
  if (response instanceof Error) throw response;
  return response;
}

async function delivered(url) {
  const response = await get(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response;
}

function unpacked(response) {
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip")));
}

/** The bytes of a file, once unpacked; `begun` gets them as soon as the first of them are in their place. */
async function content(role, file, progress, begun) {
  const bytes = new Uint8Array(file.whole);
  const reader = (await sent(file)).body.getReader();
  let at = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    bytes.set(value, at); // throws where there is too much
    at += value.length;
    if (at > BEGINNING) begun?.(bytes);
    progress.tell(role, at / bytes.length);
  }
  if (at !== bytes.length) throw new Error(`${at} of ${bytes.length} bytes ${file.url}`);
  return bytes;
}

/** The WebAssembly, compiled while it arrives. */
async function compiled(file, progress) {
  const response = await sent(file);
  const named = response.headers.get("Content-Type") === WASM;
  // What comes straight from the host, under its right type, a browser can keep compiled.
  const module = await WebAssembly.compileStreaming(named ? response : new Response(response.body, { headers: { "Content-Type": WASM } }));
  progress.tell("wasm", 1);
  return module;
}
