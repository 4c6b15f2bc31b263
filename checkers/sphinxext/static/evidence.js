// The reader's text with the words that decided, marked and linked to what they led to.

import { el, fill, shown } from "./dom.js";

const LONG = 2500; // a longer text starts folded

/** @param {import("./messages.js").Block[]} blocks */
export function evidence(blocks, view) {
  if (!blocks.length) return [];
  const { words } = view;
  const anchored = new Set();
  const text = el("pre", { class: "checker-text", tabindex: "0", role: "region", translate: "no", dir: "auto", "aria-label": words.evidence });
  for (const { left, pieces } of blocks) {
    if (left) text.append(leftOut(left, words));
    for (const piece of pieces) text.append(...(piece.owners.length ? marked(piece, anchored, view) : shown(piece.text)));
  }
  const length = blocks.reduce((sum, { pieces }) => sum + pieces.reduce((count, piece) => count + piece.text.length, 0), 0);
  return [
    el("details", { class: "checker-evidence", open: length <= LONG }, el("summary", {}, el("h3", {}, words.evidence)), text),
  ];
}

/** A marked piece. The first one of each owner is where "Show in the text" leads; its number leads back. */
function marked({ text, owners }, anchored, view) {
  const first = owners.filter((owner) => !anchored.has(owner));
  first.forEach((owner) => anchored.add(owner));
  const back = (owner) => {
    const card = document.getElementById(view.owner(owner));
    if (card) view.lead(card);
  };
  const anchors = first.map((owner) => {
    const name = fill(view.words.toFinding, { number: owner + 1 });
    return el("button", { type: "button", id: view.mark(owner), class: "checker-back", onclick: () => back(owner), title: name, "aria-label": name }, String(owner + 1));
  });
  // The words themselves answer to a mouse only; by keyboard the button in front of them does the same.
  return [...anchors, el("mark", { "data-owners": owners.join(" "), onclick: () => back(owners[0]) }, shown(text))];
}

function leftOut({ lines, characters }, words) {
  const said = lines > 1 ? fill(words.linesLeft, { count: lines }) : fill(words.charactersLeft, { count: characters });
  return el("span", { class: "checker-left-out" }, `… ${said} …`);
}
