"""Where the reference pages show each piece of knowledge: which page, and the anchor on it.

A rule of a report (``netease-dt-spm``, ``code-550``, ``code-x.7.26``, ``gist-spam``), the id of a header finding
and a reason each have one place. The anchor is the id itself with a hyphen for each dot, because the scripts of
search and theme take an anchor for a CSS selector, where a dot starts a class; no two ids become the same so.
The page's script finds the same places in the file that ``index`` describes.
"""

import json
from collections.abc import Callable, Iterator
from functools import cache

from checkers import knowledge

SMTP, HEADERS = "checkers.smtp", "checkers.headers"

PROVIDERS = "reference/providers/"
REASONS = "reference/reasons"

PAGES: dict[str, tuple[str, ...]] = {
    "reference/index": ("contents",),
    "reference/codes": ("reply-codes",),
    "reference/enhanced-codes": ("enhanced-codes",),
    REASONS: ("reasons",),
    "reference/findings": ("findings",),
    "reference/verdicts": ("verdicts",),
    "reference/odoo": ("odoo", "oauth"),
    "reference/python": ("python",),
    "reference/wording": ("wording",),
    "reference/wording-recipients": ("wording-recipients",),
    "reference/guesses": ("gist",),
    PROVIDERS + "netease": ("netease", "netease-enterprise"),
    PROVIDERS + "tencent": ("qq", "exmail"),
    PROVIDERS + "alibaba": ("aliyun", "hichina", "aliyun-directmail"),
    PROVIDERS + "chinese": ("sina", "sohu", "tom", "21cn", "263", "coremail", "chinese-hosts", "sndmart"),
    PROVIDERS + "gmail": ("gmail",),
    PROVIDERS + "gmail-senders": ("gmail-senders",),
    PROVIDERS + "microsoft-365": ("microsoft",),
    PROVIDERS + "microsoft-codes": ("microsoft-codes",),
    PROVIDERS + "outlook-com": ("outlook-com", "exchange"),
    PROVIDERS + "mailboxes": ("yahoo", "apple", "zoho", "fastmail", "mailru", "yandex", "rambler", "i-ua"),
    PROVIDERS + "internet-providers": (
        "united-internet", "t-online", "orange", "free-fr", "laposte", "sfr", "comcast", "spectrum", "cox", "att",
        "verizon", "cloudfilter", "bigpond", "citiz",
    ),
    PROVIDERS + "filters": (
        "spamhaus", "blocklists", "barracuda", "mimecast", "proofpoint", "cisco-esa", "sophos", "trendmicro",
        "vade", "cloudmark", "linuxmagic", "hosting-filter",
    ),
    PROVIDERS + "relays": (
        "amazon-ses", "sendgrid", "mailgun", "brevo", "mailjet", "postmark", "oracle",
    ),
    PROVIDERS + "software": ("postfix", "exim", "qmail", "sendmail", "cpanel", "postgrey"),
}  # fmt: skip
"""What each page shows, part by part: a provider of the SMTP checker, or one of the parts named below."""

OF_ODOO = {"odoo": ("odoo-",), "oauth": ("oauth-",), "python": ("python-",)}
"""The parts of odoo.toml, by how the ids of their rows begin."""

SPLIT: dict[str, tuple[str, frozenset[str] | None]] = {
    "microsoft-codes": ("microsoft", None),
    "gmail-senders": (
        "gmail",
        frozenset((
            "auth-failure", "missing-ptr", "not-rfc-compliant", "ip-blocked", "domain-blocked", "spam", "policy",
        )),
    ),
    "wording-recipients": (
        "wording",
        frozenset((
            "unknown-mailbox", "invalid-address", "mailbox-moved", "mailbox-disabled", "mailbox-full", "unknown-domain",
            "domain-no-mail", "recipient-filtered", "suppressed",
        )),
    ),
}  # fmt: skip
"""Parts that hold some rows of another one, because together they weigh too much: whose, and the reasons of the rows.

Without reasons, those rows that are known by their code alone.
"""


def whole(part: str) -> str:
    """The part that ``part`` was split off from, or itself."""
    return SPLIT[part][0] if part in SPLIT else part


def part_of(row: dict, part: str) -> str:
    """Which part shows a row of ``part``: itself, or one that was split off."""
    for name, (origin, reasons) in SPLIT.items():
        if origin == part and ("match" not in row if reasons is None else row["reason"] in reasons):
            return name
    return part


def rows(part: str) -> list[dict]:
    """The rows of the knowledge that a part of a page shows, in their order."""
    match part:
        case "reply-codes" | "enhanced-codes":
            return knowledge.table(SMTP, "codes.toml")[part.partition("-")[0]]
        case "reasons":
            return knowledge.table(SMTP, "reasons.toml")["reason"]
        case "findings":
            return knowledge.table(HEADERS, "findings.toml")["row"]
        case "verdicts":
            return table(part)["field"]
        case "gist":
            return knowledge.table(SMTP, "gist.toml")["gist"]
        case "contents":
            return []
        case _:
            begins = OF_ODOO.get(part, "")
            own = (row for row in table(part)["row"] if row["id"].startswith(begins))
            return [row for row in own if part_of(row, whole(part)) == part]


def table(part: str) -> dict:
    """The table that holds a part: a provider's, Odoo's, the general wording, or the fields of filters."""
    if part == "verdicts":
        return knowledge.table(HEADERS, "verdicts.toml")
    name = whole(part)
    if name == "wording":
        tables = [knowledge.table(SMTP, own) for own in knowledge.names(SMTP, "wording")]
        return {
            "sources": {key: source for each in tables for key, source in each["sources"].items()},
            "row": [row for each in tables for row in each["row"]],
        }
    return knowledge.table(SMTP, "odoo.toml" if part in OF_ODOO else f"providers/{name}.toml")


def rule_of(row: dict) -> str:
    """The id by which reports know a row; a code's is ``code-`` and the code."""
    return row["id"] if "id" in row else f"code-{row['code']}"


def anchor(rule: str) -> str:
    """The anchor of a rule; a finding whose id ends in a placeholder (``duplicate-{field}``) is at ``duplicate``."""
    return rule.partition("{")[0].rstrip("-").replace(".", "-")


@cache
def places() -> dict[str, tuple[str, str]]:
    """(page, anchor) of each rule and each header finding; those of reasons are apart, their ids name rows too."""
    found = {"unknown": (REASONS, "unknown")}
    for page, parts in PAGES.items():
        for row in (row for part in parts if part != "reasons" for row in rows(part)):
            found[rule_of(row)] = (page, anchor(rule_of(row)))
    return found


def place(rule: str) -> tuple[str, str] | None:
    """(page, anchor) of a rule or a finding, whose id may be filled in (``duplicate-from``); None if there is none."""
    found = places()
    if rule in found:
        return found[rule]
    for known, where in found.items():
        begin, brace, _ = known.partition("{")
        if brace and rule.startswith(begin) and len(rule) > len(begin):
            return where
    return None


def part_place(part: str) -> tuple[str, str]:
    """(page, anchor) of a part; a part that has a page to itself is that page."""
    for page, parts in PAGES.items():
        if part in parts:
            return page, "" if len(parts) == 1 else part
    raise LookupError(part)


def address(rule: str) -> str | None:
    """The address of a rule or a finding from the root of a language; None for what has no place.

    >>> address("code-x.7.26"), address("nothing")
    ('reference/enhanced-codes/#code-x-7-26', None)
    """
    found = place(rule)
    return None if found is None else f"{found[0]}/#{found[1]}"


def reason_address(reason: str) -> str:
    """The address of a word of the vocabulary from the root of a language."""
    return f"{REASONS}/#{reason}"


def index(uri: Callable[[str], str]) -> bytes:
    """All places for the page's script, as JSON: ``uri`` gives a page's address from the root of its language.

    ``pages`` maps each such address to the ids that are there, ``reasons`` is the address of the reasons. The anchor
    is the id with "-" for ".". An id that ends in "*" stands for all that begin so; its anchor lacks the end "-*".
    """
    pages: dict[str, list[str]] = {}
    for rule, (page, _) in places().items():
        begin, brace, _ = rule.partition("{")
        pages.setdefault(uri(page), []).append(begin + "*" if brace else rule)
    content = {"pages": pages, "reasons": uri(REASONS)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def of_providers() -> Iterator[tuple[str, str]]:
    """(part, provider) of every part that holds a provider's replies, in the order of the pages."""
    known = knowledge.names(SMTP, "providers")
    for parts in PAGES.values():
        for part in parts:
            provider = whole(part)
            if f"providers/{provider}.toml" in known:
                yield part, provider
