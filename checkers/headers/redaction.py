"""A copy of a header block for a support ticket: who it was about is masked, what went wrong can still be seen.

The same value gets the same mask throughout. Domains keep their shape (labels, alignment), hosts of known operators
stay as they are, IP addresses become those set aside for documentation (RFC 5737, RFC 3849), private ones private.
"""

import re
from collections.abc import Callable

from checkers.headers.boundary import is_private
from checkers.headers.fieldset import FieldSet
from checkers.headers.operators import operator
from checkers.headers.psl import organisational
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
_ODOO_ID = re.compile(
    r"(?:(\d{15})\.)?(\d{9,11})\.(\d{1,20})-openerp-(?:(\d{1,15})-)?([A-Za-z0-9_.-]{1,100})@([^>\s]{1,300})"
)
_TOKEN = re.compile(
    r"(?P<odoo>\d[\d.]{9,60}-openerp-[^@>\s]{1,200}@[^>\s]{1,300})"
    r"|(?P<word>=\?[A-Za-z0-9_.-]{1,40}\?[bBqQ]\?[^?\s]{0,400}\?=)"
    r"|(?P<url>https?://[^\s<>\"]{1,2000})"
    r"|(?P<address>[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u0080-\U0010ffff-]{1,320}@[A-Za-z0-9\u0080-\U0010ffff.-]{1,255})"
    r"|(?P<ip6>(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{0,4}|\d{1,3}(?:\.\d{1,3}){3})(?![\w:.]))"
    r"|(?P<ip4>(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w]|\.\d))"
    r"|(?P<host>(?<![\w.@/-])@?(?:[A-Za-z0-9_\u0080-\U0010ffff](?:[A-Za-z0-9_\u0080-\U0010ffff-]{0,62})\.){1,12}"
    r"[A-Za-z\u0080-\U0010ffff][A-Za-z0-9\u0080-\U0010ffff-]{1,62}(?![\w@]))"
    r"|(?P<token>[A-Za-z0-9+/_-]{10,2000}={0,2})"
)
_CLAUSE_ID = re.compile(r"\bid\s{1,4}(<?[^\s;>]{1,400}>?)")
_CLAUSE_HOST = re.compile(r"\b(from|by|helo|ehlo)(\s{1,6}\(?|=)([A-Za-z0-9_-]{1,63})(?=[\s;)])", re.IGNORECASE)
_NO_HOSTS = frozenset(
    "unknown localhost uid smtp mail local root with by from via for http https invoked network".split()
)
_PLAIN = re.compile(
    r"[A-Za-z]{1,40}|[a-z]{2,24}(?:[-_][A-Za-z]{2,24}){1,8}|[A-Z][A-Za-z]{1,24}(?:[-_][A-Za-z0-9]{1,24}){1,8}"
)
_CIPHER = re.compile(r"(?:TLS|SSL|ECDHE|DHE|AES|AECDH|ADH|CHACHA|RSA|version|cipher|bits)[A-Z0-9a-z_.=/-]{0,100}")
_ALGORITHM = re.compile(r"(?:rsa|ed25519)-sha\d{1,3}|relaxed/(?:relaxed|simple)|simple/(?:relaxed|simple)|arc-\d{8}")
_SIGNED = re.compile(r"(?<![A-Za-z])(b|bh|z)(\s{0,3}=\s{0,3})[A-Za-z0-9+/=\s]{4,4000}?(?=;|\Z)")
# A customer's own name in front of a provider's: a database of Odoo, a domain at Microsoft.
_TENANT = re.compile(
    r"(?!mail|www|mx|smtp|out)([a-z0-9-]{1,63})(?=\.(?:odoo\.com|dev\.odoo\.com|onmicrosoft\.com)\Z)"
    r"|(?=[a-z0-9]{1,63}-)([a-z0-9-]{1,63})(?=\.mail\.protection\.outlook\.com\Z)"
)
_DIGITS = re.compile(r"[\d+-]{1,40}|\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|\d{4}-\d{2}-\d{2}T\d{2}|\d{8}T\d{6}Z?")
_PROPERTY_KEYS = frozenset("i d client-ip envelope-from helo receiver mailfrom rfc822 identity from to".split())
_COREMAIL_USER = re.compile(r"\bfrom(\s{1,4})([A-Za-z0-9._+-]{1,64})\$(?=[A-Za-z0-9])")
_OBJECT = re.compile(r"([a-z][a-z0-9_.]{1,100})-(\d{1,15})\b")
_FILE_LIKE = frozenset(("html", "txt", "php", "aspx", "pdf", "jpg", "png", "gif", "eml", "exe", "zip"))


class _Masks:
    """The masks given so far, by what they stand for."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def of(self, kind: str, value: str, make: Callable[[int], str]) -> str:
        mask = self._given.get((kind, value))
        if mask is None:
            number = self._counts[kind] = self._counts.get(kind, 0) + 1
            mask = self._given[kind, value] = make(number)
        return mask


class _Redactor:
    def __init__(self, fields: FieldSet) -> None:
        self.masks = _Masks()
        self.fields = fields
        self.names_pattern = self._people()
        self.inside = {
            found[3].lower()
            for field in fields.all("received")[:200]
            for found in _CLAUSE_HOST.finditer(field.raw[:MAX_VALUE])
            if found[3].lower() not in _NO_HOSTS and not found[3].isdecimal()
        }

    def _people(self) -> re.Pattern | None:
        """The display names of all parties: they are found in other fields, too, the longest first."""
        found: set[str] = set()
        for name in ("from", "to", "cc", "reply-to", "sender", "resent-from", "bcc"):
            for mailbox in self.fields.mailboxes(name)[:100]:
                if mailbox.name and 2 < len(mailbox.name) < 100 and "@" not in mailbox.name:
                    found.add(mailbox.name)
        longest = sorted(found, key=lambda name: (-len(name), name))[:200]
        if not longest:
            return None
        return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, longest))})(?![A-Za-z0-9])", re.IGNORECASE)

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
            raw = _COREMAIL_USER.sub(lambda found: f"from{found[1]}{self._local(found[2], '')}$", raw)
            raw = _CLAUSE_HOST.sub(self._clause_host, _CLAUSE_ID.sub(self._queue_id, raw))
        elif name.endswith("signature") or name == "arc-seal":
            raw = _SIGNED.sub(lambda found: f"{found[1]}{found[2]}bWFza2Vk", raw)
        return f"{field.name}:{self.text(raw)}"

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
        mask = self.masks.of("subject", rest, lambda n: f"[subject {n}]") if rest else ""
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
            return self.text(raw).strip()
        out = []
        for mailbox in mailboxes:
            shown = ""
            if mailbox.name:
                shown = self.text(mailbox.name) if "@" in mailbox.name else self._name(mailbox.name)
                shown = f'"{shown}" ' if mailbox.address else shown
            address = self.text(mailbox.address) if mailbox.address else ""
            out.append(f"{shown}<{address}>" if shown and address else shown or address)
        return ",\n ".join(out)

    def _name(self, name: str) -> str:
        return self.masks.of("name", name.lower(), lambda n: f"Name{n}")

    def _queue_id(self, found: re.Match) -> str:
        value = found[1]
        if re.fullmatch(r"\d{1,2}(?:\.\d{1,5}){2,3}", value):  # Exchange writes its version there
            return found[0]
        mask = self.masks.of("id", value.strip("<>"), lambda n: f"QUEUE{n}")
        return found[0].replace(value, f"<{mask}>" if value.startswith("<") else mask)

    def _clause_host(self, found: re.Match) -> str:
        """A host of one network, without a dot."""
        if found[3].lower() in _NO_HOSTS or found[3].isdecimal():
            return found[0]
        return found[1] + found[2] + self._inside(found[3])

    def text(self, value: str) -> str:
        """Any text with what names people, places or messages masked."""
        out, at = [], 0
        for found in _TOKEN.finditer(value):
            out.append(self._names_off(value[at : found.start()]))
            out.append(getattr(self, "_" + (found.lastgroup or "token"))(found[0]))
            at = found.end()
        out.append(self._names_off(value[at:]))
        return "".join(out)

    def _names_off(self, piece: str) -> str:
        if self.names_pattern is None or not piece.strip():
            return piece
        return self.names_pattern.sub(lambda found: self._name(found[0]), piece)

    def _word(self, word: str) -> str:
        decoded = decode_words(word)
        return self._name(decoded) if decoded != word else "[masked]"

    def _odoo(self, value: str) -> str:
        """Odoo's Message-IDs keep what a diagnosis needs: the time, the model, and which record is the same one."""
        found = _ODOO_ID.fullmatch(value)
        if not found:
            return self._address(value)
        mark = self.masks.of("odoo", f"{found[1]}{found[3]}", lambda n: f"{n:015d}")
        record = self.masks.of("record", f"{found[4]}-{found[5]}", str) + "-" if found[4] else ""
        host = self._host(found[6]) if "." in found[6] else self._inside(found[6])
        return f"{mark}.{found[2]}.{'0' * len(found[3])}-openerp-{record}{found[5]}@{host}"

    def _object(self, found: re.Match) -> str:
        return f"{found[1]}-{self.masks.of('record', f'{found[2]}-{found[1]}', str)}"

    def _url(self, url: str) -> str:
        scheme, _, rest = url.partition("://")
        host = re.split(r"[/?#:]", rest, maxsplit=1)[0]
        return f"{scheme}://{self._host(host)}/masked"

    def _address(self, address: str) -> str:
        local, _, domain = address.rpartition("@")
        key, equals, rest = local.partition("=")
        if equals and (key.lower() in _PROPERTY_KEYS or _is_property(key.lower())):  # smtp.mailfrom=a@b.example
            return f"{key}={self._address(f'{rest}@{domain}')}"
        if not local:
            return f"@{self._host(domain)}"
        if domain.lower().strip(".") == "mx.google.com":  # Gmail's mark of a replaced Message-ID
            return address
        return f"{self._local(local, domain)}@{self._host(domain)}"

    def _local(self, local: str, domain: str) -> str:
        """Local parts that say what an address is for are kept."""
        plain = local.lower()
        for kept in ("mailer-daemon", "postmaster", "catchall", "bounce", "notifications", "noreply", "no-reply"):
            if plain == kept:
                return local
            if plain.startswith(kept + "+") or plain.startswith(kept + "-"):
                return local[: len(kept) + 1] + self.masks.of("user", plain, lambda n: f"u{n}")
        for mark in ("srs0", "srs1", "prvs"):
            if plain.startswith(mark):
                return local[:5] + self.masks.of("user", plain, lambda n: f"u{n}")
        if "+caf_=" in plain:
            return self.masks.of("user", plain, lambda n: f"u{n}") + "+caf_=u"
        return self.masks.of("user", f"{plain}@{organisational(domain)}", lambda n: f"user{n}")

    def _host(self, host: str) -> str:
        if host.startswith("@"):
            return "@" + self._host(host[1:])
        bare = host.rstrip(".")
        dots = host[len(bare) :]
        lower = bare.lower()
        if (tenant := _TENANT.match(lower)) is not None:
            return self.masks.of("tenant", tenant[0], lambda n: f"tenant-{n}") + lower[tenant.end() :] + dots
        if (
            operator(lower) is not None
            or lower.rpartition(".")[2] in _FILE_LIKE
            or _is_property(lower)
            or len(lower) > 255
        ):
            return host
        if "." not in lower:
            return self._inside(lower) + dots
        base = organisational(lower)
        mask = self.masks.of("domain", base, lambda n: f"domain{n}.example")
        labels = lower[: -len(base)].rstrip(".") if lower.endswith(base) else ""
        if labels:
            mask = (
                ".".join(self.masks.of("label", label, lambda n: f"h{n}") for label in labels.split(".")) + "." + mask
            )
        return mask + dots

    def _ip4(self, ip: str) -> str:
        if not all(int(part) < 256 for part in ip.split(".")):
            return ip
        if ip.startswith(("127.", "0.", "255.")):
            return ip
        if is_private(ip):
            return self.masks.of("private", ip, lambda n: f"10.0.{n // 250 % 256}.{n % 250 + 1}")
        nets = ("192.0.2", "198.51.100", "203.0.113")
        return self.masks.of("ip", ip, lambda n: f"{nets[n // 250 % 3]}.{n % 250 + 1}")

    def _ip6(self, ip: str) -> str:
        if ip.strip(":") in ("", "1") or ip.count(":") < 3 and "::" not in ip:
            return ip
        if is_private(ip):
            return self.masks.of("private6", ip.lower(), lambda n: f"fd00::{n:x}")
        return self.masks.of("ip6", ip.lower(), lambda n: f"2001:db8::{n:x}")

    def _token(self, token: str) -> str:
        """Long words that are no words: ids, keys, tracking codes."""
        lower = token.lower()
        if lower in self.inside:
            return self._inside(lower)
        if any(pattern.fullmatch(token) for pattern in (_PLAIN, _CIPHER, _ALGORITHM, _DIGITS)):
            return token
        return self.masks.of("token", token, lambda n: f"TOKEN{n}")

    def _inside(self, name: str) -> str:
        """A host of one network, without a dot."""
        return self.masks.of("inside", name.lower(), lambda n: f"host{n}")


def _is_property(word: str) -> bool:
    """``header.from``, ``smtp.mailfrom`` and their like look like host names."""
    first = word.partition(".")[0]
    return first in ("header", "smtp", "policy", "body", "arc") and word.count(".") <= 2 and len(word) < 40


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
        return "".join(map(self._redactor.text, _MEETING.split(words)))


def redact(fields: FieldSet) -> str:
    """The header block with people, addresses, hosts, ids and texts masked; the body is left out."""
    return Masking(fields).block()
