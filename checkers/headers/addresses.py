"""Address fields: mailboxes, groups and what people make of them (RFC 5322 sections 3.4 and 4.4, RFC 6854).

A broken address is kept as it is seen, so that the report can show what is wrong with it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from checkers.headers.tokens import Comment, blanked, comments
from checkers.message import decode_words

MAX_VALUE = 100_000  # characters read of one field
MAX_ADDRESSES = 500  # mailboxes read of one field

_MARKS = re.compile(r'\\.|["<>,;:\[\]]', re.DOTALL)
_HIDDEN_AT = re.compile(r"[^\s@\"]{1,64} at [^\s@\"]{1,255}")  # how archives of mailing lists write addresses
_QUOTED_PAIR = re.compile(r'\\(.)|"', re.DOTALL)
_BLANKS_INSIDE = re.compile(r"\s*([@.])\s*")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A display name, decoded, and an address, both None where they are not given."""

    name: str | None
    address: str | None

    @property
    def domain(self) -> str | None:
        """What stands behind the last ``@``, in lower case; None without one."""
        _, at, domain = (self.address or "").rpartition("@")
        return domain.strip().strip(">.").lower() or None if at else None

    def to_dict(self) -> dict:
        return {"name": self.name, "address": self.address}


def parse(value: str) -> list[Mailbox]:
    """The mailboxes of an unfolded address field, groups taken apart, empty groups left out.

    >>> parse('"Li, Na" <li@a.example>, b@c.example (Bob), Team: d@e.example;')[1].name
    'Bob'
    """
    value = value[:MAX_VALUE]
    if '"' not in value and "(" not in value and ":" not in value and ";" not in value and "," not in value:
        mailbox = _mailbox(value, ())  # the usual case: one mailbox, nothing quoted
        return [mailbox] if mailbox else []
    found = comments(value) if "(" in value else []
    if found and '"' in value and value.count('"') % 2 == 0:
        quotes = [at for at, char in enumerate(value) if char == '"']
        found = [comment for comment in found if bisect_left(quotes, comment.start) % 2 == 0]
    plain = blanked(value, found) if found else value
    mailboxes = []
    next_comment = 0
    for start, end in _pieces(plain):
        noted = []
        while next_comment < len(found) and found[next_comment].start < end:
            noted.append(found[next_comment])
            next_comment += 1
        mailbox = _mailbox(plain[start:end], noted, start)
        if mailbox:
            mailboxes.append(mailbox)
            if len(mailboxes) >= MAX_ADDRESSES:
                break
    return mailboxes


def _pieces(plain: str) -> list[tuple[int, int]]:
    """The ranges of single mailboxes: cut at commas, semicolons and group names outside quotes and brackets."""
    pieces: list[tuple[int, int]] = []
    start, quoted, bracket = 0, False, False
    quotes_close = plain.count('"') % 2 == 0
    last_close, last_semicolon = plain.rfind(">"), plain.rfind(";")
    for found in _MARKS.finditer(plain):
        mark, at = found[0], found.start()
        if mark == '"' and quotes_close and not bracket:
            quoted = not quoted
        elif quoted:
            continue
        elif mark == "<" and last_close > at:
            bracket = True
        elif mark == ">":
            bracket = False
        elif bracket:
            continue
        elif mark in ",;":
            if mark == "," and _is_phrase(plain[start:at]) and _names_next(plain, at + 1):
                continue  # "Li, Na <a@b.example>": a comma that should have been quoted
            pieces.append((start, at))
            start = at + 1
        elif mark == ":" and "@" not in plain[start:at] and (last_semicolon > at or not plain[at + 1 :].strip()):
            start = at + 1  # the name of a group
    pieces.append((start, len(plain)))
    return pieces


def _is_phrase(piece: str) -> bool:
    piece = piece.strip()
    return bool(piece) and len(piece) < 200 and "@" not in piece and "<" not in piece and '"' not in piece


def _names_next(plain: str, start: int) -> bool:
    """Whether the text up to the next comma is a phrase with an address in angle brackets."""
    comma = plain.find(",", start, start + 400)
    piece = plain[start : comma if comma >= 0 else start + 400]
    phrase, bracket, rest = piece.partition("<")
    return bool(bracket) and "@" in rest and "@" not in phrase and bool(phrase.strip())


def _mailbox(piece: str, noted: Sequence[Comment], start: int = 0) -> Mailbox | None:
    """One mailbox; ``noted`` are its comments, which are blanks in ``piece``, ``start`` is its place in the field."""
    open_at = piece.rfind("<") if piece.count("<") > 1 and '"' not in piece else _outside_quotes(piece, "<")
    if open_at >= 0:
        close = piece.find(">", open_at)
        address = _route_off(piece[open_at + 1 : close if close >= 0 else len(piece)])
        phrase = piece[:open_at].rstrip("<")
        if not phrase.strip() and close >= 0 and "<" not in piece[close:]:
            phrase = piece[close + 1 :].strip(" >")
        before = [comment.text for comment in noted if comment.start < start + open_at]
        name = " ".join([*filter(None, [_name(phrase)]), *(f"({_name(words)})" for words in before if words.strip())])
        return Mailbox(name or None, address or None) if name or address else None
    piece = piece.strip()
    if not piece:
        return None
    if "@" not in piece and (" " in piece or '"' in piece or "=?" in piece or not piece.isascii()):
        hidden = _HIDDEN_AT.fullmatch(piece)
        if hidden is None:
            name = _name(piece)
            return Mailbox(name, None) if name else None  # words without any address
    return Mailbox(_name(" ".join(comment.text for comment in noted)), _route_off(piece))


def _outside_quotes(piece: str, mark: str) -> int:
    if '"' not in piece:
        return piece.find(mark)
    quoted, closed = False, piece.count('"') % 2 == 0
    for found in re.finditer(r'\\.|["<]', piece, re.DOTALL):
        if found[0] == '"' and closed:
            quoted = not quoted
        elif found[0] == mark and not quoted:
            return found.start()
    return -1


def _route_off(address: str) -> str:
    """An address without an obsolete route (``@relay,@relay:a@b``, RFC 5322 section 4.4)."""
    address = " ".join(address.split()).strip("<>").strip()
    if address.startswith("@") and ":" in address:
        address = address.rpartition(":")[2].strip()
    if " " in address and '"' not in address:
        address = _BLANKS_INSIDE.sub(r"\1", address)
    return address


def _name(phrase: str) -> str | None:
    """A display name: quotes and their backslashes off, encoded words decoded, white space collapsed."""
    if '"' in phrase:
        phrase = _QUOTED_PAIR.sub(lambda found: found[1] or "", phrase)
    elif "\\" in phrase:
        phrase = re.sub(r"\\([()\\])", r"\1", phrase)
    name = " ".join(decode_words(phrase).split())
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1].strip()  # quotes that were encoded along with the name
    return name or None
