"""The site as books: an EPUB (Sphinx's builder, set up here) and one long page that Chromium prints as a PDF.

    sphinx -t book -b epub …        the EPUB of a language
    sphinx -b book …                book.html, the page to print; printing.py makes the PDF of it

Both leave out what only works on the web: the frame of the site, its scripts, and the checkers, of which a sentence
remains. Parts and their order are those of the start page's toctrees.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.config import Config
from sphinx.highlighting import PygmentsBridge

from checkers import pofile
from checkers.sphinxext import diagram, languages, pictures, reference_pages
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import OF_SITE
from checkers.wording import text

FOLDER = Path(__file__).resolve().parents[2] / "source" / "_books"
NAMES = uuid.uuid5(uuid.NAMESPACE_DNS, "red-envelope.books")
PAGE = "book.html"
TITLE_PAGE = "title-page.html"  # in the EPUB
CONTENTS = text("Contents")
COVER = text("Cover")
VERSION = text("Version {version}")
# Single replies are looked up, not read: on paper they would be three quarters of the book. The EPUB has them.
UNPRINTED = ("reference/providers/", "reference/odoo", "reference/python", "reference/wording", "reference/guesses")
LEFT_OUT = text("What single mail servers reply is on the web site and in the EPUB.")
HIDDEN = ("kitchen-sink", "search")  # pages of the site that belong to no book


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the site in a book: its anchor, its title and its content as HTML."""

    anchor: str
    title: str
    body: Markup
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one toctree of the start page holds; the first part is that page itself and has no title."""

    title: str
    chapters: list[Chapter]

    @property
    def anchor(self) -> str:
        return "part-" + self.chapters[0].anchor


class BookBuilder(SingleFileHTMLBuilder):
    """All pages of a language in one HTML file, to be printed.

    Anchors begin with their page's, because the same one may occur on several pages.
    """

    name = "book"
    epilog = "The book is in %(outdir)s."

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        return "basic", {}

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return "#" + anchor_of(docname)

    def write_documents(self, _docnames: object) -> None:
        self.prepare_writing(set(self.env.all_docs))
        self.docsettings.initial_header_level = 2  # parts have the first level
        parts = [Part(title, [self.chapter(page) for page in pages]) for title, pages in self.parts()]
        Path(self.outdir, PAGE).write_text(self.render(parts), "utf-8")

    def finish(self) -> None:
        """The page holds its styles and drawings; beside it lie only the pictures."""
        self.copy_image_files()

    def parts(self) -> Iterator[tuple[str, list[str]]]:
        """(title, pages) of each part."""
        root = self.config.root_doc
        yield "", [root]
        for toctree in self.env.get_doctree(root).findall(addnodes.toctree):
            pages = [page for entry in toctree["includefiles"] for page in self.with_children(entry)]
            pages = [page for page in pages if not page.startswith(UNPRINTED)]
            if pages:
                yield toctree["caption"] or "", pages

    def with_children(self, page: str) -> Iterator[str]:
        """A page, and those of its own toctrees."""
        yield page
        for toctree in self.env.get_doctree(page).findall(addnodes.toctree):
            for entry in toctree["includefiles"]:
                yield from self.with_children(entry)

    def chapter(self, docname: str) -> Chapter:
        """One page with its anchors made unique and its links turned to them."""
        doctree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
        anchor = anchor_of(docname)
        self.turn_outward(doctree)
        prefix_anchors(doctree, anchor)
        doctree.settings = self.docsettings
        self.current_docname = docname
        self.imgpath, self.dlpath = "_images", "_downloads"
        self.secnumbers, self.fignumbers = {}, {}
        self.post_process_images(doctree)
        translator = self.create_translator(doctree, self)
        doctree.walkabout(translator)
        body = Markup("".join(translator.fragment))  # made by the translator, which has escaped it
        return Chapter(anchor, self.env.titles[docname].astext(), body, docname.partition("/")[0])

    def turn_outward(self, doctree: nodes.document) -> None:
        """Let links to pages that are not printed lead to the web site; without its address they are plain words."""
        left_out = {anchor_of(page): page for page in self.env.all_docs if page.startswith((*UNPRINTED, *HIDDEN))}
        language = languages.current(self.config)
        for link in list(doctree.findall(nodes.reference)):
            page, _, place = link.get("refuri", "").removeprefix("#").partition("#")
            if not link.get("refuri", "").startswith("#") or page not in left_out:
                continue
            if self.config.site_url:
                address = languages.absolute(self.config, language, left_out[page] + "/")
                link["refuri"] = f"{address}#{place}" if place else address
            else:
                link.replace_self(link.children)

    def render(self, parts: list[Part]) -> str:
        language = languages.current(self.config)
        words = wording_of(language.code)
        frame = frame_words(self.app, language.code)
        environment = Environment(loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True)
        styles = [FOLDER / "style" / "book.css", FOLDER / "print.css", reference_pages.STYLE, diagram.STYLE]
        return environment.get_template(PAGE).render(
            language=language,
            title=language.title,
            full_title=words(OF_SITE).format(site=language.title, title=words(pictures.SENTENCE)),
            sentence=words(pictures.SENTENCE),
            answer=words(pictures.ANSWER),
            author=self.config.author,
            version=words(VERSION).replace("{version}", self.config.release),
            address=languages.absolute(self.config, language, "") if self.config.site_url else "",
            contents=words(CONTENTS),
            left_out=words(LEFT_OUT),
            parts=parts,
            frame={name: Markup(value) for name, value in frame.items()},  # from our own catalogue
            mark=Markup((Path(self.confdir) / "source" / "_static" / "mark.svg").read_text("utf-8")),
            styles=Markup("\n".join(path.read_text("utf-8") for path in styles)),
            pygments=Markup(PygmentsBridge("html", self.config.pygments_style).get_stylesheet()),
        )


def anchor_of(docname: str) -> str:
    """The anchor of a page in the one long page.

    >>> anchor_of("faq/outgoing")
    'page-faq-outgoing'
    """
    return "page-" + docname.replace("/", "-")


def prefix_anchors(doctree: nodes.document, prefix: str) -> None:
    """Put the page's anchor before every id, and follow with every link.

    A link to another page's place comes as ``#page-faq-outgoing#daily-limit``.
    """
    for node in doctree.findall(nodes.Element):
        for name in ("ids", "backrefs"):
            if node.get(name):
                node[name] = [f"{prefix}--{ident}" for ident in node[name]]
        if node.get("refid"):
            node["refid"] = f"{prefix}--{node['refid']}"
        if str(node.get("refuri", "")).startswith("#"):
            page, _, place = node["refuri"][1:].partition("#")
            node["refuri"] = f"#{page}--{place}" if place else f"#{page}"


FRAME = {
    "unaffiliated": "Red Envelope is not affiliated with Odoo S.A.",
    "licence": 'Text: <a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>, '
    "code: MIT, by the Red Envelope contributors.",
}
"""What the foot of every page of the site says (``_templates/page.html``), so its words are in the same catalogue."""


def frame_words(app: Sphinx, code: str) -> dict[str, str]:
    """``FRAME`` in a language."""
    known: dict[str, str] = {}
    for folder in app.config.locale_dirs:
        catalogue = Path(app.srcdir, folder, code, "LC_MESSAGES", "sphinx.po")
        if catalogue.is_file():
            known |= pofile.messages(catalogue.read_text("utf-8"))
    return {name: known.get(message) or message for name, message in FRAME.items()}


# --- EPUB -----------------------------------------------------------------------------------------------------------


class EpubBuilder(Epub3Builder):
    """Sphinx's builder; it names its contents in English only, and of the cover it says only what EPUB 2 asked for."""

    def init(self) -> None:
        super().init()
        words = wording_of(self.config.language)
        self.guide_titles = self.guide_titles | {"toc": words(CONTENTS), "cover": words(COVER)}

    def build_content(self) -> None:
        super().build_content()
        path = Path(self.outdir, "content.opf")
        package = path.read_text("utf-8")
        item = f'href="{self.config.epub_cover[0]}"' if self.config.epub_cover else ""
        if item in package and item:
            # EPUB 3.3, 5.5.3.1: bookshelves show the item with this property.
            path.write_text(package.replace(item, f'{item} properties="cover-image"', 1), "utf-8")

    def build_toc(self) -> None:
        """The contents for readers of EPUB 2, under the book's identifier; Sphinx puts its element's name there."""
        super().build_toc()
        path = Path(self.outdir, "toc.ncx")
        wrong, right = (f'name="dtb:uid" content="{escape(name)}"' for name in (
            self.config.epub_uid, self.config.epub_identifier
        ))  # fmt: skip
        path.write_text(path.read_text("utf-8").replace(wrong, right, 1), "utf-8")


def set_up_epub(app: Sphinx, config: Config) -> None:
    """The settings of the EPUB; the templates and files of the web site stay out of it."""
    if not app.tags.has("book") or not config.site_languages:
        return
    language = languages.current(config)
    words = wording_of(language.code)
    config.templates_path = [str(FOLDER / "epub")]
    config.html_static_path = [str(FOLDER / "style"), str(FOLDER / language.code)]
    config.html_css_files = ["book.css"]
    config.html_favicon = config.html_logo = None
    config.epub_css_files = ["book.css"]
    config.epub_basename = f"red-envelope-{language.tag}"
    config.epub_theme_options = {"relbar1": False, "footer": False}
    config.epub_title, config.epub_language = language.title, language.tag
    config.epub_description = f"{words(pictures.SENTENCE)} {words(pictures.ANSWER)}"
    config.epub_author = config.epub_publisher = config.epub_contributor = config.author
    config.epub_copyright = f"CC BY 4.0, {config.author}"
    config.epub_cover = ("_static/cover.png", TITLE_PAGE)
    config.epub_uid = "book"
    if config.site_url:
        config.epub_identifier, config.epub_scheme = languages.absolute(config, language, ""), "URL"
    else:
        config.epub_identifier, config.epub_scheme = f"urn:uuid:{uuid.uuid5(NAMES, language.code)}", "UUID"
    config.epub_tocscope, config.epub_tocdepth, config.epub_tocdup = "includehidden", 3, False
    config.epub_show_urls, config.epub_use_index = "no", False
    config.epub_exclude_files = [f"{name}.xhtml" for name in HIDDEN]


def add_context(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Sphinx's EPUB pages do not say which language they are in; a reader that speaks needs it. Fill the title page."""
    if app.builder.name != "epub":
        return
    language = languages.current(app.config)
    tag = escape(language.tag)
    context["html_tag"] = context["html_tag"].replace("<html ", f'<html lang="{tag}" xml:lang="{tag}" ', 1)
    if templatename == TITLE_PAGE:
        words = wording_of(language.code)
        context["title"] = language.title
        context["book"] = {name: Markup(value) for name, value in frame_words(app, language.code).items()} | {
            "cover": words(OF_SITE).format(site=language.title, title=words(pictures.SENTENCE)),
            "author": app.config.author,
            "version": words(VERSION).replace("{version}", app.config.release),
        }


def setup(app: Sphinx) -> None:
    app.add_builder(BookBuilder)
    app.add_builder(EpubBuilder, override=True)
    app.connect("config-inited", set_up_epub, priority=200)
    app.connect("html-page-context", add_context)
