"""What a translator is told about a message: where it is shown, what its placeholders hold, an example.

``make po`` writes it above each message of ``checkers.po``, where every editor of catalogues shows it. What can only
be known by a person stands in ``notes.toml``.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checkers.sphinxext.catalogue import Found

MOST_PLACES = 3
MOST_SAMPLE = 160

_BRACES = re.compile(r"\{([A-Za-z_]\w*)\}")


class Unexplained(ValueError):
    """A message whose place or placeholder ``notes.toml`` does not explain."""


@cache
def explained() -> dict[str, dict]:
    """``notes.toml``."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def notes(found: Sequence["Found"]) -> list[str]:
    """The notes above one message that stands in all these places. Unexplained says what to add where."""
    places = list(dict.fromkeys(place(one) for one in found))
    lines = [f"Shown: {where}" for where in places[:MOST_PLACES]]
    if more := len(places) - MOST_PLACES:
        lines += [f"Shown: and in {more} more places"] if more > 0 else []
    message = found[0].message
    many = message[1] if isinstance(message, tuple) else message
    values = dict(placeholders(many, found[0].file))
    lines += [f"{{{name}}}: {what}" for name, (what, _) in values.items()]
    if values:
        lines.append("Example: " + _BRACES.sub(lambda hole: values[hole[1]][1], many))
    if sample := next((one.sample for one in found if one.sample), ""):
        lines.append(f"When the reader pastes: {shortened(sample)}")
    return lines


def place(found: "Found") -> str:
    """Where a message is shown, in words."""
    where, _, field = found.where.rpartition(": ")
    words = next((words for name, words in explained()["places"].items() if found.file.startswith(name)), None)
    if words is None:
        raise Unexplained(f"{found.file}: say in notes.toml, under [places], where its messages are shown")
    if found.file.endswith(".toml"):
        named = explained()["fields"].get(field or found.where)
        if named is None:
            raise Unexplained(f"{found.file}: say in notes.toml, under [fields], what {field or found.where} is")
        return f"{words}, {named}" + (f" ({where})" if where else "")
    key = explained()["keys"].get(found.where)
    return f"{words}, {key or found.where}" if found.where else words


def placeholders(message: str, file: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each placeholder of a message with what it holds and an example of it."""
    for name in dict.fromkeys(_BRACES.findall(message)):
        try:
            what, example = explained()["placeholders"][name]
        except KeyError:
            raise Unexplained(f"{file}: say in notes.toml, under [placeholders], what {{{name}}} holds") from None
        yield name, (what, example)


def shortened(sample: str) -> str:
    """A sample on one line."""
    sample = " ".join(sample.split())
    return sample if len(sample) <= MOST_SAMPLE else sample[: MOST_SAMPLE - 1] + "…"
