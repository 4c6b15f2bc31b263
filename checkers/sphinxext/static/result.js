// The answer of a check as elements: headings, parts, copying. What differs by kind is in smtp.js and headers.js.

import { copyButtons } from "./clipboard.js";
import { el, fill, fillWith, quoted } from "./dom.js";
import { evidence } from "./evidence.js";
import { headers } from "./headers.js";
import { lead } from "./lead.js";
import { markdown } from "./markdown.js";
import { places } from "./places.js";
import { smtp } from "./smtp.js";

const KINDS = { smtp, headers };

/**
 * @typedef {object} Context
 * @property {object} words
 * @property {object} faq address and heading of each answer of the FAQ
 * @property {string} id unique in the page; the ids of the result begin with it
 * @property {string | null} name which of several files this is about
 * @property {string} note what to know about the reading, or ""
 * @property {object | null} choices the kinds the text can be read as, with their names; null where there is one
 * @property {string} kind as which it was read
 * @property {(kind: string) => void} readAs reads it as another kind
 * @property {import("./tasks.js").Tasks} tasks what else can be asked of the message
 * @property {(error: Error, name?: string) => string} sorry why a task gave no answer
 * @property {string} accept the kinds of files that can be chosen
 */

/**
 * Fill `container` with the answer.
 * @param {HTMLElement} container
 * @param {import("./messages.js").Answer} answer
 * @param {Context} context
 * @returns {HTMLElement} the heading, for the focus
 */
export function render(container, answer, context) {
  const { report } = answer;
  const view = new View(context, answer);
  const heading = el("h2", { tabindex: "-1", id: context.name ? context.id : null });
  if (context.name) heading.append(el("span", { class: "checker-file-name" }, quoted(context.name)), " ");
  const body = (KINDS[report.kind] ?? smtp)(report, view, heading);
  const note = context.note ? el("p", { class: "checker-note" }, context.note) : null;
  const parts = [heading, view.taken(), note, body, evidence(answer.evidence, view), view.copying()];
  container.replaceChildren(...parts.flat(2).filter(Boolean));
  return heading;
}

/** What the parts of a result share: words, links, numbering. */
export class View {
  constructor(context, answer) {
    const { words, faq, id } = context;
    this.context = context;
    this.words = words;
    this.faq = faq;
    this.id = id;
    this.answer = answer;
    this.marked = new Set(answer.evidence.flatMap(({ pieces }) => pieces.flatMap(({ owners }) => owners)));
  }

  /** The id of the element of the owner of evidence number `index` (excerpt.js numbers them). */
  owner(index) {
    return `${this.id}-result-${index + 1}`;
  }

  mark(index) {
    return `${this.id}-mark-${index + 1}`;
  }

  /** What the text was taken for, with a button for each thing that it can be read as; nothing where there is one. */
  taken() {
    const { words } = this;
    const { choices, kind, readAs } = this.context;
    const { report } = this.answer;
    const format = report.format_label ?? choices?.[report.kind];
    if (!choices) return format ? el("p", { class: "checker-read-as" }, fill(words.format, { format })) : null;
    const said = `${this.id}-taken`;
    const button = ([choice, name]) => el("button", { type: "button", "aria-pressed": String(choice === kind), onclick: () => readAs(choice) }, name);
    return el(
      "div",
      { class: "checker-taken" },
      el("p", {}, fill(kind in KINDS ? words.format : words.taken, { format: format ?? report.kind })),
      el("div", { role: "group", "aria-labelledby": said }, el("span", { id: said }, words.readAs), Object.entries(choices).map(button)),
    );
  }

  /**
   * What links one rule: to this place of the result, by an address that carries the rule's name and nothing of the
   * reader's text, and to its row on the reference pages. Nothing for a failure that no rule knew.
   */
  ruleLink(rule) {
    if (!rule) return [];
    const { words } = this;
    const line = el("p", { class: "checker-rule" }, el("a", { href: `#rule=${encodeURIComponent(rule)}` }, words.ruleLink));
    places().then((found) => {
      const address = found?.ofRule(rule);
      if (address) line.append(" · ", el("a", { href: this.home(address), class: "checker-reference" }, words.reference));
    });
    return [line];
  }

  /**
   * `children` as a link to the reference pages, plain where they do not have it.
   * @param {(places: import("./places.js").Places) => string | null} find
   */
  toReference(find, ...children) {
    const link = el("a", { class: "checker-reference" }, children);
    places().then((found) => {
      const address = found && find(found);
      if (address) link.href = this.home(address);
    });
    return link;
  }

  /** An address of this language as one of this page. */
  home(address) {
    return this.context.home + address;
  }

  /** Lead the reader to an element, and show which it is. */
  lead(...elements) {
    lead(this.context.root, elements);
  }

  /** Links to sources outside the site, in one line; nothing where there are none. */
  sources(references) {
    if (!references?.length) return null;
    const links = references.flatMap(({ label, url }, index) => {
      const safe = typeof url === "string" && url.startsWith("https://");
      return [index ? " · " : "", safe ? el("a", { href: url, rel: "noreferrer" }, label) : label];
    });
    return el("p", { class: "checker-sources" }, fillWith(this.words.references, "links", links));
  }

  /** A list of steps under its heading, or nothing. */
  steps(steps, level) {
    if (!steps?.length) return [];
    return [el(level, {}, this.words.steps), el("ol", { class: "checker-steps" }, steps.map((step) => el("li", {}, step)))];
  }

  /** A link into the FAQ, named by the heading it leads to; nothing for an answer that the site does not have. */
  faqLink(target) {
    const found = this.faq[target];
    if (!found) return [];
    const [address, heading] = found;
    return [el("p", { class: "checker-faq" }, fillWith(this.words.faq, "link", el("a", { href: address }, heading)))];
  }

  /** A button that leads to the words in the text. */
  toEvidence(index) {
    if (!this.marked.has(index)) return [];
    const go = () => {
      const mark = document.getElementById(this.mark(index));
      const words = [...mark.closest("pre").querySelectorAll("mark")].filter(({ dataset }) => dataset.owners.split(" ").includes(String(index)));
      this.lead(mark, ...words);
    };
    return [el("button", { type: "button", class: "checker-to-evidence", onclick: go }, this.words.toEvidence)];
  }

  /** A description list of [label, value] pairs; empty values are left out, strings are reader's text. */
  facts(pairs) {
    const kept = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
    const items = kept.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value instanceof Node ? value : quoted(value))));
    return el("dl", { class: "checker-facts" }, items);
  }

  /**
   * A table that scrolls sideways by itself, also by keyboard. With `stacked`, on a phone each row is a block whose cells
   * carry their column's name; it says that it is a table all the same.
   */
  table(caption, head, rows, stacked = false) {
    const role = (name) => (stacked ? { role: name } : {});
    const cell = (content, index) =>
      index ? el("td", { ...role("cell"), "data-column": stacked && head[index] }, content) : el("th", { scope: "row", ...role("rowheader") }, content);
    return el(
      "div",
      { class: stacked ? "checker-table checker-stacked" : "checker-table", tabindex: "0", role: "region", "aria-label": caption },
      el(
        "table",
        role("table"),
        el("thead", role("rowgroup"), el("tr", role("row"), head.map((label) => el("th", { scope: "col", ...role("columnheader") }, label)))),
        el("tbody", role("rowgroup"), rows.map((row) => el("tr", role("row"), row.map(cell)))),
      ),
    );
  }

  /** A sign and a word: severity is never told by colour alone. */
  badge(severity, label) {
    const sign = { error: "✕", warning: "!", info: "i", good: "✓" }[severity] ?? "•";
    return el("span", { class: `checker-badge checker-${severity}` }, el("span", { "aria-hidden": "true" }, sign), label);
  }

  /** The badge of a severity, with its word. */
  severity(severity) {
    const { error, warning, info, good } = this.words;
    return this.badge(severity, { error, warning, info, good }[severity]);
  }

  /** Seconds for people: at most two units, rounded down. */
  duration(seconds) {
    const { words } = this;
    const rest = Math.abs(seconds);
    const units = [
      [86400, words.days],
      [3600, words.hours],
      [60, words.minutes],
      [1, words.seconds],
    ];
    const first = units.findIndex(([size]) => rest >= size);
    if (first < 0) return fill(words.seconds, { count: 0 });
    const [[size, name], next] = units.slice(first);
    const parts = [fill(name, { count: Math.floor(rest / size) })];
    const second = next && Math.floor((rest % size) / next[0]);
    if (second) parts.push(fill(next[1], { count: second }));
    return (seconds < 0 ? "−" : "") + parts.join(" ");
  }

  /** The buttons that copy the result. */
  copying() {
    const { words, answer } = this;
    const choices = [
      [words.copyText, () => answer.text],
      [words.copyMarkdown, () => markdown(answer.report, { words, duration: (seconds) => this.duration(seconds) })],
      [words.copyJson, () => JSON.stringify(answer.report, null, 2)],
    ];
    return copyButtons(choices, words);
  }
}
