"""Faults that no template can mend: furo wraps each table in a box and gives the box the table's own id, and Sphinx
writes its own note that a description was translated into the page's meta tag.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


class OneIdEach(SphinxPostTransform):
    """Leave the id to the table: one id may occur once in a page, and links go to the table's."""

    default_priority = 501  # right after furo's WrapTableAndMathInAContainerTransform
    formats = ("html",)

    def run(self, **options: object) -> None:
        for table in self.document.findall(nodes.table):
            box = table.parent
            if isinstance(box, nodes.container) and "table-wrapper" in box["classes"]:
                box["ids"] = [name for name in box["ids"] if name not in table["ids"]]


def forget_translated(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take Sphinx's note off the meta tags: HTML has no such attribute, and a checker of EPUBs refuses it."""
    for meta in doctree.findall(nodes.meta):
        meta.attributes.pop("translated", None)


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", forget_translated)
    app.add_post_transform(OneIdEach)
