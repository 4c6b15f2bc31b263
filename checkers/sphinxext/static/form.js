// One checker of the page: takes text and files, runs checks, says what is going on, shows the answer.

import { el, fill, fillWith, quoted } from "./dom.js";
import { readFile, Unread } from "./files.js";
import { metered } from "./idle.js";
import { intake } from "./intake.js";
import { Kept } from "./kept.js";
import { focusRule, ruleInAddress, unfoldOnPaper } from "./lead.js";
import { places } from "./places.js";
import { amount, reason } from "./reasons.js";
import { supported } from "./runtime.js";
import { Tasks } from "./tasks.js";

// A mouse that rests so long over the form, in ms, is about to use it.
const DWELL = 200;

// More files than a person reads reports of.
const MOST_FILES = 50;

const MEGABYTE = 1024 * 1024;

/** Fetch what shows an answer, with the rest: no request is made while diagnosing. */
export function fetchAhead() {
  places();
  import("./result.js").catch(() => {});
}

export class Form {
  /**
   * @param {HTMLElement} root the element that directive.py wrote
   * @param {import("./runtime.js").Runtime} runtime
   * @param {{words: object, faq: object, megabytes: number, home: string, choices: object | null}} settings
   *   `home` leads from the page to the root of its language;
   *   `choices` are the kinds that the reader can choose from, with their names; null where there is one kind only
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
    this.chooser = root.querySelector("[data-checker-chooser]");
    this.runButton = root.querySelector("[data-checker-run]");
    this.cancelButton = root.querySelector("[data-checker-cancel]");
    this.retryButton = null;
    /** @type {File[]} the files that the next check reads instead of the field */
    this.files = [];
    this.kind = root.dataset.checker;
    this.turn = 0; // counts what the reader asked for; an answer to an earlier turn is dropped
    this.asked = false;
    this.said = this.words.working;
    this.share = null; // how much is done, in percent, where that is known
    this.kept = new Kept(root.id);
    this.listen();
    // Whoever was faster than this script has pasted already.
    if (document.activeElement === this.input && this.input.value.trim()) this.check();
    else if (!this.input.value) this.input.value = this.kept.read();
    this.followRule();
  }

  get state() {
    return this.root.dataset.state;
  }

  /** Whether the reader is not elsewhere in the page meanwhile. */
  get here() {
    const { activeElement } = document;
    return !activeElement || activeElement === document.body || this.root.contains(activeElement);
  }

  listen() {
    const { root, input } = this;
    const on = (selector, handler) => {
      for (const element of root.querySelectorAll(selector)) element.addEventListener("click", () => handler(element));
    };
    on("[data-checker-run]", () => this.check());
    on("[data-checker-clear]", () => this.clear());
    on("[data-checker-cancel]", () => this.cancel());
    on("[data-checker-example]", (button) => this.example(button.dataset.checkerExample));

    // Whoever comes near wants a check soon: load meanwhile, if it is not loaded yet. Scrolling by is no intent, and a
    // mouse that rests here is none that is worth the bytes of a metered connection.
    for (const event of ["focusin", "dragenter"]) root.addEventListener(event, () => this.intend());
    let near;
    root.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse" && !metered()) near = setTimeout(() => this.intend(), DWELL);
    });
    root.addEventListener("pointerleave", () => clearTimeout(near));

    input.addEventListener("input", () => this.forget());
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.check();
      }
    });
    const choose = root.querySelector("[data-checker-choose]");
    intake(root, { input, choose, chooser: this.chooser }, { files: (files) => this.open(files), text: () => this.check() });
    this.runtime.addEventListener("change", () => this.showRuntime());
    this.runtime.addEventListener("working", () => this.asked && this.show("working", this.said));
    // A page that goes away is hidden first; a phone may end it then without another word.
    addEventListener("pagehide", () => this.kept.write(this.input.value));
    document.addEventListener("visibilitychange", () => document.hidden && this.kept.write(this.input.value));
    addEventListener("hashchange", () => this.followRule());
    unfoldOnPaper(this.result);
  }

  intend() {
    if (!supported() || this.state === "failed") return;
    this.runtime.start(); // and where it has started by itself, it is now told how far it is
    fetchAhead();
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
    this.kept.write("");
    this.forget();
    this.result.replaceChildren();
    this.show("idle", "");
    this.input.focus();
  }

  cancel() {
    this.turn += 1; // a file may still be on its way into memory
    this.asked = false;
    this.runtime.cancel();
    this.show("idle", this.words.cancelled);
    this.input.focus();
  }

  /** Take `files` and check them. */
  async open(files) {
    if (!files.length) return;
    const { words } = this;
    this.turn += 1;
    this.forget();
    this.files = files.slice(0, MOST_FILES);
    this.input.value = "";
    const [file] = files;
    const several = files.length > 1;
    const said = several
      ? fill(words.filesChosen, { count: this.files.length })
      : fillWith(fill(words.file, { size: amount(file.size) }), "name", quoted(file.name, "b"));
    const remove = el("button", { type: "button", onclick: () => this.clear() }, several ? words.filesRemove : words.fileRemove);
    this.fileLine.replaceChildren(el("span", {}, said), remove);
    this.fileLine.hidden = false;
    await this.check(files.length > MOST_FILES ? fill(words.firstOnly, { limit: MOST_FILES, count: files.length }) : "");
  }

  /** The field was edited: it counts again, not the files, and what it holds is not known. */
  forget() {
    this.files = [];
    this.kind = this.root.dataset.checker;
    this.fileLine.hidden = true;
    this.fileLine.replaceChildren();
  }

  /** Check the files or the field. `note` is said with the result. */
  async check(note = "") {
    const { words, files } = this;
    const several = files.length > 1;
    const turn = this.begin(several ? fill(words.workingFiles, { count: files.length }) : words.working, files.length === 1);
    this.result.replaceChildren();
    this.reveal();
    if (!turn) return;
    if (several) return this.checkAll(files, turn, note);
    try {
      const found = await this.ask(files[0] ?? null, this.kind, turn);
      if (!found) return;
      this.asked = false;
      if (files.length && found.answer.decoded !== null) this.input.value = found.answer.decoded;
      const again = (kind) => {
        this.kind = kind;
        this.check();
      };
      await this.finish(this.put(this.result, found, { kind: this.kind, readAs: again }), note, turn);
    } catch (error) {
      if (turn === this.turn) this.fail(error, files[0]?.name);
    }
  }

  /** Check several files, one after the other, each with a report of its own. */
  async checkAll(files, turn, note) {
    let first = null;
    for (const [index, file] of files.entries()) {
      this.share = (100 * index) / files.length;
      const slot = el("section", { class: "checker-report", "aria-labelledby": `${this.root.id}-file-${index + 1}` });
      const heading = await this.checkOne(slot, file, index, this.root.dataset.checker, turn);
      if (!heading) return;
      this.result.append(slot);
      first ??= heading;
    }
    this.asked = false;
    await this.finish(first, note, turn);
  }

  /** Fill `slot` with the report on one of several files, or why there is none; its heading, or null when it is all over. */
  async checkOne(slot, file, index, kind, turn) {
    const id = `${this.root.id}-file-${index + 1}`;
    try {
      const found = await this.ask(file, kind, turn);
      if (!found) return null;
      const again = async (chosen) => {
        const next = this.begin(this.words.working, true);
        const heading = next && (await this.checkOne(slot, file, index, chosen, next));
        if (!heading) return;
        this.asked = false;
        await this.finish(heading, "", next);
      };
      return this.put(slot, found, { kind, readAs: again, id, name: `${index + 1}. ${file.name}` });
    } catch (error) {
      if (turn !== this.turn) return null;
      if (error?.why === "load") {
        this.fail(error);
        return null;
      }
      const heading = el("h2", { tabindex: "-1", id }, quoted(`${index + 1}. ${file.name}`));
      slot.replaceChildren(heading, el("p", {}, this.sorry(error, file.name)));
      return heading;
    }
  }

  /**
   * A new turn begins; its number, or 0 where this browser cannot check. `said` is what is said while Python is at it;
   * `reading` whether a file comes first. Nothing is said twice: a screen reader reads all of it out.
   */
  begin(said, reading) {
    const { words } = this;
    const { state } = this.runtime;
    this.turn += 1;
    this.said = said;
    this.share = null;
    if (!supported()) {
      this.show("failed", fill(words.unsupported, { command: words.command }));
      return 0;
    }
    this.asked = true;
    if (state === "ready") this.show("working", reading ? words.reading : said);
    else this.show("starting", state === "preparing" ? words.preparing : words.loading);
    return this.turn;
  }

  /** The answer to a file or, without one, to the field; null when the reader has asked for something else since. */
  async ask(file, kind, turn) {
    const limit = this.settings.megabytes * MEGABYTE;
    const { bytes, firstOfMany } = file ? await readFile(file, limit) : { bytes: this.text(limit), firstOfMany: false };
    if (turn !== this.turn) return null;
    if (!bytes.length) throw new Unread("empty");
    places();
    const answering = this.runtime.check(kind, bytes);
    this.showRuntime();
    const [answer, { render }] = await Promise.all([answering, import("./result.js")]);
    return turn === this.turn ? { answer, render, source: file ?? bytes, note: firstOfMany ? this.words.firstMessage : "" } : null;
  }

  /** The field's text, with lone surrogates mended; Unread where there is none or too much. */
  text(limit) {
    const { value } = this.input;
    if (!value.trim()) throw new Unread("empty");
    if (value.length > limit) throw new Unread("tooLarge");
    return value.toWellFormed ? value.toWellFormed() : value.replace(/\p{Surrogate}/gu, "\ufffd");
  }

  /** Show an answer in `container`; its heading. */
  put(container, { answer, render, source, note }, { kind, readAs, id = this.root.id, name = null }) {
    const { words, settings, root } = this;
    const { faq, home, choices } = settings;
    const tasks = new Tasks(this.runtime, source, settings.megabytes * MEGABYTE);
    const limits = { limit: settings.megabytes * MEGABYTE, seconds: this.runtime.settings.seconds };
    const sorry = (error, file = "", size = 0) => reason(error, words, { name: file, size, ...limits });
    return render(container, answer, { words, faq, home, root, id, name, note, choices, kind, readAs, tasks, sorry, accept: this.chooser.accept });
  }

  /** All is shown: say so, and lead the reader there who is not elsewhere meanwhile. */
  async finish(heading, note, turn) {
    // The focus wants the new layout at once. In a task of its own it does not add to the making of the result.
    await new Promise((resolve) => setTimeout(resolve));
    if (turn !== this.turn) return;
    const { here } = this;
    this.show("done", [this.words.done, note].filter(Boolean).join(" "));
    if (here && !this.followRule()) heading.focus();
  }

  /** Why there is no answer about the file `name`, or about the field. */
  sorry(error, name = "") {
    const size = this.files.find((file) => file.name === name)?.size ?? this.input.value.length;
    return reason(error, this.words, { name, size, limit: this.settings.megabytes * MEGABYTE, seconds: this.runtime.settings.seconds });
  }

  fail(error, name) {
    this.asked = false;
    const why = error?.why ?? "crashed";
    const again = why === "load" || why === "crashed" ? () => this.check() : null;
    this.show(why === "empty" || why === "cancelled" ? "idle" : "failed", this.sorry(error, name), again);
    if (this.here) this.reveal();
  }

  /**
   * Bring what is said into sight, if it is not; the focus stays where it is, and so does a page that shows it. With the
   * next picture, for which the page is laid out anyway; an answer that is there by then is led to instead.
   */
  reveal() {
    const { turn } = this;
    requestAnimationFrame(() => {
      if (turn === this.turn && this.state !== "done") this.status.parentElement.scrollIntoView({ block: "nearest" });
    });
  }

  /** An address that ends in #rule=… leads to that rule in the result; whether it is there. */
  followRule() {
    const rule = ruleInAddress();
    const found = focusRule(this.result, rule);
    if (rule && !found && this.state === "idle") this.show("idle", fill(this.words.ruleAwaited, { rule }));
    return found;
  }

  /** Show how far the worker is, while it is on its way. What was said to the reader is not taken back for that. */
  showRuntime() {
    const { state, percent, failure, quiet } = this.runtime;
    const { words } = this;
    const said = this.status.textContent;
    if (state === "loading" || state === "preparing") {
      if (quiet) return; // nobody waits for it
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
    if (state === "working" && this.share === null) this.progress.removeAttribute("value"); // how long a check takes is not known
    else if (state === "working") this.progress.value = this.share;
    const { cancelButton, retryButton } = this;
    const held = document.activeElement;
    cancelButton.hidden = !(busy && this.asked);
    if (this.status.textContent !== message || again) this.status.replaceChildren(message);
    retryButton?.remove();
    this.retryButton = again && el("button", { type: "button", onclick: again }, this.words.retry);
    if (again) this.status.after(this.retryButton);
    // A button that goes takes the focus with it.
    if ((held === cancelButton && cancelButton.hidden) || (held && held === retryButton)) this.runButton.focus({ preventScroll: true });
  }
}
