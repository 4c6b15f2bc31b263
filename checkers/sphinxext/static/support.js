// The form that makes the text for Odoo Support (support.py wrote it). The worker of the checkers writes the text: this
// module collects the answers, keeps them for this tab, and shows what comes back.

import { el } from "./dom.js";
import { readFile } from "./files.js";
import { lastKept } from "./kept.js";
import { reason } from "./reasons.js";
import { Runtime, supported } from "./runtime.js";

const KEPT = "support";
const MEGABYTE = 1024 * 1024;

class Support {
  constructor(root) {
    const { dataset } = root;
    this.root = root;
    this.page = dataset.page;
    this.words = JSON.parse(dataset.words);
    this.limit = Number(dataset.megabytes) * MEGABYTE;
    this.seconds = Number(dataset.seconds);
    this.runtime = new Runtime({
      files: JSON.parse(dataset.files),
      lock: JSON.parse(dataset.lock),
      language: dataset.language,
      seconds: this.seconds,
    });
    this.evidence = root.elements.evidence;
    this.output = root.elements.output;
    this.box = root.querySelector("[data-support-output]");
    this.status = root.querySelector("[data-support-status]");
    this.missing = root.querySelector("[data-support-missing]");
    this.takeButton = root.querySelector("[data-support-take]");
    this.turn = 0; // counts what the reader asked for; an answer to an earlier turn is dropped
    this.restore();
    this.listen();
    this.offer();
    root.hidden = false;
  }

  listen() {
    const { root } = this;
    const on = (name, handler) => root.querySelector(`[data-support-${name}]`).addEventListener("click", handler);
    const chooser = root.querySelector("[data-support-file]");
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.make();
    });
    on("take", () => this.take());
    on("open", () => chooser.click());
    on("clear", () => this.clear());
    on("copy", () => this.copy());
    chooser.addEventListener("change", () => {
      const [file] = chooser.files;
      chooser.value = "";
      if (file) this.read(file);
    });
    this.runtime.addEventListener("change", () => {
      const { state } = this.runtime;
      if (this.root.dataset.state === "working" && (state === "loading" || state === "preparing")) this.say(this.words[state]);
    });
    this.runtime.addEventListener("working", () => this.say(this.words.working));
    addEventListener("pagehide", () => this.keep());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.keep() : this.offer()));
  }

  /** The answers by question; what is not answered is left out. */
  answers() {
    const given = {};
    for (const field of this.root.elements) {
      const { name, type, value } = field;
      if (!name || ["evidence", "output", "language", "mask"].includes(name)) continue;
      if (type === "checkbox") {
        if (field.checked) (given[name] ??= []).push(value);
      } else if (type === "radio" ? field.checked && value : value.trim()) {
        given[name] = value;
      }
    }
    return given;
  }

  /** Ask the worker; null when the reader has asked for something else since. */
  async ask(kind, input) {
    this.turn += 1;
    const { turn } = this;
    if (!supported()) {
      this.say(this.words.unsupported);
      return null;
    }
    this.root.dataset.state = "working";
    this.say(this.words[this.runtime.state === "ready" ? "working" : "preparing"]);
    try {
      const answer = await this.runtime.check(kind, input);
      return turn === this.turn ? answer : null;
    } catch (error) {
      if (turn === this.turn) this.fail(error);
      return null;
    }
  }

  async make() {
    const answers = this.answers();
    const evidence = this.evidence.value.trim();
    if (!evidence && !Object.keys(answers).length) {
      this.say(this.words.nothing);
      return;
    }
    if (evidence.length > this.limit) {
      this.fail({ why: "tooLarge" });
      return;
    }
    const { language, mask } = this.root.elements;
    const asked = { answers, evidence, language: language.value, page: this.page, mask: mask.checked };
    const text = JSON.stringify(asked);
    const answer = await this.ask("ticket", text.toWellFormed ? text.toWellFormed() : text);
    if (!answer) return;
    this.root.dataset.state = "done";
    this.show(answer.report);
    this.keep();
  }

  show({ text, missing }) {
    const { words } = this;
    this.box.hidden = false;
    this.output.value = text;
    this.output.lang = this.root.elements.language.value.replace("_", "-");
    this.missing.replaceChildren(
      el("p", {}, missing.length ? words.missing : words.complete),
      ...(missing.length ? [el("ul", {}, missing.map((question) => el("li", {}, question)))] : []),
    );
    this.root.querySelector("[data-support-copied]").textContent = "";
    this.say(words.done);
    this.output.focus();
    this.output.setSelectionRange(0, 0);
    this.output.scrollTop = 0;
  }

  /** What was last checked in this tab, if the reader has checked something. */
  offer() {
    this.takeButton.hidden = !lastKept();
  }

  take() {
    this.evidence.value = lastKept();
    this.say(this.words.taken);
    this.evidence.focus();
  }

  /** A file goes into the field as text, decoded by the checker. */
  async read(file) {
    this.say(this.words.reading);
    try {
      const { bytes } = await readFile(file, this.limit);
      const start = new TextDecoder().decode(bytes.subarray(0, 256 * 1024));
      const answer = await this.ask("auto", bytes);
      if (!answer) return;
      this.root.dataset.state = "idle";
      this.evidence.value = answer.decoded ?? start;
      this.say("");
      this.evidence.focus();
    } catch (error) {
      this.fail(error, file);
    }
  }

  async copy() {
    const said = this.root.querySelector("[data-support-copied]");
    try {
      await navigator.clipboard.writeText(this.output.value);
      said.textContent = this.words.copied;
    } catch {
      this.output.select();
      said.textContent = this.words.copyFailed;
    }
  }

  clear() {
    this.turn += 1;
    this.root.reset();
    this.box.hidden = true;
    this.root.dataset.state = "idle";
    this.keep();
    this.say(this.words.cleared);
    this.root.querySelector("input, textarea").focus();
  }

  fail(error, file = null) {
    this.root.dataset.state = "failed";
    const size = file?.size ?? this.evidence.value.length;
    this.say(reason(error, this.words, { name: file?.name ?? "", size, limit: this.limit, seconds: this.seconds }));
  }

  say(message) {
    this.status.textContent = message;
  }

  /** Keep the answers for this tab, so that a reload does not lose them; an empty form leaves nothing behind. */
  keep() {
    const { language, mask } = this.root.elements;
    const answers = this.answers();
    const evidence = this.evidence.value;
    try {
      if (evidence || Object.keys(answers).length) {
        sessionStorage.setItem(KEPT, JSON.stringify({ answers, evidence, language: language.value, mask: mask.checked }));
      } else {
        sessionStorage.removeItem(KEPT);
      }
    } catch {
      // Full or forbidden: the answers are in the form all the same.
    }
  }

  restore() {
    let kept;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT));
    } catch {
      return;
    }
    if (!kept) return;
    const { elements } = this.root;
    for (const field of elements) {
      const answer = kept.answers?.[field.name];
      if (answer === undefined) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = [answer].flat().includes(field.value);
      else field.value = String(answer);
    }
    this.evidence.value = kept.evidence ?? "";
    if ([...elements.language].some(({ value }) => value === kept.language)) elements.language.value = kept.language;
    elements.mask.checked = kept.mask === true;
  }
}

for (const root of document.querySelectorAll("[data-support]")) new Support(root);
