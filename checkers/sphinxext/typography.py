"""How Chinese is set: punctuation, spaces beside Latin words and digits, quotation marks.

Works on the words of a message (``markup.Markup.words``); what stands for code or a screen's label is left
alone. The rules are those of the Chinese copywriting guidelines: full-width punctuation without spaces, one
space between Chinese and Latin or digits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checkers.sphinxext.markup import FIXED

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_FULL = "，。；：？！、（）《》“”…"
_WIDE = str.maketrans(",.:;!?()", "，。：；！？（）")

HAN = re.compile(f"[{_HAN}]")

_ENGLISH_QUOTE = re.compile(f"“[^”{_HAN}]*”")
_ENGLISH_NOTE = re.compile(f"（[^）{_HAN}]*）")
_HALF_WIDTH = re.compile(
    f"(?<=[{_HAN}]) ?[,:;!?()]"  # after Chinese, also over a space
    f"|[,:;!?()](?= ?[{_HAN}])"  # before Chinese
    f"|(?<=[{_HAN}])\\.(?![A-Za-z0-9])"  # but .eml is no full stop
    f"|(?<=[A-Za-z0-9%){FIXED}])(?<!\\.[A-Z])\\.(?= ?[{_HAN}]|$)"  # ends in a Latin word, but not in S.A.
    "|[,:](?= )"  # between Latin words of a Chinese sentence; "v=DMARC1; p=none" is no sentence
)
_UNSPACED = re.compile(f"[{_HAN}](?=[A-Za-z0-9])|[A-Za-z0-9%](?=[{_HAN}])")
_SPACED = re.compile(f" +[{_FULL}]|[{_FULL}] +")
_DOUBLED = re.compile("[，。；：？！、][，。；：、]|\\.{3}")
_QUOTE = re.compile('["「」『』]')
_WIDE_LATIN = re.compile("[０-９Ａ-Ｚａ-ｚ\u3000]")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip in the setting: the rule, what stands there and what should."""

    rule: str
    found: str
    right: str


def slips(words: str) -> Iterator[Slip]:
    """Every slip in ``words``; none when there is no Chinese in them."""
    if not HAN.search(words):
        return
    # An English quotation keeps its own commas, and an English name in brackets its colon.
    quoteless = _ENGLISH_QUOTE.sub(lambda quote: "“" + FIXED * (len(quote[0]) - 2) + "”", words)
    quoteless = _ENGLISH_NOTE.sub(lambda note: note[0].replace(": ", FIXED * 2), quoteless)
    for match in _HALF_WIDTH.finditer(quoteless):
        yield _slip("half-width", words, match, match[0].strip().translate(_WIDE), after=" ")
    for match in _UNSPACED.finditer(words):
        yield _slip("spacing", words, match, match[0] + " ")
    for match in _SPACED.finditer(words):
        yield _slip("full-width space", words, match, match[0].strip())
    for match in _DOUBLED.finditer(words):
        yield _slip("doubled", words, match, "……" if match[0] == "..." else match[0][0])
    for match in _QUOTE.finditer(words):
        yield _slip(
            "quotes", words, match, "“" if match[0] in "「『" else "”" if match[0] in "」』" else "“…”"
        )
    for match in _WIDE_LATIN.finditer(words):
        yield _slip("wide Latin", words, match, " " if match[0] == "\u3000" else chr(ord(match[0]) - 0xFEE0))


def _slip(rule: str, words: str, match: re.Match, right: str, after: str = "") -> Slip:
    """The place with four characters around it, as it is and as it would be right."""
    before, behind = words[max(0, match.start() - 4) : match.start()], words[match.end() : match.end() + 4]
    shown = behind.removeprefix(after) if after else behind
    return Slip(rule, _plain(before + match[0] + behind), _plain(before + right + shown))


def _plain(piece: str) -> str:
    return piece.replace(FIXED, "▢").replace("\n", " ")
