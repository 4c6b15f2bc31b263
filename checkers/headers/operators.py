"""Who runs a mail host, by the table ``operators.toml``; and which names belong together."""

from functools import cache, lru_cache

from checkers.headers.psl import organisational
from checkers.knowledge import table

# Top-level names that mean something inside one network only (RFC 6762, RFC 8375, and what people use).
_INSIDE = ("local", "localdomain", "localhost", "lan", "internal", "intranet", "corp", "home", "private", "arpa")


@cache
def _by_host() -> dict[str, dict]:
    return {host: row for row in table(__package__, "operators.toml")["operator"] for host in row["hosts"]}


@lru_cache(maxsize=2048)
def operator(host: str | None) -> dict | None:
    """The operator's row (``id``, ``name``, ``kind``) of a host name; None for an unknown one.

    >>> operator("mail-ed1-f41.google.com")["id"], operator("mx.example.com")
    ('google', None)
    """
    if not host or len(host) > 255 or "." not in host:
        return None
    known = _by_host()
    labels = host.lower().strip(".").split(".")
    for start in range(len(labels) - 1):
        row = known.get(".".join(labels[start:]))
        if row is not None:
            return row
    return None


@lru_cache(maxsize=2048)
def group(host: str | None) -> str | None:
    """What a host belongs to: its operator's id, else its organisational domain; None for names of one network only."""
    if not host or "." not in host or ":" in host or len(host) > 255:
        return None
    host = host.lower().strip(".[]")
    row = operator(host)
    if row is not None:
        return row.get("group", row["id"])
    last = host.rpartition(".")[2]
    if last in _INSIDE or last.isdigit() or not last:
        return None
    return organisational(host)
