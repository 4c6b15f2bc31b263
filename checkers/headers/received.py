"""Received fields: where a message passed, by RFC 5321 section 4.4 and by what servers really write.

The clauses are read as words outside comments; what a comment tells (verified name, address, TLS) goes into the
hop's further facts. Shapes met: Postfix, Exim, Sendmail, qmail, Exchange, Domino, Coremail, Google, Yahoo, fetchmail.
"""

import re
from dataclasses import dataclass

from checkers.headers import dates
from checkers.headers.tokens import Comment, blanked, comments

CLAUSES = ("from", "by", "via", "with", "id", "for")
MAX_VALUE = 20_000  # characters read of one field

_IPV4 = re.compile(r"(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)")
_IPV6 = re.compile(
    r"(?:IPv6:)?([0-9A-F]{0,4}(?::[0-9A-F]{0,4}){2,7}(?:\d{0,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})?)(?:%\w{1,15})?(?![\w:.])",
    re.IGNORECASE,
)
_HELO = re.compile(r"\b(?:helo|ehlo)[ =]\s{0,5}\??\[?([^\s\[\]()?;,]{1,255})", re.IGNORECASE)
_TLS = re.compile(r"\b(TLS|SSL)[ _]?v?_?(\d)(?:[._](\d))?", re.IGNORECASE)
_CIPHER = re.compile(
    r"\bcipher[ =:]\s{0,5}([A-Za-z0-9_-]{3,60})|\bTLS[v\d._]{0,6}:([A-Za-z0-9_-]{5,60}):\d|"
    r"\btls ([A-Z][A-Za-z0-9_-]{5,60})|\b([A-Z0-9-]{6,40}) encrypted"
)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(?:\.[A-Za-z0-9_-]{1,63}){1,20}\.?")


@dataclass(slots=True)
class Hop:
    """One Received field: its clauses, its time in seconds since 1970 UTC, and what its comments add."""

    from_: str | None = None
    by: str | None = None
    via: str | None = None
    with_: str | None = None
    id: str | None = None
    for_: str | None = None
    time: int | None = None
    date_text: str = ""
    from_ip: str | None = None
    from_helo: str | None = None
    from_rdns: str | None = None
    by_ip: str | None = None
    tls_version: str | None = None
    tls_cipher: str | None = None
    comments: tuple[str, ...] = ()


def parse(value: str) -> Hop:
    """Read an unfolded Received value; nothing in it is required.

    >>> hop = parse("from a.example (b.example [192.0.2.7]) by mx.example with ESMTPS id 7 for <c@d.example>;"
    ...             " 1 Jan 2026 00:00:00 Z")
    >>> hop.from_, hop.by, hop.with_, hop.id, hop.for_, hop.time, hop.from_rdns, hop.from_ip
    ('a.example', 'mx.example', 'ESMTPS', '7', 'c@d.example', 1767225600, 'b.example', '192.0.2.7')
    """
    if len(value) > MAX_VALUE:  # the clauses stand first, the date last
        value = value[: MAX_VALUE // 2] + " " + value[-MAX_VALUE // 2 :]
    found = comments(value)
    plain = blanked(value, found)
    end, date_start, time = _date(value, plain)
    hop = Hop(time=time, date_text=value[date_start:].strip()[:400])
    places = _clauses(hop, plain[:end])
    if found:
        hop.comments = tuple(comment.text for comment in found if comment.start < end)[:20]
        _read_comments(hop, found, places, end)
    if hop.from_ip is None and "from" in places:
        words = plain[places["from"] : min((place for place in places.values() if place > places["from"]), default=end)]
        hop.from_ip = _ip(words)  # "from [192.0.2.1]", "from host [192.0.2.1]" (fetchmail)
    if hop.tls_version and hop.tls_cipher is None and " tls " in plain:  # Exim from 4.94 on: "(TLS1.3) tls NAME"
        _read_tls(hop, plain[plain.index(" tls ") : end])
    if hop.by and (hop.by[0].isdigit() or ":" in hop.by):
        hop.by_ip = hop.by_ip or _ip(hop.by)
    return hop


def _date(value: str, plain: str) -> tuple[int, int, int | None]:
    """Where the clauses end, where the date begins, and its seconds (section 4.4: behind the last semicolon)."""
    semicolon = plain.rfind(";")
    first = semicolon
    for _ in range(4):  # servers that add a note behind the date put a semicolon before it
        if semicolon < 0:
            break
        time = dates.parse(value[semicolon + 1 : semicolon + 401].strip())
        if time is not None:
            return semicolon, semicolon + 1, time
        semicolon = plain.rfind(";", 0, semicolon)
    if first >= 0 and ":" in plain[first:] and any(char.isdigit() for char in plain[first : first + 60]):
        return first, first + 1, None  # a date that cannot be: no reason to look for another one
    start, time = dates.trailing(plain.rstrip())
    if time is not None:
        return start, start, time
    return len(plain), first + 1 if first >= 0 else len(value), None


def _clauses(hop: Hop, plain: str) -> dict[str, int]:
    """Set the hop's clauses from the words outside comments; returns where each clause's word stands."""
    places: dict[str, int] = {}
    words = [(found[0], found.start()) for found in re.finditer(r"\S+", plain)]
    at, size = 0, len(words)
    while at < size:
        word, start = words[at]
        name = word.lower()
        at += 1
        if name not in _CLAUSE_SET or name in places:
            continue
        places[name] = start
        if at >= size or words[at][0].lower() in _CLAUSE_SET:
            continue
        value, value_start = words[at]
        at += 1
        if value[0] in '<"' and not _closed(value):
            close = plain.find(">" if value[0] == "<" else '"', value_start + len(value))
            if 0 <= close < value_start + 300:
                value = plain[value_start : close + 1]
                while at < size and words[at][1] <= close:
                    at += 1
        setattr(hop, _ATTRIBUTES[name], _bare(value, name))
    return places


_CLAUSE_SET = frozenset(CLAUSES)
_ATTRIBUTES = {"from": "from_", "by": "by", "via": "via", "with": "with_", "id": "id", "for": "for_"}


def _closed(value: str) -> bool:
    return ">" in value if value[0] == "<" else '"' in value[1:]


def _bare(value: str, clause: str) -> str | None:
    """A clause's word without brackets around it and without the punctuation that ends it."""
    value = value.rstrip(";,")
    if value[:1] == "<":
        close = value.find(">")
        value = value[1:close] if close > 0 else value[1:]
    elif value[:1] == "[":
        close = value.find("]")
        value = value[1:close] if close > 0 else value[1:]
    elif clause in ("from", "by") and "[" in value:
        value = value[: value.index("[")]  # host[192.0.2.1]
    if clause == "for" and "," in value and '"' not in value:
        value = value[: value.index(",")].rstrip(">")
    return value.strip("<>") or None


def _read_comments(hop: Hop, found: list[Comment], places: dict[str, int], end: int) -> None:
    from_at = places.get("from", -1)
    from_end = min((place for name, place in places.items() if name != "from" and place > from_at), default=end)
    by_at = places.get("by", -1)
    by_end = min((place for place in places.values() if place > by_at), default=end) if by_at >= 0 else -1
    for comment in found:
        if comment.start >= end:
            break
        words = comment.text[:1000]
        if from_at >= 0 and from_at < comment.start < from_end:
            _read_sender(hop, words)
        elif (
            by_at >= 0
            and by_at < comment.start < by_end
            and hop.by_ip is None
            and words[:1]
            and (words[0] in "[:" or words[0].isalnum())
        ):
            hop.by_ip = _ip(words) if _ip_only(words) else None
        _read_tls(hop, words)


def _read_sender(hop: Hop, words: str) -> None:
    """The comment behind from: ``name [ip]``, ``[ip] helo=name``, ``HELO name``, a bare address."""
    helo = _HELO.search(words)
    if helo and hop.from_helo is None:
        hop.from_helo = helo[1]
        if hop.from_ and hop.from_rdns is None and not _ip(hop.from_) and hop.from_.lower() != "unknown":
            hop.from_rdns = hop.from_
    ip = _ip(words[: helo.start()] + words[helo.end() :] if helo else words)
    if ip and hop.from_ip is None:
        hop.from_ip = ip
    first = words.split(None, 1)[0] if words.strip() else ""
    if not helo and ip and hop.from_rdns is None:
        first = first.partition("[")[0].rpartition("@")[2]
        if _NAME.fullmatch(first) and not _IPV4.fullmatch(first):
            hop.from_rdns = first.rstrip(".")
        if hop.from_helo is None and hop.from_ and (hop.from_rdns or first in ("", "unknown")):
            hop.from_helo = hop.from_


def _read_tls(hop: Hop, words: str) -> None:
    if hop.tls_version is None:
        found = _TLS.search(words)
        if found and ("cipher" in words or ":" in words or found.start() < 12 or "version=" in words):
            minor = found[3] or ("0" if found[1].upper() == "TLS" else None)
            hop.tls_version = f"{found[1].upper()}{found[2]}" + (f".{minor}" if minor else "")
    if hop.tls_cipher is None and ("ipher" in words or ":" in words or "encrypted" in words or "tls" in words):
        found = _CIPHER.search(words)
        if found:
            hop.tls_cipher = found[1] or found[2] or found[3] or found[4]


def _ip_only(words: str) -> bool:
    return "." in words or words.count(":") > 1


def _ip(words: str) -> str | None:
    """The first IP address in ``words``, without brackets, ``IPv6:`` and zone."""
    words = words[:600]
    found = _IPV4.search(words)
    six = _IPV6.search(words) if words.count(":") > 1 else None
    if six and len(six[1]) > 3 and (not found or six.start() <= found.start()):
        return six[1].lower()
    if found and all(int(part) < 256 for part in found.groups()):
        return found[0]
    return None
