"""What the reader pasted: bytes or text made into one text, with a way back to the reader's own offsets.

Mail mixes character sets within one message, bounces quote replies in another one, and files saved by mail
programs carry any line end. Everything after this module works on plain text with ``\\n`` line ends.
"""

import codecs
import re
from bisect import bisect_right

from checkers.report import Span

# "\r\r\n" is what a text-mode copy of a CRLF file leaves; as two line ends it would cut a header block in half.
_LINE_END = re.compile(r"\r\r\n|\r\n|\r")
_CHARSET = re.compile(rb"charset\s{0,8}=\s{0,8}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_OF_LINES = ("utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii")  # no charset of 8-bit lines

# Decoders for names that mail uses and Python does not know, or knows too narrowly: senders label GBK and
# GB18030 text "gb2312" (WHATWG Encoding Standard, labels), and Windows text "iso-8859-1".
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "big5": "cp950",
    "x-mac-roman": "mac_roman",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "unicode_escape": "utf-8",
    "raw_unicode_escape": "utf-8",
}


class Paste:
    """A pasted text: ``decoded`` as it came, ``text`` the same with ``\\n`` line ends."""

    __slots__ = ("_shifts", "_starts", "decoded", "text")

    def __init__(self, decoded: str) -> None:
        self.decoded = decoded
        text = decoded
        if "\r" in text:
            text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
        if text[:1] == "\ufeff":  # a byte order mark is no part of the first header's name
            text = "\n" + text[1:]
        self.text = text
        self._starts: list[int] | None = None
        self._shifts: list[int] = []

    def span(self, start: int, end: int) -> Span:
        """Offsets in ``text`` as a Span of ``decoded``."""
        return Span(self._original(start), self._original(end))

    def _original(self, offset: int) -> int:
        if len(self.text) == len(self.decoded):
            return offset
        if self._starts is None:
            self._starts, shift = [], 0
            for found in _LINE_END.finditer(self.decoded):
                if (width := found.end() - found.start()) > 1:
                    self._starts.append(found.start() - shift + 1)  # the first offset of text behind this line end
                    shift += width - 1
                    self._shifts.append(shift)
        index = bisect_right(self._starts, offset)
        return offset + (self._shifts[index - 1] if index else 0)


def read(source: str | bytes) -> Paste:
    """Decode ``source``; any bytes and any text are accepted, nothing is raised."""
    if isinstance(source, str):
        return Paste(_SURROGATE.sub("\ufffd", source))
    return Paste(_decode(bytes(source)))


def codec(name: str) -> str | None:
    """The Python codec for a charset name found in mail, None for one that nobody knows.

    >>> codec("GB2312"), codec("x-unknown"), codec("zip")
    ('gb18030', None, None)
    """
    name = name.strip().strip("\"'").lower()
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):  # ValueError: a name with a zero byte
        return None
    # "zip", "hex" and their like are registered too; a mail must not choose what is run on its bytes
    return found.name if found._is_text_encoding and found.name not in ("idna", "punycode", "undefined") else None


def decode_bytes(data: bytes, charset: str | None = None) -> str:
    """``data`` as text: by the charset it names, else as UTF-8, else by what the bytes look like."""
    name = codec(charset) if charset else None
    for candidate in (name, "utf-8"):
        if candidate:
            try:
                return data.decode(candidate)
            except UnicodeDecodeError as error:
                if candidate == name == "utf-8" and error.reason == "unexpected end of data" and error.start:
                    return data.decode(candidate, "replace")  # cut inside the last character
            except (UnicodeError, ValueError):
                continue
    if name and name != "utf-8":  # wrong in a few places: keep what can be read
        guess = _guess(data)
        return guess if "\ufffd" not in guess and _looks_chinese(guess) else _well_formed(data.decode(name, "replace"))
    return _guess(data)


def _well_formed(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _well_formed(data.decode("utf-16", "replace"))
    head = data[:2000]
    if head.count(0) * 5 > len(head) * 2:  # every other byte zero: UTF-16 without its mark
        little = head[1::2].count(0) >= head[0::2].count(0)
        return _well_formed(data.decode("utf-16-le" if little else "utf-16-be", "replace"))
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return _decode_lines(data)


def _decode_lines(data: bytes) -> str:
    """Line by line: UTF-8 where it is, else the charset declared nearest above, else a guess.

    The header stands above its own Content-Type, so the first charset of the message counts there. Western ones are
    what a guess ends with, and too often stand on Chinese mail.
    """
    first = _CHARSET.search(data, 0, 20_000)
    name = codec(first[1].decode("ascii")) if first else None
    declared = [name] if name and name not in _NOT_OF_LINES and name not in ("cp1252", "iso8859-1") else []
    out = []
    for line in data.splitlines(keepends=True):
        try:
            text = line.decode("utf-8")
        except UnicodeError:
            text = _decode_line(line, declared)
        if b"harset" in line or b"HARSET" in line:
            for found in _CHARSET.findall(line):
                name = codec(found.decode("ascii"))
                if name and name not in _NOT_OF_LINES and not name.startswith("utf-16"):
                    declared = [name, *(other for other in declared if other != name)][:4]
        out.append(text)
    return "".join(out)


def _decode_line(line: bytes, declared: list[str]) -> str:
    for name in declared:
        try:
            return line.decode(name)
        except (UnicodeError, ValueError):
            continue
    return _guess(line)


def _guess(data: bytes) -> str:
    """Undeclared 8-bit text: Chinese if it reads as Chinese, else Western European (which takes any byte)."""
    # A Chinese character is two high bytes (GB 2312); an accented letter stands alone between ASCII letters
    runs = [len(run) for run in _HIGH_BYTES.findall(data[:20_000])]
    if runs and sum(run % 2 for run in runs) * 10 <= len(runs):
        try:
            text = data.decode("gb18030")
        except UnicodeError:
            text = ""
        if text and _looks_chinese(text):
            return text
    try:
        return data.decode("cp1252")
    except UnicodeError:
        return data.decode("latin-1")


def _looks_chinese(text: str) -> bool:
    """Whether the non-ASCII characters are common Chinese: ideographs of GB 2312 and full-width marks."""
    strange = [char for char in text if char > "\x7f"]
    common = sum(
        "\u4e00" <= char <= "\u9fa5" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" for char in strange
    )
    return bool(strange) and common * 10 >= len(strange) * 9
