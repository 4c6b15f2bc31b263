// One checker of the page: takes text and files, runs checks, says what is going on, shows the answer.

import { el, fill, fillWith, quoted } from "./dom.js";
import { supported } from "./runtime.js";

// The first bytes of Outlook's .msg files (a compound document).
const OUTLOOK = [0xd0, 0xcf, 0x11, 0xe0];

// A mouse that rests so long over the form, in ms, is about to use it.
const DWELL = 200;

export class Form {
  /**
   * @param {HTMLElement} root the element that directive.py wrote
   * @param {import("./runtime.js").Runtime} runtime
   * @param {{words: object, faq: object, megabytes: number}} settings
   */
  constructor(root, runtime, settings) {
    this.root = root;
    this.runtime = runtime;
    this.words = settings.words;
    this.settings = settings;
    this.input = root.querySelector("[data-checker-input]");
    this.result = root.querySelector("[data-checker-result]");
    this.status = root.querySelector("[data-checker-status]");
    this.progress = root.querySelector("progress");
    this.fileLine = root.querySelector("[data-checker-file]");
    this.cancelButton = root.querySelector("[data-checker-cancel]");
    this.chooser = root.querySelector("[data-checker-chooser]");
    /** @type {File | null} the file that the next check reads instead of the field */
    this.file = null;
    this.turn = 0; // counts what the reader asked for; an answer to an earlier turn is dropped
    this.asked = false;
    this.listen();
    // Whoever was faster than this script has pasted already.
    if (document.activeElement === this.input && this.input.value.trim()) this.check();
  }

  get state() {
    return this.root.dataset.state;
  }

  listen() {
    const { root, input } = this;
    const on = (selector, handler) => {
      for (const element of root.querySelectorAll(selector)) element.addEventListener("click", () => handler(element));
    };
    on("[data-checker-run]", () => this.check());
    on("[data-checker-choose]", () => this.chooser.click());
    on("[data-checker-clear]", () => this.clear());
    on("[data-checker-cancel]", () => this.cancel());
    on("[data-checker-example]", (button) => this.example(button.dataset.checkerExample));
    this.chooser.addEventListener("change", () => {
      this.open([...this.chooser.files]);
      this.chooser.value = "";
    });

    // Whoever comes near wants a check soon: load meanwhile. Scrolling by, or a metered connection, is no intent.
    for (const event of ["focusin", "dragenter"]) root.addEventListener(event, () => this.intend());
    let near;
    root.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse" && !navigator.connection?.saveData) near = setTimeout(() => this.intend(), DWELL);
    });
    root.addEventListener("pointerleave", () => clearTimeout(near));

    input.addEventListener("input", () => this.forget());
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.check();
      }
    });
    input.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length && !event.clipboardData.getData("text/plain")) {
        event.preventDefault();
        this.open(files);
      } else {
        setTimeout(() => this.check()); // when the text is in the field
      }
    });
    root.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
        root.classList.add("checker-dragover");
      }
    });
    for (const event of ["dragleave", "drop"]) root.addEventListener(event, () => root.classList.remove("checker-dragover"));
    root.addEventListener("drop", (event) => this.drop(event));
    this.runtime.addEventListener("change", () => this.showRuntime());
    this.runtime.addEventListener("working", () => this.asked && this.show("working", this.words.working));
  }

  intend() {
    if (!supported() || this.runtime.worker || this.state === "failed") return;
    this.runtime.start();
    // What shows the answer is fetched with the rest: no request is made while diagnosing.
    import("./result.js").catch(() => {});
  }

  drop(event) {
    const { dataTransfer } = event;
    if (dataTransfer?.files.length) {
      event.preventDefault();
      this.open([...dataTransfer.files]);
    } else if (event.target === this.input) {
      setTimeout(() => this.check()); // the browser puts the text in
    }
  }

  example(name) {
    this.input.value = this.root.querySelector(`[data-checker-text="${name}"]`).content.textContent;
    this.forget();
    this.check();
  }

  clear() {
    this.turn += 1;
    if (this.asked) this.runtime.cancel();
    this.asked = false;
    this.input.value = "";
    this.forget();
    this.result.replaceChildren();
    this.show("idle", "");
    this.input.focus();
  }

  cancel() {
    this.runtime.cancel();
    this.input.focus();
  }

  /** Take the first of `files` and check it. */
  async open(files) {
    const [file] = files;
    if (!file) return;
    this.turn += 1;
    this.file = file;
    this.input.value = "";
    const { words } = this;
    const said = fillWith(fill(words.file, { size: amount(file.size) }), "name", quoted(file.name, "b"));
    const remove = el("button", { type: "button", onclick: () => this.clear() }, words.fileRemove);
    this.fileLine.replaceChildren(el("span", {}, said), remove);
    this.fileLine.hidden = false;
    await this.check(files.length > 1 ? fill(words.firstOnly, { count: files.length }) : "");
  }

  /** The field was edited: it counts again, not the file. */
  forget() {
    this.file = null;
    this.fileLine.hidden = true;
    this.fileLine.replaceChildren();
  }

  /** Check the file or the field. `note` is said with the result. */
  async check(note = "") {
    const { words } = this;
    this.turn += 1;
    const turn = this.turn;
    this.result.replaceChildren();
    if (!supported()) return this.show("failed", fill(words.unsupported, { command: words.command }));
    const size = this.file ? this.file.size : this.input.value.length;
    const limit = this.settings.megabytes;
    if (size > limit * 1024 * 1024) {
      return this.show("failed", fill(words.tooLarge, { size: Math.ceil(size / 1024 / 1024), limit }));
    }
    this.asked = true;
    this.show(this.runtime.state === "ready" ? "working" : "starting", this.file ? words.reading : words.preparing);
    try {
      const input = await this.read();
      if (turn !== this.turn) return undefined;
      if (!input.length || (typeof input === "string" && !input.trim())) return this.refuse(words.empty, "idle");
      if (OUTLOOK.every((byte, index) => input[index] === byte)) {
        return this.refuse(fill(words.outlookFile, { name: this.file.name }));
      }
      const answering = this.runtime.check(this.root.dataset.checker, input);
      this.showRuntime();
      const [answer, { render }] = await Promise.all([answering, import("./result.js")]);
      if (turn === this.turn) this.answer(answer, render, note);
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
    return undefined;
  }

  /** What to check: the file's bytes, or the field's text with lone surrogates mended. */
  async read() {
    if (!this.file) {
      const text = this.input.value;
      return text.toWellFormed ? text.toWellFormed() : text.replace(/\p{Surrogate}/gu, "\ufffd");
    }
    try {
      return new Uint8Array(await this.file.arrayBuffer());
    } catch {
      throw Object.assign(new Error("file"), { why: "unreadable" });
    }
  }

  answer(answer, render, note) {
    this.asked = false;
    if (this.file && answer.decoded !== null) this.input.value = answer.decoded;
    const here = !document.activeElement || document.activeElement === document.body || this.root.contains(document.activeElement);
    const heading = render(this.result, answer, { words: this.words, faq: this.settings.faq, id: this.root.id });
    this.show("done", [this.words.done, note].filter(Boolean).join(" "));
    if (here) heading.focus();
  }

  refuse(message, state = "failed") {
    this.asked = false;
    this.show(state, message);
  }

  fail(error) {
    this.asked = false;
    const { words } = this;
    const why = error?.why ?? "crashed";
    if (why === "cancelled") return this.show("idle", words.cancelled);
    if (why === "unreadable") return this.show("failed", fill(words.unreadable, { name: this.file?.name ?? "" }));
    if (why === "timeout") return this.show("failed", fill(words.timeout, { seconds: this.runtime.settings.seconds }));
    if (!error?.why) console.warn("checker:", error);
    return this.show("failed", why === "load" ? words.loadFailed : words.crashed, () => this.check());
  }

  /** Show how far the worker is, while it is on its way. What was said to the reader is not taken back for that. */
  showRuntime() {
    const { state, percent, failure } = this.runtime;
    const { words } = this;
    const said = this.status.textContent;
    if (state === "loading" || state === "preparing") {
      if (this.asked || this.state === "starting" || (this.state === "idle" && (!said || said === words.ready))) {
        this.show("starting", state === "loading" ? words.loading : words.preparing);
        this.progress.value = percent;
      }
    } else if (this.state === "starting" && !this.asked) {
      if (state === "ready") this.show("idle", words.ready);
      else if (failure === "load") this.show("failed", words.loadFailed, () => this.retry());
      else this.show("idle", "");
    }
  }

  retry() {
    this.show("idle", "");
    this.intend();
  }

  /** Set state and message; `again` adds a button that repeats what failed. */
  show(state, message, again = null) {
    this.root.dataset.state = state;
    const busy = state === "starting" || state === "working";
    this.progress.hidden = !busy;
    if (state === "working") this.progress.removeAttribute("value"); // how long a check takes is not known
    this.cancelButton.hidden = !(busy && this.asked);
    if (this.status.textContent !== message || again) this.status.replaceChildren(message);
    this.status.parentElement.querySelector("button")?.remove();
    if (again) this.status.after(el("button", { type: "button", onclick: again }, this.words.retry));
  }
}

/** A file's size for people. */
function amount(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
