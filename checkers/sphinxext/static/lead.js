// Ways into a shown result: an address that names a rule, and paper, on which nothing can be unfolded.

import { el } from "./dom.js";

/** The rule that the address of the page names after "#rule=", or "". */
export function ruleInAddress() {
  return /^#rule=([\w.-]{1,80})$/.exec(location.hash)?.[1] ?? "";
}

/** Lead to what `rule` said in `result`; whether it said anything there. */
export function focusRule(result, rule) {
  const found = [...result.querySelectorAll("[data-rule]")].find((card) => card.dataset.rule === rule);
  found?.focus();
  return Boolean(found);
}

/** A link that carries the rule's name and nothing of the reader's text; nothing for a failure that no rule knew. */
export function ruleLink(rule, words) {
  return rule ? [el("p", { class: "checker-rule" }, el("a", { href: `#rule=${encodeURIComponent(rule)}` }, words.ruleLink))] : [];
}

/** Unfold everything in `result` for printing, and fold it again. */
export function unfoldOnPaper(result) {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...result.querySelectorAll("details:not([open])")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
}
