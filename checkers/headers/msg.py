"""Outlook's own message files (.msg): the headers and recipients out of a compound file (MS-CFB, MS-OXMSG).

Only what the header checker needs is read: PidTagTransportMessageHeaders, and where Outlook kept none, the sender,
recipients, subject, time and ids, from which header fields are made. A broken file gives a text or MsgError.
"""

import binascii
import re
import struct
from dataclasses import dataclass

from checkers.headers import dates
from checkers.paste import codec
from checkers.wording import Text, text

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_STREAM = 4_000_000  # bytes read of one stream
MAX_ENTRIES = 20_000  # directory entries looked at
MAX_RECIPIENTS = 500
_FREE = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_NO_STREAM = 0xFFFFFFFF
_PROPERTY = "__substg1.0_{tag:04X}{kind}"
_EPOCH = 11_644_473_600  # seconds from 1601, where FILETIME begins, to 1970
_WEEKDAYS = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OLD_FIRST_LINE = re.compile(r"\s{0,20}Microsoft Mail Internet Headers[^\r\n]{0,100}[\r\n]{1,4}")


class MsgError(ValueError):
    """The file is no Outlook message that can be read; ``why`` says so to the reader."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.message)
        self.why = why


@dataclass(frozen=True, slots=True)
class Message:
    """The header block as text, and whether it is the one that arrived (else it was made from properties)."""

    headers: str
    arrived: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    left: int
    right: int
    child: int
    start: int
    size: int


def read(data: bytes) -> Message:
    """The headers of an Outlook message; MsgError for a file that is none or too broken."""
    try:
        file = _CompoundFile(data)
        root = file.children(0)
    except (struct.error, IndexError, MemoryError, OverflowError):
        raise MsgError(text("The file is cut off or damaged.")) from None
    if not any(name.startswith("__") for name in root):
        raise MsgError(text("It is another kind of Office file, not an email."))
    folder = _Properties(file, root, 32)
    arrived = folder.string(0x007D)
    arrived = _OLD_FIRST_LINE.sub("", arrived, count=1).strip("\r\n\0 ") if arrived else ""
    if ":" in arrived:
        return Message(arrived + "\r\n\r\n", True)
    made = _made(file, root, folder)
    if not made:
        raise MsgError(text("It holds neither headers nor a sender or recipients."))
    return Message(made + "\r\n", False)


class _CompoundFile:
    """The streams of a compound file by directory entry (MS-CFB sections 2.2 to 2.6)."""

    def __init__(self, data: bytes) -> None:
        if data[:8] != MAGIC or len(data) < 512:
            raise MsgError(text("The file is cut off or damaged."))
        shift, mini_shift = struct.unpack_from("<HH", data, 0x1E)
        if shift not in (9, 12) or mini_shift != 6:
            raise MsgError(text("The file is cut off or damaged."))
        self.data = data
        self.size = 1 << shift
        self.sectors = max(0, (len(data) + self.size - 1) // self.size - 1)
        fat_count, directory, _, cutoff, mini_fat, _, difat, _ = struct.unpack_from("<IIIIIIII", data, 0x2C)
        self.cutoff = cutoff or 4096
        self.fat = self._numbers(self._fat_sectors(difat)[: fat_count + 1])
        self.entries = self._directory(directory)
        self.mini_fat = self._numbers(self._chain(mini_fat))
        self.mini = self._joined(self._chain(self.entries[0].start), len(data)) if self.entries else b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.data[start : start + self.size]

    def _fat_sectors(self, difat: int) -> list[int]:
        found = list(struct.unpack_from("<109I", self.data, 0x4C))
        seen = set()
        while difat < _FREE and difat < self.sectors and difat not in seen:
            seen.add(difat)
            numbers = self._numbers([difat])
            found += numbers[:-1]
            difat = numbers[-1] if numbers else _NO_STREAM
        return [number for number in found if number < self.sectors]

    def _numbers(self, sectors: list[int]) -> list[int]:
        whole = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4]))

    def _chain(self, start: int) -> list[int]:
        """The sectors of a stream; a loop or a number outside the file ends it."""
        chain, seen = [], set()
        while start < self.sectors and start not in seen:
            seen.add(start)
            chain.append(start)
            start = self.fat[start] if start < len(self.fat) else _NO_STREAM
        return chain

    def _joined(self, chain: list[int], size: int) -> bytes:
        return b"".join(map(self._sector, chain[: size // self.size + 1]))[:size]

    def _directory(self, start: int) -> list[_Entry]:
        whole = self._joined(self._chain(start), MAX_ENTRIES * 128)
        entries = []
        for at in range(0, len(whole) - 127, 128):
            length, kind = struct.unpack_from("<HB", whole, at + 64)
            left, right, child = struct.unpack_from("<III", whole, at + 68)
            first, size = struct.unpack_from("<II", whole, at + 116)
            name = whole[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, left, right, child, first, size))
        if not entries or entries[0].kind != 5:
            raise MsgError(text("The file is cut off or damaged."))
        return entries

    def children(self, index: int) -> dict[str, int]:
        """The entries inside a storage by name; the tree is walked without recursion, each entry once."""
        found: dict[str, int] = {}
        pending, seen = [self.entries[index].child], set()
        while pending:
            number = pending.pop()
            if number >= len(self.entries) or number in seen:
                continue
            seen.add(number)
            entry = self.entries[number]
            pending += (entry.left, entry.right)
            if entry.kind in (1, 2):
                found.setdefault(entry.name, number)
        return found

    def stream(self, index: int) -> bytes:
        """The content of a stream, short ones from the mini stream (section 2.4)."""
        entry = self.entries[index]
        size = min(entry.size, MAX_STREAM)
        if entry.size >= self.cutoff:
            return self._joined(self._chain(entry.start), size)
        out, number, seen = [], entry.start, set()
        while number < len(self.mini_fat) and number not in seen and len(out) * 64 < size:
            seen.add(number)
            out.append(self.mini[number * 64 : number * 64 + 64])
            number = self.mini_fat[number]
        return b"".join(out)[:size]


class _Properties:
    """The MAPI properties of a storage: strings in streams of their own, numbers and times in one table."""

    def __init__(self, file: _CompoundFile, names: dict[str, int], head: int, charset: str | None = None) -> None:
        self.file = file
        self.names = names
        table = file.stream(names["__properties_version1.0"]) if "__properties_version1.0" in names else b""
        self.fixed = {
            struct.unpack_from("<I", table, at)[0]: table[at + 8 : at + 16] for at in range(head, len(table) - 15, 16)
        }
        page = self.number(0x3FFD) or self.number(0x3FDE)
        self.charset = charset or codec(f"cp{page}" if page and page != 65001 else "utf-8") or "cp1252"

    def number(self, tag: int) -> int | None:
        value = self.fixed.get(tag << 16 | 0x0003)
        return struct.unpack_from("<I", value)[0] if value and len(value) >= 4 else None

    def time(self, tag: int) -> int | None:
        """A FILETIME as seconds since 1970."""
        value = self.fixed.get(tag << 16 | 0x0040)
        return struct.unpack("<Q", value)[0] // 10_000_000 - _EPOCH if value and len(value) == 8 else None

    def string(self, tag: int) -> str | None:
        for kind in ("001F", "001E"):
            index = self.names.get(_PROPERTY.format(tag=tag, kind=kind))
            if index is not None:
                data = self.file.stream(index)
                found = data.decode("utf-16-le" if kind == "001F" else self.charset, "replace")
                return "".join("\ufffd" if "\ud800" <= char < "\ue000" else char for char in found).rstrip("\0")
        return None


def _made(file: _CompoundFile, root: dict[str, int], folder: _Properties) -> str:
    """Header fields from the properties of a message that no server ever gave headers."""
    lines = []
    sender = _person(
        folder.string(0x0042) or folder.string(0x0C1A),
        folder.string(0x5D02) or folder.string(0x5D01) or folder.string(0x0065) or folder.string(0x0C1F),
    )
    if sender:
        lines.append(f"From: {sender}")
    named = _recipients(file, root, folder.charset)
    for name, kind, shown in (("To", 1, 0x0E04), ("Cc", 2, 0x0E03)):
        people = ", ".join(person for sort, person in named if sort == kind)
        if people or (shown_as := folder.string(shown)):
            lines.append(f"{name}: {people or _word(shown_as)}")
    subject, sent = folder.string(0x0037), folder.time(0x0039) or folder.time(0x0E06)
    if not lines and subject is None:
        return ""
    if subject is not None:
        lines.append(f"Subject: {_word(subject)}")
    if sent is not None and (iso := dates.iso(sent)):
        year, month, day = iso[:10].split("-")
        weekday = _WEEKDAYS[sent // 86400 % 7]
        lines.append(f"Date: {weekday}, {day} {_MONTHS[int(month) - 1]} {year} {iso[11:19]} +0000")
    for name, tag in (("Message-ID", 0x1035), ("In-Reply-To", 0x1042), ("References", 0x1039)):
        if value := folder.string(tag):
            lines.append(f"{name}: {' '.join(value.split())}")
    return "\r\n".join(lines) + "\r\n"


def _recipients(file: _CompoundFile, root: dict[str, int], charset: str) -> list[tuple[int, str]]:
    """(1 To, 2 Cc, 3 Bcc; mailbox) of each recipient, in order."""
    found = []
    for name in sorted(root)[:MAX_ENTRIES]:
        if not name.startswith("__recip_version1.0_"):
            continue
        one = _Properties(file, file.children(root[name]), 8, charset)
        person = _person(one.string(0x3001), one.string(0x39FE) or one.string(0x3003))
        if person:
            found.append((one.number(0x0C15) or 1, person))
        if len(found) >= MAX_RECIPIENTS:
            break
    return found


def _person(name: str | None, address: str | None) -> str:
    """A mailbox for a header; Exchange's internal names (/O=…) are no addresses."""
    name, address = " ".join((name or "").split()), "".join((address or "").split())
    if "@" not in address:
        address = ""
    if not name or name == address:
        return f"<{address}>" if address else ""
    shown = _word(name) if not name.isascii() else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{shown} <{address}>" if address else shown


def _word(value: str | None) -> str:
    """Text for a header, as an encoded word where it is not plain (RFC 2047)."""
    value = " ".join((value or "").split())
    if value.isascii():
        return value
    data = binascii.b2a_base64(value.encode("utf-8"), newline=False).decode("ascii")
    return f"=?utf-8?B?{data}?="
