"""The SMTP checker's report: failures as contract.md lays them out, and what to say when there is none."""

from dataclasses import dataclass, field

from checkers.report import Report, Span
from checkers.smtp.classify import Verdict
from checkers.smtp.rules import load
from checkers.wording import Text, Wording, plural, text

FORMATS = {
    "reply": text("an SMTP reply"),
    "dsn": text("a delivery status notification"),
    "notice": text("a bounce message"),
    "odoo": text("an error message of Odoo"),
    "python": text("an error message of Python"),
    "log": text("lines of a mail log"),
    "unknown": text("a text without an SMTP error"),
}
_CONFIDENCE = {"high": text("sure"), "medium": text("fairly sure"), "low": text("a guess")}
_PERMANENCE = {"permanent": text("permanent"), "temporary": text("temporary"), "unknown": text("not stated")}
REPLY_REFERENCE = {"label": "RFC 5321 §4.2", "url": "https://www.rfc-editor.org/rfc/rfc5321#section-4.2"}


@dataclass(slots=True)
class Failure:
    """One failed delivery: what is stated, what follows from it, and the words it rests on."""

    verdict: Verdict
    recipient: str | None = None
    reply_code: int | None = None
    enhanced_code: str | None = None
    permanence: str = "unknown"
    remote_mta: str | None = None
    diagnostic: str = ""
    evidence: tuple[Span, ...] = ()

    @property
    def hard(self) -> bool:
        """Whether the address itself is dead: mail to it will never arrive."""
        row = self.verdict.row
        if row is not None and row.hard is not None:
            return row.hard
        return self.verdict.reason.hard and self.permanence == "permanent"

    @property
    def who(self) -> str:
        row = self.verdict.row
        return (row.who if row else None) or self.verdict.reason.who

    @property
    def retry_after_s(self) -> int | None:
        """Seconds after which trying again makes sense, None where it does not."""
        if self.hard:
            return None
        row, reason = self.verdict.row, self.verdict.reason
        if row is not None and row.permanence == "permanent":
            return None
        if row is not None and row.retry_after_s:
            return row.retry_after_s
        if reason.retry and (
            self.permanence != "permanent"
            or reason.permanence == "temporary"
            or reason.id in ("mailbox-full", "expired")
        ):
            return reason.retry_after_s
        return 3600 if self.permanence == "temporary" else None

    @property
    def title(self) -> Text:
        row = self.verdict.row
        return text((row.title if row else None) or self.verdict.reason.title)

    @property
    def explanation(self) -> Text:
        row = self.verdict.row
        return text((row.explanation if row else None) or self.verdict.reason.explanation)

    @property
    def steps(self) -> tuple[Text, ...]:
        row = self.verdict.row
        return tuple(text(step) for step in ((row.steps if row else ()) or self.verdict.reason.steps))

    @property
    def faq(self) -> str | None:
        row = self.verdict.row
        return (row.faq if row else None) or self.verdict.reason.faq

    def references(self) -> list[dict[str, str]]:
        """The pages behind this answer: the row's source, the codes' registry entries, the reason's standard."""
        known = load()
        found: list[dict[str, str]] = []
        row = self.verdict.row
        if row is not None and row.url:
            found.append({"label": row.source or row.url, "url": row.url})
        if self.enhanced_code and (entry := known.enhanced.get("x" + self.enhanced_code[1:])) and entry.get("url"):
            found.append({"label": f"{entry['source']} ({self.enhanced_code})", "url": entry["url"]})
        elif self.reply_code:
            found.append(REPLY_REFERENCE)
        if self.verdict.reason.reference:
            found.append(self.verdict.reason.reference)
        return list({reference["url"]: reference for reference in reversed(found)}.values())[::-1]

    def to_dict(self, wording: Wording) -> dict:
        after = self.retry_after_s
        known = load()
        provider = known.providers.get(self.verdict.provider or "")
        return {
            "recipient": self.recipient,
            "reply_code": self.reply_code,
            "enhanced_code": self.enhanced_code,
            "reason": self.verdict.reason.id,
            "permanence": self.permanence,
            "hard": self.hard,
            "provider": self.verdict.provider,
            "remote_mta": self.remote_mta,
            "diagnostic": self.diagnostic,
            "rule": self.verdict.rule,
            "confidence": self.verdict.confidence,
            "evidence": [span.to_dict() for span in self.evidence],
            "who": self.who,
            "retry": {"useful": after is not None, "after_s": after},
            "title": wording(self.title),
            "explanation": wording(self.explanation),
            "steps": [wording(step) for step in self.steps],
            "faq": self.faq,
            "references": [
                {"label": wording(reference["label"]), "url": reference["url"]} for reference in self.references()
            ],
            "reason_label": wording(self.verdict.reason.label),
            "who_label": wording(known.who_labels[self.who]),
            "retry_label": wording(retry_label(after)),
            "permanence_label": wording(_PERMANENCE[self.permanence]),
            "confidence_label": wording(_CONFIDENCE[self.verdict.confidence]),
            "provider_label": wording(provider.name) if provider else None,
        }


def retry_label(after_s: int | None) -> Text:
    """Whether sending again helps, in words."""
    if after_s is None:
        return text("Sending the same message again does not help.")
    if after_s < 3600:
        minutes = max(1, round(after_s / 60))
        return plural(
            "Sending again helps, after about {count} minute.",
            "Sending again helps, after about {count} minutes.",
            count=minutes,
        )
    if after_s < 86400:
        return plural("Sending again helps, after about {count} h.", count=round(after_s / 3600))
    return text("Sending again helps, at the earliest the next day.")


@dataclass(slots=True)
class SmtpReport(Report):
    """What the SMTP checker found in one input."""

    decoded: str
    format: str
    failures: list[Failure] = field(default_factory=list)
    title: Text = field(default_factory=lambda: text(""))
    explanation: Text = field(default_factory=lambda: text(""))
    about_delivery: bool = False  # the input is a report on a delivery, even where that succeeded
    kind: str = "smtp"

    def facts(self, wording: Wording) -> dict:
        return {
            "kind": self.kind,
            "format": self.format,
            "failures": [failure.to_dict(wording) for failure in self.failures],
            "format_label": wording(FORMATS[self.format]),
            "title": wording(self.title),
            "explanation": wording(self.explanation),
        }

    def lines(self, wording: Wording) -> list[str]:
        if not self.failures:
            return [wording(self.title), "", wording(self.explanation)]
        out = []
        for failure in self.failures:
            out += [*_failure_lines(failure.to_dict(wording), wording), ""]
        return out[:-1]


def _failure_lines(failure: dict, wording: Wording) -> list[str]:
    """One failure for a person to read."""
    colon = wording(text("{label}: {value}"))
    out = [failure["title"], "", failure["explanation"], ""]

    def line(label: Text, value: object) -> None:
        if value:
            out.append(colon.format(label=wording(label), value=value))

    line(text("Who acts"), failure["who_label"])
    out += [f"  {number}. {step}" for number, step in enumerate(failure["steps"], 1)]
    out += [failure["retry_label"], ""]
    line(text("Recipient"), failure["recipient"])
    line(text("Reply code"), failure["reply_code"])
    line(text("Enhanced status code"), failure["enhanced_code"])
    line(text("Reason"), f"{failure['reason_label']} ({failure['reason']})")
    line(text("Permanence"), failure["permanence_label"])
    line(text("Remote server"), failure["remote_mta"])
    line(text("Mail system"), failure["provider_label"])
    line(text("Server's words"), failure["diagnostic"])
    line(text("Certainty"), failure["confidence_label"])
    for reference in failure["references"]:
        line(text("See"), f"{reference['label']} {reference['url']}")
    return out
