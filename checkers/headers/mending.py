"""Mend the lines of a header block: quote marks, indentation, lost or doubled line ends, HTML codes.

A line keeps the place it came from, also when it is cut or its codes are replaced, so that evidence still points
into the paste. What was done is told by marks, the keys of ``layout.NOTES``.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from checkers.headers.names import is_known, weight

_FENCES = ("```", "~~~", '"""', "'''")  # what people and chats put around a text
_NOT_NAMES = frozenset("http https mailto ftp tel re fw fwd aw".split())
_OPEN_KINDS = frozenset(
    (
        "received dkim-signature arc-seal arc-message-signature arc-authentication-results authentication-results "
        "received-spf references list-unsubscribe"
    ).split()
)

SPECIAL_BLANK = re.compile("[\xa0\u2000-\u200a\u202f]|\\A\u3000")
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,75})[ \t]{0,8}:")
_BARE_NAME = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,75})[ \t]{0,8}:[ \t]{0,8}")
_NAME_LIST = re.compile(r"[A-Za-z0-9_-]{1,60}:[A-Za-z0-9_-]{1,60}(?:[:;]|\Z)")  # a DKIM h= list, not a field
_BLANK = r"[ \t\xa0\u3000\u200b\ufeff]"
_PREFIX = re.compile(
    rf"(?:{_BLANK}{{0,40}}[>|]){{1,12}} ?|[ \t]{{0,12}}\d{{1,6}}[:.)|\]]?[ \t]{{1,4}}|{_BLANK}{{1,40}}"
)
# The tags of a web page or of an HTML mail, around text in which every "<" is written as a code.
TAG = re.compile(
    r"</?(?:br|p|div|pre|span|font|code|blockquote|b|i|u|tt|a|td|tr|table|tbody|li|ul|html|body)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(rf"&(?:lt|gt|amp|quot|nbsp|apos|#\d{{1,5}}|#x[0-9a-fA-F]{{1,4}});|{TAG.pattern}", re.IGNORECASE)
# A time with its zone at the end of a value, perhaps with a comment.
_STAMP = re.compile(
    r"[ T]\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\.\d{1,9})?\s{1,3}(?:[+-]\d{4}|[A-Z][A-Z0-9]{0,6}|\d{4})"
    r"(?:\s{0,3}\([^()]{0,60}\))?\s{0,3}\Z"
)
_OPEN_WORD = re.compile(r"=\?[A-Za-z0-9_-]{1,40}\?[bBqQ]\?[^?\s]{0,200}\??\Z")
_OPEN_ANGLE = re.compile(r"<[^<>\s\"]{0,300}\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the paste and where it starts."""

    text: str
    start: int


@dataclass(slots=True)
class Logical:
    """A mended line: what goes before it (line end, folding), its pieces as (words, source offset, source length)."""

    lead: str
    pieces: list[tuple[str, int, int]]

    @property
    def text(self) -> str:
        return "".join(words for words, _, _ in self.pieces)


@dataclass(slots=True)
class Block:
    """A header block: its mended lines, their weight, and the index of the line behind it."""

    logical: list[Logical] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    stray: list[tuple[int, int]] = field(default_factory=list)
    weight: int = 0
    next: int = 0


def read_block(lines: list[Line], first: int) -> Block:
    """The header block whose first field stands in ``lines[first]``."""
    block = Block()
    prefix = _prefix(lines[first].text)
    if prefix:
        block.marks.append(
            "quoted"
            if ">" in prefix or "|" in prefix
            else "numbered"
            if any(char.isdigit() for char in prefix)
            else "indented"
        )
    spaced = _is_double_spaced(lines, first, prefix)
    contents, block.next = _contents(lines, first, prefix, spaced)
    if spaced:
        block.marks.append("spaced")
    contents = _without_codes(contents, block)
    _join(contents, block)
    return block


def is_escaped(words: str) -> bool:
    """Whether text is written with HTML codes: some stand there, and no "<" but those of tags."""
    return ("&lt;" in words or "&gt;" in words) and "<" not in TAG.sub("", words)


def _prefix(line: str) -> str:
    found = _PREFIX.match(line)
    return found[0] if found else ""


def _strip(line: str, prefix: str) -> str:
    """``line`` without the block's prefix; a line that carries another one loses what is alike."""
    if not prefix:
        return line
    if line.startswith(prefix):
        return line[len(prefix) :]
    marks = prefix.count(">") + prefix.count("|")
    if marks:
        at = 0
        for _ in range(marks):
            rest = line[at:].lstrip(" \t\xa0")
            if rest[:1] not in (">", "|") or not rest:
                break
            at = len(line) - len(rest) + 1
        return line[at + 1 :] if at and prefix[-1] == " " and line[at : at + 1] == " " else line[at:]
    if any(char.isdigit() for char in prefix):
        blanks = len(prefix) - len(prefix.rstrip(" \t"))
        found = re.match(rf"[ \t]{{0,12}}\d{{1,6}}[:.)|\]]?[ \t]{{0,{blanks}}}", line)
        return line[found.end() :] if found else line
    shared = 0
    while shared < len(prefix) and shared < len(line) and line[shared] in " \t\xa0\u3000\u200b\ufeff":
        shared += 1
    return line[shared:]


def _is_double_spaced(lines: list[Line], first: int, prefix: str) -> bool:
    """Whether nearly every line is followed by an empty one, and fields go on behind those."""
    alone = together = fields = 0
    at = first
    while at < len(lines) and at < first + 40 and alone + together < 14:
        if not _strip(lines[at].text, prefix).strip():
            at += 1
            continue
        content = _strip(lines[at].text, prefix)
        found = _NAME.match(content)
        if found and is_known(found[1].lower()):
            fields += 1
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        if _strip(following, prefix).strip():
            together += 1
        else:
            alone += 1
        at += 1
    return (fields >= 2 and alone >= 2 and alone > together * 3) or (
        fields >= 2 and _blank_between_fields(lines, first, prefix)
    )


def _blank_between_fields(lines: list[Line], first: int, prefix: str) -> bool:
    """Whether every field line of the beginning has an empty line before it (folding kept, fields set apart)."""
    seen = apart = 0
    for at in range(first + 1, min(len(lines), first + 40)):
        found = _NAME.match(_strip(lines[at].text, prefix))
        if found and is_known(found[1].lower()):
            seen += 1
            apart += not _strip(lines[at - 1].text, prefix).strip()
    return seen >= 1 and seen == apart


def _contents(lines: list[Line], first: int, prefix: str, spaced: bool) -> tuple[list[Line], int]:
    """The block's lines without their prefix, up to the empty line that ends it."""
    contents: list[Line] = []
    at, blanks = first, 0
    while at < len(lines):
        raw = lines[at]
        content = _strip(raw.text, prefix)
        if content[:3] in _FENCES and not content.strip(content[0]):
            return contents, at + 1
        if not content.strip(" \t\xa0\u3000\u200b\ufeff>|"):
            if (
                ">" in prefix
                and raw.text.strip()
                and at + 1 < len(lines)
                and lines[at + 1].text[:1] not in ("", ">", " ", "\t", "|")
                and at > first
            ):
                at += 1  # a quoted line that was wrapped right behind its mark
                continue
            blanks += 1
            if not spaced and contents and blanks == 1 and _goes_on_behind_blank(lines, at, prefix, contents):
                at += 1
                continue
            if not spaced or blanks > 2:
                return contents, at + 1
            at += 1
            continue
        if blanks and spaced:
            found = _NAME.match(content)
            if not found and content[0] not in " \t" and blanks > 1:
                return contents, at
        blanks = 0
        contents.append(Line(content, raw.start + len(raw.text) - len(content)))
        at += 1
    return contents, at


def _goes_on_behind_blank(lines: list[Line], at: int, prefix: str, contents: list[Line]) -> bool:
    """Whether an empty line is the empty value of the field before it: values stand on lines of their own, and another
    name stands alone behind it."""
    if not _BARE_NAME.fullmatch(contents[-1].text) or at + 1 >= len(lines):
        return False
    following = _BARE_NAME.fullmatch(_strip(lines[at + 1].text, prefix))
    return following is not None and (is_known(following[1].lower()) or "-" in following[1])


def _without_codes(contents: list[Line], block: Block) -> list[tuple[Line, list[tuple[str, int, int]]]]:
    """Each line with its pieces: HTML codes and special blanks replaced where the block is written with them."""
    escaped = is_escaped("\n".join(line.text for line in contents))
    mended = []
    for line in contents:
        words, start = line.text, line.start
        if words[0] in "\u200b\ufeff":
            words, start = words[1:], start + 1
        if not words.isascii() and SPECIAL_BLANK.search(words):
            words = SPECIAL_BLANK.sub(" ", words)
            if words[0] == "\u3000":
                words = " " + words[1:]
            block.marks.append("blanks")
        if escaped:
            pieces, at = [], 0
            for found in _ESCAPED.finditer(words):
                if found.start() > at:
                    pieces.append((words[at : found.start()], start + at, found.start() - at))
                if found[0][0] == "&":
                    char = unescape(found[0]).replace("\xa0", " ")
                    pieces.append((char, start + found.start(), found.end() - found.start()))
                at = found.end()
            if words[at:] or not pieces:
                pieces.append((words[at:], start + at, len(words) - at))
        else:
            pieces = [(words, start, len(words))]
        mended.append((Line("".join(piece for piece, _, _ in pieces), start), pieces))
    if escaped:
        block.marks.append("escaped")
    return mended


def _field_name(
    content: str, previous: Logical | None, previous_name: str, form: "_Form", is_in_comment: bool
) -> str | None:
    """The name of the field that ``content`` begins, in lower case; None for anything else."""
    found = _NAME.match(content)
    if not found:
        return None
    name = found[1].lower()
    if is_in_comment and not (is_known(name) and (found[1][0].isupper() or form.is_lower)):
        return None  # "(Authenticated sender: …)", "TLS-CIPHER: <none>"
    if form.is_whole:
        return name
    if name in _NOT_NAMES:
        return None
    if previous is not None:
        before = previous.text.rstrip()
        if form.values_apart and _BARE_NAME.fullmatch(before) and not _BARE_NAME.fullmatch(content.rstrip()):
            return None  # "Date: 5 May" on the line behind "Subject:"
        if not is_known(name) and ("-" not in name or before.endswith(":")):
            return None  # "Re: hello" on the line behind "Subject:"
    if previous_name.endswith("signature") and _NAME_LIST.match(content):
        return None
    return name


@dataclass(frozen=True, slots=True)
class _Form:
    """How a block is written: every line that is not folded begins a field; values stand on lines of their own; names
    are in small letters."""

    is_whole: bool
    values_apart: bool
    is_lower: bool

    @classmethod
    def of(cls, lines: list[str]) -> "_Form":
        starts = [line for line in lines if line[:1] not in " \t"]
        named = [line for line in starts if (found := _NAME.match(line)) and found[1].lower() not in _NOT_NAMES]
        bare = sum(1 for line in named if _BARE_NAME.fullmatch(line.rstrip()))
        return cls(
            len(named) == len(starts) and bare * 2 <= len(named),
            bare > 2 and bare * 2 > len(named),
            bool(starts) and starts[0][0].islower(),
        )


def _join(contents: list[tuple[Line, list[tuple[str, int, int]]]], block: Block) -> None:
    """Put the lines together: a field on a line of its own, everything else to the field before it."""
    kinds: list[str | None] = []
    previous, name, depth = None, "", 0
    form = _Form.of([line.text for line, _ in contents])
    for line, pieces in contents:
        kind = None if line.text[:1] in " \t" else _field_name(line.text, previous, name, form, depth > 0)
        kinds.append(kind)
        if kind:
            previous, name, depth = Logical("", pieces), kind, 0
            block.weight += weight(kind)
        elif line.text.strip():
            previous = Logical("", pieces)
        if name == "received":
            depth = max(0, depth + line.text.count("(") - line.text.count(")"))
    last_field = max((index for index, kind in enumerate(kinds) if kind), default=0)
    width = _wrap_width(contents, kinds)
    folded = sum(1 for line, _ in contents if line.text[:1] in " \t")
    loose = sum(1 for (line, _), kind in zip(contents, kinds, strict=True) if not kind and line.text[:1] not in " \t")
    longest = max((len(line.text) for line, _ in contents if " " in line.text), default=0)
    value, name = "", ""
    for index, ((line, pieces), kind) in enumerate(zip(contents, kinds, strict=True)):
        if kind:
            block.logical.append(Logical("\n", pieces))
            value, name = line.text, kind
        elif line.text[:1] in " \t":
            block.logical.append(Logical("\n", pieces))
            value = value[-400:] + line.text
        else:
            before = contents[index - 1][0].text if index else ""
            may_be_cut = len(before) >= 30 and len(before) + 1 + len(line.text.split(" ", 1)[0]) > longest
            if folded and loose <= 2 and not may_be_cut and not _asks_for(value, name, line.text):
                if index > last_field:
                    block.next -= len(contents) - index
                    break
                block.stray.append((line.start, line.start + len(line.text)))
                continue
            is_long = may_be_cut or len(before) >= (58 if loose > 2 else 65)
            if index > last_field and not is_long and not _is_open(value, name):
                block.next -= len(contents) - index
                break
            tight = bool(_OPEN_WORD.search(value[-250:]) or _OPEN_ANGLE.search(value[-320:])) or (
                width and len(before) == width
            )
            block.logical.append(Logical("" if tight else "\n ", pieces))
            block.marks.append("unfolded")
            value = value[-400:] + line.text


def _is_open(value: str, name: str) -> bool:
    """Whether a field's value so far asks for more."""
    value = value.rstrip()
    if not value or value[-1] in ";,=(<:" or value.count("(") > value.count(")"):
        return True
    if name == "received":  # open up to its time and zone
        return not _STAMP.search(value)
    return name in _OPEN_KINDS or bool(_OPEN_WORD.search(value[-250:]))


def _asks_for(value: str, name: str, words: str) -> bool:
    """Whether a single line without folding fits what the field before it still needs."""
    if name.endswith("signature") or name == "arc-seal":
        return "=" in words or " " not in words.strip()
    return _is_open(value, name)


def _wrap_width(contents: list[tuple[Line, list[tuple[str, int, int]]]], kinds: list[str | None]) -> int:
    """The column at which lines were cut hard, inside words; 0 when they were not."""
    before = [
        len(contents[index - 1][0].text)
        for index, kind in enumerate(kinds)
        if index and not kind and contents[index][0].text[:1] not in " \t"
    ]
    width = max((len(line.text) for line, _ in contents), default=0)
    same = before.count(width)
    if same == len(before) and width in (80, 100, 120, 132):  # a terminal's width, though only once
        return width
    return width if same >= 3 and all(length in (width, width - 1) for length in before) else 0
