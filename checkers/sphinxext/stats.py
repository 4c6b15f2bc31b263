"""Count what is translated.

    python -m checkers.sphinxext.stats locale [zh_CN …]

What is fuzzy (the English has changed since) is not shown to readers, so it does not count as translated.
"""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from checkers.sphinxext import locales


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages of a catalogue, or of several, are in which state."""

    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.translated + other.translated, self.fuzzy + other.fuzzy, self.untranslated + other.untranslated
        )

    @property
    def total(self) -> int:
        return self.translated + self.fuzzy + self.untranslated

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all; an empty catalogue has nothing left to do."""
        return 100 * self.translated // self.total if self.total else 100

    @property
    def complete(self) -> bool:
        return self.translated == self.total


def state(entry: Message) -> str:
    """"fuzzy", "translated" or "untranslated"."""
    if entry.fuzzy:
        return "fuzzy"
    forms = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    return "translated" if forms and all(forms) else "untranslated"


def count(catalogue: Catalog) -> Count:
    """The states of the messages of one catalogue."""
    states = [state(entry) for entry in catalogue if entry.id]
    return Count(states.count("translated"), states.count("fuzzy"), states.count("untranslated"))


def catalogues(language: Path) -> dict[str, Catalog]:
    """The catalogues of ``locale/<code>`` by their domain: ``checkers``, ``faq/outgoing`` …"""
    folder = language / "LC_MESSAGES"
    found = {}
    for path in sorted(folder.rglob("*.po")):
        with path.open("rb") as file:
            found[path.relative_to(folder).with_suffix("").as_posix()] = read_po(file)
    return found


def total(counts: Iterable[Count]) -> Count:
    """All of them together."""
    return sum(counts, Count())


def table(language: Path) -> str:
    """The counts of one language as lines, the sum last."""
    counts = {domain: count(catalogue) for domain, catalogue in catalogues(language).items()}
    counts[language.name] = total(counts.values())
    width = max(map(len, counts))
    head = f"{'':{width}}  translated  fuzzy  untranslated"
    lines = [
        f"{name:{width}}  {one.translated:10}  {one.fuzzy:5}  {one.untranslated:12}  {one.percent:3} %"
        for name, one in counts.items()
    ]
    return "\n".join([head, *lines])


def main(arguments: list[str] | None = None) -> None:
    """The command line: the folder of the translations, and languages; all without."""
    parser = argparse.ArgumentParser(prog="python -m checkers.sphinxext.stats", description="Count what is translated.")
    parser.add_argument("locale", type=Path)
    parser.add_argument("languages", nargs="*")
    wanted = parser.parse_args(arguments)
    print("\n\n".join(table(wanted.locale / code) for code in wanted.languages or locales.codes(wanted.locale)))


if __name__ == "__main__":
    main()
