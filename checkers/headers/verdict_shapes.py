"""How filters write their fields: readers that take a value apart by its shape.

Each gives (part, value, the words as they stand in the field).
"""

import re
from collections.abc import Callable, Iterator

from checkers.headers.verdict_table import NUMBER, rules, words_known

MAX_RULES = 40  # rules or symbols read of one field

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
        if candidate.lower() in words_known():
            return candidate
    return candidates[0]


def _words(value: str) -> _Read:
    """Any known word of a sentence: ``Found to be clean``, ``spf-result=pass``."""
    for word in re.findall(r"[A-Za-z]{2,20}", value[:400]):
        if word.lower() in ("clean", "infected", "pass", "fail", "softfail", "valid", "invalid"):
            yield "", word, word
            return


def _whole(value: str) -> _Read:
    yield "", " ".join(value.split()), ""


def _number(value: str) -> _Read:
    found = NUMBER.match(value.strip())
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
        if "_" in found[1] or found[1] in rules():
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


SHAPES: dict[str, Callable[[str], _Read]] = {
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
