// Every message between the page (runtime.js) and the worker (worker.mjs). Types only, nothing runs here.

/**
 * @typedef {{url: string, size: number, whole?: number, packed?: string, gzip?: boolean}} File  An absolute address and its
 *   bytes on the wire; of a large file its bytes once unpacked, and the address of a copy that is gzip under a plain name, for
 *   hosts that pack nothing on the way, or that the file is such a one itself.
 * @typedef {{worker: File, pyodide: File, wasm: File, snapshot?: File, lean: File, glue: File, stdlib: File,
 *   checkers: File, words?: File}} Files  Python is started from the snapshot, with the script "lean"; without a snapshot, or
 *   when it will not do, from glue, stdlib and checkers.
 *
 * To the worker:
 * @typedef {{type: "start", files: Files, lock: object, language: string, kept: Kept}} Start  Load everything; sent once, first.
 * @typedef {{wasm?: WebAssembly.Module, snapshot?: Uint8Array, words?: Uint8Array, stdlib?: Uint8Array, checkers?: Uint8Array}} Kept
 *   What an earlier worker of the page has loaded.
 * @typedef {{type: "check", id: number, kind: string, input: string | Uint8Array, task?: "redact" | "compare",
 *   other?: string | Uint8Array}} Check  With a task: a redacted copy of the headers in `text`, or what differs between
 *   `input` and `other`, instead of a report.
 *
 * To the page:
 * @typedef {{type: "state", state: "loading", percent: number}} Loading  By bytes, sent as they arrive.
 * @typedef {{type: "state", state: "preparing"}} Preparing  All bytes are here, Python starts.
 * @typedef {{type: "state", state: "ready", tier: 1 | 2}} Ready  Checks run at once from now on; tier 2: Python was started
 *   from the snapshot, 1: from its files.
 * @typedef {{type: "fallback", reason: string}} Fallback  The snapshot will not do; Python is started from its files.
 * @typedef {{type: "keep", role: string, value: WebAssembly.Module | Uint8Array}} Keep  For Kept.
 * @typedef {{type: "state", state: "working", id: number}} Working  The check has begun; the time limit counts.
 * @typedef {{type: "report", id: number, report: object, text: string, evidence: Block[], decoded: string | null}} Answer
 *   The report of contract.md, the same as readable text, the marked pieces of the input, and the input as text
 *   when it was given as bytes and is short enough for the field.
 * @typedef {{type: "failed", id: number | null, stage: "load" | "check", reason: string}} Failed
 *   `reason` is for the console, not for the reader.
 *
 * The marked pieces (excerpt.js): what is shown, and what was left out before it.
 * @typedef {{left: {lines: number, characters: number} | null, pieces: {text: string, owners: number[]}[]}} Block
 */

export {};
