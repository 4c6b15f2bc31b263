"""Who and what the made-up mails of the benchmark are about, and how they are made as long as wanted.

Everything comes from the random numbers that are passed in: the same seed gives the same mails. Hosts and addresses are
those set aside for examples (RFC 2606, RFC 5737).
"""

import base64
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from random import Random

NAMES = ["lena", "paul", "zhao.wei", "li.na", "ines", "omar", "chloe", "tomas", "wang.fang", "priya", "jan", "aoife"]
DOMAINS = ["client.example", "shop.example", "mail.example.com", "example.net", "example.org", "school.example"]
WORDS = (
    "the offer for your order is attached please let us know when pieces are ready since we ship on Monday and "
    "the price holds for thirty days with delivery to 550 street in town our team will call you about details"
).split()
ZONES = [timezone(timedelta(hours=hours)) for hours in (-8, 0, 1, 8)]
FIRST_DAY = datetime(2026, 11, 2, 6, tzinfo=UTC)
ATTACHMENT_LINE = 57  # bytes in one base64 line of 76 characters (RFC 2045 section 6.8)


def facts(rng: Random) -> dict[str, str]:
    """The values that the templates of one mail are filled with; ``at0`` … ``at3`` are its times, seconds apart."""
    person, number, host = rng.choice(NAMES), rng.randrange(1, 1000), rng.randrange(1, 40)
    domain = rng.choice(DOMAINS)
    moment = FIRST_DAY + timedelta(seconds=rng.randrange(20 * 86400))
    times = {}
    for step in range(4):
        times[f"at{step}"] = format_datetime(moment.astimezone(rng.choice(ZONES)))
        moment += timedelta(seconds=rng.randrange(4))
    return times | {
        "name": person.replace(".", " ").title(),
        "user": f"{person}{number}",
        "recipient": f"{person}{number}@{domain}",
        "domain": domain,
        "mx": f"mx{host}.{domain}",
        "ip": f"198.51.100.{rng.randrange(1, 255)}",
        "sender": f"sales{host}@company.example",
        "relay": f"mta{host}.company.example",
        "relay_ip": f"192.0.2.{rng.randrange(1, 255)}",
        "subject": f"Quotation S{number:05d}",
        "message_id": f"<{rng.randrange(10**15)}.{rng.randrange(10**9)}-openerp-{number}-sale.order@web-{host}>",
        "queue_id": f"{rng.randrange(16**10):010X}",
        "exim_id": f"1u{rng.randrange(36**3):04d}-{rng.randrange(10**9):09d}-{rng.randrange(10**4):04d}",
        "host": str(host),
        "number": str(number),
        "token": f"{rng.randrange(16**32):032x}",
        "stamp": str(int(moment.timestamp())),
    }


def prose(rng: Random, size: int) -> str:
    """About ``size`` bytes of plain text in numbered lines, never less than one; the words come again every 300."""
    page = [" ".join(rng.choices(WORDS, k=12)) for _ in range(min(300, max(1, size // 60)))]
    lines, length = [], 0
    while not lines or length < size:
        lines.append(f"{len(lines)} {page[len(lines) % len(page)]}.")
        length += len(lines[-1]) + 1
    return "\n".join(lines) + "\n"


def attachment(rng: Random, size: int) -> str:
    """About ``size`` bytes of base64 lines, as an attached file has."""
    return base64.encodebytes(rng.randbytes(max(1, size // 77) * ATTACHMENT_LINE)).decode("ascii")


def base64_lines(text: str, charset: str) -> str:
    """``text`` as the body of a base64 part."""
    return base64.encodebytes(text.encode(charset)).decode("ascii")


def on_disk(rng: Random, text: str, charset: str = "utf-8") -> bytes:
    """``text`` as a file: half of them with the CRLF of the wire, half with the LF of a mailbox on disk."""
    return text.encode(charset) if rng.random() < 0.5 else on_wire(text, charset)


def on_wire(text: str, charset: str = "utf-8") -> bytes:
    """``text`` with the line ends that mail travels with (RFC 5321 section 2.3.8); the costlier ones to read."""
    return text.replace("\n", "\r\n").encode(charset)
