"""Errors as Odoo and Python print them: the dialog's wrapper, exception names, tuples, bytes with escapes.

Odoo wraps the exception of Python's smtplib, and the wrapping differs by version and language: arguments on lines of
their own (15 to 17), a tuple's text (18 and later), "SMTPDataError:" with a full-width colon in Chinese. Read here is
the structure; which words mean what stands in odoo.toml.
"""

import re

from checkers.paste import decode_bytes
from checkers.smtp import recognise, reply
from checkers.smtp.attempt import Attempt
from checkers.smtp.pattern import fold

_EXCEPTION = re.compile(
    r"(?:(?<![\w.])|(?<=\\n))((?:smtplib\.|socket\.|ssl\.|builtins\.)?"
    r"(?:SMTP[A-Z][A-Za-z]{2,40}|[A-Z][A-Za-z]{1,40}(?:Error|Exception))[ \t]{0,4}[:\uff1a(]"
    r"|(?:socket\.)?(?:gaierror|herror)[ \t]{0,4}[:\uff1a(]|socket\.(?:error|timeout)[ \t]{0,4}[:\uff1a(])"
)
_ERRNO = re.compile(r"\[(?:Errno|WinError) -?\d{1,6}\]|\[SSL:[^\]\n]{1,80}\]|\(-?\d{1,3}, '[^'\n]{1,80}'\)")
_BYTES = re.compile(r"\bb('(?:[^'\\\n]|\\.){0,8000}'|\"(?:[^\"\\\n]|\\.){0,8000}\")")
# The escapes of a bytes literal (Python's reference, 2.5.1); one that is none of these stands for itself.
_ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{2}|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {
    b"\\": b"\\", b"'": b"'", b'"': b'"', b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t",
    b"v": b"\v",
}  # fmt: skip
_PER_RECIPIENT = re.compile(
    r"['\"]([^'\"\s{}]{1,320}@[^'\"\s{}]{1,255})['\"]"
    r"[ \t\n]{0,8}[:\uff1a][ \t\n]{0,8}\([ \t]{0,4}([245]\d\d)[ \t]{0,4},"
)
# odoo/addons/base/data/neutralize.sql gives test copies a server with this host
_NEUTRALISED = re.compile(r"['\"\u2018\u201c]invalid['\"\u2019\u201d]")
# "SMTPDataError: 550", "SMTPDataError: (550, ...": the number right behind the name
_FIRST_NUMBER = re.compile(r"[A-Za-z._]{0,60}[ \t\n(:\uff1a]{1,8}([45]\d\d)\b(?![.:])")
_SENDER_LAST = re.compile(r",[ \t]{0,4}['\"]([^'\"\s]{1,320}@[^'\"\s]{1,255})['\"]\)[ \t]*$")


def is_odoo(text: str) -> bool:
    """Whether one of Odoo's own sentences about sending mail stands in ``text``."""
    return recognise.phrases("odoo_wrapper").search(fold(text)) is not None


def is_python(text: str) -> bool:
    """Whether ``text`` names an exception of Python's mail or network modules."""
    return _EXCEPTION.search(text) is not None or _ERRNO.search(text) is not None


def unescape(text: str) -> str:
    """``b'...'`` literals and stray ``\\n`` as the text they stand for; what is no literal stays as it is.

    >>> unescape("(550, b'5.1.1 \\\\xe7\\\\x94\\\\xa8\\\\xe6\\\\x88\\\\xb7')")
    '(550, 5.1.1 用户)'
    """
    if "\\" in text or "b'" in text or 'b"' in text:
        text = _BYTES.sub(lambda found: _literal(found), text)
        text = (
            text.replace("\\r\\n", "\n")
            .replace("\\n", "\n")
            .replace("\\t", " ")
            .replace("\\'", "'")
            .replace('\\"', '"')
        )
    if "\\x" in text:
        text = re.sub(
            r"(?:\\x[0-9A-Fa-f]{2}){1,4000}",
            lambda found: decode_bytes(bytes.fromhex(found[0].replace("\\x", ""))),
            text,
        )
    if "\\u" in text:
        text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: _character(int(found[1], 16)), text)
    return text


def _literal(found: re.Match[str]) -> str:
    """What a bytes literal stands for; one that Python would not have written stays as it is."""
    try:
        value = _ESCAPE.sub(_unescaped, found[1][1:-1].encode("ascii"))
    except ValueError:
        return found[0]
    return decode_bytes(value).replace("\r\n", "\n")


def _unescaped(found: re.Match[bytes]) -> bytes:
    escape = found[1]
    if escape == b"x":
        raise ValueError("two hexadecimal digits must follow")
    if escape[:1] == b"x":
        return bytes.fromhex(escape[1:].decode())
    if escape[:1] in b"01234567":
        return bytes([int(escape, 8) & 0xFF])
    return _ESCAPED.get(escape, found[0])


def _character(number: int) -> str:
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else chr(number)


def attempts(text: str) -> list[Attempt]:
    """The failures that a dialog or exception text reports: one for each refused recipient, else one."""
    starts = list(_PER_RECIPIENT.finditer(text))[:5000]
    if starts:
        found = []
        for index, match in enumerate(starts):
            end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
            words = unescape(text[match.start(2) - 1 : end]).strip(" ,{}()\n")
            found.append(_attempt(words, match.start(2), end, match[1]))
        return found
    match = _EXCEPTION.search(text)
    start = match.start(1) if match else 0
    if match and _NEUTRALISED.search(text, 0, start):
        start = 0  # a test copy's server is named in the wrapper only
    attempt = _attempt(unescape(text[start:]), start, len(text), None)
    if match:
        attempt.exception = match[1].rstrip(" \t:\uff1a(")
    return [attempt]


def _attempt(words: str, start: int, end: int, recipient: str | None) -> Attempt:
    attempt = Attempt(recipient=recipient, text=words, start=start, end=end)
    codes = reply.first(words)
    if codes is None or codes.reply is None:
        match = _FIRST_NUMBER.match(words)
        if match and match[1] not in reply.PORTS:
            attempt.reply_code = int(match[1])
    if codes:
        attempt.reply_code = attempt.reply_code or codes.reply
        attempt.enhanced_code = codes.enhanced
    if sender := _SENDER_LAST.search(words):
        attempt.context = sender[1]
    return attempt
