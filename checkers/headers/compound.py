"""Compound files (MS-CFB), as Outlook saves messages: a small file system of storages and streams inside one file.

Damaged files are read as far as they go: chains end at a loop or outside the file, and what is too broken is MsgError.
"""

import struct
from dataclasses import dataclass

from checkers.wording import Text, text

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_STREAM = 4_000_000  # bytes read of one stream
MAX_ENTRIES = 20_000  # directory entries looked at
_FREE = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_NO_STREAM = 0xFFFFFFFF


class MsgError(ValueError):
    """The file is no Outlook message that can be read; ``why`` says so to the reader."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.message)
        self.why = why


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the directory (section 2.6)."""

    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
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

    def _directory(self, start: int) -> list[Entry]:
        whole = self._joined(self._chain(start), MAX_ENTRIES * 128)
        entries = []
        for at in range(0, len(whole) - 127, 128):
            length, kind = struct.unpack_from("<HB", whole, at + 64)
            left, right, child = struct.unpack_from("<III", whole, at + 68)
            first, size = struct.unpack_from("<II", whole, at + 116)
            name = whole[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(Entry(name, kind, left, right, child, first, size))
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
