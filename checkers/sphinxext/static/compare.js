// Two messages side by side: the one that was checked, and another one that the reader adds.

import { copyButtons } from "./clipboard.js";
import { el, quoted } from "./dom.js";
import { intake } from "./intake.js";

/** The findings of a text that holds no message. */
export const UNREAD = ["no-headers", "empty-input", "unreadable-msg"];

/**
 * @param {import("./result.js").View} view
 * @returns {Node[]} nothing where there is no message to compare with
 */
export function comparing(view) {
  const { words } = view;
  const { tasks } = view.context;
  if (!tasks) return [];
  const id = `${view.id}-other`;
  const input = el("textarea", { id, rows: "5", spellcheck: "false", autocomplete: "off", autocapitalize: "off", translate: "no", "aria-describedby": `${id}-hint` });
  const status = el("p", { role: "status" });
  const place = el("div");
  const compare = new Comparing(view, input, status, place);
  const chooser = el("input", { type: "file", accept: view.context.accept, hidden: true, "aria-label": words.compareOpen });
  const choose = el("button", { type: "button" }, words.compareOpen);
  const box = el(
    "details",
    { class: "checker-compare" },
    el("summary", {}, el("h3", {}, words.compare)),
    el("p", { id: `${id}-hint` }, words.compareHint),
    el("label", { for: id, class: "checker-label" }, words.compareLabel),
    input,
    el("p", { class: "checker-actions" }, el("button", { type: "button", onclick: () => compare.run(input.value) }, words.compareRun), choose, chooser),
    status,
    place,
  );
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      compare.run(input.value);
    }
  });
  intake(box, { input, choose, chooser }, { files: ([file]) => file && compare.run(file), text: () => compare.run(input.value) });
  return [box];
}

class Comparing {
  constructor(view, input, status, place) {
    Object.assign(this, { view, input, status, place });
    this.turn = 0;
  }

  /** @param {string | File} other */
  async run(other) {
    const { words, context } = this.view;
    this.turn += 1;
    const { turn } = this;
    this.status.textContent = words.working;
    this.place.replaceChildren();
    try {
      const answer = await context.tasks.compared(other);
      if (turn !== this.turn) return;
      const heading = el("h4", { tabindex: "-1" }, words.compareTitle);
      this.place.replaceChildren(heading, ...difference(answer, this.view));
      this.status.textContent = typeof other === "string" ? "" : other.name;
      heading.focus();
    } catch (error) {
      if (turn === this.turn) this.status.textContent = context.sorry(error, other.name ?? "", other.size ?? other.length);
    }
  }
}

/** What differs, as elements. */
function difference({ report, text }, view) {
  const { words } = view;
  const { a, b, differences, only_a: onlyA, only_b: onlyB } = report;
  const lacking = [a, b].flatMap(({ findings }) => findings.find(({ id }) => UNREAD.includes(id)) ?? []);
  if (lacking.length) return [el("p", {}, text), lacking.map(({ explanation }) => el("p", {}, explanation))].flat();
  if (!(differences.length || onlyA.length || onlyB.length)) return [el("p", {}, text)];
  const none = "—";
  const side = (value) => (value ? quoted(value) : none);
  const rows = differences.map((one) => [one.part, side(one.a), side(one.b), [view.severity(one.weight), one.meaning ? el("div", {}, one.meaning) : null]]);
  return [
    rows.length ? view.table(words.compareTitle, [words.comparePart, words.compareA, words.compareB, words.meaning], rows, true) : null,
    only(onlyA, words.compareOnlyA, view),
    only(onlyB, words.compareOnlyB, view),
    copyButtons(
      [
        [words.copyText, () => text],
        [words.copyJson, () => JSON.stringify(report, null, 2)],
      ],
      words,
    ),
  ].flat().filter(Boolean);
}

/** The findings that only one of the two has. */
function only(findings, title, view) {
  if (!findings.length) return [];
  const item = (one) => el("li", {}, view.severity(one.severity), " ", view.toReference((places) => places.ofRule(one.id), one.title));
  return [el("h4", {}, title), el("ul", {}, findings.map(item))];
}
