"""What one language says about itself, as data beside its catalogues; the lint judges by it.

``locale/<code>/`` may hold

- ``language.toml``: ``typography`` names the rules of setting (``typography.py``);
- ``words.toml``: ``[avoid]``, words that are not ours with what we say, and ``[[pattern]]``, the same as patterns;
- ``glossary.toml``: ``[terms]``, what a term of the glossary is called, the first being ours; ``[loose]``, terms that
  are said in several ways, so that no text is asked for one.

All of it may be missing: then the general rules hold alone.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog

from checkers.sphinxext import locales


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that a language does not want, what they are, and how it would be right."""

    find: re.Pattern
    what: str
    right: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary as it stands in an English text, and what it may be called."""

    name: str
    find: re.Pattern
    renderings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class House:
    """What the entries of one language are judged by, besides themselves."""

    language: str
    glossary: dict[str, str] = field(default_factory=dict)  # English term -> translation, from the glossary page
    avoid: dict[str, str] = field(default_factory=dict)  # unwanted word -> wanted word
    patterns: tuple[Pattern, ...] = ()
    terms: tuple[Term, ...] = ()
    typography: str = ""


def house_of(folder: Path, glossary: Catalog | None = None) -> House:
    """The house of ``locale/<code>``; ``glossary`` is the catalogue of the glossary page."""
    words = _table(folder / "words.toml")
    return House(
        language=folder.name,
        glossary={entry.id: entry.string for entry in glossary or () if entry.id and isinstance(entry.string, str)},
        avoid=words.get("avoid", {}),
        patterns=tuple(
            Pattern(re.compile(row["find"]), row["what"], row["right"]) for row in words.get("pattern", ())
        ),
        terms=tuple(
            Term(name, _standing(name), tuple(renderings))
            for name, renderings in _table(folder / "glossary.toml").get("terms", {}).items()
        ),
        typography=locales.settings(folder).get("typography", ""),
    )


def _standing(term: str) -> re.Pattern:
    """The term in a text: one or several of it, not a part of another word."""
    return re.compile(rf"(?<![\w.@/-]){re.escape(term)}(?:s|es)?(?![\w@/-])", re.IGNORECASE if term.islower() else 0)


def _table(file: Path) -> dict:
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
