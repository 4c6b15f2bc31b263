"""What changed in the knowledge: the ``{changes}`` directive, and an Atom feed in each language (RFC 4287).

Both are made from ``changes.toml``. The feed is ``feed.xml`` at the root of its language, and every page names it. An
entry's id is made from the name of the change and the language, so it is the same wherever the site lies. Links are
full addresses where the site knows its own (``site_url``), else relative to the feed.
"""

import tomllib
import uuid
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from checkers.sphinxext import bundle, languages, reference
from checkers.sphinxext.checked_directive import in_words
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.reference_entries import Writer
from checkers.sphinxext.words import OF_SITE
from checkers.wording import text

TABLE = Path(__file__).parent / "changes.toml"
FEED = "feed.xml"
ATOM = "http://www.w3.org/2005/Atom"
NAMES = uuid.uuid5(uuid.NAMESPACE_DNS, "red-envelope.changes")
MORE = text("See {places}.")
FEED_TITLE = text("What changed")
FEED_LINK = text("For feed readers: {feed} (Atom).")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its texts in English, the pages and the rows of the knowledge that it is about."""

    id: str
    date: date
    title: str
    explanation: str
    pages: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return f"change-{self.id}"


@cache
def changes() -> tuple[Change, ...]:
    """All changes, newest first; within a day in their order."""
    found = [
        Change(**row | {"pages": tuple(row.get("pages", ())), "rows": tuple(row.get("rows", ()))})
        for row in tomllib.loads(TABLE.read_text("utf-8"))["change"]
    ]
    return tuple(sorted(found, key=lambda change: change.date, reverse=True))


class ChangesDirective(SphinxDirective):
    """```` ```{changes} ```` lists all changes, under a heading for each day."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(TABLE))
        for code, catalogue in bundle.catalogues(self.config, self.env.srcdir):
            if code == self.config.language:
                self.env.note_dependency(catalogue)
        self.env.metadata[self.env.docname]["changes"] = True
        writer = Writer(wording_of(self.config.language))
        days: list[nodes.Node] = [self.link_to_feed(writer)]
        for day, of_day in groupby(changes(), key=lambda change: change.date):
            section = writer.section(f"changes-{day}", [in_words(day, self.config.language)])
            section += [self.entry(writer, change) for change in of_day]
            days.append(section)
        return days

    def link_to_feed(self, writer: Writer) -> nodes.paragraph:
        """A sentence that names the feed; ``turn_to_feed`` gives the link its address."""
        before, _, after = writer.wording(FEED_LINK.message).partition("{feed}")
        link = nodes.reference("", FEED, refuri=FEED, internal=True, classes=["feed"])
        return writer.paragraph(before, link, after)

    def entry(self, writer: Writer, change: Change) -> nodes.section:
        """A change as a section, with links to its places."""
        section = writer.section(change.anchor, [writer.wording(change.title)])
        section += writer.paragraph(writer.wording(change.explanation))
        links = [*map(_to_page, change.pages), *(writer.link(row, row) for row in change.rows)]
        if links:
            before, _, after = writer.wording(MORE.message).partition("{places}")
            content: list[nodes.Node | str] = [before]
            for number, link in enumerate(links):
                content += [" · ", link] if number else [link]
            section += writer.paragraph(*content, after)
        return section


def _to_page(page: str) -> addnodes.pending_xref:
    return addnodes.pending_xref(
        "", nodes.inline("", page),
        refdomain="std", reftype="doc", reftarget="/" + page, refexplicit=False, refwarn=True,
    )  # fmt: skip


# --- the feed -------------------------------------------------------------------------------------------------------


def page_of_changes(app: Sphinx) -> str | None:
    """The page that shows the changes, if the site has one."""
    return next((name for name, values in sorted(app.env.metadata.items()) if "changes" in values), None)


def identity(name: str, language: str) -> str:
    """The permanent id of an entry, or of the feed (""), in one language (RFC 4287 §4.2.6)."""
    return f"urn:uuid:{uuid.uuid5(NAMES, f'{language} {name}')}"


def feed(app: Sphinx, page: str) -> bytes:
    """The feed of the language that is being built; ``page`` shows the changes."""
    here, words = languages.current(app.config), wording_of(app.config.language)
    base = languages.absolute(app.config, here, "") if app.config.site_url else ""
    home = base + app.builder.get_target_uri(page)
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": here.tag})
    _add(root, "id", identity("", here.code))
    title = words(FEED_TITLE)
    _add(root, "title", words(OF_SITE).format(site=here.title, title=title) if here.title else title)
    _add(root, "updated", _moment(changes()[0].date))
    _add(_add(root, "author"), "name", app.config.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=base + FEED)
    _add(root, "link", rel="alternate", type="text/html", href=home)
    for change in changes():
        entry = _add(root, "entry")
        _add(entry, "id", identity(change.id, here.code))
        _add(entry, "title", words(change.title))
        _add(entry, "updated", _moment(change.date))
        _add(entry, "link", rel="alternate", type="text/html", href=f"{home}#{reference.anchor(change.anchor)}")
        _add(entry, "content", content(app, change, base), type="html")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def content(app: Sphinx, change: Change, base: str) -> str:
    """What a feed reader shows of a change: a paragraph, and links to the pages and the rows."""
    words = wording_of(app.config.language)
    links = [
        (app.builder.get_target_uri(page), app.env.titles[page].astext()) for page in change.pages
    ] + [
        (f"{app.builder.get_target_uri(page)}#{anchor}", row)
        for row in change.rows
        for page, anchor in [reference.places()[row]]
    ]
    items = "".join(f'<li><a href="{escape(base + href)}">{escape(name)}</a></li>' for href, name in links)
    return f"<p>{escape(words(change.explanation))}</p>" + (f"<ul>{items}</ul>" if items else "")


def _add(parent: ElementTree.Element, tag: str, words: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    element.text = words or None
    return element


def _moment(day: date) -> str:
    return f"{day}T00:00:00Z"


def write_feed(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name in bundle.BUILDERS and (page := page_of_changes(app)):
        (Path(app.outdir) / FEED).write_bytes(feed(app, page))


def add_link(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Every page names the feed, so that a feed reader finds it from any of them."""
    if doctree is None or app.builder.name not in bundle.BUILDERS or page_of_changes(app) is None:
        return
    title = escape(wording_of(app.config.language)(FEED_TITLE))
    href = context["content_root"] + FEED
    context["metatags"] = context.get("metatags", "") + (
        f'\n<link rel="alternate" type="application/atom+xml" title="{title}" href="{href}">'
    )


def turn_to_feed(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the link to the feed its address from this page; in a book there is no feed, and no sentence on it."""
    if "changes" not in app.env.metadata.get(docname, {}):
        return
    for link in [link for link in doctree.findall(nodes.reference) if "feed" in link["classes"]]:
        if app.builder.name in bundle.BUILDERS:
            link["refuri"] = relative_uri(app.builder.get_target_uri(docname), FEED)
        else:
            link.parent.parent.remove(link.parent)


def setup(app: Sphinx) -> None:
    app.add_directive("changes", ChangesDirective)
    app.connect("doctree-resolved", turn_to_feed)
    app.connect("html-page-context", add_link, priority=710)
    app.connect("build-finished", write_feed)
