"""SMTP reply codes and enhanced status codes in running text (RFC 5321 section 4.2, RFC 3463, RFC 2034).

People paste replies in every wrapping: the server's own lines, a relay's report of them, Python's tuples, a log.
Read here are the numbers only; what the words mean is decided by ``classify``.
"""

import re
from typing import NamedTuple

# A number is a reply code where a server or a program puts one, not in a size, a port or an address: no letter,
# digit, dot or dash stands before it. 2xx and 3xx are no failures.
_CODE = re.compile(
    r"(?<![0-9A-Za-z.@+/_\u2019-])([45][0-9][0-9])(?=[\s,:;.)'\"\]<-]|$|[\u4e00-\u9fff\uff0c\uff1a])(?!\.\d|-\d\d)"
)
_ENHANCED_AFTER = re.compile(
    r"[\s,:;-]{1,4}(?:b?['\"]){0,1}\s{0,8}[#(<\[]?\s?([45]\.[0-9]{1,3}\.[0-9]{1,3})(?![\d.]\d|\d)"
)
_ENHANCED = re.compile(r"(?<![0-9A-Za-z.@/_-])#?([45]\.[0-9]\.[0-9]{1,3})(?!\.\d|\d|[A-Za-z@_-])")
# Words right before a number that say it is a reply: "said:", "returned '", "<<<", "error code", "ERROR_CODE :"
_INTRODUCED = re.compile(
    r"(?:^|"
    r"[:;=<'\"(\[{|>\uff1a\uff08\u201c]|<-{1,3}|said|says|reply|replied|response|returned|responded|code|error|status|smtp|reason|was|with|responding|以下异常|错误|代码|返回)[\s'\"(\[<#:=]{0,6}$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s{0,3}(?:bytes|kb|mb|seconds|secs|minutes|hours|days|[ap]m\b|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) \d)",
    re.IGNORECASE,
)
# Things that a number counts; at the start of a line where nothing is refused: "550 messages with links went out"
_COUNTED = re.compile(
    r"\s{1,3}(?:messages|e?mails|e-mails|letters|recipients|contacts|customers|subscribers|people|"
    r"copies|records|files|"
    r"addresses|newsletters|bounces|times)\b(?!,? ?(?:limit|unknown|invalid|quota))",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"reject|refus|den(?:ied|y)|block|not (?:accept|allow|permit|want|wel)|n['\u2019]t (?:accept|"
    r"allow|want)|unwanted|"
    r"forbid|prohibit|\bban|discard|\btoo (?:many|large|big|long|much|old)|exceed|limit|maximum|max\b|"
    r"unaccept|disallow|only|\bper\b|over\b",
    re.IGNORECASE,
)
# Numbers that report a wait or a route, when a remote server's own reply is quoted inside
_WRAPPERS = ("x.4.7", "x.4.0")

# Submission ports stand where codes do: "('smtp.example.com', 587)"; so does OpenSSL's "(_ssl.c:542)"
PORTS = ("465", "587")

MAX_CODES = 2000


class Codes(NamedTuple):
    """The codes that one reply states; ``start`` and ``end`` are where they stand in the text read."""

    reply: int | None
    enhanced: str | None
    start: int
    end: int
    weight: int = 0


def find(text: str, start: int = 0, end: int | None = None) -> list[Codes]:
    """Every reply code in ``text[start:end]`` with the enhanced code behind it, in order."""
    end = len(text) if end is None else end
    found: list[Codes] = []
    for match in _CODE.finditer(text, start, end):
        if match[1] in PORTS or text.endswith(".c:", start, match.start()):
            continue
        if (
            text.startswith("]", match.end())
            and ":" in text[max(start, match.start() - 40) : match.start()].rpartition("[")[2]
        ):
            continue  # the end of an IPv6 address
        weight = 0
        after = _ENHANCED_AFTER.match(text, match.end(), min(end, match.end() + 40))
        enhanced, stop = None, match.end()
        if after and after[1][0] == match[1][0]:
            enhanced, stop = after[1], after.end(1)
            weight += 4
        elif after and after[1].split(".")[1] in "01234567":
            # classes that disagree break RFC 2034 section 4, yet servers send them: both numbers are the server's words
            enhanced, stop = after[1], after.end(1)
            weight += 3
        line = text.rfind("\n", start, match.start()) + 1
        before = text[max(line, start, match.start() - 24) : match.start()]
        if not before.strip(" \t>*|\u2022-") or _INTRODUCED.search(before):
            weight += 2
        elif text.startswith(("-'", '-"'), match.end()):
            weight += 2  # IronPort: "5.3.0 - Other mail system problem 554-'...'"
        elif before.endswith((") ", "] ", "), ", "], ", "... ")):  # the host or the address, then what was said
            weight += 1
        elif not enhanced:
            weight -= 1
        if not enhanced and match[1].startswith("40"):  # "Error 400", "404": the web's numbers, no server's reply
            weight -= 3
        if not enhanced and _UNIT.match(text, match.end(), match.end() + 16):
            weight -= 4
        elif not enhanced and counts(text, match.end(), end, not before.strip()):
            weight -= 4
        found.append(Codes(int(match[1]), enhanced, match.start(), stop, weight))
        if len(found) >= MAX_CODES:
            break
    return found


def counts(text: str, at: int, end: int, begins: bool) -> bool:
    """Whether the number before ``at`` counts things; where it ``begins`` a line, only if the line refuses none."""
    if not _COUNTED.match(text, at, min(end, at + 24)):
        return False
    if not begins:
        return True
    stop = text.find("\n", at, end)
    return not _REFUSED.search(text, at, min(end if stop < 0 else stop, at + 200))


def first(text: str, start: int = 0, end: int | None = None) -> Codes | None:
    """The codes that decide in one diagnostic: the best introduced reply, or a lone enhanced code; None without any.

    A relay that gave up quotes the last reply of the remote server behind its own (``554 4.4.7 … <421 4.4.2 …>``):
    the remote server's words are the evidence.
    """
    codes = [code for code in find(text, start, end) if code.weight > 0]
    if codes:
        best = codes[0]
        if best.weight < 4:
            best = next((code for code in codes if code.reply == best.reply and code.enhanced), best)
        if best.enhanced and "x" + best.enhanced[1:] in _WRAPPERS:
            best = next((code for code in codes[1:] if code.enhanced != best.enhanced), best)
        if not best.enhanced:
            lone = lone_enhanced(text, best.end, end)
            if lone and lone.enhanced[0] == str(best.reply)[0]:
                return best._replace(enhanced=lone.enhanced)
            # IronPort: 5.1.0 - Unknown address error 550-"user unknown"
            before = lone_enhanced(text, start, best.start)
            if (
                before
                and before.enhanced[0] == str(best.reply)[0]
                and not text[text.rfind("\n", start, before.start) + 1 : before.start].strip()
            ):
                return best._replace(enhanced=before.enhanced)
        return best
    return lone_enhanced(text, start, end)


def lone_enhanced(text: str, start: int = 0, end: int | None = None) -> Codes | None:
    """An enhanced code that stands without a reply code, as qmail's ``(#5.1.1)``."""
    match = _ENHANCED.search(text, start, len(text) if end is None else end)
    return Codes(None, match[1], match.start(1), match.end(1), 1) if match else None


def generic(enhanced: str) -> str:
    """``5.7.26`` as ``x.7.26``: the code without its class."""
    return "x" + enhanced[1:]
