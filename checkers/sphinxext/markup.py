"""Take a catalogue's message apart: what a translation must keep, and the words that a reader sees.

The pages' messages are MyST, read by MyST's own parser: nothing here guesses what the build does.
The theme's are HTML with ``%s``; the checkers' are plain text with ``{placeholders}``.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

MYST, HTML, PLAIN = "myst", "html", "plain"
SYNTAX = {"checkers": PLAIN, "sphinx": HTML}
"""The syntax of a catalogue's messages; every other catalogue is a page's, in MyST."""

MYST_EXTENSIONS = frozenset(
    {"attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist", "substitution"}
)
"""Read with all that change what a message means, whether or not conf.py enables them."""

FIXED = "\ufffc"
"""Stands in the words for a piece that is not words: code, a label of a screen, a substitution."""

LINKING_ROLES = frozenset({"any", "doc", "download", "external", "numref", "ref", "term"})
"""Roles of the form ``{role}`shown <target>` ``: the target stays, what is shown is translated."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ENTITY = re.compile(r"&#?\w{1,10};")
_PERCENT = re.compile(r"%(?:\(\w{1,40}\))?[sd]")
_BRACES = re.compile(r"\{[A-Za-z_]\w{0,40}\}")
_URL = re.compile(r"https?://[^\s<>\"'`）)，。；“”]+")


@dataclass(slots=True)
class Markup:
    """A message taken apart.

    ``kept`` has what must be the same in a translation, by kind; ``words`` what a reader sees, in one string;
    ``bare_terms`` the glossary terms shown by their own (English) name; ``blocks`` the blocks that it makes; ``shown``
    the words of links within the site and of bold and emphasised pieces, ``bold`` and ``emphasis`` their numbers;
    ``titles`` the words of links to elsewhere.
    """

    kept: dict[str, Counter[str]] = field(default_factory=dict)
    words: str = ""
    bare_terms: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    bold: int = 0
    emphasis: int = 0

    def keep(self, kind: str, *pieces: str) -> None:
        self.kept.setdefault(kind, Counter()).update(pieces)


def syntax_of(domain: str) -> str:
    """The syntax of the catalogue ``domain``, such as ``checkers`` or ``faq/outgoing``."""
    return SYNTAX.get(domain, MYST)


def read(message: str, syntax: str) -> Markup:
    """Take ``message`` apart as ``syntax`` (MYST, HTML or PLAIN) reads it."""
    if syntax == MYST:
        return _read_myst(message.removesuffix("# noqa").rstrip() if message.endswith("# noqa") else message)
    markup = Markup(words=message)
    if syntax == HTML:
        markup.keep("HTML tag", *_TAG.findall(message))
        markup.keep("entity", *_ENTITY.findall(message))
        markup.keep("placeholder", *_PERCENT.findall(message))
        markup.words = _PERCENT.sub("0", _ENTITY.sub(FIXED, _TAG.sub("", message)))
    else:
        markup.keep("placeholder", *_BRACES.findall(message))
        markup.words = _BRACES.sub("0", message)  # mostly numbers, addresses and hosts: spaced like these
    return _without_addresses(markup)


def _without_addresses(markup: Markup) -> Markup:
    addresses = _URL.findall(markup.words)
    markup.keep("address", *(address.rstrip(".,;:!?") for address in addresses))
    markup.words = _URL.sub(FIXED, markup.words)
    return markup


def _read_myst(message: str) -> Markup:
    tokens = _parser().parse(message)
    markup = Markup(blocks=[token.type for token in tokens if token.level == 0 and token.nesting >= 0])
    markup.words = "\n".join(
        _words(token.children or (), markup) for token in tokens if token.type == "inline"
    )
    return _without_addresses(markup)


@cache
def _parser() -> MarkdownIt:
    return create_md_parser(MdParserConfig(enable_extensions=set(MYST_EXTENSIONS)), RendererHTML)


def _words(tokens: Iterable[Token], markup: Markup) -> str:
    """The words of a run of inline tokens; what must be kept goes into ``markup``."""
    words: list[str] = []
    opened: list[int] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        if token.type in ("strong_open", "em_open"):
            opened.append(len(words))
            markup.bold += token.type == "strong_open"
            markup.emphasis += token.type == "em_open"
        elif token.type in ("strong_close", "em_close"):
            markup.shown.append("".join(words[opened.pop() :]))
        if classes := token.attrs.get("class"):
            if token.type != "substitution_inline":
                markup.keep("class", f"{{.{classes}}}")
        match token.type:
            case "text":
                words.append(token.content)
            case "softbreak":
                words.append(" ")
            case "hardbreak":
                words.append("\n")
            case "myst_role":
                words.append(_role(token.meta["name"], token.content, markup))
            case "code_inline":
                markup.keep("inline code", f"`{token.content}`")
                words.append(FIXED)
            case "substitution_inline":
                markup.keep("substitution", f"{{{{ {token.content} }}}}")
                words.append(FIXED)
            case "link_open":
                markup.keep("link target", str(token.attrs["href"]))
                links.append((len(words), str(token.attrs["href"])))
            case "link_close":
                begun, target = links.pop()
                kind = markup.titles if "://" in target else markup.shown
                kind.append("".join(words[begun:]))
            case "image":
                markup.keep("image", str(token.attrs["src"]))
                words.append(FIXED)
            case "footnote_ref":
                markup.keep("footnote", f"[^{token.meta['label']}]")
            case "html_inline":
                markup.keep("HTML tag", token.content)
            case "math_inline":
                markup.keep("formula", token.content)
                words.append(FIXED)
    return "".join(words)


def _role(name: str, content: str, markup: Markup) -> str:
    """Keep a role with its target; give the words that it shows, FIXED where they are not ours to write."""
    if name in LINKING_ROLES:
        shown, bracket, target = content.rpartition("<") if content.endswith(">") else ("", "", content)
        target, shown = target.removesuffix(">") if bracket else target, shown.strip()
        markup.keep("role", f"{{{name}}}`{target}`" if name != "term" else f"{{term}}`… <{target}>`")
        if shown:
            markup.shown.append(shown)
            return shown
        if name == "term":
            markup.bare_terms.append(content)
            return content
        return FIXED
    steps = " with " + "-->" * content.count("-->") if name == "menuselection" and "-->" in content else ""
    markup.keep("role", f"{{{name}}}`…`{steps}")
    return FIXED
