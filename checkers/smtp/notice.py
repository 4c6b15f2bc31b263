"""Free-form bounce notices: what mail systems write for people, where no delivery-status part says it.

Every system has its own prose, yet all do the same: they name the address, then say what happened, mostly in the
words of the server that refused, and append the original message. So one reader goes by that shape instead of by
sender: the address line, the paragraph that belongs to it, and the header block where the original begins.
"""

import re
from dataclasses import dataclass
from functools import cache

from checkers.knowledge import table
from checkers.message import read_fields
from checkers.smtp import reply
from checkers.smtp.address import ADDR, ADDRESS
from checkers.smtp.diagnosis import says_more

# The address alone on its line, or at its start with the reason behind it
_ALONE = re.compile(
    rf"[ \t>*\u2022-]{{0,12}}(?:rfc822;[ \t]?)?[<\"'(]{{0,2}}({ADDR})[>\"')]{{0,2}}(?:<mailto:[^<>\n]{{1,330}}>)?"
    r"[ \t]{0,8}(?:\([^()\n]{0,200}\))?[ \t]{0,8}[:.;,\uff1a]?[ \t]*$"
)
_LEADING = re.compile(
    rf"[ \t>*-]{{0,12}}[<\"']{{0,2}}({ADDR})[>\"']{{0,2}}(?:[ \t]{{0,8}}(?:\([^()\n]{{0,200}}\)))?[ \t]{{0,4}}"
    r"(?:[:;,\uff1a-][ \t\n]|\.{3}|[ \t]+(?=[\[(A-Z0-9\u4e00-\u9fff]|on [A-Z0-9]"
    # Exchange 5.5: "a@example.com on Wed, 7 Mar 2001", in its language
    r"|[a-z\u00e0-\u00ff]{1,4} (?:[^\W\d_]{2,4}[.,]{1,2} )?\d)|(?<=>)[ \t]+(?=[a-z]))"
)
# Nothing but addresses in a row
_IN_A_ROW = re.compile(rf"[ \t>*-]{{0,12}}<?{ADDR}>?(?:[ \t]{{0,4}}[,;][ \t]{{0,4}}<?{ADDR}>?){{1,50}}[ \t,;.]{{0,4}}$")
# "... to <a@b>", "Recipient: a@b", "RCPT TO:<a@b>", "收件人：a@b"
_LABELLED = re.compile(
    r"(?:\bto\b|\berror\b|\bfailed\b|\brecipients?\b|\bRCPT TO\b|\baddress(?:es)?\b|\buser\b|\bmailbox\b|\bfor\b|"
    r"\bRCPT\b|"
    r"收件人|收信人|收件地址|地址|发往|发给|发送给|寄给|发送到|送达|投递到|投递给|传递给|递送给|收件者|寄到|傳遞|"
    r"宛先|送信先|받는 사람|수신자|"
    r"destinat[a-z]{1,12}|empf[\u00e4a-z]{2,10}|kimden|кому|получател[а-я]{1,4}|адрес[а-я]{0,3})"
    rf"[^@\n<]{{0,48}}?[:\uff1a]?[ \t]{{0,8}}[<\"'(\[]{{0,2}}({ADDR})",
    re.IGNORECASE,
)
# Lines whose address is somebody to ask, or the sender himself
_NOT_RECIPIENT = re.compile(
    r"\buse\b|\btry\b|instead|new address|write to|"
    r"contact|support|help|question|assist|forward this|include this|postmaster|reply|written by|"
    r"\bfrom\b[ \t:]|mail from|sender|sent by|envelope-from|return-path|message-id|your message from|https?://|联系|发件人|发信人|客服|寄件者",
    re.IGNORECASE,
)
# "To: a@b" in a notice repeats the original's header; it may name more people than failed, or an alias of who failed
_SUMMARY = re.compile(
    r"[ \t>*-]{0,12}(?:to|cc|an|à|para|кому|original[ -](?:address|recipient|to))[ \t]{0,8}[:\uff1a]", re.IGNORECASE
)
# Postfix, Sendmail, Exim: the address that led to this one
_ALIAS_OF = re.compile(r"\((?:expanded|(?:ultimately )?generated|forwarded) from[ :][^()\n]{1,320}\)?", re.IGNORECASE)
# The reader himself: "Hello pat@example.com,"
_GREETING = re.compile(
    r"(?:^|\n)[ \t>*]{0,8}(?:hello|hi|dear|hallo|guten tag|bonjour|hola|ciao|ol\u00e1|"
    r"\u60a8\u597d|\u4eb2\u7231\u7684|\u5c0a\u656c\u7684)"
    r"[ \t,\uff0c:]{0,3}<?$",
    re.IGNORECASE,
)
_LED_BY = re.compile(r"(?:expanded|generated) (?:from|by)\b", re.IGNORECASE)
# Mailboxes of a role, to write to for help (RFC 2142), and what a mail system calls itself
_ROLE = re.compile(
    r"^(?:postmaster|mailer-daemon|abuse|support|help|helpdesk|noc|security|no-?reply|noreply|hostmaster)[@+._-]",
    re.IGNORECASE,
)
# "yes@example.org: delivered" among others that failed
_WENT_WELL = re.compile(r"(?:successfully )?(?:delivered|relayed|expanded)\b", re.IGNORECASE)
# A line that may introduce the original message: decoration, then words
_MARK_LINE = re.compile(r"^([ \t>=_*#+-]{0,80})([^\W\d_][^\n]{5,100})$", re.MULTILINE)
# "The attached message had permanent errors.", "The original message was received at": told of it, not followed by it
_TELLS = re.compile(r"\b(?:message|mail)s? (?:was|were|had|has|have|could|cannot|can't|will|did)\b")
_HEADER_LINE = re.compile(
    r"^(?:Received|Return-Path|Message-ID|DKIM-Signature|X-Received|Delivered-To|MIME-Version|Date|From|X-Mailer|"
    r"X-Originating-IP|ARC-Seal)[ \t]?:",
    re.IGNORECASE | re.MULTILINE,
)
_ANY_OF_ORIGINAL = re.compile(r"^(?:Sender|To|Subject|Cc|Reply-To)[ \t]?:", re.IGNORECASE | re.MULTILINE)
_ORIGINAL_NAMES = frozenset(
    ["received", "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "return-path"]
    + ["dkim-signature", "x-mailer", "x-received", "delivered-to", "reply-to", "user-agent"]
)
_MAX_LINES_OF_SEGMENT = 40
_MAX_NOTICE = 400_000  # characters; a longer text is no notice but the original


@dataclass(slots=True)
class Segment:
    """What a notice says about one recipient: ``text`` is ``notice[start:end]``."""

    recipient: str
    text: str
    start: int
    end: int


def end_of_notice(text: str, start: int = 0, end: int | None = None) -> int:
    """Where the original message begins in the text of a bounce, or ``end``."""
    end = min(len(text) if end is None else end, start + _MAX_NOTICE)
    stop = end
    for line in _MARK_LINE.finditer(text, start, end):
        if _introduces_original(line):
            stop = line.start()
            break
    tries = 0
    for line in _HEADER_LINE.finditer(text, start, stop):
        if line.start() == start or text[line.start() - 1 : line.start()] != "\n":
            continue
        fields, _ = read_fields(text[line.start() : min(end, line.start() + 8000)])
        names = {field.name.lower() for field in fields}
        if len(names & _ORIGINAL_NAMES) >= 3 and not names & {
            "final-recipient",
            "diagnostic-code",
            "reporting-mta",
        }:
            return line.start()
        tries += 1
        if tries > 20:
            break
    return stop


def _introduces_original(line: re.Match[str]) -> bool:
    """Such a phrase between dashes or as a short line: "The original message was received at ..." is none."""
    words = line[2].lower()
    if not words.startswith(_original_phrases()) or _TELLS.search(words):
        return False
    return (
        any(mark in line[1] for mark in ("--", "==", "__", "**"))
        or (len(words) < 70 and words.rstrip()[-1] in ":.-")
        or words.rstrip() in _original_phrases()
    )


@cache
def _original_phrases() -> tuple[str, ...]:
    return tuple(table("checkers.smtp", "phrases.toml")["original_follows"])


def original_fields(text: str, start: int) -> dict[str, str]:
    """The header fields of the original message that is quoted from ``start`` on, by lower-case name."""
    for begins in (_HEADER_LINE, _ANY_OF_ORIGINAL):
        for line in begins.finditer(text, start, min(len(text), start + 20_000)):
            fields, _ = read_fields(text[line.start() : line.start() + 20_000])
            if len(fields) >= 2:
                found: dict[str, str] = {}
                for field in fields:
                    found.setdefault(field.name.lower(), field.value)
                return found
    return {}


def segments(notice: str, ignore: frozenset[str] = frozenset(), known: tuple[str, ...] = ()) -> list[Segment]:
    """The recipients that ``notice`` names, each with the words about it, in order.

    ``ignore`` holds lower-case addresses that are the sender's; ``known`` recipients that a header field names.
    """
    lines = _lines(notice)
    marks: list[tuple[int, int, str]] = []  # (line number, offset behind the address, address)
    lowered = {address.lower() for address in known}
    for number, (start, end) in enumerate(lines):
        line = notice[start:end]
        if "@" not in line:
            continue
        if line.count("@") > 1 and _IN_A_ROW.match(line):
            marks += [
                (number, start + one.end(), one[0]) for one in ADDRESS.finditer(line) if one[0].lower() not in ignore
            ]
            continue
        found = _ALONE.match(line) or _LEADING.match(line)
        if found and found[1].lower() not in ignore and (found[1].lower() in lowered or not _boilerplate(line, found)):
            marks.append((number, start + found.end(1), found[1]))
        if len(marks) >= 5000:
            break
    if known and not marks:
        for address in known:
            at = notice.lower().find(address.lower())
            if at >= 0:
                marks.append((notice.count("\n", 0, at), at + len(address), address))
        marks.sort()
    if not marks:
        marks = _labelled(notice, lines, ignore) or _only_one(notice, lines, ignore)
    found = _cut(notice, lines, marks)
    return [segment for segment in found if not _WENT_WELL.match(segment.text)] or found


def has_recipient_line(notice: str) -> bool:
    """Whether a line is an address, or begins with one and goes on about it."""
    return any("@" in line and (_ALONE.match(line) or _LEADING.match(line)) for line in notice.split("\n")[:200])


def names_another(words: str) -> bool:
    """Whether the words lead to an address to ask or to use instead, or to the sender's."""
    return _NOT_RECIPIENT.search(words) is not None


def _lines(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def _boilerplate(line: str, found: re.Match[str]) -> bool:
    """An address line such as "support@example.net for help", or a header line of a quoted message."""
    behind = _ALIAS_OF.sub("", line[found.end(1) :][:90])[:60]
    if line[: found.end()].rstrip().endswith(":"):
        behind = behind.partition("http")[0]  # "<a@b>: refused, see https://..."
    return bool(_NOT_RECIPIENT.search(behind)) and not reply.find(line)


def _labelled(notice: str, lines: list[tuple[int, int]], ignore: frozenset[str]) -> list[tuple[int, int, str]]:
    """Addresses inside a sentence, best first: called a recipient, beside a reply, in a summary of the original."""
    named: list[tuple[int, int, str]] = []
    replied: list[tuple[int, int, str]] = []
    summed_up: list[tuple[int, int, str]] = []
    for number, (start, end) in enumerate(lines):
        line = notice[start:end]
        if "@" not in line:
            continue
        found = next((one for one in _LABELLED.finditer(line) if one[1].lower() not in ignore), None)
        if found and not _NOT_RECIPIENT.search(_words_before(line, found.start(1))):
            marks = summed_up if _SUMMARY.match(line) else named
            marks.append((number, start + found.end(1), found[1]))
        elif (
            reply.find(line)
            and (other := ADDRESS.search(line))
            and other[0].lower() not in ignore
            and not _NOT_RECIPIENT.search(_words_before(line, other.start()))
        ):
            replied.append((number, start + other.end(), other[0]))
    return (named or replied or summed_up)[:5000]


def _words_before(line: str, end: int) -> str:
    """What leads to the address at ``end``: in "from a@b to c@d" only "to"."""
    start = max((other.end() for other in ADDRESS.finditer(line, 0, end)), default=0)
    return line[start:end]


def _only_one(notice: str, lines: list[tuple[int, int]], ignore: frozenset[str]) -> list[tuple[int, int, str]]:
    """The one address of a notice that is neither the sender's nor somebody's to ask: in any language it is the lost
    message's recipient. With two of them nobody knows which."""
    marks: dict[str, tuple[int, int, str]] = {}
    for number, (start, end) in enumerate(lines[:400]):
        line = notice[start:end]
        if "@" not in line:
            continue
        for found in ADDRESS.finditer(line):
            name = found[0].lower()
            if name in marks:
                continue
            if len(marks) > 1:
                return []
            before = _LED_BY.sub("", line[: found.start()][-60:])
            if _GREETING.search(before):
                continue
            if name not in ignore and not _ROLE.match(name) and not _NOT_RECIPIENT.search(before):
                marks.setdefault(name, (number, start + found.end(), found[0]))
    return list(marks.values()) if len(marks) == 1 else []


def _cut(notice: str, lines: list[tuple[int, int]], marks: list[tuple[int, int, str]]) -> list[Segment]:
    """Give each recipient the words up to the next one; a recipient named twice gets the fuller piece."""
    order: dict[str, Segment] = {}
    for index, (number, behind, address) in enumerate(marks):
        last = marks[index + 1][0] if index + 1 < len(marks) else len(lines)
        stop = lines[min(last, number + _MAX_LINES_OF_SEGMENT) - 1][1] if last > number else lines[number][1]
        start = behind
        line, line_end = lines[number]
        if _replies(notice, line, behind - len(address)) and not _replies(notice, behind, line_end):
            start = line  # the reply names the address behind its code: "550 5.1.1 <a@b> no such user"
        while start < stop and notice[start] in ">\"')]:;,. \t\n\uff1a":
            start += 1
        if index + 1 < len(marks) and marks[index + 1][0] == number:
            stop = max(start, behind) if start == line else start  # another address stands behind it on the line
        segment = Segment(address, notice[start:stop].strip(), start, stop)
        key = address.lower()
        if key not in order or _substance(segment) > _substance(order[key]):
            order[key] = Segment(
                order[key].recipient if key in order else address, segment.text, segment.start, segment.end
            )
    # addresses listed one below the other share the words that follow the last of them
    found = list(order.values())
    for index in range(len(found) - 2, -1, -1):
        if len(found[index].text) < 4:
            found[index] = Segment(
                found[index].recipient, found[index + 1].text, found[index + 1].start, found[index + 1].end
            )
    return found


def _replies(notice: str, start: int, end: int) -> bool:
    return any(code.weight > 0 for code in reply.find(notice, start, end))


def _substance(segment: Segment) -> tuple[bool, bool, bool]:
    codes = [code for code in reply.find(segment.text[:2000]) if code.weight > 0]
    return (bool(codes), any(says_more(segment.text, code.end) for code in codes), len(segment.text) > 12)
