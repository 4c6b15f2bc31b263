"""The ``{knowledge}`` directive: a reference page filled from the knowledge.

A page holds the directive without arguments; what it shows stands in ``reference.PAGES``. The words are those of the
catalogue ``checkers``, so the page's own catalogue holds its introduction and nothing else.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.fileutil import copy_asset_file
from sphinx.util.nodes import make_refnode
from sphinx.util.osutil import relative_uri

from checkers import knowledge
from checkers.smtp import reply
from checkers.sphinxext import bundle, directive, languages, reference, reference_verdicts
from checkers.sphinxext.cache import digest
from checkers.sphinxext.reference_entries import REFERENCE, SEPARATOR, Writer
from checkers.sphinxext.reference_facts import Statement, statement
from checkers.wording import Text, text

STYLE = Path(__file__).parent / "reference.css"
PACKAGE = Path(__file__).resolve().parents[1]

TITLES = {
    "odoo": text("What Odoo itself says"),
    "oauth": text("Signing in to Gmail and Outlook from Odoo"),
    "python": text("What Python says"),
}
CODE_CLASSES = {
    "2": text("2: success"),
    "3": text("3: go on"),
    "4": text("4: temporary failure"),
    "5": text("5: permanent failure"),
    "6": text("6: codes of single providers"),
}
SUBJECTS = {
    "0": text("x.0: no detail"),
    "1": text("x.1: addresses"),
    "2": text("x.2: the mailbox"),
    "3": text("x.3: the mail system"),
    "4": text("x.4: network and routing"),
    "5": text("x.5: the SMTP dialogue"),
    "6": text("x.6: the content"),
    "7": text("x.7: security and policy"),
}
SEVERITIES = {
    "error": text("Errors"),
    "warning": text("Warnings"),
    "info": text("Notes"),
    "good": text("Good signs"),
}
OF_HEADERS = (("findings",), ("verdicts",))  # parts of pages about what the header checker says
POINTER = text("Paste the whole text into the {checker}: it finds the row by itself and shows the words that decided.")
SMTP_CHECKER = text("SMTP error checker")
HEADER_CHECKER = text("header checker")


class KnowledgeDirective(SphinxDirective):
    """```` ```{knowledge} ```` fills a page of ``reference.PAGES``."""

    def run(self) -> list[nodes.Node]:
        docname = self.env.docname
        parts = reference.PAGES.get(docname)
        if parts is None:
            raise self.error(f"reference.PAGES does not say what knowledge {docname} shows")
        for path in _files():
            self.env.note_dependency(path)
        for code, catalogue in bundle.catalogues(self.config, self.env.srcdir):
            if code == self.config.language:
                self.env.note_dependency(catalogue)
        self.env.metadata[docname]["knowledge"] = True
        page = Page(Writer(directive.wording_of(self.config.language)))
        return page.content(parts)


class Page:
    """The parts of one page as nodes."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def content(self, parts: tuple[str, ...]) -> list[nodes.Node]:
        """The pointer to the checker, then each part; a part that is alone needs no heading of its own."""
        if parts == ("contents",):
            return self.contents()
        found: list[nodes.Node] = [self.pointer(parts)]
        for part in parts:
            entries = self.part(part)
            if len(parts) == 1:
                found += entries
                continue
            section = self.writer.section(part, [self.title(part)])
            section += entries
            found.append(section)
        return found + self.sources(parts)

    def sources(self, parts: tuple[str, ...]) -> list[nodes.Node]:
        """Every document that the entries rest on, once, in the order of the entries; no section where none is."""
        found: dict[tuple[str, str], dict] = {}
        for part in parts:
            for row in reference.rows(part):
                source = row.get("reference") or row.get("source")
                if isinstance(source, str):
                    known = {} if "code" in row else reference.table(part)["sources"]
                    source = known.get(source) or {"label": source, "url": row.get("url")}
                if source:
                    found.setdefault((source["label"], source.get("url") or ""), source)
        items = [nodes.list_item("", self.writer.paragraph(*self.writer.source(each))) for each in found.values()]
        if not items:
            return []
        section = self.writer.section("sources", [self.writer.wording(text("Sources"))])
        section += nodes.bullet_list("", *items, bullet="-")
        return [section]

    def title(self, part: str) -> str:
        """The heading of a part: a provider's name or our words."""
        return self.writer.wording(TITLES.get(part) or self.writer.known.providers[part].name)

    def pointer(self, parts: tuple[str, ...]) -> nodes.paragraph:
        """Where to paste what the reader has."""
        target, name = ("headers", HEADER_CHECKER) if parts in OF_HEADERS else ("smtp", SMTP_CHECKER)
        before, _, after = self.writer.wording(POINTER).partition("{checker}")
        link = addnodes.pending_xref(
            "", nodes.inline("", self.writer.wording(name)),
            refdomain="std", reftype="doc", reftarget=f"/checkers/{target}", refexplicit=True, refwarn=True,
        )  # fmt: skip
        return self.writer.paragraph(before, link, after)

    def part(self, part: str) -> list[nodes.Node]:
        """The entries of a part, under headings of their own where they fall into groups."""
        writer, rows = self.writer, reference.rows(part)
        match part:
            case "reply-codes":
                stated = _by("reply_code")
                made = ((row["code"][0], writer.reply_code(row, stated.get(row["code"], []))) for row in rows)
                return self.groups(made, CODE_CLASSES, "class")
            case "enhanced-codes":
                stated = _by("generic_code")
                made = (
                    (row["code"].split(".")[1], writer.enhanced_code(row, stated.get(row["code"], []))) for row in rows
                )
                return self.groups(made, SUBJECTS, "subject")
            case "reasons":
                stated, codes = _by("reason"), _codes_by_reason()
                return [writer.reason(row, stated.get(row["id"], []), codes.get(row["id"], [])) for row in rows]
            case "findings":
                return self.groups(((row["severity"], writer.finding(row)) for row in rows), SEVERITIES, "severity")
            case "verdicts":
                known = knowledge.table(reference.HEADERS, "verdicts.toml")
                fields = [reference_verdicts.field_entry(writer, row, known["sources"]) for row in rows]
                return [*fields, reference_verdicts.tests_entry(writer, known["test"])]
            case "gist":
                notions = knowledge.table(reference.SMTP, "gist.toml")["notions"]
                return [writer.gist(row, notions) for row in rows]
        table = reference.table(part)
        often = Counter(tuple(row.get("match", ())[:1]) for row in rows)
        entries: list[nodes.Node] = self.hosts(part)
        for row in rows:
            entries.append(writer.row(row, part, table["sources"], often[tuple(row.get("match", ())[:1])] > 1))
        return entries

    def hosts(self, part: str) -> list[nodes.Node]:
        """The names of a provider's servers, by which the checker knows it."""
        provider = self.writer.known.providers.get(part)
        if provider is None or not provider.hosts:
            return []
        before, _, after = self.writer.wording(text("Servers: {names}")).partition("{names}")
        names: list[nodes.Node | str] = []
        for host in provider.hosts:
            names += [SEPARATOR, nodes.literal("", host)] if names else [nodes.literal("", host)]
        return [self.writer.paragraph(before, *names, after)]

    def groups(
        self, made: Iterator[tuple[str, nodes.section]], titles: dict[str, Text], prefix: str
    ) -> list[nodes.Node]:
        """Entries under the heading of their group, groups in the order of ``titles``."""
        groups: dict[str, nodes.section] = {}
        for group, entry in made:
            if group not in groups:
                groups[group] = self.writer.section(f"{prefix}-{group}", [self.writer.wording(titles[group])])
            groups[group] += entry
        return [groups[group] for group in titles if group in groups]

    def contents(self) -> list[nodes.Node]:
        """Every page with the providers on it."""
        items = []
        for page, parts in reference.PAGES.items():
            if parts == ("contents",):
                continue
            link = addnodes.pending_xref(
                "", nodes.inline("", page),
                refdomain="std", reftype="doc", reftarget="/" + page, refexplicit=False, refwarn=True,
            )  # fmt: skip
            item = nodes.list_item("", self.writer.paragraph(link))
            if len(parts) > 1:
                links = [self.writer.link(f"part {part}", self.title(part)) for part in parts]
                inner = [nodes.list_item("", self.writer.paragraph(each)) for each in links]
                item += nodes.bullet_list("", *inner, bullet="-")
            items.append(item)
        return [nodes.bullet_list("", *items, bullet="-")]


@cache
def _files() -> tuple[str, ...]:
    """What every page is made from: the tables, and the modules that turn them into pages."""
    tables = [*(PACKAGE / "smtp").rglob("*.toml"), *(PACKAGE / "headers").glob("*.toml")]
    return tuple(map(str, sorted([*tables, *Path(__file__).parent.glob("reference*.py")])))


@cache
def _by(name: str) -> dict[str, list[Statement]]:
    """What the samples of all rows state, by "reply_code", "generic_code" (x.7.26) or the "reason" of the row."""
    found: dict[str, list[Statement]] = {}
    for part, provider in reference.of_providers():
        for row in reference.rows(part):
            stated = statement(row, provider)
            key = {
                "reply_code": stated.reply_code,
                "generic_code": stated.enhanced_code and reply.generic(stated.enhanced_code),
                "reason": row["reason"],
            }[name]
            if key:
                found.setdefault(key, []).append(stated)
    return found


@cache
def _codes_by_reason() -> dict[str, list[str]]:
    """The codes that mean a reason by themselves, as rules."""
    found: dict[str, list[str]] = {}
    for part in ("reply-codes", "enhanced-codes"):
        for row in reference.rows(part):
            if row.get("reason"):
                found.setdefault(row["reason"], []).append(reference.rule_of(row))
    return found


# --- links and files ------------------------------------------------------------------------------------------------


def resolve(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.TextElement
) -> nodes.reference | None:
    """Turn a link to knowledge into one to its page and anchor."""
    if node.get("reftype") != REFERENCE:
        return None
    kind, _, name = node["reftarget"].rpartition(" ")
    if kind == "reason":
        page, anchor = reference.REASONS, name
    else:
        page, anchor = reference.part_place(name) if kind == "part" else reference.places()[name]
    return make_refnode(app.builder, node["refdoc"], page, anchor, content)


def index_file(app: Sphinx) -> tuple[str, bytes]:
    """The file with the places of all rules: its address from the root of this language, and what is in it."""
    content = reference.index(app.builder.get_target_uri)
    root = "../" * languages.current(app.config).path.count("/")
    return f"{root}{bundle.FOLDER}/reference-{digest(content)}.json", content


def shows_knowledge(env: BuildEnvironment) -> bool:
    """Whether this site has reference pages; another site may hold checkers alone."""
    return any("knowledge" in values for values in env.metadata.values())


def add_to_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the style of reference pages on them; tell a page with a checker where the places are."""
    if app.builder.name not in bundle.BUILDERS:
        return
    values = app.env.metadata.get(pagename, {})
    if "knowledge" in values:
        app.add_css_file(STYLE.name, priority=900)  # after what every page loads, which is joined (join.py)
    if "checker" in values and shows_knowledge(app.env):
        address = relative_uri(app.builder.get_target_uri(pagename), index_file(app)[0])
        context["metatags"] = context.get("metatags", "") + f'\n<meta name="checkers-reference" content="{address}">\n'


def write_style(app: Sphinx, env: BuildEnvironment) -> None:
    """Put the style in its place before pages are written: its address in them carries its checksum."""
    if app.builder.name in bundle.BUILDERS and shows_knowledge(env):
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        copy_asset_file(STYLE, folder)


def write_places(app: Sphinx, exception: Exception | None) -> None:
    """Write the file with the places of all rules, and remove that of an older build: its name carries a hash."""
    if exception or app.builder.name not in bundle.BUILDERS or not shows_knowledge(app.env):
        return
    address, content = index_file(app)
    target = Path(app.outdir) / address
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in target.parent.glob("reference-*.json"):
        if old.name != target.name:
            old.unlink(missing_ok=True)
    target.write_bytes(content)


def setup(app: Sphinx) -> None:
    app.add_directive("knowledge", KnowledgeDirective)
    app.connect("missing-reference", resolve)
    app.connect("html-page-context", add_to_page)
    app.connect("env-updated", write_style)
    app.connect("build-finished", write_places)
