"""Authentication results that servers stamped on a message: RFC 8601, RFC 8617 (ARC), RFC 7208 section 9.1 and kin.

Read are Authentication-Results and ARC-Authentication-Results (with or without the server's name, as Microsoft
writes them), Received-SPF, and each DKIM-Signature. Nothing is verified here: these are claims of servers.
"""

import re
from dataclasses import dataclass, field

from checkers.headers.tokens import blanked, comments, unquoted

MAX_VALUE = 40_000  # characters read of one field
MAX_RESULTS = 200  # results read of one field

# A second result in one piece counts only for these: other words with "=" are properties (action=none, reason=100).
_METHODS = frozenset(
    (
        "spf dkim dmarc arc auth iprev dkim-adsp dkim-atps domainkeys sender-id senderid compauth bimi vbr rrvs smime "
        "dnswl dara"
    ).split()
)
# First words with "=" that name no method: Yahoo's from=, ARC's i=, bare properties.
_NO_METHODS = frozenset(
    (
        "from reason action i a s d p b h t v q c x header smtp policy body id client-ip envelope-from helo receiver "
        "identity pr dis sp fromdomain"
    ).split()
)
_MAILFROM = (
    "smtp.mailfrom",
    "smtp.mail",
    "smtp.mfrom",
    "smtp.from",
    "smtp.envelope-from",
    "envelope-from",
    "smtp.rfc5321mailfrom",
    "mailfrom",
)
_HELO = ("smtp.helo", "smtp.ehlo", "smtp.rfc5321.helo", "helo")
# Who a Received-SPF comment speaks of where the pairs do not say it: Google and Microsoft put it there.
_SPF_DOMAIN = re.compile(
    r"\bdomain of (?:transitioning )?<?\"?([^\s<>\";()]{1,320})|: ([^\s<>\";():]{1,320}) does not designate|"
    r"lookup of ([^\s<>\";():]{1,320})|SPF record at ([^\s<>\";()]{1,320})",
    re.IGNORECASE,
)
_RESULT_WORD = re.compile(r"[A-Za-z][A-Za-z_-]{0,30}")


@dataclass(slots=True)
class Result:
    """One result of one method, as the server of ``authority`` stated it."""

    method: str
    result: str | None
    domain: str | None = None
    selector: str | None = None
    source: str = "Authentication-Results"
    authority: str | None = None
    comment: str | None = None
    properties: dict[str, str] = field(default_factory=dict)


def domain_of(value: str | None) -> str | None:
    """The domain of an address, or the value itself if it is a domain; lower case, None for nothing and ``none``.

    >>> domain_of("<a@B.example>"), domain_of("@c.example"), domain_of("none"), domain_of("<>")
    ('b.example', 'c.example', None, None)
    """
    if not value:
        return None
    value = value.strip().strip("<>\"',;").rpartition("@")[2].strip("<>\"' .;,").lower()
    return value if value and value not in ("none", "null", "unknown", "nil") else None


def parse(value: str, source: str = "Authentication-Results") -> tuple[str | None, list[Result]]:
    """The server's name (authserv-id, None where it is left out) and the results of one field.

    >>> name, results = parse("mx.example 1; spf=pass smtp.mailfrom=a@b.example;"
    ...                       " dkim=fail (body (hash)) header.d=c.example header.s=s1")
    >>> name, [(r.method, r.result, r.domain, r.selector) for r in results]
    ('mx.example', [('spf', 'pass', 'b.example', None), ('dkim', 'fail', 'c.example', 's1')])
    """
    value = value[:MAX_VALUE]
    found = comments(value)
    plain = blanked(value, found)
    authority: str | None = None
    results: list[Result] = []
    next_comment = 0
    for number, (start, end) in enumerate(_pieces(plain)):
        words = _words(plain[start:end])
        noted = []
        while next_comment < len(found) and found[next_comment].start < end:
            noted.append(found[next_comment].text)
            next_comment += 1
        first = len(results)
        leading = _read_piece(words, results, source)
        if (
            leading
            and authority is None
            and (number == 0 or (source.startswith("ARC") and number == 1))
            and not leading.lower().startswith("i=")
        ):
            authority = leading.rstrip(":,")
        if noted and len(results) > first:
            results[first].comment = " ".join(" ".join(noted).split())[:1000]
        if len(results) >= MAX_RESULTS:
            break
    for result in results:
        result.authority = authority
        _settle(result)
    return authority, results


def _pieces(plain: str) -> list[tuple[int, int]]:
    """The ranges between semicolons outside quoted strings."""
    if '"' not in plain:
        pieces, at = [], 0
        for part in plain.split(";"):
            pieces.append((at, at + len(part)))
            at += len(part) + 1
        return pieces
    pieces, at, quoted = [], 0, False
    closed = plain.count('"') % 2 == 0
    for found in re.finditer(r'\\.|[";]', plain):
        if found[0] == '"' and closed:
            quoted = not quoted
        elif found[0] == ";" and not quoted:
            pieces.append((at, found.start()))
            at = found.end()
    pieces.append((at, len(plain)))
    return pieces


def _words(piece: str) -> list[str]:
    """The words of a piece; a quoted string does not end at its blanks, and ``key = value`` is one word."""
    if '"' in piece and piece.count('"') % 2 == 0:
        parts = piece.split('"')
        for index in range(1, len(parts), 2):
            parts[index] = parts[index].replace(" ", "\x00").replace("\t", "\x00")
        words = [word.replace("\x00", " ") for word in '"'.join(parts).split()]
    else:
        words = piece.split()
    if "=" not in words and not any(word[-1] == "=" or word[0] == "=" for word in words):
        return words
    joined: list[str] = []
    for word in words:
        if joined and word[0] == "=" and "=" not in joined[-1]:
            joined[-1] += word
        elif joined and joined[-1][-1] == "=" and joined[-1].count("=") == 1 and "=" not in word:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _read_piece(words: list[str], results: list[Result], source: str) -> str | None:
    """Add the results of one piece; returns its first word if that is no result (the server's name)."""
    leading = None
    current: Result | None = None
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            if current is None and leading is None:
                leading = word
            continue
        name = key.partition("/")[0].lower().rstrip(".")
        if (current is None and name and "." not in name and name not in _NO_METHODS) or name in _METHODS:
            stated = unquoted(value).strip(",;:").lower()
            if not stated:
                current = None
                continue
            current = Result(name, stated, source=source)
            results.append(current)
        elif current is not None or results:  # SES puts a semicolon before each property, too
            (current or results[-1]).properties.setdefault(key.lower(), unquoted(value.rstrip(",")))
    return leading


def _settle(result: Result) -> None:
    """The domain and selector that a result speaks of, from its properties."""
    given = result.properties
    method = result.method
    if method == "spf":
        result.domain = _first(given, _MAILFROM) or _first(given, _HELO)
    elif method in ("dkim", "domainkeys", "dkim-adsp", "dkim-atps"):
        result.domain = domain_of(given.get("header.d")) or domain_of(given.get("header.i"))
        if result.domain is None and method != "dkim":
            result.domain = domain_of(given.get("header.from"))
        result.selector = given.get("header.s") or None
    elif method in ("dmarc", "compauth", "bimi"):
        result.domain = domain_of(given.get("header.from")) or domain_of(given.get("header.d"))
        if method == "bimi":
            result.selector = given.get("header.selector")
    elif method in ("sender-id", "senderid"):
        result.domain = domain_of(given.get("header.from") or given.get("header.sender"))
    elif method == "auth":
        result.domain = domain_of(given["smtp.auth"]) if "@" in given.get("smtp.auth", "") else None


def _first(given: dict[str, str], names: tuple[str, ...]) -> str | None:
    for name in names:
        if name in given and (domain := domain_of(given[name])):
            return domain
    return None


def parse_received_spf(value: str) -> Result | None:
    """One Received-SPF field (RFC 7208 section 9.1); None when it states no result.

    >>> spf = parse_received_spf("SoftFail (mx.example: domain of a@b.example) client-ip=192.0.2.1; helo=c.example")
    >>> spf.result, spf.domain, spf.properties["client-ip"]
    ('softfail', 'b.example', '192.0.2.1')
    """
    value = value[:MAX_VALUE]
    word = _RESULT_WORD.match(value.lstrip())
    if not word:
        return None
    found = comments(value)
    plain = blanked(value, found)
    result = Result("spf", word[0].lower(), source="Received-SPF")
    for start, end in _pieces(plain):
        for pair in _words(plain[start:end]):
            key, equals, stated = pair.partition("=")
            if equals and key:
                result.properties.setdefault(key.lower(), unquoted(stated))
    if found:
        result.comment = " ".join(found[0].text.split())[:1000]
    given = result.properties
    result.authority = given.get("receiver") or (
        (result.comment or "").partition(":")[0] if ":" in (result.comment or "") else None
    )
    helo, mail_from = _first(given, _HELO), _first(given, _MAILFROM)
    if given.get("identity", "").lower() == "helo":
        result.domain = helo
    else:
        result.domain = mail_from or _domain_in_comment(result.comment) or helo
    return result


def _domain_in_comment(comment: str | None) -> str | None:
    found = _SPF_DOMAIN.search(comment or "")
    return domain_of((found[1] or found[2] or found[3] or found[4]).rstrip(":,.")) if found else None


def tags(value: str) -> dict[str, str]:
    """The tag=value pairs of a DKIM-Signature or ARC field (RFC 6376 section 3.2), blanks inside values removed."""
    pairs: dict[str, str] = {}
    for part in value[:MAX_VALUE].split(";"):
        name, equals, stated = part.partition("=")
        if equals:
            pairs.setdefault("".join(name.split()).lower(), "".join(stated.split()))
    return pairs


def parse_signature(value: str) -> Result:
    """One DKIM-Signature as a result without a verdict: who signed, and with which selector."""
    pairs = tags(value)
    domain = domain_of(pairs.get("d")) or domain_of(pairs.get("i"))
    return Result(
        "dkim",
        None,
        domain,
        pairs.get("s") or None,
        "DKIM-Signature",
        properties={name: pairs[name] for name in ("a", "c", "t", "x", "i", "h", "l") if name in pairs},
    )
