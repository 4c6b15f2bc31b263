"""Delivery status notifications: the machine-readable part of a bounce (RFC 3464).

Read too where it is not a part of its own: several systems print the same fields into the text of the notice.
"""

import re

from checkers.message import Field, Part, read_fields
from checkers.smtp import reply
from checkers.smtp.address import unquoted
from checkers.smtp.attempt import Attempt

MAX_GROUPS = 5000  # recipients of one report; more is no report but an attack
SUCCESS_ACTIONS = frozenset({"delivered", "relayed", "expanded"})
_RECIPIENT_FIELDS = ("final-recipient", "original-recipient", "x-actual-recipient", "x-original-recipient")
_OWN_FIELDS = frozenset(
    {
        *_RECIPIENT_FIELDS,
        "action",
        "status",
        "diagnostic-code",
        "remote-mta",
        "last-attempt-date",
        "reporting-mta",
        "arrival-date",
    }
)
_ANGLE = re.compile(r"<([^<>\s]{1,320}@[^<>\s]{1,255})>")
_FIELD_LINE = re.compile(
    r"^[ \t>|]{0,8}(?:Final-Recipient|Original-Recipient|Diagnostic-Code|Action|Status)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)


def attempts(part: Part) -> list[Attempt]:
    """The recipients of a ``message/delivery-status`` part, each with what its field group states.

    Where the empty line behind the part's own header is missing, the report's fields were read as that header.
    """
    swallowed = next((field.start for field in part.fields if field.name.lower() in _OWN_FIELDS), None)
    if swallowed is not None and part.is_plain:
        return _groups(part.source[swallowed : part.end], swallowed)
    return _groups(part.text(), part.start if part.is_plain else None)


def attempts_in_text(text: str, offset: int | None) -> list[Attempt]:
    """The same fields where they stand in plain text; ``offset`` is where ``text`` begins in the paste, if it does."""
    if len(_FIELD_LINE.findall(text[:200_000])) < 2 or not re.search(
        r"(?:Final|Original)-Recipient[ \t]*:", text[:200_000], re.IGNORECASE
    ):
        return []
    flat = re.sub(r"^[ \t>|]{1,8}(?=[A-Z][A-Za-z-]{3,30}:)", lambda gap: "", text, flags=re.MULTILINE)
    return _groups(flat, offset if len(flat) == len(text) else None)


def succeeded(attempt: Attempt) -> bool:
    """Whether the group reports no failure: delivered, relayed or expanded, or a 2.x.x status and nothing else."""
    if attempt.action in SUCCESS_ACTIONS:
        return True
    return attempt.action is None and (attempt.status or "").startswith("2.")


def address(value: str | None) -> str | None:
    """The address of a ``rfc822; user@example.com`` value, comments and brackets off; None without one."""
    if not value:
        return None
    words = value.partition(";")[2] if ";" in value else value
    if found := _ANGLE.search(words):
        return found[1]
    words = words.strip().strip("<>")
    if words.startswith('"'):
        local, quote, domain = words[1:].partition('"@')
        if quote:
            return unquoted(f'"{local}"@{domain.split()[0]}') if domain.split() else None
    words = words.partition("(")[0].strip()
    first = words.split()[0] if words.split() else ""
    return first.strip("<>,;\"'") or None


def _groups(text: str, offset: int | None) -> list[Attempt]:
    """Field groups part by empty lines (RFC 3464 section 2.1); where those were lost, by a new Final-Recipient."""
    found: list[Attempt] = []
    at, size = 0, len(text)
    while at < size and len(found) < MAX_GROUPS:
        fields, after = read_fields(text, at)
        if not fields:
            newline = text.find("\n", after)
            at = size if newline < 0 else newline + 1
            continue
        group: list[Field] = []
        seen: set[str] = set()
        for field in fields:
            name = field.name.lower()
            if name == "final-recipient" and name in seen:
                _add(found, group, offset)
                group, seen = [], set()
            group.append(field)
            seen.add(name)
        _add(found, group, offset)
        at = max(after, at + 1)
    return found


def _add(found: list[Attempt], group: list[Field], offset: int | None) -> None:
    if len(found) >= MAX_GROUPS:
        return
    values: dict[str, Field] = {}
    for field in group:
        values.setdefault(field.name.lower(), field)
    recipient = next(
        (
            found_in
            for name in _RECIPIENT_FIELDS[:2]
            if name in values and (found_in := address(values[name].value)) and "@" in found_in[1:]
        ),
        None,
    )
    if recipient is None:
        # an address without a local part names nobody; the notice for people may
        recipient = next(
            (
                found_in
                for name in _RECIPIENT_FIELDS
                if name in values and (found_in := address(values[name].value)) and "@" not in found_in
            ),
            None,
        )
    if recipient is None and not ("status" in values and ("action" in values or "diagnostic-code" in values)):
        return
    attempt = Attempt(recipient=recipient)
    if "action" in values:
        words = values["action"].value.lower().split()
        attempt.action = words[0].strip("();,") if words else None
    if "status" in values and (
        lone := reply.lone_enhanced(values["status"].value) or _success_status(values["status"].value)
    ):
        attempt.status = lone if isinstance(lone, str) else lone.enhanced
        attempt.context = values["status"].value
    if "remote-mta" in values:
        attempt.remote_mta = host(values["remote-mta"].value)
    if "diagnostic-code" in values:
        field = values["diagnostic-code"]
        kind, mark, words = field.value.partition(";")
        if kind.strip().lower() == "x-unix":  # a local program's exit status (Sendmail, Postfix)
            attempt.context += " x-unix"
        attempt.text = words.strip() if mark and len(kind) < 24 and " " not in kind.strip() else field.value
        if offset is not None:
            attempt.start, attempt.end = offset + field.value_start, offset + field.end
    found.append(attempt)


def _success_status(value: str) -> str | None:
    match = re.match(r"2\.\d{1,3}\.\d{1,3}", value)
    return match[0] if match else None


def host(value: str) -> str | None:
    """The host of ``dns; mx.example.com (192.0.2.1)``; None when it names none.

    >>> host("dns;mx.example.jp (TCP|192.0.2.1|4804)")
    'mx.example.jp'
    """
    words = (value.partition(";")[2] if ";" in value else value).split()
    name = words[0].partition("(")[0].strip("[]<>,.;").lower() if words else ""
    return name if name and any(char.isalnum() for char in name) else None
