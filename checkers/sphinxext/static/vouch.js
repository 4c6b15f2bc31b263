// Who vouches for an email: what DMARC makes of it, each server's results with whether they can be trusted, and the
// chain of forwarders (ARC).

import { el, fill, quoted } from "./dom.js";

const NONE = "—";
const SEVERITY = { pass: "good", fail: "error", softfail: "warning", permerror: "warning", temperror: "warning", policy: "warning" };

/** @returns {(Node | Node[] | null)[]} */
export function vouching(report, view) {
  const { words } = view;
  const results = report.authentication ?? [];
  const head = el("h3", {}, words.authentication);
  if (!results.length) return [head, el("p", {}, words.noAuthentication)];
  const groups = grouped(results);
  const told = groups.filter(({ trusted }) => trusted === true);
  const shown = told.length ? told : groups.slice(0, 1);
  const rest = groups.filter((group) => !shown.includes(group));
  const count = rest.reduce((sum, { rows }) => sum + rows.length, 0);
  return [
    head,
    conclusion(report.dmarc_conclusion, view),
    shown.map((group) => statements(group, view)),
    rest.length
      ? el("details", { class: "checker-details" }, el("summary", {}, fill(words.otherResults, { count })), rest.map((group) => statements(group, view)))
      : null,
    ...chain(report.arc, view),
  ];
}

function conclusion(found, view) {
  if (!found) return null;
  const { words } = view;
  const severity = { pass: "good", fail: "error" }[found.result] ?? "info";
  return el(
    "div",
    { class: `checker-conclusion checker-framed checker-edge-${severity}` },
    el("p", {}, view.badge(severity, "DMARC"), " ", found.text),
    el("p", {}, found.signed_by.text),
    view.facts([
      [words.policy, found.policy],
      [words.disposition, found.disposition],
    ]),
  );
}

/** Results of one field by one server, together, in the order of the message. */
export function grouped(results) {
  const groups = [];
  for (const row of results) {
    const last = groups.at(-1);
    const same = last && ["source", "authority", "trusted", "trusted_why"].every((name) => last.rows[0][name] === row[name]);
    if (same) last.rows.push(row);
    else groups.push({ source: row.source, authority: row.authority, trusted: row.trusted, why: row.trusted_why, rows: [row] });
  }
  return groups;
}

function statements({ source, authority, trusted, why, rows }, view) {
  const { words } = view;
  const trust = trusted === true ? ["good", words.trusted] : trusted === false ? ["warning", words.untrusted] : ["info", words.trustUnknown];
  const title = [quoted(source), authority ? [" · ", quoted(authority)] : null];
  const name = [source, authority].filter(Boolean).join(" · ");
  const cells = rows.map((one) => [
    one.method.toUpperCase(),
    one.result ? view.badge(SEVERITY[one.result] ?? "info", quoted(one.result)) : words.signature,
    one.domain ? quoted(one.domain) : NONE,
    one.selector ? quoted(one.selector) : NONE,
    one.aligned === true ? words.yes : one.aligned === false ? words.no : NONE,
    one.comment ? quoted(one.comment) : NONE,
  ]);
  const columns = [words.method, words.result, words.domain, words.selector, words.aligned, words.comments];
  return el(
    "section",
    { class: "checker-statements" },
    el("h4", {}, title.flat()),
    why ? el("p", {}, view.badge(...trust), " ", why) : null,
    view.table(name, columns, cells),
  );
}

/** The ARC sets in order and what the chain is worth; nothing where there are none. */
function chain(arc, view) {
  if (!arc || arc.verdict === "none") return [];
  const { words } = view;
  const severity = { pass: "good", fail: "error", broken: "warning" }[arc.verdict] ?? "info";
  const said = { pass: words.arcPass, fail: words.arcFail, broken: words.arcBroken }[arc.verdict] ?? words.arcUnverified;
  const results = (one) => one.results.map(({ method, result, domain }) => el("div", {}, `${method.toUpperCase()} `, quoted(result ?? NONE), domain ? [" ", quoted(domain)] : null));
  const rows = arc.sets.map((one) => [
    String(one.instance),
    one.sealer ? quoted(one.sealer) : NONE,
    one.cv ? quoted(one.cv) : NONE,
    one.authority ? quoted(one.authority) : NONE,
    one.results.length ? results(one) : NONE,
  ]);
  return [
    el("h3", {}, words.arc),
    el("p", {}, view.badge(severity, quoted(arc.verdict)), " ", said),
    arc.problems.length ? el("ul", {}, arc.problems.map((problem) => el("li", {}, problem))) : null,
    rows.length ? view.table(words.arc, [words.arcSet, words.arcSealer, words.arcBefore, words.arcServer, words.arcResults], rows) : null,
  ];
}
