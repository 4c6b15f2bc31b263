"""Collect every text outside the pages into two templates beside those of Sphinx's ``gettext`` builder.

``checkers.pot``: what the checkers say, from ``text("…")`` in Python and the text fields of knowledge tables.
``sphinx.pot``: what surrounds the pages, from the theme's templates, ours, and the words that Sphinx itself
writes into a page; it replaces the builder's ``sphinx.pot``, which knows our templates only. sphinx-intl then
treats both like any page's. A new table or module needs nothing here: it is found by the names below.

    python -m checkers.sphinxext.catalogue build/gettext
"""

import argparse
import ast
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from jinja2 import Environment
from jinja2.meta import find_referenced_templates

from checkers.sphinxext import notes

MARKER, COUNTED = "text", "plural"
"""The functions whose first argument is a message; the second one's may depend on a number."""

TEXT_FIELDS = frozenset({"title", "explanation", "label", "name", "meaning", "vendor", "summary", "steps"})
"""The fields of a knowledge table that a reader sees: a string, or a list of strings."""

ROW_NAMES = ("id", "code")
"""The fields by which a row of a table is known."""

THEMES = ("furo/theme/furo", "sphinx_basic_ng/theme", "sphinx/themes")
"""Where templates lie, ours aside: all of the first, of the others only what those refer to."""

PAGE_WRITERS = (
    "sphinx/locale/__init__.py",  # titles of admonitions
    "sphinx/writers/html5.py",  # "Link to this heading"
    "sphinx/domains/changeset.py",  # "Added in version"
    "sphinx/builders/html/__init__.py",  # titles of the index and of the links at its top
    "sphinx/environment/adapters/indexentries.py",  # "see also" in the index
)
"""Sphinx's modules that put words into a page; its own catalogues lack some and word others unlike ours."""

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Found:
    """A message, where it is shown, and its file, relative and without a line: moved lines change nothing.

    Where the words depend on a number, ``message`` is English for one and for more. ``sample`` is what the reader
    pasted when the message is the answer.
    """

    message: str | tuple[str, str]
    file: str
    where: str = ""
    sample: str = ""


class Unextractable(ValueError):
    """A text that no catalogue can hold: its words are put together before ``text()`` sees them."""


def from_python(path: Path, root: Path) -> Iterator[Found]:
    """The messages that ``text("…")`` marks in one module, in their order.

    ``text(row["title"])`` is passed over: that message comes from its table. Raises Unextractable for an
    f-string or another expression made of words, which would never be found in the catalogue.
    """
    file = path.relative_to(root).as_posix()
    for call, where in _calls(ast.parse(path.read_text("utf-8"), str(path)), ""):
        message = call.args[0]
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        is_string = isinstance(message, ast.Constant) and isinstance(message.value, str) and message.value
        if name in (MARKER, COUNTED) and is_string and _is_wording(call.func):
            yield Found(_forms(name, call, file), file, where)
        elif name in (MARKER, COUNTED) and isinstance(message, ast.JoinedStr | ast.BinOp) and _is_wording(call.func):
            raise Unextractable(
                f"{file}:{call.lineno}: {name}() needs one plain string; "
                "write its parts as {placeholders} and give their values by name"
            )
        elif name == "Text" and is_string:
            raise Unextractable(f"{file}:{call.lineno}: Text() marks nothing for translation; call text()")


def _forms(name: str, call: ast.Call, file: str) -> str | tuple[str, str]:
    one, *rest = call.args
    if name == MARKER:
        return one.value
    many = rest[0] if rest else one
    if not (isinstance(many, ast.Constant) and isinstance(many.value, str) and "{count}" in many.value):
        raise Unextractable(f"{file}:{call.lineno}: the forms of plural() are plain strings with {{count}}")
    return one.value, many.value


def _is_wording(function: ast.expr) -> bool:
    """``text(…)`` or ``wording.text(…)``, but not another object's method of that name (``part.text()``)."""
    return (
        isinstance(function, ast.Name)
        or isinstance(function.value, ast.Name)
        and function.value.id == "wording"
    )


def _calls(node: ast.AST, where: str) -> Iterator[tuple[ast.Call, str]]:
    """The calls with an argument below ``node``, each with what leads to it: function, variable, key."""
    if isinstance(node, ast.Call) and node.args:
        yield node, where
    children = ((child, _name(child)) for child in ast.iter_child_nodes(node))
    if isinstance(node, ast.Dict):
        children = ((value, _name(key)) for key, value in zip(node.keys, node.values, strict=True) if key)
    for child, name in children:
        yield from _calls(child, " ".join(filter(None, (where, name))))


def _name(node: ast.AST) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case ast.keyword(arg=str(name)) | ast.Constant(value=str(name)):
            return name
    return ""


def from_table(path: Path, root: Path) -> Iterator[Found]:
    """The messages in the text fields of one TOML table, in their order, each with its row and field."""
    file = path.relative_to(root).as_posix()

    def visit(table: dict, where: str) -> Iterator[Found]:
        row = next((str(table[name]) for name in ROW_NAMES if name in table), "")
        where = " ".join(filter(None, (where, row)))
        sample = table.get("sample", "")
        for key, value in table.items():
            values = value if isinstance(value, list) else [value]
            for each in values:
                if isinstance(each, dict):
                    yield from visit(each, " ".join(filter(None, (where, key))))
                elif key in TEXT_FIELDS and isinstance(each, str) and each:
                    message = (each, each) if table.get("counted") == key else each
                    yield Found(message, file, f"{where}: {key}" if where else key, sample)

    yield from visit(tomllib.loads(path.read_text("utf-8")), "")


def checker_messages(root: Path = ROOT) -> Iterator[Found]:
    """Every message of the domain ``checkers`` under ``root/checkers``, file by file in their order."""
    folder = root / "checkers"
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py":
            yield from from_python(path, root)
        elif path.suffix == ".toml" and path != folder / "sphinxext" / "notes.toml":
            yield from from_table(path, root)


def template_messages(templates: Path = ROOT / "source" / "_templates") -> Iterator[Found]:
    """Every message of the domain ``sphinx``: from the theme, from ``templates``, and Sphinx's own words."""
    theme, *parents = [_installed(name) for name in THEMES]
    files = {path: f"furo/{path.relative_to(theme).as_posix()}" for path in sorted(theme.rglob("*.html"))}
    if templates.is_dir():
        files |= {
            path: f"_templates/{path.relative_to(templates).as_posix()}"
            for path in sorted(templates.rglob("*.html"))
        }
    for path in list(files):
        for name in _references(path):
            name = name.removeprefix("!")
            found = next((parent / name for parent in parents if (parent / name).is_file()), None)
            if found and found not in files:
                files[found] = name
    for path, name in files.items():
        yield from _extract("jinja2", path, name)
    for name in PAGE_WRITERS:
        yield from _extract("python", _installed(name), name)


def _installed(name: str) -> Path:
    package, _, rest = name.partition("/")
    return Path(find_spec(package).submodule_search_locations[0]) / rest


def _references(template: Path) -> Iterator[str]:
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(template.read_text("utf-8"))
    yield from filter(None, find_referenced_templates(tree))


def _extract(method: str, path: Path, name: str) -> Iterator[Found]:
    with path.open("rb") as file:
        # {% trans %} comes out as a call of gettext; a template with a slip must stop us, not lose strings.
        keywords, options = {"_": None, "gettext": None}, {"silent": "false"}
        for _, message, _, _ in extract(method, file, keywords=keywords, options=options):
            yield Found(message, name)


def catalogue(domain: str, messages: Iterator[Found], project: str = "Red Envelope") -> Catalog:
    """A template of the messages in their order; a message that stands in several places is one entry."""
    date = _date()
    template = Catalog(
        project=project,
        version=domain,
        header_comment=f"# {project}: {domain}",
        charset="utf-8",
        fuzzy=False,
        creation_date=date,
        revision_date=date,
        msgid_bugs_address=f"{project} contributors",
        last_translator=f"{project} contributors",
        language_team=f"{project} contributors",
    )
    places: dict[str | tuple[str, str], list[Found]] = {}
    for found in messages:
        places.setdefault(found.message, []).append(found)
    for message, found in places.items():
        # Babel sees by itself which have %s or {placeholders}, and marks them for msgfmt and the editors.
        files = [(file, None) for file in dict.fromkeys(one.file for one in found)]
        template.add(message, locations=files, auto_comments=notes.notes(found) if domain == "checkers" else [])
    return template


def _date() -> datetime:
    """The templates' date: not today, or each run would differ, but what packagers set for Sphinx."""
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), UTC)


def settle(pages: Path) -> None:
    """Take the day and the line numbers out of a page's template: a catalogue changes only when words do."""
    text = pages.read_text("utf-8")
    text = re.sub(r"^(#: .*?):\d+$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r'(?<="POT-Creation-Date: )[^\\"]*', f"{_date():%Y-%m-%d %H:%M%z}", text)
    pages.write_text(text, "utf-8")


def write(folder: Path, root: Path = ROOT) -> list[Path]:
    """Write ``checkers.pot`` and ``sphinx.pot`` into ``folder`` and settle the pages' templates there.

    The same sources give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    domains = {
        "checkers": checker_messages(root),
        "sphinx": template_messages(root / "source" / "_templates"),
    }
    written = []
    for domain, messages in domains.items():
        written.append(folder / f"{domain}.pot")
        with written[-1].open("wb") as file:
            write_po(file, catalogue(domain, messages), width=0)
    for pages in set(folder.rglob("*.pot")) - set(written):
        settle(pages)
    return written


def main(arguments: list[str] | None = None) -> None:
    """The command line: one folder, that of the ``gettext`` builder."""
    parser = argparse.ArgumentParser(prog="checkers.sphinxext.catalogue", description=write.__doc__)
    parser.add_argument("folder", type=Path, help="where sphinx-build -b gettext has written: build/gettext")
    for path in write(parser.parse_args(arguments).folder):
        print(path)


if __name__ == "__main__":
    main()
