"""The ``{diagram}`` directive: a drawing with its words in the page's language, and what it shows told below it.

    ```{diagram} email-round-trip
    ```

The drawings are tables in ``diagrams/``, their words messages of the catalogue ``checkers``; ``drawing.py`` makes the
SVG. It stands in the page itself, so it takes the page's colours, light and dark, and its words can be found, copied
and enlarged. An EPUB gets it as a file of its own, other builders get its title and explanation.
"""

import tomllib
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.fileutil import copy_asset_file

from checkers.sphinxext import bundle, drawing
from checkers.sphinxext.directive import wording_of

FOLDER = Path(__file__).parent / "diagrams"
STYLE = Path(__file__).parent / "diagram.css"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class diagram(nodes.General, nodes.Element):
    """A drawing: ``name`` is its table; its two children are its title and its explanation."""


@cache
def table(name: str) -> dict:
    """The table of a diagram; KeyError when there is none."""
    path = FOLDER / f"{name}.toml"
    if path.parent != FOLDER or not path.is_file():
        raise KeyError(name)
    return tomllib.loads(path.read_text("utf-8"))


def names() -> list[str]:
    """All diagrams."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


class DiagramDirective(SphinxDirective):
    """```` ```{diagram} NAME ```` shows ``diagrams/NAME.toml``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0].strip()
        if name not in names():
            raise self.error(f"unknown diagram {name!r}; there are {', '.join(names())}")
        self.env.note_dependency(str(FOLDER / f"{name}.toml"))
        for code, catalogue in bundle.catalogues(self.config, self.env.srcdir):
            if code == self.config.language:
                self.env.note_dependency(catalogue)
        self.env.metadata[self.env.docname]["diagram"] = True
        words = wording_of(self.config.language)
        title = nodes.inline("", words(table(name)["title"]), classes=["diagram-title"])
        explanation = nodes.inline("", words(table(name)["explanation"]), classes=["diagram-explanation"])
        return [diagram("", _said(title), _said(explanation), name=name)]


def _said(words: nodes.inline) -> nodes.paragraph:
    """A paragraph of the catalogue ``checkers``, which the page's own catalogue must not repeat."""
    return nodes.paragraph("", "", words, translatable=False)


def svg(name: str, language: str) -> ElementTree.Element:
    """The drawing in a language."""
    rtl = language.partition("_")[0] in RIGHT_TO_LEFT
    return drawing.draw(table(name), wording_of(language), rtl)


def visit_html(self, node: diagram) -> None:
    """The figure up to its caption; the caption's paragraphs are written by themselves."""
    name = node["name"]
    self.body.append(f'<figure class="diagram" id="diagram-{name}">\n')
    if self.builder.name == "epub":
        self.body.append(f'<img src="{node["file"]}" alt="{self.attval(node[0].astext())}" />\n')
    else:
        picture = svg(name, self.config.language)
        picture.attrib |= {"role": "img", "aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-text"}
        node[0]["ids"], node[1]["ids"] = [f"{name}-title"], [f"{name}-text"]
        self.body.append(ElementTree.tostring(picture, encoding="unicode") + "\n")
    self.body.append("<figcaption>\n")


def depart_html(self, node: diagram) -> None:
    self.body.append("</figcaption>\n</figure>\n")


def visit_other(self, node: diagram) -> None:
    """Title and explanation say it all."""


def write_files(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In an EPUB a page with SVG in it must be declared as such, and Sphinx does not: there it is a picture's file."""
    if app.builder.name != "epub":
        return
    for node in doctree.findall(diagram):
        picture = svg(node["name"], app.config.language)
        picture.attrib |= {"width": str(drawing.WIDTH), "height": picture.get("viewBox", "").split()[-1]}
        # Readers with a dark page do not turn a picture's black: it brings its own paper.
        paper = ElementTree.Element("rect", {"width": "100%", "height": "100%", "fill": "#fff"})
        picture.insert(0, paper)
        node["file"] = f"_images/diagram-{node['name']}.svg"
        target = Path(app.outdir, node["file"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(ElementTree.tostring(picture, encoding="utf-8", xml_declaration=True))
        up = "../" * docname.count("/")
        node["file"] = up + node["file"]


def add_style(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the style where there is a diagram."""
    if app.builder.name in bundle.BUILDERS and "diagram" in app.env.metadata.get(pagename, {}):
        app.add_css_file(STYLE.name, priority=900)  # after what every page loads, which is joined (join.py)


def write_style(app: Sphinx, env: BuildEnvironment) -> None:
    """Put the style in its place before pages are written: its address in them carries its checksum."""
    if app.builder.name in bundle.BUILDERS:
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        copy_asset_file(STYLE, folder)


def setup(app: Sphinx) -> None:
    other = (visit_other, visit_other)
    app.add_node(diagram, html=(visit_html, depart_html), text=other, latex=other, man=other, texinfo=other)
    app.add_directive("diagram", DiagramDirective)
    app.connect("doctree-resolved", write_files)
    app.connect("html-page-context", add_style)
    app.connect("env-updated", write_style)
