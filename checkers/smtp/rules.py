"""The knowledge of the SMTP checker as typed rows: reasons, provider replies, general wording and code registries.

The tables are read once. ``load()`` is where a mistake in a table shows: a row with an unknown reason, a pattern
without words or a doubled id raises ValueError there, in the tests, and never in front of a reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from checkers import knowledge
from checkers.smtp.pattern import Pattern

PACKAGE = "checkers.smtp"
WHO = ("sender", "sender-admin", "recipient", "recipient-admin", "odoo", "nobody")
PERMANENCE = ("permanent", "temporary", "unknown")
# How much a table knows about the server that spoke
GENERAL, PROVIDER = 1, 2


@dataclass(frozen=True, slots=True)
class Reason:
    """One word of the vocabulary: what it means and what can be done."""

    id: str
    rank: int  # how specific: of two reasons that the same words speak of, the higher one is told
    label: str
    title: str
    explanation: str
    steps: tuple[str, ...]
    who: str
    hard: bool
    retry: bool
    retry_after_s: int | None
    permanence: str
    faq: str | None
    reference: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of knowledge about a reply."""

    id: str
    tier: int
    reason: Reason
    patterns: tuple[Pattern, ...]
    without: tuple[Pattern, ...]
    codes: tuple[str, ...]
    scoped: bool
    weight: int
    whole_text: bool  # look into web and mail addresses too; general wording otherwise reads past them
    provider: str | None = None
    title: str | None = None
    explanation: str | None = None
    steps: tuple[str, ...] = ()
    who: str | None = None
    permanence: str | None = None
    hard: bool | None = None
    retry_after_s: int | None = None
    faq: str | None = None
    sample: str = ""
    source: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    id: str
    name: str
    hosts: tuple[str, ...]
    # Wordings collected from several servers: they decide the reason and name no provider
    anonymous: bool
    # Words that only this provider writes: they tell who spoke where no host is named
    marks: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything ``classify`` reasons from."""

    reasons: dict[str, Reason]
    rows: tuple[Row, ...]
    by_word: dict[str | None, tuple[tuple[int, Row, Pattern], ...]]  # the rows' patterns, by the word each one needs
    scoped_rows: dict[str, tuple[Row, ...]]  # by provider: rows that a code alone decides
    providers: dict[str, Provider]
    marks: tuple[tuple[Pattern, str], ...]  # of all providers, with whose they are
    replies: dict[str, dict]
    enhanced: dict[str, dict]
    who_labels: dict[str, str]
    by_id: dict[str, Row]


@cache
def load() -> Knowledge:
    """All tables, checked."""
    table = knowledge.table(PACKAGE, "reasons.toml")
    reasons = {row["id"]: _reason(row, rank) for rank, row in enumerate(reversed(table["reason"]))}
    rows: list[Row] = []
    providers: dict[str, Provider] = {}
    for name in (*knowledge.names(PACKAGE, "wording"), "odoo.toml", *knowledge.names(PACKAGE, "providers")):
        data = knowledge.table(PACKAGE, name)
        provider = None
        if "provider" in data:
            head = data["provider"]
            provider = Provider(
                id=head["id"],
                name=head["name"],
                hosts=tuple(host.lower() for host in head.get("hosts", ())),
                anonymous=head.get("anonymous", False),
                marks=tuple(Pattern(words) for words in head.get("marks", ())),
            )
            providers[provider.id] = provider
        sources = data.get("sources", {})
        rows.extend(_row(row, provider, sources, reasons, name) for row in data.get("row", ()))
    by_id: dict[str, Row] = {}
    for row in rows:
        if row.id in by_id:
            raise ValueError(f"two rows have the id {row.id}")
        by_id[row.id] = row
    codes = knowledge.table(PACKAGE, "codes.toml")
    scoped: dict[str, list[Row]] = {}
    for row in rows:
        if not row.patterns:
            scoped.setdefault(row.provider or "", []).append(row)
    with_words = tuple(row for row in rows if row.patterns)
    by_word: dict[str | None, list[tuple[int, Row, Pattern]]] = {}
    for number, row in enumerate(with_words):
        for pattern in row.patterns:
            by_word.setdefault(pattern.key, []).append((number, row, pattern))
    return Knowledge(
        reasons=reasons,
        rows=with_words,
        by_word={word: tuple(found) for word, found in by_word.items()},
        scoped_rows={provider: tuple(found) for provider, found in scoped.items()},
        providers=providers,
        marks=tuple((mark, provider.id) for provider in providers.values() for mark in provider.marks),
        replies={row["code"]: row for row in codes["reply"]},
        enhanced={row["code"]: row for row in codes["enhanced"]},
        who_labels={row["id"]: row["label"] for row in table["who"]},
        by_id=by_id,
    )


def _reason(row: dict, rank: int) -> Reason:
    if row["who"] not in WHO or row.get("permanence", "unknown") not in PERMANENCE:
        raise ValueError(f"reason {row['id']}: who or permanence is no word of the contract")
    return Reason(
        id=row["id"],
        rank=rank,
        label=row["label"],
        title=row["title"],
        explanation=row["explanation"],
        steps=tuple(row["steps"]),
        who=row["who"],
        hard=row.get("hard", False),
        retry=row.get("retry", False),
        retry_after_s=row.get("retry_after_s"),
        permanence=row.get("permanence", "unknown"),
        faq=row.get("faq"),
        reference=row.get("reference"),
    )


def _row(row: dict, provider: Provider | None, sources: dict, reasons: dict[str, Reason], name: str) -> Row:
    where = f"{name}: {row.get('id')}"
    if row.get("reason") not in reasons:
        raise ValueError(f"{where}: {row.get('reason')!r} is no reason")
    if row.get("who", "sender") not in WHO or row.get("permanence", "unknown") not in PERMANENCE:
        raise ValueError(f"{where}: who or permanence is no word of the contract")
    if not row.get("match") and not (row.get("codes") and row.get("scoped") and provider):
        raise ValueError(f"{where}: a row without words needs codes, scoped and a provider")
    source = sources.get(row.get("source"), {})
    whole_text = provider is not None or row.get("whole_text", False)
    return Row(
        id=row["id"],
        tier=PROVIDER if provider else GENERAL,
        reason=reasons[row["reason"]],
        patterns=_patterns(row.get("match", ()), whole_text),
        without=_patterns(row.get("not", ()), whole_text),
        codes=tuple(row.get("codes", ())),
        scoped=row.get("scoped", False),
        whole_text=whole_text,
        weight={"weak": 0, "fair": 1, "normal": 2, "strong": 3}[row.get("weight", "normal")],
        provider=provider.id if provider else None,
        title=row.get("title"),
        explanation=row.get("explanation"),
        steps=tuple(row.get("steps", ())),
        who=row.get("who"),
        permanence=row.get("permanence"),
        hard=row.get("hard"),
        retry_after_s=row.get("retry_after_s"),
        faq=row.get("faq"),
        sample=row.get("sample", ""),
        source=source.get("label", row.get("source", "")),
        url=row.get("url") or source.get("url"),
    )


def _patterns(words: Sequence[str], whole_text: bool) -> tuple[Pattern, ...]:
    """Patterns for the text that the row looks into; two spellings of one pattern are one."""
    found = {}
    for one in words:
        pattern = Pattern(one, one_spelling=not whole_text)
        found.setdefault(pattern.folded, pattern)
    return tuple(found.values())
