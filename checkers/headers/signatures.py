"""What the form of a DKIM-Signature tells: expired, an old algorithm, fields or body left unsigned (RFC 6376)."""

from checkers.headers.authentication import Statement
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings, duration
from checkers.headers.psl import aligned
from checkers.headers.transit import Passage

MAX_SIGNATURES = 20


def judge(fields: FieldSet, stated: list[Statement], way: list[Passage], findings: Findings) -> None:
    """Add the findings on signatures, each kind once; the sender's own signature before others."""
    signatures = [one for one in stated if one.result.source == "DKIM-Signature"][:MAX_SIGNATURES]
    signatures.sort(key=lambda one: not aligned(one.result.domain, fields.from_domain))
    arrived = next((passage.hop.time for passage in reversed(way) if passage.hop.time is not None), None)
    told: set[str] = set()
    for one in signatures:
        given, domain = one.result.properties, one.result.domain or "?"
        expires = _seconds(given.get("x"))
        if expires is not None and arrived is not None and arrived > expires and "x" not in told:
            told.add("x")
            findings.add("dkim-expired", fields.span(one.field), domain=domain, duration=duration(arrived - expires))
        signed = given.get("h", "").lower().split(":")
        if "h" in given and "from" not in signed and "h" not in told:
            told.add("h")
            findings.add("dkim-from-unsigned", fields.span(one.field), domain=domain)
        if given.get("a", "").lower() == "rsa-sha1" and "a" not in told:
            told.add("a")
            findings.add("dkim-sha1", fields.span(one.field), domain=domain)
        if "l" in given and "l" not in told:
            told.add("l")
            findings.add("dkim-body-length", fields.span(one.field), domain=domain)


def _seconds(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and value.isascii() and len(value) < 12 else None
