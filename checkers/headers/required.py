"""What the standard asks of header fields: there, once, readable (RFC 5322 sections 2.1.1, 3.6; RFC 2047)."""

import re

from checkers.headers import dates
from checkers.headers.addresses import Mailbox
from checkers.headers.fieldset import MAX_TEXT, FieldSet
from checkers.headers.finding import Findings
from checkers.message import decode_words, unreadable_word

ONCE = {
    "from": "From", "date": "Date", "subject": "Subject", "message-id": "Message-ID", "to": "To", "cc": "Cc",
    "bcc": "Bcc", "reply-to": "Reply-To", "sender": "Sender", "in-reply-to": "In-Reply-To", "references": "References",
    "mime-version": "MIME-Version", "content-type": "Content-Type",
    "content-transfer-encoding": "Content-Transfer-Encoding",
}  # fmt: skip
MAX_LINE = 998
MAX_ZONE = {"+": 14 * 60, "-": 12 * 60}  # minutes; Kiribati and Baker Island
_READ_BY_PEOPLE = ("subject", "from", "to", "cc", "reply-to", "sender")
_PROPER = {"subject": "Subject", "from": "From", "to": "To", "cc": "Cc", "reply-to": "Reply-To", "sender": "Sender"}

_BANG_PATH = re.compile(r"[A-Za-z0-9_.-]{1,64}(?:![A-Za-z0-9_.+-]{1,64}){1,12}")  # UUCP, before domains
_ZONE = re.compile(r":\d{2} ([+-])(\d{2})(\d{2})\b")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}@[^<>\s@]{1,300}>")
# Shorter than a word has to be, to find words that lost their end or name no known charset.
_WORD_LIKE = re.compile(r"=\?[A-Za-z0-9_.-]{1,40}(?:\*[A-Za-z-]{1,20})?\?[bBqQ]\?[^?\s]{0,100}(?:\?=)?")


def judge(fields: FieldSet, findings: Findings) -> None:
    """Add the findings on missing, doubled and malformed fields."""
    _judge_missing(fields, findings)
    for name, proper in ONCE.items():
        found = fields.all(name)
        if len(found) > 1:
            findings.add(
                "duplicate-{field}",
                *(fields.span(field) for field in found[:5]),
                field=name,
                name=proper,
                count=len(found),
            )
    _judge_addresses(fields, findings)
    _judge_message_id(fields, findings)
    date = fields.value("date")
    if date is not None:
        if fields.date is None:
            findings.add("unreadable-date", *fields.spans("date"), value=date)
        elif dates.weekday_is_wrong(date[:100]):
            findings.add("wrong-weekday", *fields.spans("date"), value=date)
        if any(int(hours) * 60 + int(minutes) > MAX_ZONE[sign] for sign, hours, minutes in _ZONE.findall(date[:100])):
            findings.add("odd-time-zone", *fields.spans("date"), value=date)
    _judge_form(fields, findings)
    _judge_encoding(fields, findings)


def _judge_missing(fields: FieldSet, findings: Findings) -> None:
    if fields.layout.is_summary:
        return
    for name in ("from", "date", "message-id", "subject"):
        if name not in fields:
            findings.add(f"missing-{name}")
    if fields.value("subject") == "":
        findings.add("missing-subject", *fields.spans("subject"), severity="info")
    if not any(fields.value(name) for name in ("to", "cc", "bcc", "resent-to", "apparently-to")):
        findings.add("missing-recipient", *fields.spans("to", "cc"))
    if "mime-version" not in fields and ("content-type" in fields or "content-transfer-encoding" in fields):
        findings.add("missing-mime-version", *fields.spans("content-type"))


def _is_usable(mailbox: Mailbox) -> bool:
    """Whether the address can be one: a local part, one at sign outside quotes, a domain, no blanks."""
    address = mailbox.address or ""
    local, at, domain = address.rpartition("@")
    if not at and _BANG_PATH.fullmatch(address):
        return True
    if not at or not local or not domain:
        return False
    if domain.startswith("["):
        return domain.endswith("]")
    if (
        any(char in domain for char in " \t,;:()<>\"'\\[]/|=")
        or ".." in domain
        or domain[0] in ".-"
        or domain[-1] == "-"
    ):
        return False
    if local[0] == local[-1] == '"' and len(local) > 1:
        return True
    return not any(char in local for char in ' \t,;:()<>"\\[]@') and len(address) <= 320


def _is_unclosed(value: str) -> bool:
    """Whether an angle bracket or a quote is opened and not closed."""
    return value.rfind("<") > value.rfind(">") or (value.count('"') - value.count('\\"')) % 2 == 1


def _judge_addresses(fields: FieldSet, findings: Findings) -> None:
    if (value := fields.value("from")) is not None:
        usable = sum(map(_is_usable, fields.senders))
        if "mailer-daemon" in value.lower():
            pass  # bounces of old servers name no domain
        elif not usable or usable < len(fields.senders) or _is_unclosed(value):
            findings.add("malformed-from", *fields.spans("from"), value=value)
        elif len(fields.senders) > 1 and "sender" not in fields and len(fields.all("from")) == 1:
            findings.add("several-from", *fields.spans("from"), count=len(fields.senders))
    for name in ("to", "cc"):
        wrong = next((mailbox for mailbox in fields.mailboxes(name) if not _is_usable(mailbox)), None)
        field = fields.first(name)
        if field is None:
            continue
        if wrong is not None and not _stands_for_hidden(wrong):
            value = wrong.address or wrong.name or ""
            findings.add("malformed-recipient", fields.span_of(field, value), name=_PROPER[name], value=value)
        elif wrong is None and _is_unclosed(fields.value_of(field)):
            findings.add("malformed-recipient", fields.span(field), name=_PROPER[name], value=fields.value_of(field))
    if (value := fields.value("reply-to")) and not any(map(_is_usable, fields.mailboxes("reply-to"))):
        findings.add("malformed-reply-to", *fields.spans("reply-to"), value=value)


def _stands_for_hidden(mailbox: Mailbox) -> bool:
    """Words that programs put where recipients are hidden: ``undisclosed-recipients``, ``Recipients``."""
    words = (mailbox.address or mailbox.name or "").lower()
    return "recipient" in words or "undisclosed" in words


def _judge_message_id(fields: FieldSet, findings: Findings) -> None:
    field = fields.first("message-id")
    if field is None:
        return
    value = fields.value_of(field)
    bare = value.partition("(")[0].strip() if "(" in value and value.rstrip().endswith(")") else value
    if not _MESSAGE_ID.fullmatch(bare):
        findings.add("malformed-message-id", fields.span(field), value=value)


def _judge_form(fields: FieldSet, findings: Findings) -> None:
    source = fields.layout.paste.text
    for start, end in fields.layout.stray[:3]:
        severity = "info" if "stray-header-line" in findings else None
        findings.add(
            "stray-header-line", fields.layout.paste.span(start, end), severity=severity, value=source[start:end]
        )
    for field in fields.fields:
        if len(field.raw) > MAX_LINE - 60:
            longest = max(map(len, field.raw.split("\n")))
            longest += len(field.name) + 1 if "\n" not in field.raw else 0
            if longest > MAX_LINE:
                severity = "info" if field.name.lower().startswith(("x-", "arc-")) else None  # filters' own, rarely cut
                findings.add("long-header-line", fields.span(field), severity=severity, length=longest, name=field.name)
                return


def _judge_encoding(fields: FieldSet, findings: Findings) -> None:
    raw = broken = False
    for name in _READ_BY_PEOPLE:
        field = fields.first(name)
        if field is None:
            continue
        value = fields.value_of(field)[:MAX_TEXT]
        if not value.isascii() and not raw and not fields.layout.is_summary:
            raw = True
            findings.add("raw-8bit", fields.span(field), name=_PROPER[name])
        if "=?" in value and not broken:
            decoded = decode_words(value)
            left = _WORD_LIKE.search(decoded) if "=?" in decoded else None
            words = unreadable_word(value) or (left[0] if left else None)
            if words or "\ufffd" in decoded and "\ufffd" not in value:
                broken = True
                findings.add(
                    "broken-encoded-word",
                    fields.span_of(field, words or ""),
                    name=_PROPER[name],
                    value=words or decoded,
                )
