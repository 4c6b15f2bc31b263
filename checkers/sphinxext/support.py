"""The ``{support}`` directive: a form that makes the text for Odoo Support, and the same as a text to fill in by hand.

```` ```{support} form ```` is the form; its script (``support.js``) lets the worker of the checkers write the text.
```` ```{support} template ```` is the text with its questions open, for readers without JavaScript and for paper; in a
translated page it stands in the page's language and in English, in which Support answers.
"""

import json
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from checkers.sphinxext import bundle, languages
from checkers.sphinxext.directive import settings as checker_settings
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import SCRIPT as CHECKER
from checkers.ticket import template
from checkers.ticket.questions import GROUPS, Group, Question
from checkers.wording import SOURCE_LANGUAGE, Wording, text

KINDS = ("form", "template")

PAGE = {
    "evidence": text("Error, bounce or email"),
    "paste": text("Paste the error, the bounce, or the email with its headers"),
    "pasteHint": text(
        "It is checked right here, and what the checker says goes into the text. You can also open a file."
    ),
    "take": text("Take what I last checked"),
    "open": text("Open a file…"),
    "making": text("The text for Support"),
    "language": text("Language of the text"),
    "languageHint": text("Odoo Support answers in English. Your answers stay as you wrote them."),
    "mask": text("Mask email addresses, hosts and IP addresses"),
    "maskHint": text(
        "For a public place such as a forum. Support itself needs the real addresses. Names that you typed stay: read "
        "the text before you send it."
    ),
    "make": text("Make the text"),
    "clear": text("Clear all"),
    "output": text("Text to copy"),
    "outputHint": text("You can change it before you copy it."),
    "copy": text("Copy"),
    "private": text(
        "Your answers stay in this browser tab until you clear them or close the tab; nothing is sent anywhere. The "
        "first text loads the checker, about {size} MB."
    ),
    "noscript": text("The form needs JavaScript. Without it, copy the text below and fill it in."),
    "elsewhere": text("The web page has a form here. On paper, use the text below."),
    "unanswered": text("No answer"),
}
SCRIPT = {
    "loading": text("Loading the checker…"),
    "preparing": text("Starting the checker…"),
    "working": text("Writing the text…"),
    "done": text("The text is ready below."),
    "nothing": text("Answer a question first, or paste an error."),
    "missing": text("Support will probably ask for these, too:"),
    "complete": text("Nothing that Support usually asks for is missing."),
    "copied": text("Copied."),
    "copyFailed": text("Copying was refused by the browser. Select the text and copy it yourself."),
    "taken": text("Taken from the checker in this tab."),
    "reading": text("Reading the file…"),
    "cleared": text("All answers are cleared."),
    "unsupported": text("This browser is too old for the form. Copy the text below and fill it in."),
}
REASONS = ("empty", "tooLarge", "unpacksTooLarge", "damaged", "outlookFile", "unreadable", "timeout", "cancelled",
           "loadFailed", "crashed")  # fmt: skip
"""Why a file or a text could not be used: words that the checkers have already."""


class support(nodes.General, nodes.Element):
    """The form in a page."""


class SupportDirective(SphinxDirective):
    """The form or the text to fill in, by its argument."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        kind = self.arguments[0].strip()
        if kind not in KINDS:
            raise self.error(f"unknown part {kind!r}; there are {', '.join(KINDS)}")
        for code, catalogue in bundle.catalogues(self.config, self.env.srcdir):
            if code == self.config.language:
                self.env.note_dependency(catalogue)
        if kind == "template":
            return list(self.templates())
        self.env.metadata[self.env.docname]["support"] = True
        node = support()
        self.set_source_info(node)
        return [node]

    def templates(self) -> Iterator[nodes.Node]:
        """The text to fill in, in the page's language and in English."""
        names = {language.code: language.name for language in languages.all_languages(self.config)}
        for code in dict.fromkeys((self.config.language, SOURCE_LANGUAGE)):
            words = template(wording_of(code))
            if names.get(code) and self.config.language != SOURCE_LANGUAGE:
                yield nodes.paragraph("", names[code], classes=["support-language"], translatable=False)
            yield nodes.literal_block(words, words, language="text", translatable=False)


# --- the form ---------------------------------------------------------------------------------------------------------


def form(wording: Wording, settings: dict[str, str], choices: list[tuple[str, str]]) -> str:
    """The HTML of the form. ``settings`` are its ``data-`` attributes, ``choices`` (code, name) the languages."""
    settings = dict(settings)
    size = settings.pop("size")
    own = {"class": "support", "data-support": "", "data-state": "idle", "hidden": "", "novalidate": ""}
    root = ElementTree.Element("form", own)
    root.attrib |= {f"data-{name}": value for name, value in settings.items()}
    for group in GROUPS:
        _group(root, group, wording)
    box = _fieldset(root, wording(PAGE["evidence"]))
    _labelled(box, "evidence", wording(PAGE["paste"]), wording(PAGE["pasteHint"]), "textarea", {"rows": "7"})
    actions = _add(box, "div", {"class": "support-actions"})
    _button(actions, "data-support-take", wording(PAGE["take"])).set("hidden", "")
    _button(actions, "data-support-open", wording(PAGE["open"]))
    _add(actions, "input", {
        "type": "file", "accept": ".eml,.txt,.gz", "hidden": "", "data-support-file": "",
        "aria-label": wording(PAGE["open"]),
    })  # fmt: skip
    box = _fieldset(root, wording(PAGE["making"]))
    _options(box, "language", wording(PAGE["language"]), wording(PAGE["languageHint"]), choices, "radio", choices[0][0])
    for label in box.findall(".//label"):
        label.set("translate", "no")  # a language is named in itself
    masked = _add(box, "p", {"class": "support-question"})
    _option(masked, "mask", "yes", wording(PAGE["mask"]), "checkbox", False, "support-mask-hint")
    _add(masked, "span", {"id": "support-mask-hint"}, wording(PAGE["maskHint"]), "support-hint")
    actions = _add(box, "div", {"class": "support-actions"})
    _add(actions, "button", {"type": "submit"}, wording(PAGE["make"]))
    _button(actions, "data-support-clear", wording(PAGE["clear"]))
    _add(box, "p", {"role": "status", "data-support-status": ""})
    _add(box, "p", {}, wording(PAGE["private"]).replace("{size}", size), "support-hint")
    made = _add(root, "div", {"class": "support-output", "data-support-output": "", "hidden": ""})
    _labelled(made, "output", wording(PAGE["output"]), wording(PAGE["outputHint"]), "textarea", {"rows": "18"})
    actions = _add(made, "div", {"class": "support-actions"})
    _button(actions, "data-support-copy", wording(PAGE["copy"]))
    _add(actions, "span", {"role": "status", "data-support-copied": ""})
    _add(made, "div", {"data-support-missing": ""})
    notice = ElementTree.Element("noscript", {})
    _add(notice, "p", {}, wording(PAGE["noscript"]))
    return "".join(_html(each) for each in (notice, root)) + "\n"


def _html(element: Element) -> str:
    return ElementTree.tostring(element, encoding="unicode", method="html")


def _add(
    parent: Element, name: str, attributes: dict[str, str] | None = None, words: str = "", css: str = ""
) -> Element:
    """Put a new element into ``parent`` and return it."""
    element = ElementTree.SubElement(parent, name, dict(attributes or {}) | ({"class": css} if css else {}))
    element.text = words
    return element


def _button(parent: Element, attribute: str, words: str) -> Element:
    return _add(parent, "button", {"type": "button", attribute: ""}, words)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _fieldset(parent: Element, legend: str) -> Element:
    box = _add(parent, "fieldset")
    _add(box, "legend", {}, legend)
    return box


def _group(root: Element, group: Group, wording: Wording) -> None:
    box = _fieldset(root, wording(group.title))
    for question in group.questions:
        _question(box, question, wording)


def _question(box: Element, question: Question, wording: Wording) -> None:
    ask, hint = wording(question.ask), wording(question.hint) if question.hint else ""
    choices = [(key, wording(words)) for key, words in question.choices.items()]
    if question.kind == "choice":
        _options(box, question.id, ask, hint, [("", wording(PAGE["unanswered"])), *choices], "radio", "")
    elif question.kind == "checks":
        _options(box, question.id, ask, hint, choices, "checkbox", None)
    elif question.kind == "lines":
        _labelled(box, question.id, ask, hint, "textarea", {"rows": "3"})
    else:
        _labelled(box, question.id, ask, hint, "input", {"type": "text"})


def _labelled(parent: Element, name: str, label: str, hint: str, element: str, attributes: dict[str, str]) -> None:
    """A field with its label above and its hint between them."""
    ident = f"support-{name}"
    box = _add(parent, "div", {"class": "support-question"})
    _add(box, "label", {"for": ident}, label)
    described = {}
    if hint:
        _add(box, "span", {"id": f"{ident}-hint"}, hint, "support-hint")
        described = {"aria-describedby": f"{ident}-hint"}
    fixed = {"id": ident, "name": name, "autocomplete": "off", "translate": "no", "dir": "auto"}
    _add(box, element, fixed | described | attributes | ({"spellcheck": "false"} if name == "evidence" else {}))


def _options(
    parent: Element, name: str, legend: str, hint: str, choices: list[tuple[str, str]], kind: str, chosen: str | None
) -> None:
    """Radio buttons or boxes to tick, with one legend."""
    box = _fieldset(parent, legend)
    box.set("class", "support-question")
    if hint:
        _add(box, "span", {"id": f"support-{name}-hint"}, hint, "support-hint")
        box.set("aria-describedby", f"support-{name}-hint")
    for key, words in choices:
        _option(_add(box, "div"), name, key, words, kind, key == chosen)


def _option(parent: Element, name: str, value: str, words: str, kind: str, checked: bool, described: str = "") -> None:
    ident = f"support-{name}-{value or 'none'}"
    own = {"type": kind, "id": ident, "name": name, "value": value}
    own |= {"checked": ""} if checked else {}
    own |= {"aria-describedby": described} if described else {}
    _add(parent, "input", own)
    _add(parent, "label", {"for": ident}, words)


# --- the builders -----------------------------------------------------------------------------------------------------


def settings(app: Sphinx, docname: str, wording: Wording) -> dict[str, str]:
    """The ``data-`` attributes of the form: what a checker has, and words of its own.

    The worker gets the words of another language than English wherever there are some, so that both can be written.
    """
    found = checker_settings(app, docname, wording)
    others = [code for code, _ in bundle.catalogues(app.config, app.srcdir)]
    language = wording.language if wording.language in others else next(iter(others), SOURCE_LANGUAGE)
    here = app.builder.get_target_uri(docname)
    files = bundle.assets(app).describe(language, lambda address: relative_uri(here, address))
    words = {name: wording(message) for name, message in SCRIPT.items()}
    words |= {name: wording(CHECKER[name]) for name in REASONS if name in CHECKER}
    kept = {name: found[name] for name in ("lock", "seconds", "megabytes", "size")}
    return kept | {"language": language, "page": wording.language, "files": _json(files), "words": _json(words)}


def choices(app: Sphinx, language: str) -> list[tuple[str, str]]:
    """The languages that a text can have, English first: code and name."""
    names = {each.code: each.name for each in languages.all_languages(app.config)}
    others = [code for code, _ in bundle.catalogues(app.config, app.srcdir)]
    wanted = [SOURCE_LANGUAGE, language if language in others else next(iter(others), SOURCE_LANGUAGE)]
    return [(code, names.get(code) or code) for code in dict.fromkeys(wanted)]


def fill_in(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the form its HTML, or put a sentence in its place where no web page is made."""
    wording = wording_of(app.config.language)
    for node in list(doctree.findall(support)):
        if app.builder.name in bundle.BUILDERS:
            language = app.config.language
            node["html"] = form(wording, settings(app, docname, wording), choices(app, language))
        else:
            node.replace_self(nodes.paragraph("", wording(PAGE["elsewhere"])))


def visit_html(self, node: support) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the style and the script of the form on its page."""
    if app.builder.name not in bundle.BUILDERS or "support" not in app.env.metadata.get(pagename, {}):
        return
    here = app.builder.get_target_uri(pagename)
    made = bundle.assets(app)
    style, script = (relative_uri(here, made.address(name)) for name in ("support.css", "support.js"))
    context["metatags"] = context.get("metatags", "") + (
        f'\n<link rel="stylesheet" href="{style}">\n<script type="module" src="{script}"></script>\n'
    )


def rewrite_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The page carries addresses and words from elsewhere, so it is written anew by every build."""
    found = sorted(name for name, values in env.metadata.items() if "support" in values)
    if found and app.builder.name in bundle.BUILDERS:
        bundle.assets(app)
        return found
    return []


def setup(app: Sphinx) -> None:
    app.add_node(support, html=(visit_html, None))
    app.add_directive("support", SupportDirective)
    app.connect("env-updated", rewrite_pages)
    app.connect("doctree-resolved", fill_in)
    app.connect("html-page-context", add_assets)
