"""The pattern language of knowledge rows: fixed words and bounded gaps, so that every search is linear.

``mailbox * full`` is "mailbox", at most 80 characters, "full". Case and the amount of white space do not count. A
pattern matches whole words; a star glued to a word (``block*``) opens that side. There is nothing else to learn.
"""

import re
from functools import lru_cache

from checkers.smtp import spelling

GAP = 80  # characters that a star may stand for; what lies further apart belongs to another sentence

_TYPOGRAPHY = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\uff1a": ":",
        "\uff0c": ",",
        "\uff1b": ";",
        "\uff08": "(",
        "\uff09": ")",
        "\u2013": "-",
        "\u2014": "-",
        "\u2011": "-",
        "\u00a0": " ",
        "\u200b": None,
    }
)


def fold(text: str) -> str:
    """``text`` as patterns see it: lower case, one space for white space, plain quotes and punctuation.

    >>> fold("Mailbox\\n  FULL")
    'mailbox full'
    """
    if not text.isascii():
        text = text.translate(_TYPOGRAPHY)
    return " ".join(text.lower().split())


_VARIANTS = {
    plain: f"[{re.escape(plain)}{''.join(chr(char) for char, to in _TYPOGRAPHY.items() if to == plain)}]"
    for plain in set(_TYPOGRAPHY.values())
    if plain and plain != " "
}
_WORD = re.compile(r"[a-z0-9]+")
_URL = re.compile(r"https?://\S{1,500}|\bwww\.\S{1,300}|[a-z0-9._%+=-]{1,64}@[a-z0-9.-]{1,255}")
# "To protect our users from spam, ..." says what a server is for, not what is wrong with the message
_PURPOSE = re.compile(
    r"\b(?:to|in order to) (?:best |better |help )?"
    r"(?:reduce|protect|prevent|fight|combat|stop|avoid|keep)\b[^.;]{0,120}"
)

# Postfix names the command that was answered: its words are no part of the answer
_PHASE = re.compile(r"\(in reply to [a-z /]{2,40}\)")


def plain(folded: str) -> str:
    """A folded text in one spelling, without web and mail addresses, purposes and phases, which are not the matter.

    >>> plain("see http://mail.example.com/spam.htm, blocked")
    'see blocked'
    """
    if "://" in folded or "@" in folded or "www." in folded:
        folded = _URL.sub(" ", folded)
    if "(in reply to " in folded:
        folded = _PHASE.sub(" ", folded)
    if " to " in folded or folded.startswith("to "):
        folded = _PURPOSE.sub(" ", folded)
    return spelling.one_spelling(" ".join(folded.split()))


class Pattern:
    """A compiled pattern; ``search`` looks into a text made by ``fold``."""

    __slots__ = ("folded", "_regex", "anchor", "key", "length", "source")

    def __init__(self, source: str, one_spelling: bool = False) -> None:
        """``one_spelling``: for texts that ``plain`` made, in which each word has one spelling."""
        folded = spelling.one_spelling(fold(source)) if one_spelling else fold(source)
        words = [piece for piece in (piece.strip() for piece in folded.split("*")) if piece]
        if not words:
            raise ValueError(f"a pattern needs words: {source!r}")
        self.source = source
        self.folded = folded
        self.anchor = max(words, key=len)
        self.length = sum(map(len, words))
        self.key = _key(folded)
        self._regex: re.Pattern[str] | None = None

    @property
    def regex(self) -> re.Pattern[str]:
        """Compiled on first need: thousands of patterns take a browser a second, and one text needs a few."""
        if self._regex is None:
            self._regex = re.compile(_expression(self.folded))
        return self._regex

    def search(self, folded: str) -> re.Match[str] | None:
        """The first match, or None. The anchor is looked for first: most rows fail there, at the speed of ``in``."""
        return self.regex.search(folded) if self.anchor in folded else None


def words_of(folded: str) -> set[str]:
    """The words of a folded text, to look patterns up by."""
    return set(_WORD.findall(folded))


def _key(source: str) -> str | None:
    """The longest word that a text must hold for this pattern to match; None where no whole ASCII word is in it."""
    whole = [word[0] for word in _WORD.finditer(source) if "*" not in source[max(0, word.start() - 1) : word.end() + 1]]
    return max(whole, key=len, default=None)


def _expression(source: str) -> str:
    out = []
    for index, piece in enumerate(source.split("*")):
        words = piece.strip()
        if index:
            out.append(f".{{0,{GAP}}}?")
        if words:
            glued_left = index > 0 and not piece.startswith(" ")
            glued_right = index < source.count("*") and not piece.endswith(" ")
            out.append(
                ("" if glued_left else _edge(words[0], "(?<![a-z0-9])"))
                + re.escape(words)
                + ("" if glued_right else _edge(words[-1], "(?![a-z0-9])"))
            )
    while out and out[-1].startswith(".{"):
        out.pop()
    while out and out[0].startswith(".{"):
        out.pop(0)
    return "".join(out)


def _edge(char: str, boundary: str) -> str:
    return boundary if char.isascii() and char.isalnum() else ""


class Phrases:
    """Several patterns of which any will do."""

    __slots__ = ("patterns",)

    def __init__(self, sources: list[str]) -> None:
        self.patterns = tuple(Pattern(source) for source in sources)

    def search(self, folded: str) -> re.Match[str] | None:
        """A match of one of the patterns in a text made by ``fold``, None without any."""
        for pattern in self.patterns:
            if pattern.anchor in folded and (found := pattern.regex.search(folded)):
                return found
        return None


def locate(words: str, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where a match's ``words`` (folded) stand in ``text`` as pasted: offsets, or None when they were encoded there."""
    end = len(text) if end is None else end
    if words and end - start <= 10_000 and (piece := text[start:end]).isascii():
        at = piece.lower().find(words)  # as it stands, but for case: no pattern needed
        if at >= 0:
            return start + at, start + at + len(words)
    found = _words(words).search(text, start, end)
    return found.span() if found else None


# wrapped and quoted mail puts line ends and ">" between words
_BETWEEN = r"[\s>]{1,200}"


@lru_cache(maxsize=512)
def _words(words: str) -> re.Pattern[str]:
    parts, out = words.split()[:60], []
    while parts:
        two = " ".join(parts[:2])
        ways = spelling.ways(two) if len(parts) > 1 else (two,)
        taken = 2 if len(ways) > 1 else 1
        ways = ways if taken == 2 else spelling.ways(parts[0])
        out.append("(?:" + "|".join(map(_spaced, ways)) + ")" if len(ways) > 1 else _as_pasted(parts[0]))
        del parts[:taken]
    return re.compile(_BETWEEN.join(out), re.IGNORECASE)


def _spaced(words: str) -> str:
    return _BETWEEN.join(map(_as_pasted, words.split()))


def _as_pasted(word: str) -> str:
    """A folded word in every typography that ``fold`` makes plain."""
    return "".join(_VARIANTS.get(char) or re.escape(char) for char in word)
