"""What filters and providers wrote on a message, explained by the table ``verdicts.toml``.

A field's value is taken apart by its shape into parts; the table knows what a part's value means and how it speaks
for the message. Verdicts are claims: a field that a relay or the sender wrote counts no more than they are trusted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings
from checkers.knowledge import table
from checkers.message import Field
from checkers.report import Severity, Span
from checkers.wording import Text, Wording

MAX_FIELDS = 3  # fields of one name that are read: servers on the way add their own
MAX_VERDICTS = 300
MAX_RULES = 40  # rules or symbols read of one field
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

_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,9})?")
_SCORE = re.compile(r"\b(?:score|hits)\s{0,3}[=:]\s{0,3}([+-]?\d{1,6}(?:\.\d{1,6})?)", re.IGNORECASE)
_REQUIRED = re.compile(r"\b(?:required|KILL_LEVEL)\s{0,3}[=:]?\s{0,3}([+-]?\d{1,6}(?:\.\d{1,6})?)")
_LEARN = re.compile(r"\bautolearn=([a-z_]{1,20})")
_RULE = re.compile(r"\b([A-Z][A-Z0-9_]{3,60})\b(?:[=( ]{1,2}(-?\d{1,4}(?:\.\d{1,4})?))?")
_RSPAMD = re.compile(
    r"\s{0,4}[\w.-]{1,40}:\s{0,4}(True|False)\s{1,4}\[\s{0,3}(-?\d{1,6}\.?\d{0,6})\s{0,3}/\s{0,3}(-?\d{1,6}\.?\d{0,6})\s{0,3}\]",
    re.IGNORECASE,
)
_TREND = re.compile(r"(Yes|No)?-?(?:\d{1,3}-)?(-?\d{1,4}\.\d{1,8})-(\d{1,4}\.\d{1,8})", re.IGNORECASE)
_PAIR = re.compile(r"([A-Za-z][A-Za-z0-9_. ]{0,40}?)\s?=\s?(\"[^\"]{0,200}\"|'[^']{0,200}'|[^\s;,]{0,200})")


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
        source = table(__package__, "verdicts.toml")["sources"][self.source]
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


@dataclass(frozen=True, slots=True)
class _Value:
    words: tuple[str, ...]  # in lower case; empty for a range
    low: float
    high: float
    meaning: str
    weight: Severity
    kind: str

    def fits(self, value: str) -> bool:
        if not self.words:
            found = _NUMBER.match(value)
            return bool(found) and self.low <= float(found[0]) <= self.high
        return any(word == value or word == "*" or (word[0] == "*" and value.endswith(word[1:])) for word in self.words)


@dataclass(frozen=True, slots=True)
class _Part:
    meaning: str | None
    values: tuple[_Value, ...]


@dataclass(frozen=True, slots=True)
class _Spec:
    id: str
    vendor: str
    shape: str
    source: str
    parts: dict[str, _Part]


@cache
def _specs() -> dict[str, _Spec]:
    """The fields of the table by name in lower case."""
    specs = {}
    for row in table(__package__, "verdicts.toml")["field"]:
        parts = {}
        for part in row["part"]:
            values = tuple(_read_value(value) for value in part.get("value", ()))
            parts[part["key"].lower()] = _Part(part.get("meaning"), values)
        spec = _Spec(row["id"], row["vendor"], row["shape"], row["source"], parts)
        for name in row["names"]:
            specs[name] = spec
    return specs


def _read_value(row: dict) -> _Value:
    stated, low, high = row["is"], float("-inf"), float("inf")
    words: tuple[str, ...] = tuple(stated.lower().split("|")) if stated[:1] != "|" else (stated.lower(),)
    first, dots, last = stated.partition("..")
    if dots and all(_NUMBER.fullmatch(end) or not end for end in (first, last)):
        words = ()
        low, high = float(first) if first else low, float(last) if last else high
    return _Value(words, low, high, row["meaning"], row["weight"], row.get("kind", "spam"))


@cache
def _rules() -> dict[str, tuple[str, Severity]]:
    return {
        rule: (row["meaning"], row["weight"])
        for row in table(__package__, "verdicts.toml")["test"]
        for rule in row["rules"]
    }


def _spec_of(name: str) -> _Spec | None:
    spec = _specs().get(name)
    if spec is None and "-mailscanner" in name:  # the site's own name stands in between
        tail = name[name.index("-mailscanner") :]
        spec = _specs().get("x-*" + tail)
    return spec


def read(fields: FieldSet) -> list[Verdict]:
    """Every verdict of the message, in the order of its fields."""
    found: list[Verdict] = []
    for name in fields.names():
        if name[:2] != "x-" and name != "authentication-results":
            continue
        spec = _spec_of(name)
        if spec is None:
            continue
        for field in fields.all(name)[:MAX_FIELDS]:
            value = fields.value_of(field)[:MAX_VALUE]
            for part, stated, words in _SHAPES[spec.shape](value):
                verdict = _judge(fields, field, spec, part, stated, words)
                if verdict is not None:
                    found.append(verdict)
            if len(found) >= MAX_VERDICTS:
                return found[:MAX_VERDICTS]
    return found


def _judge(fields: FieldSet, field: Field, spec: _Spec, part: str, stated: str, words: str) -> Verdict | None:
    """The verdict of one part; ``words`` are those that stand in the field."""
    known = spec.parts.get(part.lower()) or spec.parts.get("*")
    if known is None or not stated:
        return None
    meaning, weight, kind = known.meaning, "info", "spam"
    if part == "tests":
        rule = _rules().get(stated.partition(" ")[0])
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


# Each reader of a shape gives (part, value, the words as they stand in the field).
_Read = Iterator[tuple[str, str, str]]


def _pairs(value: str) -> _Read:
    """``SCL:1;SFV:NSPM;``"""
    for piece in value.split(";")[:200]:
        key, colon, stated = piece.partition(":")
        if colon:
            yield key.strip(), stated.strip(), piece.strip()


def _assign(value: str) -> _Read:
    """``rule=notspam policy=default score=0``, ``Gauge=II, Probability=7%``"""
    for found in list(_PAIR.finditer(value))[:200]:
        yield found[1].strip(), found[2].strip("\"'"), found[0].strip()


def _word(value: str) -> _Read:
    """One or two words, then perhaps notes: ``Yes``, ``Ham, tests=bogofilter``, ``add header``."""
    head = re.split(r"[,;(]", value, maxsplit=1)[0].strip()
    words = head.split()
    if not words:
        return
    yield "", _best((head, " ".join(words[:2]), words[0])), head


def _best(candidates: tuple[str, ...]) -> str:
    """The longest of the candidates that some value of the table is; else the whole."""
    for candidate in candidates:
        if candidate.lower() in _words_known():
            return candidate
    return candidates[0]


@cache
def _words_known() -> frozenset[str]:
    return frozenset(
        word
        for spec in _specs().values()
        for part in spec.parts.values()
        for value in part.values
        for word in value.words
    )


def _words(value: str) -> _Read:
    """Any known word of a sentence: ``Found to be clean``, ``spf-result=pass``."""
    for word in re.findall(r"[A-Za-z]{2,20}", value[:400]):
        if word.lower() in ("clean", "infected", "pass", "fail", "softfail", "valid", "invalid"):
            yield "", word, word
            return


def _whole(value: str) -> _Read:
    yield "", " ".join(value.split()), ""


def _number(value: str) -> _Read:
    found = _NUMBER.match(value.strip())
    if found:
        yield "", found[0], found[0]


def _stars(value: str) -> _Read:
    """A bar as long as the score: ``*****``, ``++++``, ``sss``, ``-----`` and ``/`` for none."""
    bar = value.strip()
    mark = bar[:1]
    if mark and mark in "*+-/sx" and not bar.strip(mark):
        yield "", str(0 if mark == "/" else -len(bar) if mark == "-" else len(bar)), bar[:200]


def _status(value: str) -> _Read:
    """SpamAssassin's ``Yes, score=9.1 required=5.0 tests=A,B autolearn=no`` and those that follow it."""
    first = value.split(",", 1)[0].split()
    if first and first[0].isalpha():
        yield "verdict", first[0], first[0]
    yield from _scored(value, _SCORE.search(value), _REQUIRED.search(value))
    _, tests, rest = value.partition("tests=")
    source = rest if tests else value if "pts rule" in value or value.count("* ") > 2 else ""
    yield from _rule_names(source)
    if learned := _LEARN.search(value):
        yield "autolearn", learned[1], learned[0]


def _scored(value: str, score: re.Match | None, required: re.Match | None) -> _Read:
    if not score:
        return
    if not required:
        yield "score", score[1], score[0]
        return
    near = 0 < required.end() - score.start() < 80
    words = value[score.start() : required.end()] if near else score[0]
    yield "score", "less" if float(score[1]) < float(required[1]) else "more", words


def _rule_names(source: str) -> _Read:
    for count, found in enumerate(_RULE.finditer(source)):
        if count >= MAX_RULES:
            return
        if "_" in found[1] or found[1] in _rules():
            yield "tests", f"{found[1]} {found[2]}" if found[2] else found[1], found[1]


def _rspamd(value: str) -> _Read:
    """``default: False [1.20 / 15.00]; R_SPF_ALLOW(-0.20)[…]; …``"""
    found = _RSPAMD.match(value)
    if not found:
        return
    yield "verdict", found[1], found[1]
    score, required = float(found[2]), float(found[3])
    yield "score", "less" if score < required else "more", f"{found[2]} / {found[3]}"
    yield from _rule_names(value[found.end() :])


def _trend(value: str) -> _Read:
    """``No-10--1.234500-8.000000``: verdict, score, threshold."""
    found = _TREND.match(value.strip())
    if not found:
        return
    if found[1]:
        yield "verdict", found[1], found[1]
    yield "score", "less" if float(found[2]) < float(found[3]) else "more", f"{found[2]}-{found[3]}"


def _mailscanner(value: str) -> _Read:
    """``not spam, SpamAssassin (score=0.1, required 6, RULE 0.10)``"""
    head = value.split(",", 1)[0].strip()
    if head:
        yield "verdict", head, head
    yield from _scored(value, _SCORE.search(value), _REQUIRED.search(value))
    yield from _rule_names(value)


def _compauth(value: str) -> _Read:
    """Microsoft's part of Authentication-Results: ``dmarc=… action=… compauth=… reason=…``."""
    at = value.find("compauth=")
    if at < 0:
        return
    found = re.search(r"\breason=(\d{3})\b", value[at : at + 200])
    if found:
        yield "reason", found[1], found[0]
    action = re.search(r"\baction=([a-z.]{1,20})", value)
    if action:
        yield "action", action[1], action[0]


def _alimail(value: str) -> _Read:
    """``AC=CONTINUE;…;DM=|SPAM|false|;…``"""
    for piece in value.split(";")[:100]:
        key, equals, stated = piece.partition("=")
        if equals and key.strip() in ("AC", "DM"):
            yield key.strip(), stated.strip(), piece.strip()


_SHAPES = {
    "pairs": _pairs,
    "assign": _assign,
    "word": _word,
    "words": _words,
    "whole": _whole,
    "number": _number,
    "stars": _stars,
    "status": _status,
    "rspamd": _rspamd,
    "trend": _trend,
    "mailscanner": _mailscanner,
    "compauth": _compauth,
    "alimail": _alimail,
}


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
