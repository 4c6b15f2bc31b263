"""Outlook's own message files (.msg): the headers and recipients out of a compound file (MS-CFB, MS-OXMSG).

Only what the checkers need is read: PidTagTransportMessageHeaders, and where Outlook kept none, the sender,
recipients, subject, time and ids, from which header fields are made. Of what looks like a bounce the text and the
delivery status are read, too, so that it can be taken for the bounce that it was. A broken file gives a text or
MsgError.
"""

import binascii
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from checkers.headers import dates
from checkers.headers.compound import MAGIC, MAX_ENTRIES, CompoundFile, MsgError
from checkers.paste import codec
from checkers.wording import text

__all__ = ["MAGIC", "Message", "MsgError", "read"]

MAX_RECIPIENTS = 500
_PROPERTY = "__substg1.0_{tag:04X}{kind}"
_EPOCH = 11_644_473_600  # seconds from 1601, where FILETIME begins, to 1970
_WEEKDAYS = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MADE = "=_red-envelope"  # the boundary between the parts of a report that is made here
# A report on the fate of a message by its class (MS-OXOMSG section 2.2.3): what became of it
_ACTIONS = {".NDR": "failed", ".DELAYED.DR": "delayed", ".DR": "delivered"}
_MAY_REPORT = re.compile(
    r"^(?:content-type:\s{0,20}multipart/report|return-path:[ \t]{0,20}<>|x-failed-recipients:"
    r"|auto-submitted:[ \t]{0,9}auto-"
    r"|(?:from|sender):[^\n]{0,200}(?:mailer-daemon|postmaster|mail delivery|postoffice))",
    re.IGNORECASE | re.MULTILINE,
)
_OLD_FIRST_LINE = re.compile(r"\s{0,20}Microsoft Mail Internet Headers[^\r\n]{0,100}[\r\n]{1,4}")


@dataclass(frozen=True, slots=True)
class Message:
    """The header block as text, of a bounce with what it reports below, and whether it is the block that arrived (else
    it was made from properties)."""

    headers: str
    arrived: bool


def read(data: bytes) -> Message:
    """The headers of an Outlook message; MsgError for a file that is none or too broken."""
    try:
        file = CompoundFile(data)
        root = file.children(0)
    except (struct.error, IndexError, MemoryError, OverflowError):
        raise MsgError(text("The file is cut off or damaged.")) from None
    if not any(name.startswith("__") for name in root):
        raise MsgError(text("It is another kind of Office file, not an email."))
    folder = _Properties(file, root, 32)
    arrived = folder.string(0x007D)
    arrived = _OLD_FIRST_LINE.sub("", arrived, count=1).strip("\r\n\0 ") if arrived else ""
    is_arrived = ":" in arrived
    headers = arrived + "\r\n" if is_arrived else _made(file, root, folder)
    if not headers:
        raise MsgError(text("It holds neither headers nor a sender or recipients."))
    kind = (folder.string(0x001A) or "").upper()
    if kind.startswith("REPORT.") or _MAY_REPORT.search(headers):
        headers = _with_report(headers, file, root, folder, kind)
    else:
        headers += "\r\n"
    return Message(headers, is_arrived)


class _Properties:
    """The MAPI properties of a storage: strings in streams of their own, numbers and times in one table."""

    def __init__(self, file: CompoundFile, names: dict[str, int], head: int, charset: str | None = None) -> None:
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


def _with_report(headers: str, file: CompoundFile, root: dict[str, int], folder: "_Properties", kind: str) -> str:
    """The message with its text and the delivery status below the headers, as RFC 3464 lays a report out.

    Outlook has taken the parts of the message apart, so what the header says of them no longer holds.
    """
    kept, is_kept = [], True
    for line in headers.splitlines():
        if line[:1] not in (" ", "\t"):
            is_kept = not line.lower().startswith(("content-", "mime-version"))
        if is_kept and line.strip():
            kept.append(line)
    statuses = _attached_statuses(file, root) or _made_status(file, root, folder, kind)
    body = "\r\n".join((folder.string(0x1000) or folder.string(0x1001) or "").splitlines())
    parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"]
    if statuses:
        parts.append(f"Content-Type: message/delivery-status\r\n\r\n{statuses}\r\n")
    kept += [
        "MIME-Version: 1.0",
        f'Content-Type: multipart/{"report" if statuses else "mixed"}; report-type=delivery-status; boundary="{_MADE}"',
        "",
        *(f"--{_MADE}\r\n{part}" for part in parts),
        f"--{_MADE}--",
    ]
    return "\r\n".join(kept) + "\r\n"


def _attached_statuses(file: CompoundFile, root: dict[str, int]) -> str:
    """The delivery status that a server wrote, where Outlook kept it as an attachment."""
    for name in sorted(root)[:MAX_ENTRIES]:
        if name.startswith("__attach_version1.0_"):
            one = _Properties(file, file.children(root[name]), 8)
            content = one.names.get("__substg1.0_37010102")
            if content is not None and (one.string(0x370E) or "").lower() == "message/delivery-status":
                return file.stream(content).decode("utf-8", "replace")
    return ""


def _made_status(file: CompoundFile, root: dict[str, int], folder: "_Properties", kind: str) -> str:
    """The delivery status of each recipient from the properties of a report: who, and the words of the server."""
    action = next((action for ending, action in _ACTIONS.items() if kind.endswith(ending)), None)
    if action is None:
        return ""
    out = []
    for one in _recipient_folders(file, root, folder.charset):
        address = "".join((one.string(0x39FE) or one.string(0x3003) or "").split())
        words = " ".join((one.string(0x0C1B) or one.string(0x1001) or "").split())
        if "@" in address:
            out.append(f"Final-Recipient: rfc822; {address}\r\nAction: {action}")
            out[-1] += f"\r\nDiagnostic-Code: smtp; {words}\r\n" if words else "\r\n"
    return "Reporting-MTA: dns; localhost\r\n\r\n" + "\r\n".join(out) if out else ""


def _made(file: CompoundFile, root: dict[str, int], folder: _Properties) -> str:
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


def _recipient_folders(file: CompoundFile, root: dict[str, int], charset: str) -> Iterator[_Properties]:
    """The properties of each recipient, in order."""
    names = [name for name in sorted(root)[:MAX_ENTRIES] if name.startswith("__recip_version1.0_")]
    for name in names[:MAX_RECIPIENTS]:
        yield _Properties(file, file.children(root[name]), 8, charset)


def _recipients(file: CompoundFile, root: dict[str, int], charset: str) -> list[tuple[int, str]]:
    """(1 To, 2 Cc, 3 Bcc; mailbox) of each recipient that has a name or an address."""
    people = (
        (one.number(0x0C15) or 1, _person(one.string(0x3001), one.string(0x39FE) or one.string(0x3003)))
        for one in _recipient_folders(file, root, charset)
    )
    return [(kind, person) for kind, person in people if person]


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
