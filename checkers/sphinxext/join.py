"""One style sheet and one script where every page names several: each request costs time, on a phone most of all.

Sphinx and the theme bring files of their own, one after the other. What all pages of a language name in an unbroken
row becomes one file in ``_static/``, named with a hash of its content as Sphinx does it. The script is deferred: it
runs when the page is there, and holds up nothing.
"""

import re
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from checkers.sphinxext.cache import digest

FOLDER = "_static"
JOINED = "joined"
# What would mean something else in another folder.
_RELATIVE = re.compile(r"""@import|url\(\s*(?!["']?(?:data:|#))""")


@dataclass(frozen=True, slots=True)
class Kind:
    """How pages name files of one kind, the address in group 1, and what they name instead."""

    suffix: str
    one: re.Pattern
    row: re.Pattern
    instead: str
    between: str  # what keeps one file from running on into the next


def _kind(suffix: str, one: str, instead: str, between: str) -> Kind:
    name = one.format(rf'((?:\.\./)*{FOLDER}/[^"?]+)(?:\?[^"]*)?')
    return Kind(suffix, re.compile(name), re.compile(rf"(?:{name}\s*){{2,}}"), instead, between)


STYLES = _kind(
    ".css",
    r'<link rel="stylesheet" type="text/css" href="{}" />',
    '<link rel="stylesheet" type="text/css" href="{}">\n',
    "\n",
)
SCRIPTS = _kind(".js", r'<script src="{}"></script>', '<script defer src="{}"></script>\n', ";\n")
# A script that is waited for needs those before it: such a page keeps its scripts.
_WAITED_FOR = re.compile(r'<script src="')


def finish(site: Path) -> None:
    """Join the files of every page of the built site in folder ``site``; may be run again on its own result.

    SystemExit where a style sheet names another file, which cannot be joined so, or pages differ in the order."""
    pages = {page: page.read_text("utf-8") for page in sorted(site.rglob("*.html"))}
    joined = dict(pages)
    made: dict[Path, str] = {}
    for kind in (STYLES, SCRIPTS):
        rows = {page: html for page, html in joined.items() if kind.row.search(html)}
        if kind is SCRIPTS:
            rows = {page: html for page, html in rows.items() if not _WAITED_FOR.search(kind.row.sub("", html))}
        for folder in {_folder(page, kind, html) for page, html in rows.items()}:  # each language has its own
            here = {page: html for page, html in rows.items() if _folder(page, kind, html) == folder}
            shared = set.intersection(*({_bare(each) for each in kind.one.findall(html)} for html in here.values()))
            for page, html in here.items():
                joined[page] = kind.row.sub(partial(_joined, page, kind, shared, made), html)
    for page, html in joined.items():
        if html != pages[page]:
            page.write_text(html, "utf-8")
    for path, content in made.items():
        if not path.is_file() or path.read_text("utf-8") != content:
            path.write_text(content, "utf-8")


def _folder(page: Path, kind: Kind, html: str) -> Path:
    """The folder of the files that ``page`` names."""
    address = kind.one.search(html)[1]
    return (page.parent / address.rpartition(f"{FOLDER}/")[0]).resolve()


def _bare(address: str) -> str:
    """An address from the folder of the files on, the same for every page."""
    return address.rpartition(f"{FOLDER}/")[2]


def _joined(page: Path, kind: Kind, shared: set[str], made: dict[Path, str], row: re.Match) -> str:
    """The HTML that names what ``row`` names, with one file for what is ``shared``; that goes into ``made``."""
    html = ""
    for joins, found in groupby(kind.one.finditer(row[0]), lambda one: _bare(one[1]) in shared):
        group = list(found)
        if not joins or len(group) == 1:
            # In its turn, so as late as the others.
            html += "".join(one[0].replace("<script ", "<script defer ") + "\n" for one in group)
            continue
        files = [(page.parent / one[1]).resolve() for one in group]
        texts = [file.read_text("utf-8") for file in files]
        for file, text in zip(files, texts, strict=True):
            if kind is STYLES and file.parent.name != FOLDER and _RELATIVE.search(text):
                raise SystemExit(f"{file.name} names other files by their place, so it cannot be joined with others")
        content = kind.between.join(texts)
        address = f"{group[0][1].rpartition(f'{FOLDER}/')[0]}{FOLDER}/{JOINED}{kind.suffix}"
        if made.setdefault((page.parent / address).resolve(), content) != content:
            raise SystemExit(f"{page} names {', '.join(file.name for file in files)} in another order than other pages")
        html += kind.instead.format(f"{address}?v={digest(content.encode())}")
    return html
