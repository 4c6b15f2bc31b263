// The worker: loads Pyodide and the checkers, then answers checks, one at a time. Messages: messages.js.
// It is ended from outside (runtime.js) when a check is cancelled or takes too long.

/** Above this many characters a file's text is not handed back for the field: editing it there would be slow. */
const FIELD_LIMIT = 256 * 1024;

const WARM_UP = "550 5.1.1 <a@example.com>: User unknown";

/** @type {Promise<{pyodide: object, excerpt: object, language: string}> | undefined} */
let runtime;

self.onmessage = ({ data }) => {
  if (data.type === "start") {
    runtime = start(data);
    runtime.then(
      () => postMessage({ type: "state", state: "ready" }),
      (error) => postMessage({ type: "failed", id: null, stage: "load", reason: String(error?.stack ?? error) }),
    );
  } else if (data.type === "check") {
    runtime?.then((loaded) => check(loaded, data), () => {});
  }
};

/** @param {import("./messages.js").Start} message */
async function start({ files, lock, language }) {
  // The large files first: they travel while the scripts are read.
  const progress = new Progress(files);
  const wasm = unpacked(files.wasm, progress, "application/wasm");
  const stdlib = unpacked(files.stdlib, progress, "application/zip");
  const checkers = unpacked(files.checkers, progress, "application/zip").then(bytes);
  const words = files.words ? unpacked(files.words, progress, "application/octet-stream").then(bytes) : null;
  const scripts = [files.pyodide, files.glue].map(async ({ url, size }) => {
    const script = await import(url);
    progress.add(size);
    return script;
  });
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all(scripts);
  const excerpt = await import("./excerpt.js");

  // Pyodide fetches two files by itself. It gets the ones that are on their way; nothing else leaves this worker.
  const indexURL = new URL(".", files.pyodide.url).href;
  const early = new Map([
    [`${indexURL}pyodide.asm.wasm`, wasm],
    [files.stdlib.url, stdlib],
  ]);
  self.fetch = (request) => early.get(String(request?.url ?? request)) ?? Promise.reject(new Error(`no request expected: ${request}`));

  const archive = await checkers;
  const catalogue = words && (await words);
  await Promise.all([wasm, stdlib]);
  const loading = loadPyodide({
    indexURL,
    createPyodideModule,
    stdLibURL: files.stdlib.url,
    lockFileContents: lock,
    packageBaseUrl: indexURL,
    env: { PYTHONPATH: "/lib/checkers.zip" },
    fsInit: async (FS) => FS.writeFile("/lib/checkers.zip", archive),
  });
  const pyodide = await Promise.race([loading, progress.broken]); // Pyodide itself would wait for ever
  early.clear();
  if (catalogue) {
    pyodide.pyimport("checkers.wording").install(language, pyBytes(pyodide, catalogue));
  }
  // The first check reads the knowledge; let it be one that nobody waits for.
  pyodide.pyimport("checkers").check(WARM_UP).to_json(language);
  return { pyodide, excerpt, language };
}

/** @param {import("./messages.js").Check} message */
function check({ pyodide, excerpt, language }, { id, kind, input }) {
  postMessage({ type: "state", state: "working", id });
  let source = input;
  let report;
  try {
    const checker = pyodide.pyimport(kind === "auto" ? "checkers" : `checkers.${kind}`);
    if (typeof input !== "string") source = pyBytes(pyodide, input);
    report = checker.check(source);
    const facts = JSON.parse(report.to_json(language));
    const decoded = typeof input === "string" ? input : excerpt.mended(report.decoded);
    postMessage({
      type: "report",
      id,
      report: facts,
      text: excerpt.mended(report.to_text(language)),
      evidence: excerpt.blocks(decoded, excerpt.owners(facts)),
      decoded: typeof input === "string" || decoded.length > FIELD_LIMIT ? null : decoded,
    });
  } catch (error) {
    postMessage({ type: "failed", id, stage: "check", reason: String(error?.stack ?? error) });
  } finally {
    report?.destroy?.();
    source.destroy?.();
  }
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
  constructor(files) {
    this.total = Object.entries(files).reduce((sum, [role, { size }]) => (role === "worker" ? sum : sum + size), 0);
    this.loaded = 0;
    this.percent = -1;
    /** Rejects when a file breaks off on its way. */
    this.broken = new Promise((_, reject) => {
      this.fail = reject;
    });
    this.broken.catch(() => {});
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

/** Fetch a file, counting its bytes as they come. */
async function fetched({ url }, progress) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  const counter = new TransformStream({
    transform(chunk, controller) {
      progress.add(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  response.body.pipeTo(counter.writable).catch(progress.fail);
  return new Response(counter.readable);
}

/** Fetch a file that is packed as gzip under a plain name, so that any host delivers it small; give its content. */
async function unpacked(file, progress, type) {
  const response = await fetched(file, progress);
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": type } });
}

async function bytes(response) {
  return new Uint8Array(await response.arrayBuffer());
}
