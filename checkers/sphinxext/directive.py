"""The ``{checker}`` directive: the form of one checker in a page, as contract.md lays it down ("In the page").

Everything a page needs is written while it is built: the form with its words in the page's language, the examples,
the addresses of the bundle (relative, so that the site works at a root and under a folder) and the table of
words for the JavaScript. Builders that make no web page get one sentence instead.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from checkers.sphinxext import bundle, languages, offline
from checkers.sphinxext.plurals import for_script
from checkers.sphinxext.words import CHOICES, KINDS, PAGE, SCRIPT, Kind
from checkers.wording import SOURCE_LANGUAGE, Wording, in_language, install

COMMAND = "python -m checkers"
EXAMPLES = Path(__file__).parent / "examples"
ANY = "auto"  # the kind that finds out by itself what it was given
FILE_TYPES = ".eml,.msg,.txt,.mbox,.gz"
SECONDS = 60  # a check that takes longer is ended
MEGABYTES = 64  # a larger input is refused


class checker(nodes.General, nodes.Element):
    """A checker in a page: ``kind`` is a key of ``KINDS``, ``number`` counts the checkers of the page from 1."""


class CheckerDirective(SphinxDirective):
    """```` ```{checker} smtp ```` puts the form of that kind of checker into the page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        kind = self.arguments[0].strip()
        if kind not in KINDS:
            raise self.error(f"unknown kind of checker {kind!r}; there are {', '.join(KINDS)}")
        for code, catalogue in bundle.catalogues(self.config, self.env.srcdir):
            if code == self.config.language:
                self.env.note_dependency(catalogue)
        self.env.metadata[self.env.docname]["checker"] = kind
        node = checker(kind=kind, number=self.env.new_serialno("checker") + 1)
        self.set_source_info(node)
        return [node]


def pages(env: BuildEnvironment) -> list[str]:
    """The names of the pages that hold a checker."""
    return sorted(name for name, values in env.metadata.items() if "checker" in values)


def wording_of(language: str) -> Wording:
    """The words of ``language``, English where there is no catalogue."""
    try:
        return in_language(language)
    except LookupError:
        return in_language(SOURCE_LANGUAGE)


def example_text(file: str, language: str) -> str:
    """The text of an example, in ``language`` if there is such a file: ``odoo.zh_CN.txt`` before ``odoo.txt``."""
    name = Path(file)
    own = EXAMPLES / f"{name.stem}.{language}{name.suffix}"
    return (own if own.is_file() else EXAMPLES / file).read_text("utf-8")


# --- the form ---------------------------------------------------------------------------------------------------------


def form(kind: str, number: int, wording: Wording, settings: dict[str, str]) -> str:
    """The HTML of one checker; ``settings`` are its ``data-`` attributes, ``size`` (in MB) goes into a sentence."""
    settings = dict(settings)
    size = settings.pop("size")
    ident = f"checker-{number}"
    asked = KINDS[kind]
    root = _tag("div", {"class": "checker", "id": ident, "data-checker": kind, "data-state": "idle"})
    root.attrib |= {f"data-{name}": value for name, value in settings.items()}
    if kind == ANY:
        root.set("data-choices", _json({name: wording(words) for name, words in CHOICES.items()}))
    _add(root, "label", {"for": f"{ident}-input"}, wording(asked.label), "checker-label")
    _add(root, "p", {"id": f"{ident}-hint"}, wording(asked.hint), "checker-hint")
    _add(
        root,
        "textarea",
        {
            "id": f"{ident}-input", "data-checker-input": "", "aria-describedby": f"{ident}-hint {ident}-keys",
            "rows": "9", "spellcheck": "false", "autocomplete": "off", "autocapitalize": "off", "translate": "no",
        },
    )  # fmt: skip
    _add(root, "p", {"class": "checker-file", "data-checker-file": "", "hidden": ""})
    actions = _add(root, "div", {"class": "checker-actions"})
    for name in ("run", "choose", "clear"):
        _button(actions, f"data-checker-{name}", wording(PAGE[name]))
    chooser = {"type": "file", "accept": FILE_TYPES, "multiple": "", "hidden": "", "data-checker-chooser": ""}
    _add(actions, "input", chooser | {"aria-label": wording(PAGE["choose"])})
    # Below the button that was pressed, where the eyes are; on a phone the end of the form is out of sight. It takes
    # the place of the hint: if it moved what follows, a click on an example would miss its button.
    below = _add(root, "div", {"class": "checker-below"})
    _add(below, "p", {"id": f"{ident}-keys"}, wording(PAGE["keys"]), "checker-keys")
    status = _add(below, "div", {"class": "checker-progress"})
    _add(status, "progress", {"max": "100", "value": "0", "hidden": "", "aria-label": wording(PAGE["progress"])})
    _add(status, "p", {"role": "status", "data-checker-status": ""})
    _button(status, "data-checker-cancel", wording(PAGE["cancel"])).set("hidden", "")
    _examples(root, ident, asked, wording)
    _add(root, "p", {}, wording(PAGE["private"]).replace("{size}", size), "checker-private")
    _command(_add(_add(root, "noscript"), "p"), wording(PAGE["noscript"]))
    _add(root, "div", {"class": "checker-result", "data-checker-result": ""})
    return ElementTree.tostring(root, encoding="unicode", method="html") + "\n"


def _examples(root: ElementTree.Element, ident: str, kind: Kind, wording: Wording) -> None:
    group = _add(root, "div", {"class": "checker-examples", "role": "group", "aria-labelledby": f"{ident}-examples"})
    _add(group, "span", {"id": f"{ident}-examples"}, wording(PAGE["examples"]))
    for example in kind.examples:
        name = example.file.partition(".")[0]
        _button(group, "data-checker-example", wording(example.label)).set("data-checker-example", name)
        _add(group, "template", {"data-checker-text": name}, example_text(example.file, wording.language))


def _tag(name: str, attributes: dict[str, str], words: str = "") -> ElementTree.Element:
    element = ElementTree.Element(name, attributes)
    element.text = words
    return element


def _add(
    parent: ElementTree.Element, name: str, attributes: dict[str, str] | None = None, words: str = "", css: str = ""
) -> ElementTree.Element:
    element = _tag(name, dict(attributes or {}), words)
    if css:
        element.set("class", css)
    parent.append(element)
    return element


def _button(parent: ElementTree.Element, attribute: str, words: str) -> ElementTree.Element:
    return _add(parent, "button", {"type": "button", attribute: ""}, words)


def _command(parent: ElementTree.Element, sentence: str) -> None:
    """Put ``sentence`` into ``parent`` with its ``{command}`` as code."""
    parent.text, _, rest = sentence.partition("{command}")
    _add(parent, "code", {}, COMMAND).tail = rest


# --- what the page says about itself ------------------------------------------------------------------------------


def settings(app: Sphinx, docname: str, wording: Wording) -> dict[str, str]:
    """The ``data-`` attributes of a checker in ``docname``: language, addresses, links into the FAQ, words."""
    assets = bundle.assets(app)
    here = app.builder.get_target_uri(docname)
    files = assets.describe(wording.language, lambda address: relative_uri(here, address))
    return {
        "language": wording.language,
        "files": _json(files),
        "lock": _json(assets.lock),
        "faq": _json(dict(_faq(app, docname))),
        "home": relative_uri(here, ""),
        "words": _json({name: for_script(words, wording) for name, words in SCRIPT.items()} | {"command": COMMAND}),
        "seconds": str(SECONDS),
        "megabytes": str(MEGABYTES),
        "size": f"{assets.megabytes:.0f}",
    }


def _faq(app: Sphinx, docname: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every labelled section of the FAQ as a report names it ("outgoing#daily-limit"), with address and heading."""
    labels = app.env.domains.standard_domain.labels
    for target, anchor, heading in sorted(labels.values(), key=lambda label: label[:2]):
        folder, _, page = target.partition("/")
        if folder == "faq" and page and anchor:
            yield f"{page}#{anchor}", (f"{app.builder.get_relative_uri(docname, target)}#{anchor}", str(heading))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- the builders -------------------------------------------------------------------------------------------------


def fill_in(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each checker of a page its HTML, or put one sentence in its place where no web page is made."""
    wording = wording_of(app.config.language)
    for node in list(doctree.findall(checker)):
        if app.builder.name in bundle.BUILDERS:
            node["html"] = form(node["kind"], node["number"], wording, settings(app, docname, wording))
        else:
            node.replace_self(elsewhere(app, docname, wording))


def elsewhere(app: Sphinx, docname: str, wording: Wording) -> nodes.paragraph:
    """What stands in a book in place of a checker: where it works, and the command for one's own computer."""
    parts = {"command": nodes.literal("", COMMAND)}
    if app.config.site_url:
        language = languages.current(app.config)
        page = "" if docname == app.config.root_doc else docname.removesuffix("index").rstrip("/") + "/"
        address = languages.absolute(app.config, language, page)
        parts["address"] = nodes.reference("", address, refuri=address, classes=["address"])
    sentence = wording(PAGE["elsewhere_at" if app.config.site_url else "elsewhere"])
    paragraph = nodes.paragraph()
    for number, piece in enumerate(re.split(r"\{(command|address)\}", sentence)):
        paragraph += parts[piece] if number % 2 else nodes.Text(piece)
    return paragraph


def visit_html(self, node: checker) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load style and script on the pages that hold a checker, from the bundle, not from ``_static``."""
    if app.builder.name not in bundle.BUILDERS or pagename not in pages(app.env):
        return
    here = app.builder.get_target_uri(pagename)
    assets = bundle.assets(app)
    style, script = (relative_uri(here, address) for address in assets.page())
    old = script.rpartition("/")[0] + "/old-browser.js"  # beside it; no module, for browsers that know none
    modules = [relative_uri(here, address) for address in assets.modules()]
    context["metatags"] = context.get("metatags", "") + (
        f'\n<link rel="stylesheet" href="{style}">\n<script type="module" async src="{script}"></script>'
        f'\n<script defer src="{old}"></script>\n'
        + "".join(f'<link rel="modulepreload" href="{module}">\n' for module in modules)
    )


def rewrite_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Checker pages carry addresses, words and headings from elsewhere, so they are written anew by every build."""
    found = pages(env)
    if found and app.builder.name in bundle.BUILDERS:
        bundle.assets(app)  # before writing starts, which may be in several processes
        return found
    return []


def install_words(app: Sphinx, config: Config) -> None:
    """Take the checkers' words from where the site has its translations, which need not be beside the package."""
    for code, catalogue in bundle.catalogues(config, app.srcdir):
        if code == config.language:
            install(code, bundle.compiled_catalogue(catalogue.read_bytes(), code))


def setup(app: Sphinx) -> None:
    app.connect("config-inited", install_words)
    app.add_node(checker, html=(visit_html, None))
    app.add_directive("checker", CheckerDirective)
    app.connect("env-updated", rewrite_pages)
    app.connect("doctree-resolved", fill_in)
    app.connect("html-page-context", add_assets)
    offline.setup(app)
