"""The gist of a reply that no row knows: two notions close to each other, as gist.toml pairs them.

Nobody can list every way to say that a mailbox is gone. What people do not vary is what they speak of: somebody, and
that he is not there. The answer is a guess and says so.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from checkers.knowledge import table
from checkers.smtp.spelling import one_spelling

NEAR = 60  # characters between two notions that still belong together: about a clause
_WORD = re.compile(r"[^\W_\u1100-\uffff]+")
# Notions that are forms, not words
_FORMS = {
    "origin": re.compile(
        r"\b(?:from|(?:denied|access|blocked|history|reputation) (?:to|for|of))(?: ip| host)? ?"
        r"[\[(]?\d{1,3}(?:\.\d{1,3}){3}"
        r"|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?[\])]?"
        r"(?= (?:is|was|has|blocked|denied|banned|listed|rejected|refused|firewalled|sends|sent|in|on|found|seen|"
        r"appears|ist|wurde|steht|est|figure|esta|jest|staat|\u0437\u0430\u0431\u043b\u043e\u043a\u0438\u0440\u043e\u0432\u0430\u043d|\u043d\u0430\u0445\u043e\u0434\u0438\u0442\u0441\u044f|\u5728|\u88ab|\u5df2)\b)"
    ),
    "named": re.compile(
        r"(?<![a-z0-9.-])(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}"
        r"(?= (?:is|are|was|has|says|states|declares|publishes|advertises|appears|found|listed|"
        r"accepts|takes|receives|gets|refuses|wants|does|only|never)\b)"
    ),
}
# Notions that by themselves say that something is wrong, of whatever it is said
_STATES = frozenset(
    ["absent", "full", "off", "unresolved", "mailless", "failing", "barred", "closed", "malformed", "many", "wanting"]
    + ["unwelcome", "infection", "outage", "broken", "lacking", "ended", "unreached", "renamed", "untried", "died"]
    + ["big", "hops", "refusal", "novel", "again", "wicked", "redirect", "quota", "few"]
)
_BEGUN = 4  # letters at the closed end of a word by which it is looked up where the other end is open
# Letters with accents as the letters they stand on, one for one so that places stay: servers write "boite" as well
_BARE = dict(zip(map(ord, "\u0131\u0142\u00f8\u0111"), "ilod", strict=True)) | {
    code: base
    for code in (*range(0xC0, 0x250), *range(0x386, 0x3CF), 0x401, 0x451, *range(0x1EA0, 0x1EFA))
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
}


@dataclass(frozen=True, slots=True)
class Gist:
    """A pair of notions and the reason it stands for."""

    id: str
    reason: str
    first: str
    second: str
    without: tuple[str, ...]
    codes: tuple[str, ...]
    group: str | None
    clear: bool  # beats even an enhanced code that means one thing only


def find(plain: str, codes: frozenset[str]) -> tuple[Gist, str] | None:
    """The first gist in a text made by ``pattern.plain``, with the words from one notion to the other; else None.

    Of the gists of one group, the one whose notions lie closest.
    """
    lexicon, gists, passed_on_by = _load()
    told = plain if plain.isascii() else plain.translate(_BARE)
    for words in passed_on_by:
        if words in told:
            told = told.replace(words, "." * len(words))
    places = lexicon.places(told)
    best: tuple[int, Gist, str] | None = None
    for gist in gists:
        if best is not None and gist.group != best[1].group:
            break
        if gist.codes and not codes.intersection(gist.codes):
            continue
        pair = _closest(places.get(gist.first, ()), places.get(gist.second, ()))
        if pair is None or any(notion in places for notion in gist.without):
            continue
        between, start, end = pair
        if gist.group is None:
            return gist, plain[start:end]
        if best is None or between < best[0]:
            best = (between, gist, plain[start:end])
    return best[1:] if best else None


def states(plain: str) -> bool:
    """Whether a text made by ``pattern.plain`` names a state of something gone wrong, in whatever language."""
    told = plain if plain.isascii() else plain.translate(_BARE)
    return any(notion in _STATES for notion in _load()[0].places(told))


def _closest(first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]) -> tuple[int, int, int] | None:
    """The two spans that lie closest without overlapping: characters between, start, end. Both lists are in order."""
    at = 0
    best: tuple[int, int, int] | None = None
    for start, end in first:
        while at < len(second) and second[at][1] + NEAR < start:
            at += 1
        for other_start, other_end in second[at : at + 4]:
            if other_start > end + NEAR:
                break
            if other_start >= end or other_end <= start:
                between = max(other_start - end, start - other_end)
                if best is None or between < best[0]:
                    best = (between, min(start, other_start), max(end, other_end))
    return best


class Lexicon:
    """The words of all notions, looked up by the first word of each: one walk over a text finds every notion."""

    def __init__(self, notions: dict[str, list[str]]) -> None:
        # by a whole first word, and by the first letters of a word that may end otherwise: (words, open end, notion)
        self._whole: dict[str, list[tuple[str, bool, str]]] = {}
        self._begun: dict[str, list[tuple[str, bool, str]]] = {}
        # by the last letters of a word that may begin otherwise, as German joins them: (ending, notion)
        self._ended: dict[str, list[tuple[str, str]]] = {}
        # Chinese, Japanese and Korean, and signs, by the first of them: no space stands around them
        self._unspaced: dict[str, list[tuple[str, str]]] = {}
        for notion, words in notions.items():
            bare = {way for word in words for way in _ways(one_spelling(word.lower()).translate(_BARE))}
            for one in sorted(bare):
                self._add(one.removesuffix("*"), one.endswith("*"), notion)

    def _add(self, words: str, is_open: bool, notion: str) -> None:
        first = _WORD.match(words)
        if words.startswith("*"):
            self._ended.setdefault(words[-_BEGUN:], []).append((words[1:], notion))
        elif first is None or _unspaced(words[0]):
            self._unspaced.setdefault(words[0], []).append((words, notion))
        elif is_open and first[0] == words:
            self._begun.setdefault(words[:_BEGUN], []).append((words, True, notion))
        else:
            self._whole.setdefault(first[0], []).append((words, is_open, notion))

    def places(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """Where each notion stands in a text without accents: spans in order; notions that are not there left out."""
        found: dict[str, list[tuple[int, int]]] = {}
        for word in _WORD.finditer(text):
            start = word.start()
            for words, is_open, notion in self._at(word[0]):
                end = start + len(words)
                if text.startswith(words, start) and (is_open or not _letter(text[end : end + 1])):
                    rest = _WORD.match(text, end) if is_open else None
                    found.setdefault(notion, []).append((start, rest.end() if rest else end))
            for ending, notion in self._ended.get(word[0][-_BEGUN:], ()):
                if word[0].endswith(ending):
                    found.setdefault(notion, []).append(word.span())
        for notion, form in _FORMS.items():
            if spans := [place.span() for place in form.finditer(text)]:
                found[notion] = spans
        for first in sorted(self._unspaced.keys() & set(text)):
            for words, notion in self._unspaced[first]:
                start = text.find(words)
                while start >= 0:
                    found.setdefault(notion, []).append((start, start + len(words)))
                    start = text.find(words, start + len(words))
        for spans in found.values():
            spans.sort()
        return found

    def _at(self, word: str) -> Iterator[tuple[str, bool, str]]:
        yield from self._whole.get(word, ())
        for length in range(2, min(_BEGUN, len(word)) + 1):
            yield from self._begun.get(word[:length], ())


def _ways(words: str) -> Iterator[str]:
    """The words, and "cannot" in the place of "not"."""
    yield words
    if words.startswith("not "):
        yield "cannot " + words[4:]


def _letter(char: str) -> bool:
    return char.isalnum() and not _unspaced(char)


def _unspaced(char: str) -> bool:
    """Whether that letter belongs to a script without spaces between words, or with particles glued to them."""
    return char >= "\u1100"


@cache
def _load() -> tuple[Lexicon, tuple[Gist, ...], tuple[str, ...]]:
    data = table("checkers.smtp", "gist.toml")
    gists = tuple(
        Gist(
            row["id"],
            row["reason"],
            *row["near"],
            tuple(row.get("not", ())),
            tuple(row.get("codes", ())),
            row.get("group"),
            row.get("clear", False),
        )
        for row in data["gist"]
    )
    return Lexicon(data["notions"]), gists, tuple(data["passed_on_by"])
