"""The table ``verdicts.toml`` as typed rows: which field has which shape, and what the values of its parts mean."""

import re
from dataclasses import dataclass
from functools import cache

from checkers.knowledge import table
from checkers.report import Severity

NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a part, as words or as a range of numbers: what it means and how it speaks for the message."""

    words: tuple[str, ...]  # in lower case; empty for a range
    low: float
    high: float
    meaning: str
    weight: Severity
    kind: str

    def fits(self, value: str) -> bool:
        """Whether ``value``, in lower case, is meant."""
        if not self.words:
            found = NUMBER.match(value)
            return bool(found) and self.low <= float(found[0]) <= self.high
        return any(word == value or word == "*" or (word[0] == "*" and value.endswith(word[1:])) for word in self.words)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a field: what it means where none of its values is known, and those that are."""

    meaning: str | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """A filter's field: its row, who writes it, its shape (``verdict_shapes``), its parts by key in lower case."""

    id: str
    vendor: str
    shape: str
    source: str
    parts: dict[str, Part]


@cache
def specs() -> dict[str, Spec]:
    """The fields of the table by name in lower case."""
    found = {}
    for row in table(__package__, "verdicts.toml")["field"]:
        parts = {}
        for part in row["part"]:
            values = tuple(_read_value(value) for value in part.get("value", ()))
            parts[part["key"].lower()] = Part(part.get("meaning"), values)
        spec = Spec(row["id"], row["vendor"], row["shape"], row["source"], parts)
        for name in row["names"]:
            found[name] = spec
    return found


def _read_value(row: dict) -> Value:
    stated, low, high = row["is"], float("-inf"), float("inf")
    words: tuple[str, ...] = tuple(stated.lower().split("|")) if stated[:1] != "|" else (stated.lower(),)
    first, dots, last = stated.partition("..")
    if dots and all(NUMBER.fullmatch(end) or not end for end in (first, last)):
        words = ()
        low, high = float(first) if first else low, float(last) if last else high
    return Value(words, low, high, row["meaning"], row["weight"], row.get("kind", "spam"))


@cache
def sources() -> dict[str, dict]:
    """Where it is written down what the fields mean: ``label``, and ``url`` if there is one, by id."""
    return table(__package__, "verdicts.toml")["sources"]


@cache
def rules() -> dict[str, tuple[str, Severity]]:
    """Rules of SpamAssassin and symbols of Rspamd, each with its meaning and weight."""
    return {
        rule: (row["meaning"], row["weight"])
        for row in table(__package__, "verdicts.toml")["test"]
        for rule in row["rules"]
    }


def spec_of(name: str) -> Spec | None:
    """The row of a field name in lower case; None for fields that are no verdicts."""
    spec = specs().get(name)
    if spec is None and "-mailscanner" in name:  # the site's own name stands in between
        tail = name[name.index("-mailscanner") :]
        spec = specs().get("x-*" + tail)
    return spec


@cache
def words_known() -> frozenset[str]:
    """Every word that is a value somewhere in the table."""
    return frozenset(
        word
        for spec in specs().values()
        for part in spec.parts.values()
        for value in part.values
        for word in value.words
    )
