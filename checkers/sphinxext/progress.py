"""The ``{translation-progress}`` directive: how far each translation is, read from the catalogues at build time.

For every language a sum, a bar and a number for each catalogue, and what waits: texts whose English has changed, then
texts that nobody has translated. ``add_context`` tells the same of single pages to the templates.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from babel.messages.catalog import Message
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from checkers.sphinxext import directive, stats
from checkers.sphinxext.languages import Language, all_languages, current
from checkers.sphinxext.stats import Count
from checkers.wording import DOMAIN, Wording, plural, text

MOST_WAITING = 10
SHOWN = 160
SPACE = " "

NAMES = {
    "checkers": text("Words of the checkers and of the reference pages"),
    "sphinx": text("Words around every page"),
}
SUM = plural(
    "{done} of {count} text is translated ({percent} %).", "{done} of {count} texts are translated ({percent} %)."
)
HEAD = (text("Catalogue"), text("Translated"), text("Share"))
EVERY = text("Every catalogue")
CHANGED = text("The English has changed since:")
MISSING = text("Not translated yet:")
NOTHING = text("Nothing waits: all texts are translated, and none has changed since.")
MORE = plural("and {count} more")
NONE = text("There is no translation yet.")


class bar(nodes.Inline, nodes.Element):
    """A bar of ``percent``; the number stands beside it."""


class fold(nodes.General, nodes.Element):
    """What can be unfolded under ``title``; ``open`` says whether it is."""


class TranslationProgress(SphinxDirective):
    """```` ```{translation-progress} ```` shows how far each translation of the site is."""

    def run(self) -> list[nodes.Node]:
        wording = directive.wording_of(self.config.language)
        source, *others = all_languages(self.config)
        found: list[nodes.Node] = []
        for language in others:
            folder = folder_of(self.env.app, language.code)
            for path in folder.rglob("*.po"):
                self.env.note_dependency(str(path))
            found += Progress(self, wording, language, folder).content()
        return found or [_paragraph(wording(NONE))]


class Progress:
    """What is said of one language."""

    def __init__(self, asked: SphinxDirective, wording: Wording, language: Language, folder: Path) -> None:
        self.asked, self.wording, self.language = asked, wording, language
        titles = asked.env.found_docs
        self.catalogues = {
            domain: catalogue
            for domain, catalogue in stats.catalogues(folder).items()
            if (domain in NAMES or domain in titles) and not self.unlisted(domain)
        }
        self.counts = {domain: stats.count(catalogue) for domain, catalogue in self.catalogues.items()}

    def unlisted(self, domain: str) -> bool:
        """Whether the page is one that no other page leads to."""
        path = Path(self.asked.env.srcdir, f"{domain}.md")
        return path.is_file() and "\norphan: true\n" in path.read_text("utf-8").partition("\n---\n")[0] + "\n"

    def content(self) -> list[nodes.Node]:
        whole = stats.total(self.counts.values())
        name = nodes.strong("", self.language.name, classes=[f"language-{self.language.tag}"])
        values = {"done": whole.translated, "count": whole.total, "percent": whole.percent}
        said = self.wording(replace(SUM, values=values))
        head = _paragraph("", name, nodes.Text(f" {said} "), bar(percent=whole.percent))
        folded = fold("", self.table(), title=self.wording(EVERY), open=not whole.complete)
        return [head, *self.waiting(), folded]

    def waiting(self) -> Iterator[nodes.Node]:
        """The texts that wait for a translator."""
        if all(count.complete for count in self.counts.values()):
            yield _paragraph(self.wording(NOTHING))
        for kind, title in (("fuzzy", CHANGED), ("untranslated", MISSING)):
            found = [
                (domain, entry)
                for domain, catalogue in self.catalogues.items()
                for entry in catalogue
                if entry.id and stats.state(entry) == kind
            ]
            if found:
                yield _paragraph(self.wording(title))
                yield self.items(found)

    def items(self, found: list[tuple[str, Message]]) -> nodes.bullet_list:
        items = nodes.bullet_list()
        for domain, entry in found[:MOST_WAITING]:
            message = entry.id[0] if isinstance(entry.id, tuple) else entry.id
            words = nodes.literal("", message if len(message) <= SHOWN else message[: SHOWN - 1] + "…")
            said = _paragraph("", nodes.literal("", f"{domain}.po"), nodes.Text(SPACE), words)
            items += nodes.list_item("", said)
        if (rest := len(found) - MOST_WAITING) > 0:
            more = self.wording(replace(MORE, values={"count": rest}))
            items += nodes.list_item("", _paragraph(more))
        return items

    def table(self) -> nodes.table:
        """A row for each catalogue, those with most to do first."""
        group = nodes.tgroup(cols=len(HEAD))
        for _ in HEAD:
            group += nodes.colspec(colwidth=1)
        group += nodes.thead("", self.row([[nodes.Text(self.wording(word))] for word in HEAD]))
        body = nodes.tbody()
        for domain, count in sorted(self.counts.items(), key=lambda one: (one[1].translated - one[1].total, one[0])):
            numbers = f"{count.translated} / {count.total}"
            share = [nodes.Text(f"{count.percent} % "), bar(percent=count.percent)]
            body += self.row([self.name(domain), [nodes.Text(numbers)], share])
        group += body
        return nodes.table("", group, classes=["translation-progress"])

    def row(self, cells: list[list[nodes.Node]]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", _paragraph("", *cell)) for cell in cells))

    def name(self, domain: str) -> list[nodes.Node]:
        """A catalogue by what it holds: a page's title, as a link."""
        if domain in NAMES:
            return [nodes.Text(self.wording(NAMES[domain]))]
        return [
            addnodes.pending_xref(
                "", nodes.inline("", domain),
                refdomain="std", reftype="doc", reftarget=f"/{domain}", refexplicit=False, refwarn=True,
            )
        ]  # fmt: skip


def _paragraph(text: str, *children: nodes.Node) -> nodes.paragraph:
    """A paragraph that no page's catalogue takes up: its words are those of the catalogue ``checkers``."""
    return nodes.paragraph("", text, *children, translatable=False)


def folder_of(app: Sphinx, code: str) -> Path:
    """The folder of a translation; one that does not exist where there is none."""
    folders = [Path(app.srcdir, folder, code) for folder in app.config.locale_dirs]
    return next((folder for folder in folders if (folder / "LC_MESSAGES").is_dir()), Path(app.srcdir, code))


def page_count(app: Sphinx, page_name: str) -> Count | None:
    """How far the texts of a page are in the language that is built; None in the pages' own language."""
    if current(app.config) == all_languages(app.config)[0]:
        return None
    known = getattr(app, "translation_counts", None)
    if known is None:
        folder = folder_of(app, app.config.language)
        known = {domain: stats.count(catalogue) for domain, catalogue in stats.catalogues(folder).items()}
        app.translation_counts = known
    return stats.total(known[domain] for domain in domains(app, page_name) if domain in known)


def domains(app: Sphinx, page_name: str) -> list[str]:
    """The catalogues that a page takes its words from: its own, and the checkers' where it shows those."""
    metadata = app.env.metadata.get(page_name, {})
    return [page_name] + [DOMAIN] * bool({"checker", "knowledge"} & set(metadata))


def add_context(app: Sphinx, page_name: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Fill the template variable ``translation``: the page's Count, where the page is a translation."""
    context["translation"] = page_count(app, page_name) if doctree is not None else None


def visit_bar(self, node: bar) -> None:
    # An SVG and not a styled box: the policy of a site need not let style attributes in.
    self.body.append(
        '<svg class="progress-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="progress-all" width="100" height="8"/><rect class="progress-done" width="{node["percent"]}" '
        'height="8"/></svg>'
    )
    raise nodes.SkipNode


def skip(self, node: nodes.Node) -> None:
    raise nodes.SkipNode


def visit_fold(self, node: fold) -> None:
    opened = " open" if node["open"] else ""
    self.body.append(f'<details class="fold"{opened}><summary>{self.encode(node["title"])}</summary>\n')


def depart_fold(self, node: fold) -> None:
    self.body.append("</details>\n")


def pass_by(self, node: nodes.Node) -> None:
    """Other writers show what is folded."""


def setup(app: Sphinx) -> None:
    others = {writer: (skip, None) for writer in ("latex", "text", "man", "texinfo")}
    app.add_node(bar, html=(visit_bar, None), **others)
    app.add_node(fold, html=(visit_fold, depart_fold), **{writer: (pass_by, pass_by) for writer in others})
    app.add_directive("translation-progress", TranslationProgress)
    app.connect("html-page-context", add_context)
