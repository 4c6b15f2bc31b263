// A report as Markdown (CommonMark with tables), for a ticket or a chat. Reader's text goes in as code or escaped, so
// that nothing in it becomes a heading, a link, a picture or HTML.

import { fill, named } from "./dom.js";
import { isClock, pace } from "./pace.js";

/**
 * @param {object} report contract.md's JSON object
 * @param {{words: object, duration: (seconds: number) => string}} view
 * @returns {string} ends in a line end
 */
export function markdown(report, view) {
  const blocks = report.kind === "headers" ? headers(report, view) : smtp(report, view);
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

function smtp(report, view) {
  const { words } = view;
  const failures = report.failures ?? [];
  if (!failures.length) return [heading(2, report.title), escaped(report.explanation), steps(report.steps)];
  const readAs = report.format_label ? escaped(fill(words.format, { format: report.format_label })) : null;
  if (failures.length === 1) return [heading(2, failures[0].title), readAs, ...failure(failures[0], view)];
  const each = failures.flatMap((one, index) => [heading(3, `${index + 1}. ${one.title}`), ...failure(one, view)]);
  return [heading(2, fill(words.failures, { count: failures.length })), readAs, ...each];
}

function failure(one, { words }) {
  const facts = [
    [words.replyCode, one.reply_code],
    [words.enhancedCode, one.enhanced_code],
    [words.reason, one.reason],
    [words.rule, one.rule],
    [words.remote, one.remote_mta],
    [words.diagnostic, one.diagnostic],
  ];
  return [
    one.recipient ? code(one.recipient) : null,
    escaped(one.explanation),
    one.hard ? `**${escaped(words.hardBounce)}**` : null,
    `**${escaped(words.who)}:** ${escaped(one.who_label)}`,
    steps(one.steps),
    escaped(one.retry_label),
    list(facts),
  ];
}

function headers(report, view) {
  const { words } = view;
  const facts = report.summary;
  const failures = report.bounce?.failures ?? [];
  const findings = report.findings ?? [];
  const { answer, dmarc_conclusion: conclusion } = report;
  return [
    heading(2, answer?.text ?? words.headersTitle),
    answer?.who_label ? `**${escaped(words.who)}:** ${escaped(answer.who_label)}` : null,
    answer?.step ? `**${escaped(words.firstStep)}:** ${escaped(answer.step)}` : null,
    ...(report.notes ?? []).map(escaped),
    failures.length ? heading(3, words.bounce) : null,
    ...failures.flatMap((one) => [heading(4, one.title), ...failure(one, view)]),
    heading(3, words.findings),
    findings.length ? null : escaped(words.noFindings),
    ...findings.flatMap((one) => finding(one, view)),
    facts ? list([[words.subject, facts.subject], [words.from, facts.from?.address], [words.date, facts.date], [words.messageId, facts.message_id]]) : null,
    ...hops(report, view),
    ...authentication(report, view),
    conclusion ? `${escaped(conclusion.text)} ${escaped(conclusion.signed_by.text)}` : null,
    ...verdicts(report, view),
  ];
}

function finding(one, { words }) {
  const severity = { error: words.error, warning: words.warning, info: words.info, good: words.good }[one.severity] ?? "";
  return [heading(4, `${severity}: ${one.title}`), escaped(one.explanation), steps(one.steps), list([[words.rule, one.id]])];
}

function hops({ hops: found = [] }, { words, duration }) {
  if (!found.length) return [];
  const delay = (one) => (one.delay_s === null || one.delay_s === undefined ? "—" : duration(one.delay_s));
  const kinds = pace(found);
  const rows = found.map((one, index) => [
    String(one.index),
    code(one.from),
    code(one.by),
    code(one.time),
    isClock(kinds[index]) ? fill(words.clockDelay, { duration: delay(one) }) : delay(one),
    code(one.with),
  ]);
  return [heading(3, words.hops), table([words.hop, words.handedOver, words.by, words.time, words.delay, words.protocol], rows)];
}

function authentication({ authentication: found = [] }, { words }) {
  if (!found.length) return [];
  const aligned = (one) => (one.aligned === true ? words.yes : one.aligned === false ? words.no : "—");
  const rows = found.map((one) => [one.method.toUpperCase(), one.result ? code(one.result) : words.signature, code(one.domain), code(one.selector), aligned(one)]);
  return [heading(3, words.authentication), table([words.method, words.result, words.domain, words.selector, words.aligned], rows)];
}

/** What filters wrote, as far as it speaks for or against the email. */
function verdicts({ verdicts: found = [] }, { words }) {
  const severity = { error: words.error, warning: words.warning, good: words.good };
  const telling = found.filter(({ weight }) => weight in severity);
  if (!telling.length) return [];
  const rows = telling.map((one) => [code([one.field, one.part].filter(Boolean).join(" ")), code(one.value), escaped(`${severity[one.weight]}: ${one.meaning}`)]);
  return [heading(3, words.verdicts), table([words.verdictField, words.verdictValue, words.meaning], rows)];
}

// --- Markdown itself -------------------------------------------------------------------------------------------------

function heading(level, text) {
  return `${"#".repeat(level)} ${escaped(text)}`;
}

function steps(texts) {
  return texts?.length ? texts.map((text, index) => `${index + 1}. ${escaped(text)}`).join("\n") : null;
}

/** Facts as a list; empty ones are left out. */
function list(facts) {
  const kept = facts.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return kept.map(([label, value]) => `- ${escaped(label)}: ${code(value)}`).join("\n") || null;
}

/** A table; a bar in a cell would end it, in code too (GFM, 4.10). */
function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const cell = (text) => text.replace(/\|/g, "\\|");
  return [line(head.map(escaped)), line(head.map(() => "---")), ...rows.map((row) => line(row.map(cell)))].join("\n");
}

/** Text in which nothing is markup: one line, controls named. */
export function escaped(text) {
  const line = oneLine(text).replace(/[\\`*_[\]<>|~&]/g, "\\$&");
  return line.replace(/^([#+-]|\d{1,9}[.)])(?=\s|$)/, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);
}

/** Text as code: fenced by more backticks than it holds in a row (CommonMark, 6.1). */
export function code(text) {
  const line = oneLine(text);
  if (!line) return "—";
  const longest = (line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = "`".repeat(longest + 1);
  const pad = /^`|`$/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

function oneLine(text) {
  return named(String(text ?? "").replace(/\s+/g, " ").trim());
}
