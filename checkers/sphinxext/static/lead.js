// Ways into a shown result: an address that names a rule, and paper, on which nothing can be unfolded.

/** The rule that the address of the page names after "#rule=", or "". */
export function ruleInAddress() {
  return /^#rule=([\w.-]{1,80})$/.exec(location.hash)?.[1] ?? "";
}

/** Lead to what `rule` said in `result`; whether it said anything there. */
export function focusRule(result, rule) {
  const found = [...result.querySelectorAll("[data-rule]")].find((card) => card.dataset.rule === rule);
  if (found) lead(result, [found]);
  return Boolean(found);
}

/**
 * Lead the reader to the first of `elements`, and mark all of them until the next time: a focus that a mouse has set
 * cannot be seen.
 */
export function lead(root, elements) {
  for (const old of root.querySelectorAll(".checker-here")) old.classList.remove("checker-here");
  for (const element of elements) {
    element.classList.add("checker-here");
    for (let folded = element.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) folded.open = true;
  }
  elements[0]?.focus();
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
