"""The gist of a reply that no row knows: two notions close to each other, as gist.toml pairs them.

Nobody can list every way to say that a mailbox is gone. What people do not vary is what they speak of: somebody, and
that he is not there. The answer is a guess and says so.
"""

import re
from dataclasses import dataclass
from functools import cache

from checkers.knowledge import table

NEAR = 60  # characters between two notions that still belong together: about a clause


@dataclass(frozen=True, slots=True)
class Gist:
    """A pair of notions and the reason it stands for."""

    id: str
    reason: str
    first: str
    second: str
    without: tuple[str, ...]
    codes: tuple[str, ...]


def find(plain: str, codes: frozenset[str]) -> tuple[Gist, str] | None:
    """The first gist in a text made by ``pattern.plain``, with the words from one notion to the other; else None."""
    notions, gists = _load()
    places: dict[str, list[tuple[int, int]]] = {}

    def spans(notion: str) -> list[tuple[int, int]]:
        if notion not in places:
            places[notion] = [found.span() for found in notions[notion].finditer(plain)]
        return places[notion]

    for gist in gists:
        if gist.codes and not codes.intersection(gist.codes):
            continue
        pair = _closest(spans(gist.first), spans(gist.second))
        if pair is not None and not any(spans(notion) for notion in gist.without):
            return gist, plain[pair[0] : pair[1]]
    return None


def _closest(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> tuple[int, int] | None:
    """From where to where two spans lie near each other without overlapping; both lists are in order."""
    at = 0
    for start, end in first:
        while at < len(second) and second[at][1] + NEAR < start:
            at += 1
        for other_start, other_end in second[at : at + 4]:
            if other_start > end + NEAR:
                break
            if other_start >= end or other_end <= start:
                return min(start, other_start), max(end, other_end)
    return None


@cache
def _load() -> tuple[dict[str, re.Pattern[str]], tuple[Gist, ...]]:
    data = table("checkers.smtp", "gist.toml")
    notions = {name: re.compile(_alternatives(words)) for name, words in data["notions"].items()}
    gists = tuple(
        Gist(row["id"], row["reason"], *row["near"], tuple(row.get("not", ())), tuple(row.get("codes", ())))
        for row in data["gist"]
    )
    return notions, gists


def _alternatives(words: list[str]) -> str:
    """One expression for all words of a notion, longest first; it reads the text once."""
    ordered = sorted((word.lower() for word in words), key=len, reverse=True)
    return "|".join(
        ("(?<![a-z0-9])" if word[0].isascii() else "")
        + re.escape(word.removesuffix("*"))
        + ("[a-z]{0,20}" if word.endswith("*") else "(?![a-z0-9])" if word[-1].isascii() else "")
        for word in ordered
    )
