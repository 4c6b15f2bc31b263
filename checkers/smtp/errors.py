"""Read errors that are no message: replies, log lines, dialogs, rendered notices, several of them in one paste."""

import re

from checkers.smtp import bounce, dialog, recognise, reply
from checkers.smtp.attempt import Attempt

MAX_ATTEMPTS = 20_000
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

    if dialog.is_odoo(text[:200_000]):
        return "odoo", _dialogs(text)
    if dialog.is_python(text[:20_000]) and not _LOG_LINE.search(text[:4000]):
        return "python", _dialogs(text)
    if _LOG_LINE.search(text[:20_000]) and (_LOG_FAILURE.search(text) or _LOG_SUCCESS.search(text)):
        return "log", _log(text)
    if recognise.is_notice_text(text[:40_000]):
        attempts = bounce.read_text(text)
        if attempts:
            return "notice", attempts
    attempts = _replies(text)
    return (
        "reply" if attempts and any(attempt.reply_code or attempt.enhanced_code for attempt in attempts) else "unknown"
    ), attempts


def _dialogs(text: str) -> list[Attempt]:
    """One or several dialogs in one paste; a new one begins with the wrapper's or the exception's first line."""
    pieces = re.split(r"\n(?=[ \t]{0,8}(?:Mail Delivery Failed|邮件(?:投递|发送)失败)[ \t]*\n)", text)
    return [attempt for piece in pieces[:2000] for attempt in dialog.attempts(piece)]


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
    if not whole:
        return []
    start = text.find(whole[:50])
    return [_reply(text, start, min(len(text), start + _MAX_TEXT))]


def _leading_code(line: str) -> int | None:
    """The reply code that a line begins with, or introduces as somebody's words ("host mx said: 550 ...")."""
    match = _START.match(line)
    if match and line[match.end() : match.end() + 3].isdigit():
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
