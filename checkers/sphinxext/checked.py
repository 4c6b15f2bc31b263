"""When facts that change were last compared with their sources: the dates of the ``{checked}`` directive.

    ```{checked} 2026-11-23
    Odoo’s documentation of version 18.0, in a stored copy.
    ```

A day, or a month (``2026-02``) where no day was noted. The page shows it quietly below the fact.

    python -m checkers.sphinxext.checked source --months 6

lists what is older than that, the oldest first, in the pages and in the sources of the knowledge (``read``). It looks
at the clock, so no test does it: it is ``make stale``.
"""

import argparse
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
DIRECTIVE = re.compile(r"^(?:`{3,}|:{3,})\{checked\} +(\S+)$", re.MULTILINE)
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """When something was checked: a date as it was written, its file, and what in it."""

    written: str
    file: str
    what: str


def read_day(written: str) -> tuple[date, bool]:
    """The date (of a month its first day), and whether a day was given; ValueError for anything else."""
    match = DAY.fullmatch(written)
    if not match:
        raise ValueError(f"{written!r} is neither YYYY-MM-DD nor YYYY-MM")
    return date(int(match[1]), int(match[2]), int(match[3] or 1)), bool(match[3])


def in_pages(source: Path) -> Iterator[Fact]:
    """What the pages below ``source`` say was checked."""
    for path in sorted(source.rglob("*.md")):
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if match := DIRECTIVE.match(line):
                yield Fact(match[1], path.relative_to(source.parent).as_posix(), lines[number + 1].strip("`: "))


def in_knowledge(package: Path) -> Iterator[Fact]:
    """The documents that the knowledge rests on, by when they were read."""
    for path in sorted(package.rglob("*.toml")):
        for name, source in tomllib.loads(path.read_text("utf-8")).get("sources", {}).items():
            if "read" in source:
                yield Fact(source["read"], path.relative_to(package.parent).as_posix(), f"{name}: {source['label']}")


def older(facts: list[Fact], months: int, today: date) -> list[Fact]:
    """Those checked more than ``months`` months before ``today``, the oldest first."""
    since = today.year * 12 + today.month - months
    found = []
    for fact in facts:
        day, _ = read_day(fact.written)
        month = day.year * 12 + day.month
        if month < since or month == since and day.day < today.day:
            found.append(fact)
    return sorted(found)


def main(arguments: list[str] | None = None) -> None:
    """The command line: the folder of the pages, and an age in months."""
    parser = argparse.ArgumentParser(prog="checkers.sphinxext.checked", description="List what to check again.")
    parser.add_argument("source", type=Path, help="the folder of the pages")
    parser.add_argument("--months", type=int, default=6, help="how old is old (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    facts = [*in_pages(chosen.source.resolve()), *in_knowledge(ROOT / "checkers")]
    found = older(facts, chosen.months, datetime.now(UTC).date())
    for fact in found:
        print(f"{fact.written:<10}  {fact.file}: {fact.what}")
    print(f"{len(found)} of {len(facts)} facts were checked more than {chosen.months} months ago.")


if __name__ == "__main__":
    main()
