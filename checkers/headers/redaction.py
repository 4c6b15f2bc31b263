"""A copy of a header block for a support ticket: who it was about is masked, what went wrong can still be seen.

Here is told which words of a field have to go; ``masking`` tells what they become.
"""

import re

from checkers.headers.fieldset import FieldSet
from checkers.headers.masking import Masker
from checkers.message import Field, decode_words

MAX_VALUE = 20_000  # characters of one field that are copied
MAX_FIELDS = 2000

_ADDRESS_FIELDS = frozenset(
    (
        "from to cc bcc reply-to sender return-path delivered-to x-original-to envelope-to resent-from resent-to "
        "resent-sender resent-cc errors-to disposition-notification-to x-forwarded-to x-forwarded-for apparently-to "
        "x-envelope-from x-envelope-to x-sender x-receiver x-rcpt-to return-receipt-to x-failed-recipients "
        "mailing-list list-id list-post list-help list-owner list-subscribe list-unsubscribe list-archive"
    ).split()
)
_WORDS_MASKED = frozenset(("subject", "thread-topic", "comments", "keywords", "organization", "content-description"))
_KEPT = frozenset(
    (
        "date mime-version content-type content-transfer-encoding precedence auto-submitted importance priority "
        "x-priority x-mailer user-agent list-unsubscribe-post delivery-date resent-date content-language "
        "accept-language x-auto-response-suppress x-msmail-priority content-disposition x-mimeole"
    ).split()
)
_REPLY_PREFIX = re.compile(
    r"\s{0,4}(?:(?:re|aw|antw|sv|odp|fw|fwd|wg|tr|回复|答复|回覆|答覆|转发)(?:\[\d{1,3}\])?\s{0,3}[:：]\s{0,3}){1,5}",
    re.IGNORECASE,
)
_CLAUSE_ID = re.compile(r"\bid\s{1,4}(<?[^\s;>]{1,400}>?)")
_CLAUSE_HOST = re.compile(r"\b(from|by|helo|ehlo)(\s{1,6}\(?|=)([A-Za-z0-9_-]{1,63})(?=[\s;)])", re.IGNORECASE)
_NO_HOSTS = frozenset(
    "unknown localhost uid smtp mail local root with by from via for http https invoked network".split()
)
_SIGNED = re.compile(r"(?<![A-Za-z])(b|bh|z)(\s{0,3}=\s{0,3})[A-Za-z0-9+/=\s]{4,4000}?(?=;|\Z)")
_COREMAIL_USER = re.compile(r"\bfrom(\s{1,4})([A-Za-z0-9._+-]{1,64})\$(?=[A-Za-z0-9])")
_OBJECT = re.compile(r"([a-z][a-z0-9_.]{1,100})-(\d{1,15})\b")


class _Redactor:
    """Masks field by field: which words of a field are names, addresses or ids depends on its kind."""

    def __init__(self, fields: FieldSet) -> None:
        self.fields = fields
        inside = frozenset(
            found[3].lower()
            for field in fields.all("received")[:200]
            for found in _CLAUSE_HOST.finditer(field.raw[:MAX_VALUE])
            if found[3].lower() not in _NO_HOSTS and not found[3].isdecimal()
        )
        self.masker = Masker(self._people(), inside)

    def _people(self) -> set[str]:
        """The display names of all parties: they are found in other fields, too."""
        return {
            mailbox.name
            for name in ("from", "to", "cc", "reply-to", "sender", "resent-from", "bcc")
            for mailbox in self.fields.mailboxes(name)[:100]
            if mailbox.name and 2 < len(mailbox.name) < 100 and "@" not in mailbox.name
        }

    def field(self, field: Field) -> str:
        """One masked header field, folded as it was where its lines are masked one by one."""
        name, raw = field.name.lower(), field.raw[:MAX_VALUE]
        if name in _KEPT and name not in ("x-mailer", "user-agent"):
            return f"{field.name}:{self._boundary_off(raw)}"
        if name in _WORDS_MASKED:
            return f"{field.name}: {self._subject(raw)}"
        if name in _ADDRESS_FIELDS and name != "list-unsubscribe":
            return f"{field.name}: {self._addresses(name, raw)}"
        if name == "x-odoo-objects":
            return f"{field.name}:{_OBJECT.sub(self._object, raw)}"
        if name == "received":
            raw = _COREMAIL_USER.sub(lambda found: f"from{found[1]}{self.masker.local(found[2], '')}$", raw)
            raw = _CLAUSE_HOST.sub(self._clause_host, _CLAUSE_ID.sub(self._queue_id, raw))
        elif name.endswith("signature") or name == "arc-seal":
            raw = _SIGNED.sub(lambda found: f"{found[1]}{found[2]}bWFza2Vk", raw)
        return f"{field.name}:{self.masker.text(raw)}"

    @staticmethod
    def _boundary_off(raw: str) -> str:
        return re.sub(
            r"(boundary\s{0,3}=\s{0,3})(\"[^\"\n]{0,200}\"|[^\s;]{1,200})", r'\1"masked"', raw, flags=re.IGNORECASE
        )

    def _subject(self, raw: str) -> str:
        words = decode_words(" ".join(raw.split()))
        if not words:
            return ""
        prefix = _REPLY_PREFIX.match(words)
        start = prefix[0] if prefix else ""
        rest = words[len(start) :]
        mask = self.masker.masks.of("subject", rest, lambda n: f"[subject {n}]") if rest else ""
        shown = start if start.isascii() else "Re: "
        return shown + mask

    def _addresses(self, name: str, raw: str) -> str:
        """Mailboxes one by one; what cannot be read as mailboxes is masked like any text."""
        mailboxes = self.fields.mailboxes(name) if len(self.fields.all(name)) == 1 else []
        if (
            not mailboxes
            or name in ("return-path", "delivered-to", "mailing-list")
            or name.startswith("list-")
            or len(raw) >= MAX_VALUE
        ):
            return self.masker.text(raw).strip()
        out = []
        for mailbox in mailboxes:
            shown = ""
            if mailbox.name:
                shown = self.masker.text(mailbox.name) if "@" in mailbox.name else self.masker.name(mailbox.name)
                shown = f'"{shown}" ' if mailbox.address else shown
            address = self.masker.text(mailbox.address) if mailbox.address else ""
            out.append(f"{shown}<{address}>" if shown and address else shown or address)
        return ",\n ".join(out)

    def _queue_id(self, found: re.Match) -> str:
        value = found[1]
        if re.fullmatch(r"\d{1,2}(?:\.\d{1,5}){2,3}", value):  # Exchange writes its version there
            return found[0]
        mask = self.masker.masks.of("id", value.strip("<>"), lambda n: f"QUEUE{n}")
        return found[0].replace(value, f"<{mask}>" if value.startswith("<") else mask)

    def _clause_host(self, found: re.Match) -> str:
        """A host of one network, without a dot."""
        if found[3].lower() in _NO_HOSTS or found[3].isdecimal():
            return found[0]
        return found[1] + found[2] + self.masker.host_inside(found[3])

    def _object(self, found: re.Match) -> str:
        return f"{found[1]}-{self.masker.masks.of('record', f'{found[2]}-{found[1]}', str)}"


# Where an address in a sentence begins or ends without a space: beside Chinese, and behind a quote.
_CHINESE = "\u3000-\u9fff\uff00-\uffef"
_MEETING = re.compile(rf"(?<=[{_CHINESE}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_CHINESE}])|(?<=['‘“])(?=[A-Za-z0-9])")


class Masking:
    """The same masks for the header block of a message and for texts about it."""

    def __init__(self, fields: FieldSet) -> None:
        self._redactor = _Redactor(fields)

    def block(self) -> str:
        """The header block, masked; the body is left out."""
        lines = [self._redactor.field(field).rstrip() for field in self._redactor.fields.fields[:MAX_FIELDS]]
        return "\n".join(lines) + "\n" if lines else ""

    def prose(self, words: str) -> str:
        """A text that people wrote, masked: addresses, hosts, IPs, links, ids, and the names that the headers hold."""
        return "".join(map(self._redactor.masker.text, _MEETING.split(words)))


def redact(fields: FieldSet) -> str:
    """The header block with people, addresses, hosts, ids and texts masked; the body is left out."""
    return Masking(fields).block()
