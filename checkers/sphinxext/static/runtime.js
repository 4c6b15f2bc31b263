// The page's side of the worker: one worker a page, started when the page rests or on first use, ended by cancel or time
// limit.
// Messages: messages.js.

import { takeWorker } from "./ahead.js";

// Python's memory grows with what it reads and never shrinks: after more bytes (or characters) than this a fresh worker
// takes over, as soon as nobody has asked it anything for so many ms.
const LARGE = 4 * 1024 * 1024;
const REST = 1000;

/** Why a check gave no answer: "cancelled", "timeout", "load" or "crashed". */
export class Stopped extends Error {
  constructor(why, reason = why) {
    super(reason);
    this.why = why;
  }
}

/** Whether this browser has what the worker needs (module workers came later than any of these, or with them). */
export function supported() {
  return (
    typeof Worker === "function" &&
    typeof WebAssembly === "object" &&
    typeof DecompressionStream === "function" &&
    typeof Array.prototype.toSorted === "function"
  );
}

export class Runtime extends EventTarget {
  /**
   * @param {{files: import("./messages.js").Files, lock: object, language: string, seconds: number}} settings
   *   the addresses of the files from the page
   */
  constructor(settings) {
    super();
    for (const file of Object.values(settings.files)) {
      file.url = new URL(file.url, document.baseURI).href;
      if (file.packed) file.packed = new URL(file.packed, document.baseURI).href;
    }
    this.settings = settings;
    this.worker = null;
    /** Whether the worker is on its way without anybody having asked for it. */
    this.quiet = false;
    /** "none", "loading", "preparing" or "ready" */
    this.state = "none";
    this.percent = 0;
    /** How Python was started: 2 from a snapshot, 1 from its files, 0 not yet. */
    this.tier = 0;
    /** What a next worker need not fetch and compile again. */
    this.kept = {};
    this.pending = new Map();
    this.last = 0;
    /** Whether the worker has read something large, and holds the memory for it. */
    this.swollen = false;
    this.resting = 0;
  }

  /**
   * Start the worker if there is none. Progress is told as "change" events.
   * @param {{quiet?: boolean}} how quiet: nobody has asked for it yet
   */
  start({ quiet = false } = {}) {
    if (this.worker) {
      if (this.quiet && !quiet) {
        this.quiet = false;
        this.change(this.state);
      }
      return;
    }
    this.quiet = quiet;
    this.swollen = false;
    const { files, lock, language } = this.settings;
    const worker = takeWorker(files.worker.url);
    this.worker = worker;
    this.percent = 0;
    this.change("loading");
    worker.onmessage = ({ data }) => this.worker === worker && this.receive(data); // nothing from one that was ended
    // The script itself could not be had, or threw while it was read.
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker === worker) this.end("load", event.message);
    };
    worker.postMessage({ type: "start", files, lock, language, kept: this.kept });
  }

  /**
   * One check. Rejects with Stopped.
   * @param {string} kind
   * @param {string | Uint8Array} input bytes are handed over, not copied
   * @param {{task?: "redact" | "compare", other?: string | Uint8Array}} more
   * @returns {Promise<import("./messages.js").Answer>}
   */
  check(kind, input, more = {}) {
    this.start();
    clearTimeout(this.resting);
    this.last += 1;
    const id = this.last;
    const large = input.length + (more.other?.length ?? 0) > LARGE;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject, timer: 0, large });
      const handed = [input, more.other].filter((one) => one instanceof Uint8Array);
      this.worker.postMessage({ type: "check", id, kind, input, ...more }, handed.map(({ buffer }) => buffer));
    });
  }

  /** End the worker and whatever it is doing; the next check starts a fresh one. */
  cancel() {
    this.end("cancelled");
  }

  receive(message) {
    const waiting = this.pending.get(message.id);
    if (message.type === "keep") {
      this.kept[message.role] = message.value;
    } else if (message.type === "fallback") {
      // This snapshot will not do in the next worker either.
      const { snapshot, ...files } = this.settings.files;
      this.settings = { ...this.settings, files };
      delete this.kept.snapshot;
      this.setTier(1);
      console.warn(`checker: no use of the snapshot: ${message.reason}`);
    } else if (message.type === "state" && message.state === "working") {
      if (waiting) waiting.timer = setTimeout(() => this.end("timeout"), this.settings.seconds * 1000);
      this.dispatchEvent(new CustomEvent("working", { detail: message.id }));
    } else if (message.type === "state") {
      this.percent = message.percent ?? this.percent;
      if (message.tier) this.setTier(message.tier);
      this.change(message.state);
    } else if (message.type === "failed" && message.stage === "load") {
      this.end("load", message.reason);
    } else if (waiting) {
      clearTimeout(waiting.timer);
      this.pending.delete(message.id);
      if (message.type !== "report") return this.end("crashed", message.reason, waiting);
      this.swollen ||= waiting.large;
      if (this.swollen && !this.pending.size) this.resting = setTimeout(() => this.renew(), REST);
      waiting.resolve(message);
    }
  }

  /** Put a fresh worker in the place of one whose memory has grown; what is asked meanwhile waits for it. */
  renew() {
    this.worker.terminate();
    this.worker = null;
    this.start({ quiet: true });
  }

  /** For the tests and for whoever looks into a slow start; the reader is not bothered with it. */
  setTier(tier) {
    this.tier = tier;
    document.documentElement.dataset.checkerTier = tier;
  }

  /** `checkerPython` lets the page keep back what can wait (components/offline.html). */
  change(state) {
    this.state = state;
    document.documentElement.dataset.checkerPython = state;
    this.dispatchEvent(new Event("change"));
  }

  end(why, reason, ...also) {
    clearTimeout(this.resting);
    this.worker?.terminate();
    this.worker = null;
    const waiting = [...this.pending.values(), ...also];
    this.pending.clear();
    this.failure = why;
    if (reason) console.warn(`checker: ${why}: ${reason}`);
    this.change("none");
    for (const { reject, timer } of waiting) {
      clearTimeout(timer);
      reject(new Stopped(why, reason));
    }
  }
}
