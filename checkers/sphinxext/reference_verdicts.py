"""The fields of filters and providers as sections of a reference page: each part, its values, what they mean."""

from collections.abc import Iterable, Iterator

from docutils import nodes

from checkers.sphinxext.reference_entries import SEPARATOR, Inline, Writer
from checkers.wording import text

TESTS = "verdict-tests"  # the anchor of the rules that several filters share


def field_entry(writer: Writer, row: dict, sources: dict[str, dict]) -> nodes.section:
    """A field (or several that say the same): who writes it, its parts with their values, the source."""
    names = [shown_name(name) for name in row["names"]]
    section = writer.section(row["id"], [nodes.literal("", names[0])])
    section += writer.paragraph(nodes.strong("", writer.wording(row["vendor"])))
    if names[1:]:
        section += writer.facts([(text("Also"), list(_separated(nodes.literal("", name) for name in names[1:])))])
    section += _parts(writer, row["part"])
    section += writer.facts([(text("Source"), writer.source(sources[row["source"]]))])
    section += writer.index(row["id"], [name for name in names if "*" not in name])
    return section


def tests_entry(writer: Writer, rows: Iterable[dict]) -> nodes.section:
    """The names of rules that filters list with a score, and what each means."""
    section = writer.section(TESTS, [writer.wording(text("Rules of SpamAssassin and Rspamd"))])
    items = [
        writer.item([*_separated(nodes.literal("", rule) for rule in row["rules"]), *_means(writer, row["meaning"])])
        for row in rows
    ]
    section += nodes.bullet_list("", *items, bullet="-")
    section += writer.index(TESTS, [rule for row in rows for rule in row["rules"]])
    return section


def shown_name(name: str) -> str:
    """A field's name as servers write it: ``x-ms-exchange-organization-scl`` is X-MS-Exchange-Organization-SCL."""
    return "-".join(word.upper() if len(word) < 4 else word.capitalize() for word in name.split("-"))


def _parts(writer: Writer, parts: Iterable[dict]) -> nodes.definition_list:
    """Each part by its key, below it its meaning and its values; ``verdicts.toml`` says how it writes them."""
    items = []
    for part in parts:
        key = part["key"]
        name = nodes.literal("", key) if key not in ("", "*") else nodes.Text(writer.wording(text("Value")))
        term = nodes.term("", "", name, translatable=False)
        content: list[nodes.Node] = []
        if part.get("meaning"):
            content.append(writer.paragraph(writer.wording(part["meaning"])))
        values = [
            writer.item([*_value(writer, value["is"]), *_means(writer, value["meaning"])])
            for value in part.get("value", ())
        ]
        if values:
            content.append(nodes.bullet_list("", *values, bullet="-"))
        items.append(nodes.definition_list_item("", term, nodes.definition("", *content)))
    return nodes.definition_list("", *items, classes=["facts"])


def _value(writer: Writer, stated: str) -> Iterator[Inline]:
    """A value as a reader meets it: words of which one stands there, a range of numbers, or anything else."""
    if stated == "*":
        yield writer.wording(text("anything else"))
        return
    low, dots, high = stated.partition("..")
    if not dots:
        yield from _separated(nodes.literal("", word) for word in stated.split("|") if word)
    elif low and high:
        yield writer.wording(text("{low} to {high}", low=low, high=high))
    elif low:
        yield writer.wording(text("{low} or more", low=low))
    else:
        yield writer.wording(text("{high} or less", high=high))


def _means(writer: Writer, meaning: str) -> tuple[str, str]:
    """What stands between a value and its meaning in the language of the page, and the meaning."""
    between = writer.wording(text("{label}: {value}")).removeprefix("{label}").removesuffix("{value}")
    return between, writer.wording(meaning)


def _separated(content: Iterable[nodes.Node]) -> Iterator[Inline]:
    for number, each in enumerate(content):
        if number:
            yield SEPARATOR
        yield each
