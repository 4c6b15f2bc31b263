"""The SMTP checker: an error text, a reply, a dialog of Odoo or a whole bounce in; failures and what to do out."""

from checkers import paste
from checkers.message import Part, parse
from checkers.smtp import bounce, conclude, errors, header_block, recognise
from checkers.smtp.failure import SmtpReport

__all__ = ["check", "is_bounce"]

_COMPOUND_FILE = bytes.fromhex("D0CF11E0A1B11AE1")  # MS-CFB section 2.2: an Outlook .msg file


def check(source: str | bytes) -> SmtpReport:
    """The failures that ``source`` reports. Any input gives a report; one without a failure says what it is."""
    if isinstance(source, bytes | bytearray) and source.startswith(_COMPOUND_FILE):
        from checkers.headers import msg  # Outlook's files are read there; loaded when one comes

        try:
            source = msg.read(bytes(source)).headers
        except msg.MsgError:
            return conclude.report(paste.read(""), "unknown", [], "damaged")
    pasted = paste.read(source)
    message = parse(pasted.text) if header_block.looks_like_message(pasted.text) else None
    if message is not None:
        found = bounce.read(message)
        if found.kind != "ordinary" or not errors.worth_reading(pasted.text[message.start :]):
            return conclude.report(pasted, found.format, found.attempts, found.kind)
    if message is None and header_block.is_header_block(pasted.text) and not recognise.is_notice_text(pasted.text):
        return conclude.report(pasted, "unknown", [], "ordinary")
    text_format, attempts = errors.read(pasted.text)
    return conclude.report(pasted, text_format, attempts, "empty" if not pasted.text.strip() else "error")


def is_bounce(message: Part) -> bool:
    """Whether a message reports on the delivery of another one; cheap, for the header checker."""
    return recognise.message_kind(message) in ("dsn", "notice")
