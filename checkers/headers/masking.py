"""The masks of a redacted copy: what a name, an address, a host, an IP address or a token becomes.

The same value gets the same mask throughout. Domains keep their shape (labels, alignment), hosts of known operators
stay as they are, IP addresses become those set aside for documentation (RFC 5737, RFC 3849), private ones private.
"""

import re
from collections.abc import Callable, Iterable

from checkers.headers.boundary import is_private
from checkers.headers.operators import operator
from checkers.headers.psl import organisational
from checkers.message import decode_words

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
_PLAIN = re.compile(
    r"[A-Za-z]{1,40}|[a-z]{2,24}(?:[-_][A-Za-z]{2,24}){1,8}|[A-Z][A-Za-z]{1,24}(?:[-_][A-Za-z0-9]{1,24}){1,8}"
)
_CIPHER = re.compile(r"(?:TLS|SSL|ECDHE|DHE|AES|AECDH|ADH|CHACHA|RSA|version|cipher|bits)[A-Z0-9a-z_.=/-]{0,100}")
_ALGORITHM = re.compile(r"(?:rsa|ed25519)-sha\d{1,3}|relaxed/(?:relaxed|simple)|simple/(?:relaxed|simple)|arc-\d{8}")
# A customer's own name in front of a provider's: a database of Odoo, a domain at Microsoft.
_TENANT = re.compile(
    r"(?!mail|www|mx|smtp|out)([a-z0-9-]{1,63})(?=\.(?:odoo\.com|dev\.odoo\.com|onmicrosoft\.com)\Z)"
    r"|(?=[a-z0-9]{1,63}-)([a-z0-9-]{1,63})(?=\.mail\.protection\.outlook\.com\Z)"
)
_DIGITS = re.compile(r"[\d+-]{1,40}|\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|\d{4}-\d{2}-\d{2}T\d{2}|\d{8}T\d{6}Z?")
_PROPERTY_KEYS = frozenset("i d client-ip envelope-from helo receiver mailfrom rfc822 identity from to".split())
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


class Masker:
    """Masks values of one message. ``people`` are the names of its parties, ``inside`` its hosts without a dot."""

    def __init__(self, people: Iterable[str], inside: frozenset[str]) -> None:
        self.masks = _Masks()
        self.inside = inside
        longest = sorted(set(people), key=lambda name: (-len(name), name))[:200]
        self._people = (
            re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, longest))})(?![A-Za-z0-9])", re.IGNORECASE)
            if longest
            else None
        )

    def name(self, name: str) -> str:
        return self.masks.of("name", name.lower(), lambda n: f"Name{n}")

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
        if self._people is None or not piece.strip():
            return piece
        return self._people.sub(lambda found: self.name(found[0]), piece)

    def _word(self, word: str) -> str:
        decoded = decode_words(word)
        return self.name(decoded) if decoded != word else "[masked]"

    def _odoo(self, value: str) -> str:
        """Odoo's Message-IDs keep what a diagnosis needs: the time, the model, and which record is the same one."""
        found = _ODOO_ID.fullmatch(value)
        if not found:
            return self._address(value)
        mark = self.masks.of("odoo", f"{found[1]}{found[3]}", lambda n: f"{n:015d}")
        record = self.masks.of("record", f"{found[4]}-{found[5]}", str) + "-" if found[4] else ""
        host = self._host(found[6]) if "." in found[6] else self.host_inside(found[6])
        return f"{mark}.{found[2]}.{'0' * len(found[3])}-openerp-{record}{found[5]}@{host}"

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
        return f"{self.local(local, domain)}@{self._host(domain)}"

    def local(self, local: str, domain: str) -> str:
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
            return self.host_inside(lower) + dots
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
            return self.host_inside(lower)
        if any(pattern.fullmatch(token) for pattern in (_PLAIN, _CIPHER, _ALGORITHM, _DIGITS)):
            return token
        return self.masks.of("token", token, lambda n: f"TOKEN{n}")

    def host_inside(self, name: str) -> str:
        """A host of one network, without a dot."""
        return self.masks.of("inside", name.lower(), lambda n: f"host{n}")


def _is_property(word: str) -> bool:
    """``header.from``, ``smtp.mailfrom`` and their like look like host names."""
    first = word.partition(".")[0]
    return first in ("header", "smtp", "policy", "body", "arc") and word.count(".") <= 2 and len(word) < 40
