"""Findings as data: a row of ``findings.toml`` becomes a finding when the code that knows the facts fires it."""

from collections.abc import Iterable
from functools import cache

from checkers.knowledge import table
from checkers.report import Finding, Severity, Span
from checkers.wording import Text, text

_ORDER = {"error": 0, "warning": 1, "info": 2, "good": 3}
MAX_QUOTED = 120  # characters of the input that a text quotes


@cache
def rows() -> dict[str, dict]:
    """The rows of ``findings.toml`` by id."""
    return {row["id"]: row for row in table(__package__, "findings.toml")["row"]}


def duration(seconds: int) -> Text:
    """A length of time in words short enough for a title."""
    seconds = abs(seconds)
    if seconds < 60:
        return text("{n} s", n=seconds)
    if seconds < 3600:
        return text("{n} min", n=seconds // 60)
    if seconds < 86400:
        return text("{n} h {m} min", n=seconds // 3600, m=seconds // 60 % 60)
    return text("{n} d {m} h", n=seconds // 86400, m=seconds // 3600 % 24)


def listed(names: Iterable[str]) -> Text | str:
    """Names as a list in a sentence: "SPF", "SPF and DKIM", "SPF, DKIM and ARC"."""
    *before, last = dict.fromkeys(names)
    return text("{names} and {last}", names=", ".join(before), last=last) if before else last


def quoted(value: str) -> str:
    """A piece of the input, short enough to be quoted in a sentence."""
    value = " ".join(value[: MAX_QUOTED * 4].split())
    return value if len(value) <= MAX_QUOTED else value[: MAX_QUOTED - 1] + "…"


class Findings:
    """Collects findings; the worst come first, equals in the order in which they were found."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(self, row_id: str, *spans: Span, severity: Severity | None = None, **values: object) -> None:
        """Fire the row ``row_id`` on the evidence ``spans``; ``values`` fill its placeholders."""
        row = rows()[row_id]
        fill = {name: quoted(value) if isinstance(value, str) else value for name, value in values.items()}
        self._found.append(
            Finding(
                id=row_id.format_map(fill) if "{" in row_id else row_id,
                severity=severity or row["severity"],
                title=Text(row["title"], fill, row["title"] if row.get("counted") == "title" else ""),
                explanation=Text(row["explanation"], fill),
                steps=tuple(Text(step, fill) for step in row.get("steps", ())),
                faq=row.get("faq"),
                evidence=spans,
            )
        )

    def __contains__(self, finding_id: str) -> bool:
        return any(found.id == finding_id for found in self._found)

    def has(self, *severities: str) -> bool:
        """Whether something of one of these severities was found."""
        return any(found.severity in severities for found in self._found)

    def sorted(self) -> tuple[Finding, ...]:
        return tuple(sorted(self._found, key=lambda found: _ORDER[found.severity]))
