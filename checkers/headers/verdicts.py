"""What filters and providers wrote on a message, explained by the table ``verdicts.toml``.

A field's value is taken apart by its shape into parts; the table knows what a part's value means and how it speaks
for the message. Verdicts are claims: a field that a relay or the sender wrote counts no more than they are trusted.
"""

from dataclasses import dataclass

from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings
from checkers.headers.verdict_shapes import SHAPES
from checkers.headers.verdict_table import Spec, rules, sources, spec_of
from checkers.message import Field
from checkers.report import Severity, Span
from checkers.wording import Text, Wording

MAX_FIELDS = 3  # fields of one name that are read: servers on the way add their own
MAX_VERDICTS = 300
MAX_VALUE = 8000  # characters read of one field
MAX_SHOWN = 120  # characters of a value that a report shows

# kind of trouble -> the row of findings.toml that tells it
FINDINGS = {
    "spam": "marked-as-spam",
    "phishing": "marked-as-phishing",
    "malware": "marked-as-malware",
    "bulk": "marked-as-bulk",
}
_ORDER = {"error": 0, "warning": 1, "info": 2, "good": 3}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One part of a filter's field: what it says, what that means, and how it speaks for the message."""

    field: str
    part: str | None
    value: str
    meaning: str  # a message of the catalogue
    weight: Severity
    kind: str
    vendor: str
    source: str
    evidence: Span
    rule: str  # the id of the field's row in the table
    decides: bool  # whether it is the filter's conclusion, not a detail of it

    def to_dict(self, wording: Wording) -> dict:
        source = sources()[self.source]
        return {
            "field": self.field,
            "part": self.part,
            "value": self.value,
            "meaning": wording(self.meaning),
            "weight": self.weight,
            "evidence": [self.evidence.to_dict()],
            "vendor": wording(self.vendor),
            "rule": self.rule,
            "source": {"label": wording(source["label"]), "url": source.get("url")},
        }


def read(fields: FieldSet) -> list[Verdict]:
    """Every verdict of the message, in the order of its fields."""
    found: list[Verdict] = []
    for name in fields.names():
        if name[:2] != "x-" and name != "authentication-results":
            continue
        spec = spec_of(name)
        if spec is None:
            continue
        for field in fields.all(name)[:MAX_FIELDS]:
            value = fields.value_of(field)[:MAX_VALUE]
            for part, stated, words in SHAPES[spec.shape](value):
                verdict = _judge(fields, field, spec, part, stated, words)
                if verdict is not None:
                    found.append(verdict)
            if len(found) >= MAX_VERDICTS:
                return found[:MAX_VERDICTS]
    return found


def _judge(fields: FieldSet, field: Field, spec: Spec, part: str, stated: str, words: str) -> Verdict | None:
    """The verdict of one part; ``words`` are those that stand in the field."""
    known = spec.parts.get(part.lower()) or spec.parts.get("*")
    if known is None or not stated:
        return None
    meaning, weight, kind = known.meaning, "info", "spam"
    if part == "tests":
        rule = rules().get(stated.partition(" ")[0])
        if rule:
            meaning, weight = rule
    else:
        value = stated.lower()
        for one in known.values:
            if one.fits(value):
                meaning, weight, kind = one.meaning, one.weight, one.kind
                break
        if part == "score" and spec.shape in ("status", "rspamd", "trend", "mailscanner"):
            stated = words
    if meaning is None:
        return None
    return Verdict(
        field.name,
        part or None,
        _shown(words if part == "score" else stated),
        meaning,
        weight,
        kind,
        spec.vendor,
        spec.source,
        fields.span_of(field, words),
        spec.id,
        part != "tests" and bool(known.values) and spec.shape != "compauth",
    )


def _shown(value: str) -> str:
    return value if len(value) <= MAX_SHOWN else value[: MAX_SHOWN - 1] + "…"


def judge(verdicts: list[Verdict], findings: Findings) -> None:
    """Add at most one finding a vendor: its worst conclusion; none for what it let pass."""
    worst: dict[str, Verdict] = {}
    for verdict in verdicts:
        if not verdict.decides or verdict.weight in ("info", "good"):
            continue
        group = verdict.vendor.partition(" ")[0]
        known = worst.get(group)
        if known is None or _rank(verdict) < _rank(known):
            worst[group] = verdict
    for verdict in sorted(worst.values(), key=_rank)[:3]:
        sure = verdict.weight == "error" or verdict.kind == "bulk"
        findings.add(
            FINDINGS[verdict.kind] if sure else "suspected-by-filter",
            verdict.evidence,
            field=verdict.field,
            value=f"{verdict.part}: {verdict.value}" if verdict.part else verdict.value,
            vendor=Text(verdict.vendor),
            meaning=Text(verdict.meaning),
        )


def _rank(verdict: Verdict) -> tuple[int, int]:
    return _ORDER[verdict.weight], ("malware", "phishing", "spam", "bulk").index(verdict.kind)
