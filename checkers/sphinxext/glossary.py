"""Show each term of a glossary in the site's other languages too, beside its own name.

In a translation the catalogue does that by itself: “退信（bounce）”. In the source language nobody writes the other
names, so they are taken from the catalogues here, without the brackets that repeat the source language.
"""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from checkers import pofile
from checkers.sphinxext import bundle, languages


def other_names(app: Sphinx, docname: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(language tag, {term: its name there}) for every other language that has a catalogue of the page."""
    for language in languages.all_languages(app.config)[1:]:
        for folder in app.config.locale_dirs:
            catalogue = Path(app.srcdir, folder, language.code, "LC_MESSAGES", f"{docname}.po")
            if catalogue.is_file():
                yield language.tag, pofile.messages(catalogue.read_text("utf-8"))


def without_source(name: str, term: str) -> str:
    """A translated name without the source language's in brackets behind it.

    >>> without_source("退信（bounce）", "bounce"), without_source("NDR", "NDR")
    ('退信', 'NDR')
    """
    return re.sub(rf"\s*[（(]{re.escape(term)}[）)]$", "", name)


def add_names(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the other names behind the terms, in builders that write HTML and in the source language."""
    found = languages.all_languages(app.config)
    if app.builder.name not in bundle.BUILDERS or languages.current(app.config) != found[0] or len(found) == 1:
        return
    terms = [term for each in doctree.findall(addnodes.glossary) for term in each.findall(nodes.term)]
    if not terms:
        return
    for tag, names in other_names(app, docname):
        for term in terms:
            own = term.astext()
            name = without_source(names.get(own, own), own)
            if name != own:
                html = f' <span class="other-name" lang="{tag}">{escape(name)}</span>'
                term.insert(_before_link(term), nodes.raw("", html, format="html"))


def _before_link(term: nodes.term) -> int:
    """After the words, before what Sphinx keeps behind them (the index entry)."""
    for place, child in enumerate(term.children):
        if isinstance(child, addnodes.index):
            return place
    return len(term.children)


def note_catalogues(app: Sphinx, doctree: nodes.document) -> None:
    """A page with a glossary is made anew when one of its catalogues changes."""
    if any(doctree.findall(addnodes.glossary)):
        for language in languages.all_languages(app.config)[1:]:
            for folder in app.config.locale_dirs:
                path = Path(app.srcdir, folder, language.code, "LC_MESSAGES", f"{app.env.docname}.po")
                if path.is_file():
                    app.env.note_dependency(str(path))


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", note_catalogues)
    app.connect("doctree-resolved", add_names)
