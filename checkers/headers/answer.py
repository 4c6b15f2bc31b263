"""The answer in one line: of all findings the one that counts most, whose move it is, and what to do first."""

from dataclasses import dataclass
from functools import cache

from checkers.knowledge import table
from checkers.report import Finding, Severity
from checkers.wording import Text, Wording, text

_FAULTS = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Answer:
    """``finding`` is the id of the main one, None where nothing is wrong; ``others`` counts the further faults."""

    text: Text
    severity: Severity
    finding: str | None = None
    who: str | None = None
    step: Text | None = None
    others: int = 0

    def to_dict(self, wording: Wording) -> dict:
        return {
            "text": wording(self.text),
            "severity": self.severity,
            "finding": self.finding,
            "who": self.who,
            "who_label": wording(who_labels()[self.who]) if self.who else None,
            "step": wording(self.step) if self.step else None,
            "others": self.others,
        }


@cache
def who_labels() -> dict[str, str]:
    """Who can act, with the words for it."""
    return {row["id"]: row["label"] for row in table(__package__, "answer.toml")["who"]}


@cache
def ranks() -> dict[str, tuple[int, str | None]]:
    """(rank, who acts) of each finding that can be the answer; a filled id (``duplicate-from``) begins so."""
    rows = [
        (name, group.get("who")) for group in table(__package__, "answer.toml")["group"] for name in group["findings"]
    ]
    return {name: (rank, who) for rank, (name, who) in enumerate(rows)}


def _place(finding: Finding) -> tuple[int, str | None]:
    known = ranks()
    return known.get(finding.id) or known.get(finding.id.partition("-")[0]) or (len(known), None)


def conclude(findings: tuple[Finding, ...], from_domain: str | None, bounce: Text | None = None) -> Answer:
    """The answer from the findings of one message; ``from_domain`` is the domain in From, ``bounce`` the title of what
    a bounce reports, which says itself who acts."""
    if bounce is not None:
        return Answer(text("This email is a bounce: {title}", title=bounce), "error", "bounce-message")
    for severity in _FAULTS:
        worst = [finding for finding in findings if finding.severity == severity]
        if worst:
            main = min(worst, key=lambda finding: _place(finding)[0])
            faults = sum(finding.severity in _FAULTS for finding in findings)
            step = main.steps[0] if main.steps else None
            return Answer(main.title, severity, main.id, _place(main)[1], step, faults - 1)
    if any(finding.id == "authenticated" for finding in findings) and from_domain:
        proven = text("No fault was found, and the email is proven to come from {domain}", domain=from_domain)
        return Answer(proven, "good")
    return Answer(text("No fault was found in these headers"), "good" if findings else "info")
