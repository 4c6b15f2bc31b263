// A header report: the answer first, then the findings, the way of the email, who vouches for it, and what filters wrote.

import { comparing, UNREAD } from "./compare.js";
import { el, fill } from "./dom.js";
import { way } from "./hops.js";
import { redacted } from "./redacted.js";
import { cards } from "./smtp.js";
import { verdicts } from "./verdicts.js";
import { vouching } from "./vouch.js";

const NOTES = 2; // so many are shown beside faults

/** @returns {Node[]} */
export function headers(report, view, heading) {
  const { words } = view;
  const before = report.failures?.length ?? 0;
  const findings = report.findings ?? [];
  heading.append(report.answer?.text ?? words.headersTitle);
  const isMessage = !findings.some(({ id }) => UNREAD.includes(id));
  return [
    answer(report, before, view),
    (report.notes ?? []).map((note) => el("p", { class: "checker-note" }, note)),
    bounce(report, before + findings.length, view),
    el("h3", {}, words.findings),
    listed(findings, before, view),
    isMessage ? [summary(report.summary, view), way(report, view), vouching(report, view), verdicts(report.verdicts, view)] : [],
    isMessage ? [comparing(view), redacted(view)] : [],
  ].flat(3);
}

/** Whose move it is and what to do first, with a way to the finding that says so. */
function answer({ answer: found, findings }, before, view) {
  if (!found) return [];
  const { words } = view;
  const index = findings.findIndex(({ id }) => id === found.finding);
  const others = found.others ? el("p", {}, fill(words.others, { count: found.others })) : null;
  if (!found.who_label && !found.step) return [others];
  const act = (label, words_) => (words_ ? el("div", {}, el("dt", {}, label), el("dd", {}, words_)) : null);
  const go = () => view.lead(document.getElementById(view.owner(before + index)));
  return [
    el("dl", { class: "checker-act" }, act(words.who, found.who_label), act(words.firstStep, found.step)),
    el("div", { class: "checker-links" }, index < 0 ? null : el("button", { type: "button", class: "checker-to-evidence", onclick: go }, words.why), others),
  ];
}

/** The findings; beside faults, many notes are folded away. */
function listed(findings, before, view) {
  const { words } = view;
  if (!findings.length) return el("p", {}, words.noFindings);
  const items = findings.map((finding, index) => item(finding, before + index, view));
  const faults = findings.filter(({ severity }) => severity === "error" || severity === "warning").length;
  const shown = faults && findings.length - faults > NOTES ? faults : findings.length;
  const list = (some) => el("ul", { class: "checker-findings" }, some);
  if (shown === findings.length) return list(items);
  const rest = el("details", { class: "checker-details" }, el("summary", {}, fill(words.notes, { count: items.length - shown })), list(items.slice(shown)));
  return [list(items.slice(0, shown)), rest];
}

function item(finding, index, view) {
  const { words } = view;
  return el(
    "li",
    { class: `checker-card checker-framed checker-edge-${finding.severity}`, id: view.owner(index), tabindex: "-1", "data-rule": finding.id },
    el("h4", {}, view.severity(finding.severity), " ", finding.title),
    el("p", {}, finding.explanation),
    finding.steps?.length ? el("ol", { class: "checker-steps", "aria-label": words.steps }, finding.steps.map((step) => el("li", {}, step))) : null,
    view.faqLink(finding.faq),
    el("div", { class: "checker-links" }, view.toEvidence(index), view.ruleLink(finding.id)),
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
  const people = (many) => (many ?? []).slice(0, 20).map(person).join(", ");
  const moment = facts.date ? `${facts.date.replace("T", " ").replace("Z", "")} UTC` : null;
  const pairs = [
    [words.subject, facts.subject],
    [words.from, person(facts.from)],
    [words.to, people(facts.to)],
    [words.cc, people(facts.cc)],
    [words.date, moment],
    [words.messageId, facts.message_id],
    [words.inReplyTo, facts.in_reply_to],
    [words.returnPath, facts.return_path],
    [words.replyTo, people(facts.reply_to)],
    [words.sender, person(facts.sender)],
    [words.listId, facts.list_id],
    [words.mailer, facts.mailer],
  ].filter(([, value]) => value);
  return pairs.length ? [el("h3", {}, words.summary), view.facts(pairs)] : [];
}
