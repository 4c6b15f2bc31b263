"""Read a message: header fields and MIME parts, by RFC 5322 and RFC 2045 to 2047, with offsets into the text.

Nothing here refuses anything. Mail that reaches a checker is cut, forwarded, retyped or broken on purpose; each
rule that the standards leave open is decided for what is seen in the wild, and the comment says why.
"""

import binascii
import re
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby
from operator import itemgetter

from checkers.paste import codec, decode_bytes

MAX_DEPTH = 12  # nested parts deeper than this are read as text; bounces of bounces of bounces need four
MAX_PARTS = 400

# One header field with its folded lines. Each alternative starts with another character, so it runs in one pass.
_FIELD = re.compile(r"([!-9;-~]{1,120})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_PARAM = re.compile(r";\s*([A-Za-z0-9*_.-]{1,40})\s{0,20}=\s{0,20}(?:\"((?:[^\"\\]|\\.)*)\"?|([^;\s\"]*))")
# A question mark inside the words is not allowed, but common; one behind "=" begins the next word.
_ENCODED_WORD = re.compile(
    r"=\?([A-Za-z0-9_.:-]{1,40})(?:\*[A-Za-z-]{0,20})?\?([bBqQ])\?([^?\n]{0,4000}(?:(?<!=)\?(?!=)[^?\n]{0,400}){0,8})\?="
)
_WORD_FORM = re.compile(r"=\?([^?\s=]{1,60})\?([^?\s]{1,4})\?([^?\n]{0,4000}(?:(?<!=)\?(?!=)[^?\n]{0,400}){0,8})\?=")
_BASE64_FORM = re.compile(r"(?:(?:[A-Za-z0-9+/]\s{0,2}){4}){0,2000}(?:(?:[A-Za-z0-9+/]\s{0,2}){2,3})?={0,3}\s{0,2}")
_STRAY_EQUALS = re.compile(r"=(?![0-9A-Fa-f]{2}|\Z)")
_MARKED_UNKNOWN = ("unknown-8bit", "x-unknown", "unknown", "default")  # honest marks of programs that do not know
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})\b[^<>]*>|<[!?/][^<>]*>")
# An address in brackets that the writer of the HTML forgot to escape is no tag
_BARE_ADDRESS = re.compile(r"<([^<>\s@\"'=]{1,64}@[^<>\s@\"'=]{1,255})>")
# A link to an address that shows a name only: Exchange's notices write the recipient so
_NAMED_ADDRESS = re.compile(
    r"<a\b[^<>]{0,400}?href[ \t]{0,4}=[ \t]{0,4}[\"']?mailto:([^\"'<>?\s@]{1,64}@[^\"'<>?\s@]{1,255})[^<>]{0,400}>"
    r"([^<>@]{1,200})</a",
    re.IGNORECASE,
)
_BLOCK_TAGS = frozenset(
    [
        "p",
        "br",
        "div",
        "tr",
        "td",
        "th",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
    + ["hr", "pre", "blockquote", "body", "html", "title"]
)


@dataclass(slots=True)
class Field:
    """A header field; ``start`` and ``end`` are offsets of the whole field, ``raw`` is its folded body."""

    name: str
    raw: str
    start: int
    end: int
    value_start: int

    @property
    def value(self) -> str:
        """The body unfolded (RFC 5322 section 2.2.3) and stripped."""
        return (self.raw.replace("\n", "") if "\n" in self.raw else self.raw).strip()


@dataclass(slots=True)
class Part:
    """A message or one part of it; ``start`` to ``end`` is its body in the text."""

    source: str
    fields: list[Field]
    start: int
    end: int
    content_type: str = "text/plain"
    params: dict[str, str] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """The value of the first field of that name, None without one."""
        name = name.lower()
        for found in self.fields:
            if found.name.lower() == name:
                return found.value
        return None

    def walk(self):
        """This part and all below it, in the order of the text."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def own_parts(self):
        """This part and those below it that are not inside another message: the returned original is not its own."""
        yield self
        if not self.content_type.startswith("message/"):
            for part in self.parts:
                yield from part.own_parts()

    @property
    def encoding(self) -> str:
        return (self.get("Content-Transfer-Encoding") or "").partition("(")[0].strip().strip("\"';").lower()

    @property
    def is_plain(self) -> bool:
        """Whether the body stands in the text as it is, so that offsets in ``text()`` are offsets from ``start``."""
        return self.encoding not in ("base64", "quoted-printable") and not self._shifted_charset()

    def _shifted_charset(self) -> str | None:
        """A 7-bit charset that still has to be decoded (ISO 2022, HZ); 8-bit ones were decoded with the paste."""
        charset = self.params.get("charset", "").lower()
        return charset if charset.startswith(("iso-2022", "hz", "utf-7")) else None

    def text(self) -> str:
        """The body decoded: transfer encoding and charset undone; what cannot be decoded is left as it stands."""
        body = self.source[self.start : self.end]
        encoding, charset = self.encoding, self.params.get("charset")
        if encoding == "base64":
            data = base64_bytes(body)
            return decode_bytes(data, charset).replace("\r\n", "\n") if data is not None else body
        if encoding == "quoted-printable":
            return decode_bytes(quoted_printable_bytes(body), charset if body.isascii() else "utf-8").replace(
                "\r\n", "\n"
            )
        if (shifted := self._shifted_charset()) and body.isascii():
            return decode_bytes(body.encode("ascii"), shifted)
        return body


def read_fields(text: str, start: int = 0) -> tuple[list[Field], int]:
    """The header fields from ``start`` on, and the offset of the body.

    Leading blank lines and an mbox ``From `` line are passed over. The block ends at an empty line (RFC 5322
    section 2.1) or, where that is missing, before the first line that is no field.
    """
    size = len(text)
    while start < size and text[start] in "\n":
        start += 1
    if text.startswith(("From ", ">From "), start) and text[start + 5 : start + 7].strip()[:1] != ":":
        newline = text.find("\n", start)
        start = size if newline < 0 else newline + 1
    fields: list[Field] = []
    at = start
    match = _FIELD.match
    while found := match(text, at):
        fields.append(Field(found[1], found[2], at, found.end(2), found.start(2)))
        at = found.end()
    if at < size and text[at] == "\n":
        at += 1
    return fields, at


def content_type(value: str | None) -> tuple[str, dict[str, str]]:
    """A Content-Type value as (type/subtype in lower case, parameters); RFC 2045 section 5.1.

    >>> content_type('multipart/Report; report-type=delivery-status; boundary="a b"')
    ('multipart/report', {'report-type': 'delivery-status', 'boundary': 'a b'})
    """
    if not value:
        return "text/plain", {}
    kind = value.partition(";")[0].strip().lower()
    params: dict[str, str] = {}
    for found in _PARAM.finditer(value):
        quoted = found[2]
        params.setdefault(found[1].lower(), re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else found[3])
    if "/" not in kind:
        kind = "text/plain"
    return kind.partition(" ")[0], params


def parse(text: str, start: int = 0) -> Part:
    """The message that begins at ``start``, with its parts."""
    return _parse(text, start, len(text), 0, [MAX_PARTS])


def _parse(text: str, start: int, end: int, depth: int, budget: list[int]) -> Part:
    fields, body = (
        read_fields(text if end == len(text) else text[:end], start) if depth == 0 else _part_fields(text, start, end)
    )
    part = Part(text, fields, min(body, end), end)
    part.content_type, part.params = content_type(part.get("Content-Type"))
    if depth >= MAX_DEPTH:
        return part
    kind = part.content_type
    boundary = part.params.get("boundary", "").rstrip()
    if kind.startswith("multipart/") and boundary:
        for first, last in _between(text, part.start, end, boundary):
            if budget[0] <= 0:
                break
            budget[0] -= 1
            part.parts.append(_parse(text, first, last, depth + 1, budget))
    elif (
        kind in ("message/rfc822", "message/global", "message/news")
        and part.encoding not in ("base64", "quoted-printable")
        and budget[0] > 0
    ):
        budget[0] -= 1
        part.parts.append(_parse(text, _skip_blank(text, part.start, end), end, depth + 1, budget))
    return part


def _skip_blank(text: str, start: int, end: int) -> int:
    """Where an attached message begins: empty lines and the mbox line that some programs leave go."""
    while start < end and text[start] == "\n":
        start += 1
    if text.startswith(("From ", ">From "), start) and 0 <= (newline := text.find("\n", start, end)):
        return newline + 1
    return start


def _part_fields(text: str, start: int, end: int) -> tuple[list[Field], int]:
    """The fields of a MIME part: unlike a message it may have none, and then starts with an empty line."""
    fields: list[Field] = []
    at = start
    match = _FIELD.match
    while at < end and (found := match(text, at, end)):
        fields.append(Field(found[1], found[2], at, found.end(2), found.start(2)))
        at = found.end()
    if at < end and text[at] == "\n":
        at += 1
    return fields, at


def _between(text: str, start: int, end: int, boundary: str) -> list[tuple[int, int]]:
    """The ranges between boundary lines (RFC 2046 section 5.1.1); a missing last boundary ends at ``end``."""
    mark = "--" + boundary
    ranges: list[tuple[int, int]] = []
    opened = None
    at = start
    while 0 <= (found := text.find(mark, at, end)):
        at = found + len(mark)
        if found > start and text[found - 1] != "\n":
            continue
        newline = text.find("\n", at, end)
        rest = text[at : newline if newline >= 0 else end]
        closing = rest.startswith("--")
        if rest.strip() and not closing:  # a longer boundary that begins with this one
            continue
        if opened is not None:
            ranges.append((opened, max(opened, found - 1)))
        opened = None if closing else (newline + 1 if newline >= 0 else end)
        if len(ranges) > MAX_PARTS:
            return ranges
    if opened is not None:
        ranges.append((opened, end))
    return ranges


def base64_bytes(body: str) -> bytes | None:
    """Decoded base64, as far as it goes; None when it is none (RFC 2045 section 6.8: other characters are ignored)."""
    data = re.sub(r"[^A-Za-z0-9+/]", "", body.partition("=\n")[0] if "=\n" in body[:-2] else body)
    if not data:
        return None
    data = data[: len(data) - 1] if len(data) % 4 == 1 else data
    try:
        return binascii.a2b_base64(data + "=" * (-len(data) % 4))
    except binascii.Error:
        return None


def quoted_printable_bytes(body: str) -> bytes:
    """Decoded quoted-printable (RFC 2045 section 6.7); a stray equals sign stays."""
    return binascii.a2b_qp(body.encode("utf-8", "replace"))


def decode_words(value: str) -> str:
    """Decode RFC 2047 encoded words; broken ones stay as they are.

    White space between two encoded words goes (section 6.2). Adjacent words of one charset are joined as bytes
    before decoding, since many programs split them inside a character (which section 5 forbids).
    """
    if "=?" not in value:
        return value
    out: list[str] = []
    pending: list[tuple[str, bytes]] = []
    at = 0

    def flush() -> None:
        for charset, words in groupby(pending, key=itemgetter(0)):
            data = b"".join(word for _, word in words)
            out.append(decode_bytes(data, charset) if codec(charset) else decode_bytes(data))
        pending.clear()

    for found in _ENCODED_WORD.finditer(value):
        between = value[at : found.start()]
        if between.strip() or not pending:
            flush()
            out.append(between)
        data = _word_bytes(found[2], found[3])
        if data is None:
            flush()
            out.append(found[0])
        else:
            pending.append((found[1].lower(), data))
        at = found.end()
    flush()
    out.append(value[at:])
    return "".join(out)


def _word_bytes(encoding: str, word: str) -> bytes | None:
    if encoding in "bB":
        return base64_bytes(word) if word else b""
    word = word.replace(" ", "_") + ("3D" if word[-1:] == "=" else "")
    return binascii.a2b_qp(word.encode("utf-8", "replace"), header=True)


def unreadable_word(value: str) -> str | None:
    """The first encoded word of ``value`` that breaks RFC 2047 so far that programs differ on it; None without one.

    That is: an unknown charset or encoding, letters that the encoding does not know, bytes that the charset does not.

    >>> unreadable_word("=?utf-8?Q?a=ZZ?="), unreadable_word("=?utf-8?Q?J=C3?= =?utf-8?Q?=B6rg?=")
    ('=?utf-8?Q?a=ZZ?=', None)
    """
    run, charset, first, at = b"", "", "", 0
    for found in _WORD_FORM.finditer(value):
        name, encoding, words = found[1].partition("*")[0].lower(), found[2].lower(), found[3]
        is_sound = (
            _BASE64_FORM.fullmatch(words) if encoding == "b" else encoding == "q" and not _STRAY_EQUALS.search(words)
        )
        if not is_sound or (codec(name) is None and name not in _MARKED_UNKNOWN):
            return found[0]
        if name != charset or value[at : found.start()].strip():  # a character may be split between two words
            if not _fits(run, charset):
                return first
            run, charset, first = b"", name, found[0]
        run += _word_bytes(encoding, words) or b""
        at = found.end()
    return None if _fits(run, charset) else first


def _fits(data: bytes, charset: str) -> bool:
    """Whether the bytes are of the charset; a Western one takes all."""
    name = codec(charset) if data and charset else None
    if name in (None, "cp1252"):
        return True
    try:
        data.decode(name)
    except (UnicodeError, ValueError):
        return False
    return True


def html_to_text(html: str) -> str:
    """The words of an HTML body, block by block; tags, comments, styles and scripts go. Never used to show HTML."""
    html = _without(html, "<!--", "-->")
    for name in ("style", "script", "head"):
        html = _without(html, f"<{name}", f"</{name}")
    html = _BARE_ADDRESS.sub(r"&lt;\1&gt;", _NAMED_ADDRESS.sub(r"<a>\2 (\1)</a", html))
    html = _TAG.sub(lambda tag: "\n" if (tag[2] or "").lower() in _BLOCK_TAGS else "", html)
    lines = (" ".join(line.split()) for line in unescape(html).replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without(html: str, opening: str, closing: str) -> str:
    """Cut out everything from ``opening`` to the end of ``closing``; one pass, an unclosed one runs to the end."""
    lower, out, at = html.lower(), [], 0
    if len(lower) != len(html):  # some capitals grow when lowered; offsets would slip
        return html
    while 0 <= (start := lower.find(opening, at)):
        if opening[-1].isalpha() and lower[start + len(opening) : start + len(opening) + 1].isalnum():
            out.append(html[at : start + 1])  # <header> is no <head>
            at = start + 1
            continue
        out.append(html[at:start])
        stop = lower.find(closing, start)
        close = lower.find(">", stop) if stop >= 0 else -1
        if close < 0:
            return "".join(out)
        at = close + 1
    out.append(html[at:])
    return "".join(out)
