// The worker: loads Python with the checkers, then answers checks, one at a time. Messages: messages.js.
// It is ended from outside (runtime.js) when a check is cancelled or takes too long.
//
// Python starts from a snapshot of its memory (snapshot.mjs). Whatever goes wrong with that, it starts from its files, and
// the reader has to wait longer, no more.

/** Above this many characters a file's text is not handed back for the field: editing it there would be slow. */
const FIELD_LIMIT = 256 * 1024;

const WARM_UP = "550 5.1.1 <a@example.com>: User unknown";

/** What `tier` can be: how Python was started. */
const SNAPSHOT = 2;
const FILES = 1;

const get = self.fetch.bind(self);

/** @typedef {{pyodide: object, excerpt: object, language: string, tier: number, fromFiles: () => Promise<Python>}} Python */
/** @type {Promise<Python> | undefined} */
let runtime;

self.onmessage = ({ data }) => {
  if (data.type === "start") {
    runtime = start(data);
    runtime.then(
      ({ tier }) => postMessage({ type: "state", state: "ready", tier }),
      (error) => postMessage({ type: "failed", id: null, stage: "load", reason: reasonOf(error) }),
    );
  } else if (data.type === "check") {
    runtime?.then((python) => check(python, data), () => {});
  }
};

/**
 * Load everything and start Python, the fast way if that can be had.
 * @param {import("./messages.js").Start} message
 * @returns {Promise<Python>}
 */
async function start({ files, lock, language, kept }) {
  // The large files first: they travel while the scripts are read.
  const roles = files.snapshot ? ["snapshot"] : ["stdlib", "checkers"];
  const glue = files.snapshot ? "lean" : "glue";
  const progress = new Progress(files, [...["wasm", "words", ...roles].filter((role) => !kept[role]), "pyodide", glue]);
  const wasm = part("wasm", async () => WebAssembly.compileStreaming(await unpacked(files.wasm, progress, "application/wasm")));
  const large = roles.map((role) => part(role, () => unpackedBytes(files[role], progress)));
  const words = files.words ? part("words", () => unpackedBytes(files.words, progress)) : null;
  const scripts = Promise.all([
    import("./excerpt.js"),
    import("./snapshot.mjs"),
    ...["pyodide", glue].map((role) => script(role, progress)),
  ]);

  const [module, modules] = await Promise.all([wasm, scripts]);
  const [excerpt, { startFrom }, { loadPyodide }, { default: createPyodideModule }] = modules;
  const indexURL = new URL(".", files.pyodide.url).href;
  const options = { indexURL, packageBaseUrl: indexURL, lockFileContents: lock, stdLibURL: `${indexURL}python_stdlib.zip` };
  let fromFiles;

  /** Python with its words, after a first check that nobody waits for. `library`: the answer to Pyodide's own request. */
  async function python(tier, library, more) {
    const pyodide = await begin(module, library, () => loadPyodide({ ...options, ...more }));
    if (words) pyodide.pyimport("checkers.wording").install(language, pyBytes(pyodide, await words));
    // What was written down once would be the same chance for everybody.
    pyodide.pyimport("sys").modules.get("random")?.seed();
    pyodide.pyimport("checkers").check(WARM_UP).to_json(language);
    return { pyodide, excerpt, language, tier, fromFiles };
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
    const archives = ["stdlib", "checkers"].map((role) => unpackedBytes(files[role], again));
    return startFromFiles((await script("glue", again)).default, ...archives);
  };
  try {
    const memory = await large[0];
    const started = await python(SNAPSHOT, new Uint8Array(), startFrom(memory, createPyodideModule));
    if (!kept.snapshot) postMessage({ type: "keep", role: "snapshot", value: memory }, [memory.buffer]);
    return started;
  } catch (error) {
    return fromFiles(error);
  }

  async function script(role, progress) {
    const loaded = await import(files[role].url);
    progress.add(files[role].size);
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
 * Start Pyodide with a compiled module. It asks for two files; it gets these, and nothing else leaves this worker.
 * Where it would wait for ever because the module does not start, this fails.
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
        return { module, instance: await WebAssembly.instantiate(module, imports) };
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
function taskOf({ pyodide, excerpt, language }, { task, input, other }) {
  const headers = pyodide.pyimport("checkers.headers");
  const sources = [input, other].filter((one) => one !== undefined).map((one) => (typeof one === "string" ? one : pyBytes(pyodide, one)));
  let found;
  try {
    found = task === "redact" ? headers.check(...sources) : headers.compare(...sources);
    if (task === "redact") return { text: excerpt.mended(found.redacted()) };
    return { report: JSON.parse(found.to_json(language)), text: excerpt.mended(found.to_text(language)) };
  } finally {
    found?.destroy?.();
    for (const source of sources) source.destroy?.();
  }
}

function reportOf({ pyodide, excerpt, language }, { kind, input }) {
  let source = input;
  let report;
  try {
    const checker = pyodide.pyimport(kind === "auto" ? "checkers" : `checkers.${kind}`);
    if (typeof input !== "string") source = pyBytes(pyodide, input);
    report = checker.check(source);
    const facts = JSON.parse(report.to_json(language));
    const decoded = typeof input === "string" ? input : excerpt.mended(report.decoded);
    return {
      report: facts,
      text: excerpt.mended(report.to_text(language)),
      evidence: excerpt.blocks(decoded, excerpt.owners(facts)),
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

/** Counts what has arrived and tells the page each whole percent. */
class Progress {
  constructor(files, roles) {
    this.total = roles.reduce((sum, role) => sum + (files[role]?.size ?? 0), 0);
    this.loaded = 0;
    this.percent = -1;
  }

  add(count) {
    this.loaded += count;
    const percent = Math.min(100, Math.floor((100 * this.loaded) / this.total));
    if (percent > this.percent) {
      this.percent = percent;
      postMessage({ type: "state", state: "loading", percent });
      if (percent === 100) postMessage({ type: "state", state: "preparing" });
    }
  }
}

/** Fetch a file that is packed as gzip under a plain name, so that any host delivers it small; give its content. */
async function unpacked({ url }, progress, type) {
  const response = await get(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  const counter = new TransformStream({
    transform(chunk, controller) {
      progress.add(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  const content = response.body.pipeThrough(counter).pipeThrough(new DecompressionStream("gzip"));
  return new Response(content, { headers: { "Content-Type": type } });
}

async function unpackedBytes(file, progress) {
  const response = await unpacked(file, progress, "application/octet-stream");
  return new Uint8Array(await response.arrayBuffer());
}
