"""The ``{speed}`` directive: how long readers wait for a report, as ``make bench`` measured it last.

``make bench RECORD=1`` writes the figures into ``speed.toml``, which is committed: no build measures.
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from checkers.sphinxext.checked_directive import in_words
from checkers.sphinxext.directive import wording_of
from checkers.wording import Text, text

FIGURES = Path(__file__).with_name("speed.toml")
# The keys of a row of ``compared`` in the figures, and what heads their columns.
COMPARED = {
    "cold": text("First visit"),
    "warm": text("Later visit"),
    "again": text("After a cancel"),
    "sent": text("Bytes"),
}
AGAINST = text("Time of this site, as a part of the time of")
# The keys ``peer``
PEERS = {"pyodide": text("Pyodide in a worker"), "pyscript": text("PyScript")}
FILES = {
    "bounce": text("A bounce with an attachment, {size}"),
    "message": text("An email with an attachment, {size}"),
}
FILE, SECONDS = text("From the choice of a file to its report"), text("Seconds")
MEASURED = text("Measured on {date} with {browser} on a computer with two processor cores; medians of {count} rounds.")


def read(path: Path = FIGURES) -> dict:
    """The figures: ``measured`` (a date), ``browser``, ``rounds``, ``compared`` (ratios by peer), ``files``."""
    return tomllib.loads(path.read_text("utf-8"))


def written(figures: dict) -> str:
    """Figures as ``read`` gives them, as TOML."""
    head = "# How long readers wait for a report, written by `make bench RECORD=1`; shown in the page About.\n"
    lines = [f"measured = {figures['measured'].isoformat()}"]
    lines += [f'browser = "{figures["browser"]}"', f"rounds = {figures['rounds']}"]
    for name in ("compared", "files"):
        for row in figures[name]:
            lines += ["", f"[[{name}]]"]
            lines += [f"{key} = {json.dumps(value)}" for key, value in row.items()]  # a string of TOML is one of JSON
    return head + "\n".join(lines) + "\n"


class SpeedDirective(SphinxDirective):
    """```` ```{speed} ```` puts the tables of ``speed.toml`` into the page."""

    def run(self) -> list[nodes.Node]:
        figures = read()
        self.env.note_dependency(str(FIGURES))
        return tables(figures, self.config.language)


def tables(figures: dict, language: str) -> list[nodes.Node]:
    """The tables and what they rest on, in a language of the site."""
    say = wording_of(language)

    def put(message: Text, **values: object) -> str:
        return say(replace(message, values=values))

    compared = [
        [say(PEERS[row["peer"]]), *(f"{row[key]:.2f}" if key in row else "–" for key in COMPARED)]
        for row in figures["compared"]
    ]
    files = [[put(FILES[row["what"]], size=row["size"]), f"{row['seconds']:.2f}"] for row in figures["files"]]
    day = in_words(date.fromisoformat(str(figures["measured"])), language)
    rests_on = put(MEASURED, date=day, browser=figures["browser"], count=figures["rounds"])
    return [
        _table([put(AGAINST), *map(put, COMPARED.values())], compared),
        _table([put(FILE), put(SECONDS)], files),
        nodes.paragraph("", rests_on, translatable=False),
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> nodes.table:
    """A table whose first column holds words and the others figures."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=3 if not column else 1) for column in range(len(head))]
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group)


def _row(cells: Sequence[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell, translatable=False)) for cell in cells))


def setup(app: Sphinx) -> None:
    app.add_directive("speed", SpeedDirective)
