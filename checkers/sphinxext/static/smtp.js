// An SMTP report: for each recipient what happened, who acts, what to do, and what that rests on.

import { el, fill, quoted } from "./dom.js";

const AT_FIRST = 20; // a bounce can name thousands of recipients

/** @returns {Node[]} */
export function smtp(report, view, heading) {
  const { words } = view;
  const failures = report.failures ?? [];
  if (!failures.length) {
    heading.append(report.title ?? "");
    return [el("p", {}, report.explanation ?? ""), ...view.steps(report.steps, "h3"), ...view.faqLink(report.faq)];
  }
  if (failures.length === 1) {
    heading.append(failures[0].title);
    return [failureCard(failures[0], 0, view, null)];
  }
  heading.append(fill(words.failures, { count: failures.length }));
  return cards(failures, 0, view, "h3");
}

/** The failures of a report, headed at `level`, numbered from `first`; many are shown on demand. */
export function cards(failures, first, view, level) {
  const build = (failure, index) => failureCard(failure, first + index, view, level);
  const shown = failures.slice(0, AT_FIRST).map(build);
  if (failures.length > AT_FIRST) {
    const more = el("button", { type: "button" }, fill(view.words.showAll, { count: failures.length }));
    more.addEventListener("click", () => {
      const rest = failures.slice(AT_FIRST).map((failure, index) => build(failure, AT_FIRST + index));
      more.replaceWith(...rest);
      rest[0].focus();
    });
    shown.push(more);
  }
  return shown;
}

/** One failure. With `level` it has its own heading, without it the result's heading is its own. */
function failureCard(failure, index, view, level) {
  const { words } = view;
  const below = level ? "h4" : "h3";
  const number = view.answer.report.failures?.length > 1 ? `${index + 1}. ` : "";
  return el(
    "section",
    { class: level ? "checker-card checker-framed" : "checker-card", id: view.owner(index), tabindex: "-1", "data-rule": failure.rule },
    level ? el(level, {}, number + failure.title) : null,
    failure.recipient ? el("p", { class: "checker-recipient" }, quoted(failure.recipient)) : null,
    el("p", { class: "checker-explanation" }, failure.explanation),
    failure.hard ? el("p", { class: "checker-hard" }, view.badge("error", words.hardBounce)) : null,
    el("dl", { class: "checker-act" }, el("div", {}, el("dt", {}, words.who), el("dd", {}, failure.who_label))),
    view.steps(failure.steps, below),
    el("p", {}, failure.retry_label),
    view.faqLink(failure.faq),
    details(failure, index, view),
  );
}

function details(failure, index, view) {
  const { words } = view;
  const code = (value) => (value === null ? ours(words.notStated) : view.toReference((places) => places.ofCode(value), el("code", {}, String(value))));
  return el(
    "details",
    { class: "checker-details" },
    el("summary", {}, words.details),
    view.facts([
      [words.diagnostic, failure.diagnostic ? quoted(failure.diagnostic, "code", { class: "checker-diagnostic" }) : null],
      [words.replyCode, code(failure.reply_code)],
      [words.enhancedCode, code(failure.enhanced_code)],
      [words.reason, el("span", {}, failure.reason_label, " ", view.toReference((places) => places.ofReason(failure.reason), el("code", {}, failure.reason)))],
      [words.permanence, ours(failure.permanence_label)],
      [words.remote, failure.remote_mta],
      [words.provider, failure.provider_label && ours(failure.provider_label)],
      [words.confidence, ours(failure.confidence_label)],
      [words.rule, failure.rule ? view.toReference((places) => places.ofRule(failure.rule), el("code", {}, failure.rule)) : null],
    ]),
    view.sources(failure.references),
    el("div", { class: "checker-links" }, view.toEvidence(index), view.ruleLink(failure.rule)),
  );
}

/** Our own words as a node, so that `facts` does not take them for reader's text. */
function ours(words) {
  return el("span", {}, words);
}
