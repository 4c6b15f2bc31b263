"""Tell whether a text begins with the header of a message, or is nothing but a header."""

import re

from checkers.message import read_fields

# Names that make a first line a header field and not "Error: something"
_HEADER_NAMES = frozenset(
    (
        "received return-path from to subject date message-id mime-version content-type delivered-to "
        "x-failed-recipients authentication-results dkim-signature reply-to sender cc references "
        "in-reply-to auto-submitted x-mailer x-originating-ip content-transfer-encoding received-spf "
        "arc-seal arc-authentication-results x-received envelope-to x-original-to errors-to"
    ).split()
)
_FIELD_START = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]?:", re.MULTILINE)


def looks_like_message(text: str) -> bool:
    """Whether ``text`` begins with a header block of a message, an mbox line or blank lines allowed."""
    start = len(text) - len(text.lstrip("\n"))
    fields, _ = read_fields(text[start : start + 60_000])
    names = {field.name.lower() for field in fields}
    return len(names & _HEADER_NAMES) >= 2 or (len(fields) >= 3 and bool(names & _HEADER_NAMES))


def is_header_block(text: str) -> bool:
    """Whether ``text`` is header fields whose folding was lost on the way: no message to read, and no error either."""
    if not any(_FIELD_START.match(line) for line in text.lstrip()[:4000].split("\n")[:3]):
        return False  # the fields of a returned message come behind the notice's words
    names = {found[1].lower() for found in _FIELD_START.finditer(text[:20_000])}
    return len(names & _HEADER_NAMES) >= 4
