"""Read a bounce message: every failed recipient with the words about it, from the most trustworthy place first.

1. The delivery-status part (RFC 3464); where it lacks a diagnostic, the notice for people fills in.
2. The same fields printed into the notice's text, or a JSON notification.
3. The notice itself: addresses, their paragraphs, the original message for what it does not say.
"""

import json
import re
from dataclasses import dataclass, field

from checkers.message import Part, decode_words, html_to_text, parse
from checkers.smtp import diagnosis, dsn, notice, quoted, recognise, reply
from checkers.smtp.address import ADDRESS, unquoted
from checkers.smtp.attempt import Attempt
from checkers.smtp.pattern import fold

MAX_RECIPIENTS = 2000
_DAEMON_NAMES = ("MAILER-DAEMON", "ailer-", "ostmaster@")  # in the header of a bounce that a notice shows
_MAX_SHARED = 50  # recipients that a transcript is searched for
_CONTEXT = 3000  # characters of the notice that stand by for a diagnostic that says nothing
_NAME = r"([A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24})"
# RFC 2142 section 6 and the habit of list servers
_LIST_KEEPER = re.compile(r"-(?:owner|admin|request|help|bounces)@|^owner-", re.IGNORECASE)
# The host that spoke: "host mx.example.com[192.0.2.1] said", "relay=mx.example.com[...]", "talking to mx.example.com."
_HOST = re.compile(
    r"(?:\bhost:?|talking to|\bserver(?: for the recipient domain \S{1,255} by)?|\bMTA|connect(?:ed)? to|"
    r"delivery via|\bby|\bwith)"
    rf"[ \t\n>]{{1,8}}<?{_NAME}\.?(?=[\s\[(:;,.>'\"]|$)|relay={_NAME}|^{_NAME} ?[\[(][0-9A-Fa-f.:]{{3,45}}[\])]",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(slots=True)
class Found:
    """What a message is and which failures it reports."""

    kind: str
    format: str
    attempts: list[Attempt] = field(default_factory=list)


def read(message: Part) -> Found:
    """The failures a message reports: none for auto-replies, complaints, receipts, success reports, ordinary mail."""
    kind = recognise.message_kind(message)
    inner = _inner_bounce(message) if kind in ("ordinary", "notice") else None
    if kind not in ("dsn", "notice", "ordinary") and inner is None:
        return Found(kind, "notice")
    words, offset, stop = _notice_text(message)
    if inner is None and (kind == "ordinary" or (kind == "notice" and not recognise.is_reporter(message))):
        if not recognise.is_answer(message) and (forwarded := recognise.forwarded_notice(words)) is not None:
            return _without_offsets(read(forwarded))
        if kind == "ordinary":
            return Found(kind, "unknown")
    if inner is not None and (kind == "ordinary" or not any(code.weight >= 2 for code in reply.find(words, 0, stop))):
        return read(inner)
    attempts = [
        attempt
        for part in message.own_parts()
        if part.content_type.endswith("delivery-status")
        for attempt in dsn.attempts(part)
    ]
    if attempts:
        failed = [attempt for attempt in attempts if not dsn.succeeded(attempt)]
        if not failed:
            return Found("success", "dsn")
        _fill_in(failed, message, words[:stop], offset)
        return Found("dsn", "dsn", failed[:MAX_RECIPIENTS])
    attempts = dsn.attempts_in_text(words[:stop] if stop > 40 else words, offset) or _from_json(words)
    if attempts:
        failed = [attempt for attempt in attempts if not dsn.succeeded(attempt)]
        _fill_in(failed, message, words[:stop], offset)
        return Found("notice" if failed else "success", "notice", failed[:MAX_RECIPIENTS])
    return Found("notice", "notice", _from_notice(message, words, offset, stop))


def read_text(text: str) -> list[Attempt]:
    """The failures of a bounce pasted as rendered text, without its header."""
    if (forwarded := recognise.forwarded_notice(text)) is not None:
        return _without_offsets(read(forwarded)).attempts
    plain = quoted.unmarked(quoted.single_spaced(text))
    offset = 0 if plain == text else None
    stop = notice.end_of_notice(plain)
    attempts = dsn.attempts_in_text(plain, offset)
    if attempts:
        return [attempt for attempt in attempts if not dsn.succeeded(attempt)]
    return _attempts_of(notice.segments(plain[:stop]), plain[:stop], offset)


def _without_offsets(found: Found) -> Found:
    """For words that were copied before they were read: where they stand is looked up again."""
    for attempt in found.attempts:
        attempt.start = attempt.end = None
    return found


def _inner_bounce(message: Part) -> Part | None:
    """A bounce that somebody forwarded as an attachment."""
    for part in message.walk():
        if (
            part is not message
            and part.fields
            and part.content_type != "message/rfc822"
            and (kind := recognise.message_kind(part)) in ("dsn", "notice")
            and (part.get("From") or (kind == "dsn" and part.content_type == "multipart/report"))
        ):
            return part
    return None


def _notice_text(message: Part) -> tuple[str, int | None, int]:
    """The words for people, where they stand in the paste (None when encoded), where in them the original begins."""
    best: tuple[str, int | None, int] | None = None
    for part in message.own_parts():
        if part.parts or part.content_type == "text/rfc822-headers":
            continue
        if part is not message and not part.content_type.startswith(("text/", "multipart/")):
            continue
        words = part.text()
        offset = part.start if part.is_plain else None
        if part.content_type == "text/html" or (part is message and "<html" in words[:500].lower()):
            words, offset = html_to_text(words[:400_000]), None
        plain = quoted.unmarked(words)
        if plain != words:
            words, offset = plain, None
        if not words.strip():
            continue
        found = (words, offset, notice.end_of_notice(words))
        if best is None or ("@" in found[0][: found[2]] and "@" not in best[0][: best[2]]):
            best = found
        if best and part.content_type == "text/plain" and "@" in best[0][: best[2]]:
            break
    return best or ("", None, 0)


def _sender(message: Part) -> frozenset[str]:
    """The addresses that the bounce goes to and comes from: they are no recipients of the lost message."""
    values = " ".join(
        message.get(name) or "" for name in ("To", "From", "Delivered-To", "X-Original-To", "Envelope-To")
    )
    return frozenset(found.lower() for found in ADDRESS.findall(values))


def _named(message: Part, words: str) -> str | None:
    """Whom the notice, else the returned message, names where the machine-readable part names nobody."""
    found = notice.segments(words, _sender(message))
    return found[0].recipient if len(found) == 1 else next(iter(_original_recipients(message, words, len(words))), None)


def _in_full(name: str, message: Part, words: str) -> str:
    """A local name ("Final-Recipient: rfc822; anna") as the address that the words or the returned message give it."""
    addresses = ADDRESS.findall(words) + _original_recipients(message, words, len(words))
    return next((found for found in addresses if found.lower().startswith(f"{name.lower()}@")), name)


def _fill_in(attempts: list[Attempt], message: Part, words: str, offset: int | None) -> None:
    """Give each attempt the notice's words about its recipient: as diagnosis where it has none, else as context."""
    known = tuple(attempt.recipient for attempt in attempts if attempt.recipient)
    if len(known) > 50:
        return
    segments = {segment.recipient.lower(): segment for segment in notice.segments(words, frozenset(), known)}
    only = next(iter(segments.values())) if len(segments) == 1 and len(attempts) == 1 else None
    if len(attempts) == 1 and not attempts[0].recipient:
        attempts[0].recipient = _named(message, words)
    for attempt in attempts:
        if attempt.recipient and "@" not in attempt.recipient:
            attempt.recipient = _in_full(attempt.recipient, message, f"{attempt.text}\n{words[:_CONTEXT]}")
        segment = segments.get((attempt.recipient or "").lower()) or only
        if segment is None:
            if len(attempts) == 1:
                attempt.context = f"{attempt.context}\n{words[:_CONTEXT]}"
            continue
        start, end = diagnosis.diagnostic(segment.text)
        if not attempt.text or not any(char.isalpha() for char in attempt.text):
            attempt.text = segment.text[start:end].strip()
            attempt.start = attempt.end = None
            if offset is not None and attempt.text:
                attempt.start, attempt.end = offset + segment.start + start, offset + segment.end
        attempt.context = f"{attempt.context}\n{segment.text[:_CONTEXT]}"
        if len(attempts) == 1:  # with several, the words may be about another one
            attempt.context += f"\n{words[:_CONTEXT]}"


def _from_notice(message: Part, words: str, offset: int | None, stop: int) -> list[Attempt]:
    body = words[:stop]
    known = tuple(ADDRESS.findall(message.get("X-Failed-Recipients") or "")[:MAX_RECIPIENTS])
    segments = notice.segments(body, _sender(message) - {address.lower() for address in known}, known)
    if known:
        wanted = {address.lower() for address in known}
        segments = [segment for segment in segments if segment.recipient.lower() in wanted] or [
            notice.Segment(address, body.strip(), 0, len(body)) for address in known
        ]
    if all(_LIST_KEEPER.search(segment.recipient) for segment in segments):
        # a list server that refuses a post names its keepers in the text, and the list in its own field
        listed = ADDRESS.findall(message.get("X-BeenThere") or message.get("List-Post") or "")[:1]
        segments = [notice.Segment(address, body.strip(), 0, len(body)) for address in listed] or segments
    if not segments or all(_LIST_KEEPER.search(segment.recipient) for segment in segments):
        # "Rejected posting to CHESS-L@...", "Undeliverable mail: a@b": the title names what the text does not
        titled = [found for found in ADDRESS.findall(_title(message)) if found.lower() not in _sender(message)]
        segments = [notice.Segment(address, body.strip(), 0, len(body)) for address in titled[:1]] or segments
    # a list server tells a member that his mail bounced, and shows the bounce; a cheap look first, as few are like that
    shown = not segments or any(words.find(name, stop, stop + 3000) >= 0 for name in _DAEMON_NAMES)
    if shown and not any(code.weight >= 2 for code in reply.find(body)) and (nested := _quoted_bounce(words, stop)):
        return nested
    if not segments:
        segments = [
            notice.Segment(address, body.strip(), 0, len(body))
            for address in _original_recipients(message, words, stop)
        ]
    attempts = _attempts_of(segments, body, offset)
    if not attempts and body.strip():
        attempts = _attempts_of([notice.Segment("", body.strip(), 0, len(body))], body, offset)
    return attempts[:MAX_RECIPIENTS]


def _title(message: Part) -> str:
    return decode_words(message.get("Subject") or "")


def _quoted_bounce(words: str, stop: int) -> list[Attempt]:
    """The failures of a bounce that this notice carries as the message it returns: a list server's, a forwarder's."""
    at = words.find("\n", stop) if words.startswith(("From ", "-", "_"), stop) else stop
    if at < 0 or len(words) - at < 200:
        return []
    inner = parse(words[at:])
    if len(inner.fields) < 3 or recognise.message_kind(inner) not in ("dsn", "notice"):
        return []
    return _without_offsets(read(inner)).attempts


def _original_recipients(message: Part, words: str, stop: int) -> list[str]:
    """The To field of the returned message: the last resort of a notice that names nobody."""
    for part in message.walk():
        if part is not message and part.content_type not in ("message/rfc822",) and (value := part.get("To")):
            return ADDRESS.findall(value)[:1]
    for part in message.walk():
        if part.content_type == "text/rfc822-headers" and (value := parse(part.text()).get("To")):
            return ADDRESS.findall(value)[:1]
    value = notice.original_fields(words, stop).get("to", "")
    return ADDRESS.findall(value)[:1]


def _attempts_of(segments: list[notice.Segment], body: str, offset: int | None) -> list[Attempt]:
    delayed = recognise.phrases("still_trying").search(fold(body)) is not None
    attempts = []
    for segment in segments:
        if 1 < len(segments) <= _MAX_SHARED and _speaks_of_others(segment, segments):
            lines = diagnosis.own_lines(body, segment.recipient)
            if lines:
                attempts.append(Attempt(recipient=segment.recipient, text=lines, context=lines))
                attempts[-1].action = "delayed" if delayed else "failed"
                continue
        start, end = diagnosis.diagnostic(segment.text)
        base = body.find(segment.text[:200], max(0, segment.start - 2)) if segment.text else -1
        around = f"{segment.text[:_CONTEXT]}\n{body[:_CONTEXT]}" if len(segments) == 1 else segment.text[:_CONTEXT]
        attempt = Attempt(
            recipient=unquoted(segment.recipient) or None,
            text=segment.text[start:end].strip(),
            context=around,
        )
        if offset is not None and base >= 0:
            attempt.start, attempt.end = offset + base + start, offset + base + end
        attempt.action = "delayed" if delayed else "failed"
        attempts.append(attempt)
    return attempts


def _speaks_of_others(segment: notice.Segment, segments: list[notice.Segment]) -> bool:
    words = segment.text[:_CONTEXT].lower()
    return any(other.recipient.lower() in words for other in segments if other.recipient != segment.recipient)


def host_in(text: str) -> str | None:
    """The host that the words name as the one that spoke, None without one."""
    match = _HOST.search(text[:2000])
    return next((name.lower() for name in match.groups() if name), None) if match else None


def _from_json(words: str) -> list[Attempt]:
    """Recipients of a JSON notification (Amazon SNS and its like): objects that hold an address and a diagnosis."""
    start = words.find("{")
    if start < 0 or not words[start + 1 : start + 80].lstrip().startswith('"'):
        return []
    try:
        data, _ = json.JSONDecoder().raw_decode(words[start:].replace("\n", ""))
    except (ValueError, RecursionError):
        return []
    found: list[Attempt] = []
    stack: list[tuple[object, dict]] = [(data, {})]
    while stack and len(found) < MAX_RECIPIENTS:
        item, outer = stack.pop()
        if isinstance(item, dict):
            lower = {str(name).lower(): value for name, value in item.items()}
            address = lower.get("emailaddress") or lower.get("recipient") or lower.get("email")
            words_of = (
                lower.get("diagnosticcode") or lower.get("reason") or lower.get("description") or lower.get("response")
            )
            if isinstance(address, str) and "@" in address and (isinstance(words_of, str) or "status" in lower):
                kind, mark, rest = str(words_of or "").partition(";")
                status = reply.lone_enhanced(str(lower.get("status", "")))
                found.append(
                    Attempt(
                        recipient=address,
                        text=(rest if mark and len(kind) < 12 else str(words_of or "")).strip(),
                        status=status.enhanced if status else None,
                        action=str(lower.get("action") or "failed").lower(),
                    )
                )
            stack.extend((value, item) for value in reversed(list(item.values())) if isinstance(value, dict | list))
        elif isinstance(item, list):
            stack.extend((value, outer) for value in reversed(item) if isinstance(value, dict | list | str))
    return found
