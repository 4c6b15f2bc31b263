// What filters and providers wrote on an email: each field, its value, what it means and how it speaks for the email.

import { el, fill, quoted } from "./dom.js";

const AT_ONCE = 8; // so many lines are shown; of more, those that count against the email, and the rest on demand
const AGAINST = ["error", "warning"];

/** @returns {(Node | null)[]} */
export function verdicts(found, view) {
  if (!found?.length) return [];
  const { words } = view;
  const against = found.filter(({ weight }) => AGAINST.includes(weight));
  const others = found.filter((one) => !against.includes(one));
  const head = [el("h3", {}, words.verdicts), el("p", {}, words.verdictsHint)];
  if (found.length <= AT_ONCE) return [...head, rows([...against, ...others], words.verdicts, view), sources(found, view)];
  const rest = fill(words.verdictsRest, { count: others.length });
  return [
    ...head,
    against.length ? rows(against, words.verdictsAgainst, view) : el("p", {}, words.verdictsNone),
    others.length ? el("details", { class: "checker-details" }, el("summary", {}, rest), rows(others, rest, view)) : null,
    sources(found, view),
  ];
}

function rows(found, caption, view) {
  const { words } = view;
  const cells = found.map((one) => [
    [view.toReference((places) => places.ofRule(one.rule), quoted(one.field)), one.part ? [" · ", quoted(one.part)] : null],
    quoted(one.value),
    [view.severity(one.weight), " ", one.meaning],
  ]);
  return view.table(caption, [words.verdictField, words.verdictValue, words.meaning], cells, true);
}

/** Where the meanings are from, each once. */
function sources(found, view) {
  const known = new Map(found.map(({ source }) => [source.label, source]));
  return view.sources([...known.values()]);
}
