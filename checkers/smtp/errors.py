"""Read errors that are no message: replies, log lines, dialogs, rendered notices, several of them in one paste."""

import re

from checkers.smtp import bounce, dialog, prose, recognise, reply
from checkers.smtp.attempt import Attempt

MAX_ATTEMPTS = 20_000
MAX_SECTIONED = 2_000_000  # characters; a longer text is one kind of thing
_MAX_TEXT = 8000
_LOG_LINE = re.compile(
    r"\b(?:dsn=|stat(?:us)?=|relay=|to=<)|^\S{3} [ \d]\d \d\d:\d\d:\d\d \S+ \S+\[\d+\]|"
    r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d",
    re.IGNORECASE | re.MULTILINE,
)
_LOG_FAILURE = re.compile(
    r"status=(?:bounced|deferred|undeliverable|expired)|stat=(?!Sent)|reject(?:ed)?:|"
    r"failed sending mail|delivery failed| (?:\*\*|==) \S+@",
    re.IGNORECASE,
)
_LOG_SUCCESS = re.compile(r"status=sent|stat=Sent|dsn=2\.|successfully sent", re.IGNORECASE)
_LOG_TO = re.compile(r"\b(?:to|orig_to|recipient|rcpt)=<?([^\s<>,;]{1,320}@[^\s<>,;]{1,255}?)>?[,;\s]")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#39|nbsp);")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&nbsp;": " "}
_CONTINUED = re.compile(r"^[\s>\"'*#|-]{0,12}[45]\d\d-")
_START = re.compile(
    r"^[\s>\"'*#|(\[<-]{0,12}(?:smtp;?\s?|SMTP error[^:\n]{0,60}:\s?|Remote Server returned\s?['\"]?|<<< ?)?"
    r"(?=[45]\d\d(?:[ \-:,\uff0c\uff1a]|$))",
    re.IGNORECASE,
)


def worth_reading(body: str) -> bool:
    """Whether the body of an ordinary message begins with Odoo's error text: people forward what they saw."""
    return dialog.is_odoo(body[:1500])


def read(text: str) -> tuple[str, list[Attempt]]:
    """The format that was recognised, and the failures, in the order of the text."""
    if not dialog.is_odoo(text[:200_000]) and recognise.is_notice_text(text[:40_000]) and not _is_log(text):
        attempts = bounce.read_text(text)
        if attempts:
            return "notice", attempts
    found: set[str] = set()
    attempts = []
    for kind, start, end in _sections(text):
        piece = text[start:end]
        read_piece = {"dialog": dialog.attempts, "log": _log, "reply": _replies}[kind]
        for attempt in read_piece(piece):
            if attempt.start is not None and attempt.end is not None:
                attempt.start, attempt.end = attempt.start + start, attempt.end + start
            attempts.append(attempt)
        found.add(kind)
    stated = any(attempt.reply_code or attempt.enhanced_code for attempt in attempts)
    if "dialog" in found:
        return "odoo" if dialog.is_odoo(text[:200_000]) else "python", _told(attempts)
    if "log" in found:
        return "log", _told(attempts)
    return "reply" if stated else "unknown", attempts


def _told(attempts: list[Attempt]) -> list[Attempt]:
    """Without what states nothing (prose around a dialog, a log line that repeats it), if anything else does."""
    return [
        attempt
        for attempt in attempts
        if attempt.exception
        or attempt.reply_code
        or attempt.enhanced_code
        or attempt.status
        or reply.first(attempt.text)
    ] or attempts


def _is_log(text: str) -> bool:
    return (
        _LOG_LINE.search(text[:20_000]) is not None
        and (_LOG_FAILURE.search(text) or _LOG_SUCCESS.search(text)) is not None
    )


def _sections(text: str) -> list[tuple[str, int, int]]:
    """The paste cut into dialogs, log lines and replies: people paste several errors at once, of several kinds.

    A dialog reaches from its wrapper or exception to an empty line, or further while it has named no exception yet;
    everything else that is no log line is left to the reading of replies.
    """
    if len(text) > MAX_SECTIONED:
        return [("log" if _is_log(text) else "reply", 0, len(text))]
    sections: list[list] = []  # [kind, start, end, it has its exception or code]
    at, blank = 0, False
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if not line.strip():
            blank = True
            continue
        last = sections[-1] if sections else None
        kind, named = _kind(line)
        coded = kind == "reply" and _leading_code(line) is not None
        if last is None or kind == "log":
            new = True
        elif last[0] == "log":
            new = blank or kind == "reply"  # an exception right below belongs to its log line
        elif kind == "dialog":
            # the wrapper of another one, or an exception behind an empty line; a title without a code belongs to it
            new = last[3] and (blank or not named or last[0] == "reply")
        else:
            new = coded and blank and last[0] == "dialog" and last[3]
        if new:
            sections.append([kind, start, at - 1, named or coded])
        else:
            if kind == "dialog":
                last[0] = "dialog"
            last[2], last[3] = at - 1, last[3] or named or coded
        blank = False
    return [(kind, start, end) for kind, start, end, _ in sections[:MAX_ATTEMPTS]]


def _kind(line: str) -> tuple[str, bool]:
    """What a line is a part of, and whether it names an exception."""
    if _LOG_LINE.search(line[:4000]) and (_LOG_FAILURE.search(line) or _LOG_SUCCESS.search(line)):
        return "log", False
    if dialog.is_python(line):
        return "dialog", True
    if dialog.is_odoo(line):
        return "dialog", False
    return "reply", False


def _log(text: str) -> list[Attempt]:
    attempts, at = [], 0
    for line in text.split("\n"):
        if _LOG_FAILURE.search(line) and not _LOG_SUCCESS.search(line):
            to = _LOG_TO.search(line)
            inner = re.search(r"status=\w+ \((.{0,4000})\)[ \t]*$|stat=(.{0,4000})$", line)
            words = (inner[1] or inner[2]) if inner else line
            attempt = Attempt(
                recipient=to[1] if to else None, text=dialog.unescape(words), start=at, end=at + len(line)
            )
            state = re.search(r"dsn=([245]\.\d{1,3}\.\d{1,3})", line)
            attempt.status = state[1] if state else None
            attempt.action = "delayed" if re.search(r"status=deferred|stat=Deferred|==", line) else "failed"
            attempt.remote_mta = bounce.host_in(line)
            attempts.append(attempt)
            if len(attempts) >= MAX_ATTEMPTS:
                break
        at += len(line) + 1
    return attempts


def _replies(text: str) -> list[Attempt]:
    """Replies line by line: a line that begins with a code begins a reply unless it continues the one before."""
    pieces: list[list] = []  # [start, end, code, open]
    at, blank = 0, False
    for line in text.split("\n"):
        end = at + len(line)
        if not line.strip():
            blank = True
        else:
            code = _leading_code(line)
            if pieces and (
                code is None
                or (pieces[-1][2] in (None, code) and not (blank and not pieces[-1][3] and pieces[-1][2]))
                and (pieces[-1][3] or pieces[-1][2] is None)
            ):
                pieces[-1][1] = end
                pieces[-1][2] = pieces[-1][2] or code
                pieces[-1][3] = bool(_CONTINUED.match(line)) if code else pieces[-1][3]
            elif len(pieces) < MAX_ATTEMPTS:
                pieces.append([at, end, code, bool(_CONTINUED.match(line))])
            blank = False
        at = end + 1
    found = [_reply(text, start, end) for start, end, _, _ in pieces]
    stated = [attempt for attempt in found if attempt.reply_code or attempt.enhanced_code]
    if stated:
        return stated
    whole = text.strip()
    if not whole or prose.asks(whole):
        return []
    start = text.find(whole[:50])
    return [_reply(text, start, min(len(text), start + _MAX_TEXT))]


def _leading_code(line: str) -> int | None:
    """The reply code that a line begins with, or introduces as somebody's words ("host mx said: 550 ...")."""
    match = _START.match(line)
    if (
        match
        and line[match.end() : match.end() + 3].isdigit()
        and not reply.counts(line, match.end() + 3, len(line), begins=True)
    ):
        return int(line[match.end() : match.end() + 3])
    introduced = [code for code in reply.find(line) if code.weight >= 2]
    return introduced[0].reply if introduced else None


def _reply(text: str, start: int, end: int) -> Attempt:
    words = _ENTITY.sub(lambda entity: _ENTITIES[entity[0]], dialog.unescape(text[start : min(end, start + _MAX_TEXT)]))
    words = re.sub(r"\n[ \t]{0,8}>[ \t]?", "\n", words)
    attempt = Attempt(text=words, start=start, end=end, remote_mta=bounce.host_in(words))
    if codes := reply.first(words):
        attempt.reply_code, attempt.enhanced_code = codes.reply, codes.enhanced
    if attempt.recipient is None and (to := _LOG_TO.search(words)):
        attempt.recipient = to[1]
    return attempt
