"""Tell what kind of message or text this is, before reading it: only a report of a failed delivery holds failures."""

import re
from functools import cache

from checkers.knowledge import table
from checkers.message import Part, decode_words, parse
from checkers.smtp import prose, quoted, reply
from checkers.smtp.address import ADDRESS
from checkers.smtp.classify import classify
from checkers.smtp.notice import Segment, end_of_notice, has_recipient_line, names_another, segments
from checkers.smtp.pattern import Phrases, fold

_REPORTER = re.compile(
    r"mailer[-_ ]?d(?:ae|ea|e|a)mon|post[-_ ]?master|mail deliver(?:y)? (?:sub)?system|delivery (?:sub)?system|"
    r"mail administrator|microsoftexchange[0-9a-f]{8,40}|bounce[sd]?[-+@._]|ndr administrator|mail router|"
    r"mdaemon at |"
    r"系统退信|退信|邮件系统|<>|no-?reply@sns\.amazonaws",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"mailer[-_ ]?d(?:ae|ea|e|a)mon", re.IGNORECASE)
# What leads to an address that somebody names himself: not far before it, with no empty line between
_INSTEAD = re.compile(
    r"\b(?:please (?:use|write|contact)|instead|new address|reach me|you can use)\b(?:(?!\n[ \t]{0,8}\n)[^@]){0,60}@",
    re.IGNORECASE,
)
# Reasons whose words stand in letters about mail, too
_OF_ANY_TEXT = frozenset(["policy", "system-error", "content-rejected", "mailer-error"])
_LIST_SENDER = re.compile(r"-bounces[@+]", re.IGNORECASE)
_CODE_FIRST = re.compile(r"^[\W_]{0,12}[45]\d\d[ -]", re.MULTILINE)
# What mail programs put before the subject of what they forward
_FORWARDED = re.compile(
    r"(?:fwd?|wg|tr|rv|enc|vs|vb|doorst|i|pd|转发|轉寄|転送|전달|пересл)[ \t]?[:\uff1a]", re.IGNORECASE
)
_TOPIC = re.compile(r"\b(?:bounces|deliverability|(?:hard|soft) bounced?|bounce (?:rates?|statistics|reports?))\b")
_DEFINITION = re.compile(
    r"\b[45]\d\d(?: [45]\.\d{1,3}\.\d{1,3})?[\"'\u201d)]? "
    r"(?:means|stands for|indicates|refers to|bedeutet|signifie|significa|\u8868\u793a|\u610f\u5473\u7740)"
)
# The same before the subject of what they answer, behind a ticket's number in brackets
_ANSWERED = re.compile(
    r"(?:\[[^\]\n]{1,60}\][ \t]{0,4})?(?:re|aw|antw|sv|odp|ynt|vá|rif|res|r|ref|отв|回复|答复|回覆|返信|답장|회신)"
    r"(?:\[\d{1,3}\])?[ \t]?[:\uff1a]",
    re.IGNORECASE,
)


@cache
def _lists() -> dict[str, list[str]]:
    return table("checkers.smtp", "phrases.toml")


@cache
def phrases(name: str) -> Phrases:
    """A list of phrases.toml, compiled."""
    return Phrases(_lists()[name])


def message_kind(message: Part) -> str:
    """``dsn``, ``notice``, ``success``, ``auto-reply``, ``complaint``, ``receipt`` or ``ordinary``.

    The kind says what the message claims to be; a DSN may still report success (RFC 3464 section 2.3.3).
    """
    report = message.params.get("report-type", "").lower() if message.content_type == "multipart/report" else ""
    kinds = [part.content_type for part in message.own_parts()] if message.parts else []
    if report == "feedback-report" or "message/feedback-report" in kinds:
        return "complaint"  # RFC 5965
    if report == "disposition-notification" or "message/disposition-notification" in kinds:
        if not phrases("refused_by_filter").search(_beginning(message)):
            return "receipt"  # RFC 8098
        return "notice"  # Sieve's reject answers with a receipt too (RFC 5429 section 2.2)
    if any(kind.startswith(("message/delivery-status", "message/global-delivery-status")) for kind in kinds):
        return "dsn"
    subject = _subject(message)
    reporter = is_reporter(message)
    if message.get("X-Failed-Recipients"):
        return "notice"
    if _automatic(message, subject) and not (reporter and phrases("subject_of_bounce").search(subject)):
        return "auto-reply"
    if phrases("subject_of_auto_reply").search(subject[:40]) and not _is_named_reporter(message):
        return "auto-reply"  # an empty envelope sender is a vacation notice's too (RFC 3834 section 3.3)
    about_failure = phrases("subject_of_bounce").search(subject) is not None
    passed_on = _FORWARDED.match(subject) is not None
    if about_failure and not reporter and _is_about_mail(subject, _beginning(message)):
        return "ordinary"
    if not (reporter or about_failure or passed_on):
        return "ordinary"
    beginning = _beginning(message)
    named = _is_named_reporter(message)
    answer = message.get("In-Reply-To") is not None and not report
    answered = _ANSWERED.match(subject) is not None
    if answer and answered and not has_recipient_line(_body(message)):
        return "ordinary"  # a postmaster who answers; Exchange's reports have the field as well
    if (not named or _is_post(message)) and any(message.get(name) for name in ("List-Id", "List-Unsubscribe")):
        return "ordinary"  # RFC 2919, RFC 2369: a list's or newsletter's own mail, even about bounces
    if reporter and _tells_success(f"{subject}\n{beginning}"):
        return "success"
    if reporter and (report or (about_failure and (named or _names_delivery(message, beginning)))):
        return "notice"
    if message.get("In-Reply-To"):
        return "ordinary"
    # "Delivery failed" is a parcel's subject too, and postmasters write about quotas: such a message must read like
    # the notice of a mail server
    if phrases("opening_of_notice").search(beginning):
        return "notice"
    if (passed_on or about_failure) and not answered and is_notice_text(_body(message)):
        return "notice"
    codes = max((code.weight for code in reply.find(beginning)), default=0)
    told = codes >= 2 if reporter else codes >= 4 and not answered and _named_in(message)
    if told and phrases("body_of_bounce").search(beginning):
        return "notice"
    # a mail system that quotes a whole reply below an address reports a failure, in whatever words or language
    if (
        named
        and codes >= 4
        and (has_recipient_line(_body(message)) or (_has_no_sender(message) and _named_in(message)))
    ):
        return "notice"
    if named and _gives_reason(message, beginning):
        return "notice"
    return "ordinary"


def _is_about_mail(subject: str, beginning: str) -> bool:
    """Whether people write about bounces: a newsletter, statistics. A report has one message to report on, and it
    states a code, while a text about codes says what one means."""
    if _TOPIC.search(subject) and not phrases("subject_of_bounce").search(_TOPIC.sub(" ", subject)):
        return True
    return prose.asks(subject) or _DEFINITION.search(beginning) is not None


def is_reporter(message: Part) -> bool:
    """Whether a mail system sent this, by its From or the empty envelope sender (RFC 5321 section 4.5.5)."""
    return _is_named_reporter(message) or _has_no_sender(message)


def _has_no_sender(message: Part) -> bool:
    return (message.get("Return-Path") or "").strip() in ("<>", "MAILER-DAEMON")


def is_answer(message: Part) -> bool:
    """Whether somebody answers, by the title: what is quoted below is what he answers to."""
    return _ANSWERED.match(_subject(message)) is not None


def _is_named_reporter(message: Part) -> bool:
    return _REPORTER.search(f"{message.get('From') or ''} {message.get('Sender') or ''}") is not None


def _is_post(message: Part) -> bool:
    """Whether a list server passes something on, a digest: Mailman marks what it says itself, and sends it as list."""
    envelope_sender = message.get("Return-Path")
    sender = message.get("From") or ""
    listed = _LIST_SENDER.search(sender) is not None and _DAEMON.search(sender) is None
    own = _has_no_sender(message) or envelope_sender is None or message.get("X-List-Administrivia") is not None
    return listed and not own


def _names_delivery(message: Part, beginning: str) -> bool:
    """Whether words, a code or an address show a delivery: an empty envelope sender alone is a ticket system's too."""
    if phrases("opening_of_notice").search(beginning) or any(code.weight >= 2 for code in reply.find(beginning)):
        return True
    sender = {found.lower() for name in ("From", "To") for found in ADDRESS.findall(message.get(name) or "")}
    return any(found.lower() not in sender for found in ADDRESS.findall(beginning[:4000]))


def _gives_reason(message: Part, beginning: str) -> bool:
    """Whether a mail system names another address and says that it was not reached, or why, without any code."""
    envelope_sender = message.get("Return-Path")
    if envelope_sender is not None and envelope_sender.strip() not in ("<>", "MAILER-DAEMON"):
        return False  # a postmaster's own letter; reports have no sender (RFC 3464 section 2)
    if not _named_in(message) or (envelope_sender is None and not has_recipient_line(_body(message))):
        return False
    if _DAEMON.search(message.get("From") or "") and has_recipient_line(_body(message)):
        return not _tells_success(beginning)  # nobody writes letters under this name, in whatever language
    if phrases("body_of_bounce").search(beginning):
        return True
    trust = classify(beginning, None, None).trust
    return trust >= (20 if phrases("failure").search(beginning) else 45)


def _named_in(message: Part) -> bool:
    """Whether the words name an address that is neither the sender's nor the reader's."""
    own = frozenset(found.lower() for name in ("From", "To") for found in ADDRESS.findall(message.get(name) or ""))
    body = _body(message)
    return bool(segments(body[: end_of_notice(body)], own))


def _tells_success(beginning: str) -> bool:
    """Whether a report without a machine-readable part says that the message was delivered or handed on."""
    if phrases("success_at_last").search(beginning) and not any(code.weight >= 2 for code in reply.find(beginning)):
        return True
    if not phrases("success").search(beginning):
        return False
    return phrases("failure").search(beginning) is None and not any(code.weight >= 2 for code in reply.find(beginning))


def _subject(message: Part) -> str:
    return fold(decode_words(message.get("Subject") or ""))


def _automatic(message: Part, subject: str) -> bool:
    if phrases("subject_of_auto_reply").search(subject):
        return True
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Vacation")):
        return True
    if (message.get("Precedence") or "").lower() == "auto_reply":
        return True
    # RFC 3834 section 5; Exim puts it on bounces too, which the caller knows by their sender and subject
    return (message.get("Auto-Submitted") or "").lower().startswith("auto-replied") and not is_reporter(message)


def _beginning(message: Part) -> str:
    return fold(_body(message))


def _body(message: Part) -> str:
    part = message
    while part.parts:
        part = part.parts[0]
    body = part.text() if part.end - part.start < 200_000 else part.source[part.start : part.start + 60_000]
    return quoted.unmarked(body[:20_000])


def is_notice_text(text: str) -> bool:
    """Whether a text without a header reads like the notice of a bounce: such words, and an address to go with them."""
    if "@" not in text:
        return False
    if forwarded_notice(text) is not None:
        return True
    text = quoted.unmarked(quoted.single_spaced(text))
    several = text.count("\n") >= 2 or ("\n" in text.strip() and has_recipient_line(text))
    if several and phrases("opening_of_notice").search(fold(text)) is not None:
        return True
    # a recipient on a line of its own, and what the server said: a piece copied out of a notice
    if _CODE_FIRST.match(text.lstrip()):
        return False
    if has_recipient_line(text) and any(code.weight >= 2 for code in reply.find(text[:20_000])):
        return True
    stop = end_of_notice(text)
    returned = stop < len(text)  # the returned message below the words
    text = text[:stop][:20_000]
    named = segments(text)
    if not named:
        return False
    # the words on a recipient's line, or beside it, say of him what a server says
    if (returned or has_recipient_line(text)) and any(_is_refusal(_words_about(text, one)) for one in named[:20]):
        return True
    # several lines of prose that name a recipient; lines that begin with codes are replies, one below the other
    lines_of_codes = _CODE_FIRST.search(text)
    if all(_INSTEAD.search(text, max(0, one.start - 400), one.start) for one in named[:20]):
        return False  # "My mailbox is full, please use this one instead:"
    return (
        (returned or text.strip().count("\n") >= 2)
        and (lines_of_codes is None or named[0].start < lines_of_codes.start())
        and phrases("body_of_bounce").search(fold(text)) is not None
    )


def _words_about(text: str, segment: Segment) -> str:
    """What follows the recipient, else what leads to him: "Unknown user(s):", then the address; but not an advice."""
    behind = segment.text[:400]
    if any(char.isalpha() for char in behind):
        line = text.rfind("\n", 0, segment.start) + 1
        return f"{text[line : segment.start]} {behind}"
    before = text[max(0, segment.start - 400) : segment.start].rstrip().rpartition("\n\n")[2]
    return "" if names_another(before) else before


def _is_refusal(words: str) -> bool:
    verdict = classify(words, None, None)
    return verdict.trust >= 45 and verdict.reason.id not in _OF_ANY_TEXT


def forwarded_notice(text: str) -> Part | None:
    """The notice that somebody forwarded within the text of a message, with the few fields shown above it."""
    found = quoted.forwarded(quoted.single_spaced(text))
    if found is None:
        return None
    message = parse(found)
    return message if message_kind(message) == "notice" else None
