"""Comments and quoted strings of structured header fields (RFC 5322 section 3.2): take them out in one pass."""

import re
from typing import NamedTuple

_MARKS = re.compile(r"[()\\]")


class Comment(NamedTuple):
    """A comment's words without its parentheses, and its place in the value, parentheses included."""

    text: str
    start: int
    end: int


def comments(value: str) -> list[Comment]:
    """The outermost comments of ``value``, in order.

    A parenthesis without its partner is no comment: servers cut long values, and the words behind a lost ``)``
    still count.
    """
    if "(" not in value:
        return []
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    skip = -1
    for found in _MARKS.finditer(value):
        at, mark = found.start(), found[0]
        if at == skip:
            continue
        if mark == "\\":
            skip = at + 1
        elif mark == "(":
            opened.append(at)
        elif opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, at + 1))
    return [Comment(value[start + 1 : end - 1], start, end) for start, end in pairs]


def blanked(value: str, found: list[Comment]) -> str:
    """``value`` with its comments replaced by as many blanks, so that offsets stay; stray parentheses too."""
    if found:
        out, at = [], 0
        for comment in found:
            out.append(value[at : comment.start])
            out.append(" " * (comment.end - comment.start))
            at = comment.end
        out.append(value[at:])
        value = "".join(out)
    return value.replace("(", " ").replace(")", " ") if "(" in value or ")" in value else value


def unquoted(word: str) -> str:
    """A quoted string's content, backslashes resolved; any other word as it is.

    >>> unquoted('"a \\\\" b"'), unquoted("a@b.example")
    ('a " b', 'a@b.example')
    """
    if len(word) > 1 and word[0] == word[-1] == '"':
        word = word[1:-1]
        return re.sub(r"\\(.)", r"\1", word) if "\\" in word else word
    return word
