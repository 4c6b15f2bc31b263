// A header report: findings first, then summary, the way of the email, and what servers said about its origin.

import { el, quoted } from "./dom.js";
import { chart } from "./hops.js";
import { cards } from "./smtp.js";

/** @returns {Node[]} */
export function headers(report, view, heading) {
  const { words } = view;
  heading.append(words.headersTitle);
  const before = report.failures?.length ?? 0;
  const findings = report.findings ?? [];
  return [
    (report.notes ?? []).map((note) => el("p", {}, note)),
    bounce(report, before + findings.length, view),
    el("h3", {}, words.findings),
    findings.length ? el("ul", { class: "checker-findings" }, findings.map((finding, index) => item(finding, before + index, view))) : el("p", {}, words.noFindings),
    summary(report.summary, view),
    hops(report, view),
    authentication(report.authentication ?? [], view),
  ].flat();
}

function item(finding, index, view) {
  const { words } = view;
  const severity = { error: words.error, warning: words.warning, info: words.info, good: words.good }[finding.severity];
  return el(
    "li",
    { class: `checker-card checker-framed checker-edge-${finding.severity}`, id: view.owner(index), tabindex: "-1", "data-rule": finding.id },
    el("h4", {}, view.badge(finding.severity, severity), " ", finding.title),
    el("p", {}, finding.explanation),
    finding.steps?.length ? el("ol", { class: "checker-steps", "aria-label": words.steps }, finding.steps.map((step) => el("li", {}, step))) : null,
    view.faqLink(finding.faq),
    view.toEvidence(index),
    view.ruleLink(finding.id),
  );
}

function bounce({ bounce: report }, first, view) {
  if (!report?.failures?.length) return [];
  return [el("h3", {}, view.words.bounce), ...cards(report.failures, first, view, "h4")];
}

function summary(facts, view) {
  if (!facts) return [];
  const { words } = view;
  const person = (one) => (one ? [one.name, one.address && (one.name ? `<${one.address}>` : one.address)].filter(Boolean).join(" ") : null);
  const pairs = [
    [words.subject, facts.subject],
    [words.from, person(facts.from)],
    [words.to, (facts.to ?? []).slice(0, 20).map(person).join(", ")],
    [words.date, moment(facts.date)],
    [words.messageId, facts.message_id],
    [words.returnPath, facts.return_path],
    [words.replyTo, (facts.reply_to ?? []).slice(0, 20).map(person).join(", ")],
  ].filter(([, value]) => value);
  return pairs.length ? [el("h3", {}, words.summary), view.facts(pairs)] : [];
}

function hops(report, view) {
  const { words } = view;
  const found = report.hops ?? [];
  const head = el("h3", {}, words.hops);
  if (!found.length) return [head, el("p", {}, words.noHops)];
  const none = "—";
  const rows = found.map((hop) => [
    String(hop.index),
    // one above the other: host names are long, and side by side they push the times out of sight
    [el("div", {}, hop.from ? quoted(hop.from) : none), el("div", { class: "checker-to" }, arrow(), " ", hop.by ? quoted(hop.by) : none)],
    hop.time ? time(hop.time) : words.noTime,
    hop.delay_s === null || hop.delay_s === undefined ? none : view.duration(hop.delay_s),
    hop.with ? quoted(hop.with) : none,
  ]);
  const columns = [words.hop, [words.handedOver, " ", arrow(), " ", words.by], words.time, words.delay, words.protocol];
  return [head, chart(report, view), view.table(words.hops, columns, rows)];
}

/** From one to the next, the way the page is read. */
function arrow() {
  return el("span", { class: "checker-arrow" }, "→");
}

function authentication(results, view) {
  const { words } = view;
  const head = el("h3", {}, words.authentication);
  if (!results.length) return [head, el("p", {}, words.noAuthentication)];
  const none = "—";
  const rows = results.map((one) => [
    one.method.toUpperCase(),
    verdict(one.result, view),
    one.domain ? quoted(one.domain) : none,
    one.selector ? quoted(one.selector) : none,
    one.aligned === true ? words.yes : one.aligned === false ? words.no : none,
    quoted(one.source),
  ]);
  const columns = [words.method, words.result, words.domain, words.selector, words.aligned, words.source];
  return [head, view.table(words.authentication, columns, rows)];
}

/** The server's own word for a result, with a sign. */
function verdict(result, view) {
  if (!result) return view.words.signature;
  const severity = { pass: "good", fail: "error", softfail: "warning", permerror: "warning", temperror: "warning", policy: "warning" };
  return view.badge(severity[result] ?? "info", quoted(result));
}

function time(iso) {
  return el("time", { datetime: iso }, iso.replace("T", " ").replace("Z", ""));
}

function moment(iso) {
  return iso ? `${iso.replace("T", " ").replace("Z", "")} UTC` : null;
}
