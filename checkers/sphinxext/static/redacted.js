// A copy of the headers that can be shown to others: made on demand, in this browser, like everything else.

import { copyButtons } from "./clipboard.js";
import { el, shown } from "./dom.js";

/**
 * @param {import("./result.js").View} view
 * @returns {Node[]} nothing where there is no message to copy
 */
export function redacted(view) {
  const { words } = view;
  const { tasks, sorry } = view.context;
  if (!tasks) return [];
  const status = el("p", { role: "status" });
  const place = el("div");
  const make = el("button", { type: "button", onclick: run }, words.redact);

  async function run() {
    make.disabled = true;
    status.textContent = words.working;
    try {
      const text = await tasks.redacted();
      status.textContent = words.redactDone;
      place.replaceChildren(...copy(text, view));
    } catch (error) {
      status.textContent = sorry(error);
    } finally {
      make.disabled = false;
    }
  }

  return [el("div", { class: "checker-redacted" }, el("p", {}, make, " ", words.redactHint), status, place)];
}

function copy(text, view) {
  const { words } = view;
  const block = el("pre", { class: "checker-text", tabindex: "0", role: "region", translate: "no", dir: "auto", "aria-label": words.redacted }, shown(text));
  return [
    el("details", { class: "checker-evidence", open: true }, el("summary", {}, words.redacted), block),
    copyButtons([[words.redactCopy, () => text]], words),
  ];
}
