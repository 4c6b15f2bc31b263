"""Outlook files for tests, written by the layout of MS-CFB: a compound file with the streams that are asked for."""

import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096


def compound(tree: dict) -> bytes:
    """A compound file; ``tree`` maps names to bytes (a stream) or to another such dict (a storage)."""
    entries = [["Root Entry", 5, FREE, b""]]  # name, kind, child, content
    links: dict[int, int] = {}

    def add(folder: dict, parent: int) -> None:
        before = None
        for name, content in folder.items():
            number = len(entries)
            entries.append(
                [name, 1 if isinstance(content, dict) else 2, FREE, b"" if isinstance(content, dict) else content]
            )
            if before is None:
                entries[parent][2] = number
            else:
                links[before] = number  # a tree as flat as a list: its readers must not recurse
            before = number
            if isinstance(content, dict):
                add(content, number)

    add(tree, 0)
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, mini_fat = b"", []

    def store(data: bytes) -> int:
        if not data:
            return END
        first = len(sectors)
        count = -(-len(data) // SECTOR)
        for at in range(count):
            sectors.append(data[at * SECTOR : (at + 1) * SECTOR].ljust(SECTOR, b"\0"))
            fat.append(first + at + 1 if at < count - 1 else END)
        return first

    placed = []
    for _, kind, _, content in entries:
        if kind != 2:
            placed.append((END, 0))
        elif len(content) >= CUTOFF:
            placed.append((store(content), len(content)))
        else:
            first, count = len(mini_fat), -(-len(content) // MINI)
            mini += content.ljust(count * MINI, b"\0")
            mini_fat += [first + at + 1 if at < count - 1 else END for at in range(count)]
            placed.append((first if count else END, len(content)))
    placed[0] = (store(mini), len(mini))
    mini_start = store(
        struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(-(-len(mini_fat) * 4 // SECTOR) * SECTOR, b"\xff")
    )
    folder = b""
    for number, (name, kind, child, _) in enumerate(entries):
        raw = name.encode("utf-16-le") + b"\0\0"
        start, size = placed[number]
        folder += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
        folder += (
            struct.pack("<III", FREE, links.get(number, FREE), child) + bytes(36) + struct.pack("<IQ", start, size)
        )
    folder_start = store(folder)
    fat_count = 1
    while fat_count * 128 < len(fat) + fat_count:
        fat_count += 1
    fat_sectors = list(range(len(sectors), len(sectors) + fat_count))
    fat += [FAT] * fat_count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_count * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fat_count, folder_start, 0, CUTOFF, mini_start, len(mini_fat) and 1, END, 0)
    head += struct.pack("<109I", *fat_sectors, *[FREE] * (109 - fat_count))
    return head + b"".join(sectors) + table


def text(tag: int, value: str) -> dict:
    """A Unicode string property as a stream of its storage."""
    return {f"__substg1.0_{tag:04X}001F": value.encode("utf-16-le")}


def fixed(head: int, numbers: dict[int, int], times: dict[int, int] | None = None) -> dict:
    """The table of numbers and times (seconds since 1970) of a storage."""
    table = bytes(head)
    for tag, value in numbers.items():
        table += struct.pack("<IIQ", tag << 16 | 3, 6, value)
    for tag, seconds in (times or {}).items():
        table += struct.pack("<IIQ", tag << 16 | 0x40, 6, (seconds + 11_644_473_600) * 10_000_000)
    return {"__properties_version1.0": table}


def message(headers: str | None = None, **streams: bytes) -> bytes:
    """An Outlook message with the header block ``headers``, or a sent one without."""
    tree = fixed(32, {0x3FFD: 936}, {0x0039: 1795422603})
    tree |= text(0x0037, "会议纪要") | text(0x0042, "Wang Wei") | text(0x5D02, "wang@example.com")
    tree |= text(0x1035, "<1@mail.example.com>") | streams
    if headers is not None:
        tree |= text(0x007D, headers)
    for number, (name, address, kind) in enumerate((("Zhao", "zhao@example.net", 1), ("Li, Na", "li@example.net", 2))):
        tree[f"__recip_version1.0_#{number:08X}"] = (
            fixed(8, {0x0C15: kind}) | text(0x3001, name) | text(0x39FE, address)
        )
    return compound(tree)
