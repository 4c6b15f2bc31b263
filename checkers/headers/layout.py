"""Find the header block in what a reader pasted, and put right what a mail program, a chat or a web page did to it.

A sound message goes straight through. Otherwise the block is looked for in the text (it may stand behind prose or a
page's summary), its lines are mended (``mending``), and an offset map leads from the mended text back to the paste.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import pairwise

from checkers.headers import mending, pages
from checkers.headers.mending import Line
from checkers.headers.names import field_starts, is_known, weight
from checkers.message import Field, read_fields
from checkers.paste import Paste
from checkers.report import Span
from checkers.wording import Text, plural, text

MAX_SEARCH = 2_000_000  # characters in which a header block is looked for
ENOUGH = 7  # the weight at which a block is taken without looking for a better one

NOTES = {
    "prose": text("Text in front of the headers was skipped."),
    "quoted": text("Quote marks in front of the lines were taken off."),
    "indented": text("Blanks in front of the lines were taken off."),
    "numbered": text("Line numbers in front of the lines were taken off."),
    "spaced": text("Empty lines between the header lines were ignored."),
    "unfolded": text("Header lines that had lost their folding were joined again."),
    "escaped": text("HTML codes such as &lt; were read as the characters they stand for."),
    "blanks": text("Special blanks were read as ordinary ones."),
    "written": text("Line ends written as \\n were read as line ends."),
    "summary": text(
        "Only the table of a “Show original” page was pasted. The headers below it show more: copy the whole page."
    ),
    "several": plural("The file holds {count} emails; the first one was read."),
    "one-line": text("Line breaks between the header fields had been lost and were put back."),
}

_STRICT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]{0,100}")
_FIELD_LINE = re.compile(
    r"[\s>|\u200b\ufeff]{0,40}(?:\d{1,6}[:.)|\]]?[ \t]{1,8})?([A-Za-z][A-Za-z0-9_-]{1,75})[ \t\xa0]{0,8}:"
)
_MBOX_LINE = re.compile(r"From \S{1,320}[ \t][^\n]{0,60}\d{1,2}:\d{2}[^\n]{0,40}\n[A-Za-z][A-Za-z0-9-]{0,75}:")
_ODD_BLANKS = re.compile("(?m)^[\xa0\u2000-\u200a\u202f\u3000]|:[\xa0\u2000-\u200a\u202f\u3000]")
# Where lines end in the source of a web page.
_HTML_END = re.compile(r"\s{0,4}(?:<br ?/?>|</(?:p|div|tr|li|pre)>)[ \t]{0,4}\n?|\n", re.IGNORECASE)
_BELOW = re.compile(r"\n[ \t>|]{0,20}(?:Received|Return-Path|Delivered-To|DKIM-Signature|Message-I[Dd]):")


@dataclass(slots=True)
class Layout:
    """The header fields of a paste, what was mended to read them, and the way back to the paste's offsets."""

    paste: Paste
    fields: list[Field]
    body: int = 0  # where the body begins, in ``paste.text``
    notes: tuple[Text, ...] = ()
    stray: tuple[tuple[int, int], ...] = ()  # lines inside the block that are no field, in ``paste.text``
    _out: list[int] = field(default_factory=list)
    _pieces: list[tuple[int, int]] = field(default_factory=list)
    is_summary: bool = False  # made from the table of a page, without the message

    def span(self, start: int, end: int) -> Span:
        """Offsets of a field (in the mended text, if there is one) as a Span of ``paste.decoded``."""
        if self._out:
            start, end = self._source(start), self._source(end - 1) + 1
        return self.paste.span(start, max(start, end))

    def _source(self, offset: int) -> int:
        index = bisect_right(self._out, offset) - 1
        if index < 0:
            return self._pieces[0][0]
        source, length = self._pieces[index]
        return source + min(offset - self._out[index], max(0, length - 1))


def lay_out(paste: Paste) -> Layout:
    """The header fields of ``paste``; ``fields`` is empty where there are none."""
    source = paste.text
    fields, body = read_fields(source)
    if _is_sound(source, fields, body):
        count = _messages(source)
        return Layout(paste, fields, body, (replace(NOTES["several"], values={"count": count}),) if count > 1 else ())
    mended = _mend(source)
    if mended is None or not any(line.text[:9].lower() == "received:" for line in mended[0]):
        lines = pages.table(source)
        if lines is not None:
            layout = mended_layout(paste, lines, ["summary"], len(source), ())
            layout.is_summary = True
            return layout
    return mended_layout(paste, *mended) if mended else Layout(paste, [], 0)


def _messages(source: str) -> int:
    """How many messages an mbox holds (RFC 4155): each begins with a ``From `` line behind an empty one."""
    if not source.lstrip("\n").startswith("From "):
        return 1
    count, at = 1, source.find("\n\nFrom ")
    while at >= 0:
        count += bool(_MBOX_LINE.match(source, at + 2))
        at = source.find("\n\nFrom ", at + 2)
    return count


def _is_sound(source: str, fields: list[Field], body: int) -> bool:
    """Whether the fields that were read are a whole header block as RFC 5322 has it."""
    if not fields or not any(is_known(found.name.lower()) for found in fields):
        return False
    end = fields[-1].end
    if body < len(source) and body < end + 2:
        return False  # stopped at a line that is no field
    if (
        len(fields) < 3
        and len(source) < MAX_SEARCH
        and source.count("\n") < 3
        and (source.count("\\n") > 1 or len(field_starts(source)) > 3)
    ):
        return False  # all on one line
    if any(not _STRICT_NAME.fullmatch(found.name) for found in fields):
        return False
    for before, found in pairwise(fields):
        if (
            before.name.lower() == "received"
            and not (is_known(found.name.lower()) and (found.name[0].isupper() or fields[0].name[0].islower()))
            and before.raw.count("(") > before.raw.count(")")
        ):
            return False  # "(Authenticated", "sender: …)": a comment that was wrapped
    start = fields[0].start
    if source.find("&lt;", start, end) >= 0 and mending.is_escaped(source[start:end]):
        return False
    if not source.isascii() and _ODD_BLANKS.search(source, start, end):
        return False
    if len(fields) <= 2 and body < len(source):  # one field, an empty line, another field: double-spaced
        after = source[body : body + 2000].lstrip("\n")
        found = _FIELD_LINE.match(after)
        if (found and is_known(found[1].lower())) or (
            len(fields) == 1 and after[:1] in " \t" and _has_known_field(after)
        ):
            return False
    if len(fields) <= 2 and _BELOW.search(source, body, body + 4000):
        return False  # "Subject: help" and some words, then the headers that are meant
    return len(fields) > 1 or sum(map(weight, (found.name.lower() for found in fields))) > 0


def _has_known_field(source: str) -> bool:
    return any((found := _FIELD_LINE.match(line)) and is_known(found[1].lower()) for line in source.split("\n")[:30])


def _mend(source: str) -> tuple[list[mending.Logical], list[str], int, tuple[tuple[int, int], ...]] | None:
    """The best header block of ``source`` as mended lines, the marks of what was done, and where it ends."""
    lines, marks = _lines(source[:MAX_SEARCH])
    best = None
    at, size = 0, len(lines)
    if start := pages.message_start(source):
        at = next((index for index, line in enumerate(lines) if line.start >= start), 0)
    while at < size:
        found = _FIELD_LINE.match(lines[at].text)
        if not found or not is_known(found[1].lower()):
            at += 1
            continue
        block = mending.read_block(lines, at)
        if block.weight and (best is None or block.weight > best[1].weight):
            best = at, block
            if block.weight >= ENOUGH:
                break
        at = max(block.next, at + 1)
    if best is None:
        return None
    first, block = best
    marks += block.marks
    if any(line.text.strip() for line in lines[:first]) and not lines[0].text.startswith("From "):
        marks.insert(0, "prose")
    end = lines[block.next].start if block.next < size else len(source)
    return block.logical, marks, end, tuple(block.stray)


def _lines(source: str) -> tuple[list[Line], list[str]]:
    """The lines of a text; a text without line ends is cut at written ones, or where fields begin."""
    few = source.count("\n") < 3
    if few and source.count("\\n") >= 2:
        return _cut(source, [(found.start(), found.end()) for found in re.finditer(r"(?:\\r)?\\n|\n", source)]), [
            "written"
        ]
    if few and len(starts := field_starts(source)) >= 4:
        return _cut(source, [(start, start) for start in starts if start]), ["one-line"]
    if "&lt;" in source and mending.TAG.search(source):
        lines = _cut(source, [(found.start(), found.end()) for found in _HTML_END.finditer(source)])
        return [_without_tags_around(line) for line in lines], []
    return _cut(source, [(found.start(), found.end()) for found in re.finditer("\n", source)]), []


def _without_tags_around(line: Line) -> Line:
    """A line of a web page without the tags before its words; those behind them are taken off with the codes."""
    at = 0
    while found := mending.TAG.match(line.text, at):
        at = found.end()
    return Line(line.text[at:], line.start + at) if at else line


def _cut(source: str, ends: list[tuple[int, int]]) -> list[Line]:
    lines, at = [], 0
    for end, following in ends:
        lines.append(Line(source[at:end], at))
        at = following
    lines.append(Line(source[at:], at))
    return lines


def mended_layout(
    paste: Paste, logical: list[mending.Logical], marks: list[str], end: int, stray: tuple[tuple[int, int], ...]
) -> Layout:
    """Join mended lines into a text, read its fields, and keep for each piece where it came from."""
    out: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[int, int]] = []
    size = 0
    for number, line in enumerate(logical):
        lead = "" if number == 0 else line.lead
        size += len(lead)
        out.append(lead)
        for words, source, length in line.pieces:
            starts.append(size)
            pieces.append((source, length))
            out.append(words)
            size += len(words)
    fields, _ = read_fields("".join(out) + "\n")
    if any("\xa0" in found.raw for found in fields):
        fields = [
            Field(found.name, found.raw.replace("\xa0", " "), found.start, found.end, found.value_start)
            for found in fields
        ]
    notes = tuple(NOTES[mark] for mark in dict.fromkeys(marks))
    return Layout(paste, fields, end, notes, stray, starts, pieces)
