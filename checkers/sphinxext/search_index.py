"""The index of the search: every section of every page is a place of its own, so that a question finds its answer
and not a page of thirty answers.

A place has a heading, the names that it is known by (codes, a server's exact words, tags) and the words of its text;
``search_page.js`` ranks them. Of an entry of the knowledge only the words are taken that tell it from the others:
what to do stands in hundreds of them. Groups of words that mean the same come from ``search_synonyms``, a TOML file.

The places of a page are collected when it is read and kept in the environment. Sphinx's own index is not written.
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.search import SearchLanguage, languages

SKIPPED = (nodes.title, nodes.comment, nodes.raw, nodes.system_message, addnodes.index, addnodes.toctree)
SHORTEST_NAME = 3  # characters; a shorter one is everywhere
LONGEST_QUOTE = 120
SOURCES = "sources"  # the anchor of the list of documents that ends each page


@dataclass(slots=True)
class Place:
    """A part of a page that a question can lead to."""

    anchor: str  # "" for the page itself
    title: str
    names: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)  # words of servers and screens that its text quotes
    text: list[str] = field(default_factory=list)


def places(document: nodes.document, knowledge: bool) -> list[Place]:
    """The places of a page, the page itself first; ``knowledge``: its sections are entries of the knowledge."""
    found: list[Place] = []
    named: dict[str, list[str]] = {}
    for node in document.findall(addnodes.index):
        for _, name, anchor, main, _ in node["entries"]:
            if main:
                named.setdefault(anchor, []).append(name)

    def visit(section: nodes.section, top: bool) -> None:
        title = next(iter(section.findall(nodes.title)), None)
        place = Place("" if top else section["ids"][0], title.astext() if title else "")
        found.append(place)
        for anchor in section["ids"]:
            place.names += named.pop(anchor, [])
        if knowledge and title is not None:
            place.names += [code.astext() for code in title.findall(nodes.literal)]
        for child in section.children:
            if isinstance(child, nodes.section):
                if SOURCES not in child["ids"]:
                    visit(child, False)
            elif isinstance(child, addnodes.glossary):
                found.extend(_terms(child))
            else:
                _take(child, place, knowledge)

    for section in document.children:
        if isinstance(section, nodes.section):
            visit(section, not found)
    return found


def _take(node: nodes.Node, place: Place, knowledge: bool) -> None:
    """Put the words of a node of a section into its place."""
    if isinstance(node, SKIPPED):
        return
    if knowledge and isinstance(node, nodes.definition_list):
        place.quoted += [inline.astext() for inline in node.findall(nodes.inline) if "words" in inline["classes"]]
    elif not (knowledge and isinstance(node, nodes.enumerated_list)):
        place.text.append(_text(node))
        if not knowledge:
            place.quoted += [code.astext() for code in node.findall(nodes.literal)]


def _terms(glossary: nodes.Node) -> Iterator[Place]:
    """Each term of a glossary is a place."""
    for item in glossary.findall(nodes.definition_list_item):
        terms = list(item.findall(nodes.term))
        for term in terms:
            text = " ".join(_text(child) for child in item.children if isinstance(child, nodes.definition))
            yield Place(term["ids"][0], term.astext(), [term.astext()], [text])


def _text(node: nodes.Node) -> str:
    """The words below a node, each apart from the next."""
    return " ".join(leaf.astext() for leaf in node.findall(nodes.Text))


# --- the file -------------------------------------------------------------------------------------------------------


class SearchFile:
    """What Sphinx takes for the format of its index: writes ours in its place, and reads none back."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app

    def dump(self, data: object, stream) -> None:
        """Write the index of all pages as the script that the search page loads."""
        app = self.app
        search = languages_of(app)
        found = index(
            {name: list_ for name, list_ in collected(app.env).items() if _listed(app.env, name)},
            search,
            app.builder.get_target_uri,
            app.config.search_weights,
        )
        found["synonyms"] = synonyms(app)
        stream.write(f"Search.setIndex({json.dumps(found, ensure_ascii=False, separators=(',', ':'))})")

    def load(self, stream) -> dict:
        """An empty index of Sphinx's shape: the places are in the environment."""
        names = ("docnames", "filenames", "titles")
        tables = ("alltitles", "terms", "titleterms")
        version = self.app.builder.indexer._env_version
        return {name: [] for name in names} | {name: {} for name in tables} | {"envversion": version}


def languages_of(app: Sphinx) -> SearchLanguage:
    """The splitter and stemmer of the language that is built."""
    code = app.config.html_search_language or app.config.language
    made = languages.get(code) or languages.get(code.partition("_")[0]) or languages["en"]
    return made({})


def index(
    pages: dict[str, list[Place]], language: SearchLanguage, uri: Callable[[str], str], weights: dict[str, float]
) -> dict[str, object]:
    """The index as the page's script reads it.

    ``pages``: [address, title, weight]. ``places``: [page, anchor, title, names, quoted, number of different words].
    ``words``: the numbers of the places whose text holds a word, each but the first as distance from the one before.
    """
    listed, entries = [], []
    words: dict[str, list[int]] = {}
    for name in sorted(pages):
        for place in pages[name]:
            seen = {word for text in place.text for word in map(language.stem, language.split(text))}
            kept = sorted(word for word in seen if language.word_filter(word))
            for word in kept:
                words.setdefault(word, []).append(len(entries))
            names = sorted({each for each in place.names if len(each) >= SHORTEST_NAME and each != place.title})
            quoted = sorted({each for each in place.quoted if SHORTEST_NAME <= len(each) <= LONGEST_QUOTE} - set(names))
            entries.append([len(listed), place.anchor, place.title, names, quoted, len(kept)])
        listed.append([uri(name), pages[name][0].title, _weight(name, weights)])
    return {
        "pages": listed,
        "places": entries,
        "words": {word: _distances(words[word]) for word in sorted(words)},
    }


def _weight(name: str, weights: dict[str, float]) -> float:
    """The weight of a page: that of the longest beginning of its name that ``weights`` holds."""
    known = [begin for begin in weights if name.startswith(begin)]
    return weights[max(known, key=len)] if known else 1


def _distances(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def synonyms(app: Sphinx) -> list[list[str]]:
    """The groups of words that mean the same."""
    if not app.config.search_synonyms:
        return []
    return tomllib.loads(Path(app.confdir, app.config.search_synonyms).read_text("utf-8"))["groups"]


# --- collecting -----------------------------------------------------------------------------------------------------


def collected(env: BuildEnvironment) -> dict[str, list[Place]]:
    """The places of all pages read so far, by the name of the page."""
    if not hasattr(env, "search_places"):
        env.search_places = {}
    return env.search_places


def _listed(env: BuildEnvironment, name: str) -> bool:
    return "nosearch" not in env.metadata.get(name, {})


def collect(app: Sphinx, document: nodes.document) -> None:
    """Keep the places of a page that was just read."""
    found = places(document, "knowledge" in app.env.metadata.get(app.env.docname, {}))
    if found:
        collected(app.env)[app.env.docname] = found


def forget(app: Sphinx, env: BuildEnvironment, name: str) -> None:
    collected(env).pop(name, None)


def merge(app: Sphinx, env: BuildEnvironment, names: Iterable[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    collected(env).update({name: list_ for name, list_ in collected(other).items() if name in names})


def replace_format(app: Sphinx) -> None:
    """Put our file in the place of Sphinx's index."""
    if app.builder.format == "html" and hasattr(app.builder, "indexer_format"):
        app.builder.indexer_format = SearchFile(app)


def setup(app: Sphinx) -> None:
    app.add_config_value("search_weights", {}, "html", dict)  # beginning of a page's name -> weight, 1 where unnamed
    app.add_config_value("search_synonyms", "", "html", str)  # TOML file with groups of words that mean the same
    app.connect("builder-inited", replace_format)
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
