"""The ``{checked}`` directive in a page; what it is for stands in ``checked.py``."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from checkers.sphinxext.checked import read_day
from checkers.sphinxext.directive import wording_of
from checkers.wording import Text, text

# How a date is written: letters are Unicode's date fields (CLDR), d day, M month, y year.
DAY_PATTERN = text("d MMMM y")
MONTH_PATTERN = text("MMMM y")
LAST_CHECKED = text("Last checked: {date}.")


class checked(nodes.General, nodes.Element):
    """A date (``day``), and in paragraphs what the fact was compared with, if that is said."""


class CheckedDirective(SphinxDirective):
    """```` ```{checked} 2026-11-23 ```` with the source as its content."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        written = self.arguments[0].strip()
        try:
            read_day(written)
        except ValueError as fault:
            raise self.error(str(fault)) from None
        node = checked(day=written)
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        return [node]


def shown(written: str, language: str) -> str:
    """A date as the readers of a language write it: 23 November 2026, 2026 年 11 月 23 日."""
    day, whole = read_day(written)
    return in_words(day, language, DAY_PATTERN if whole else MONTH_PATTERN)


def in_words(day: date, language: str, pattern: Text = DAY_PATTERN) -> str:
    """``day`` in the form that the catalogue gives for ``pattern``."""
    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    return format_date(day, wording_of(language)(pattern), locale)


def visit_html(self, node: checked) -> None:
    language = self.config.language
    before, _, after = wording_of(language)(LAST_CHECKED.message).partition("{date}")
    when = f'<time datetime="{node["day"]}">{shown(node["day"], language)}</time>'
    self.body.append(f'<div class="checked"><p>{before}{when}{after}</p>\n')


def depart_html(self, node: checked) -> None:
    self.body.append("</div>\n")


def visit_other(self, node: checked) -> None:
    """The source alone."""


def setup(app: Sphinx) -> None:
    other = (visit_other, visit_other)
    app.add_node(checked, html=(visit_html, depart_html), text=other, latex=other, man=other, texinfo=other)
    app.add_directive("checked", CheckedDirective)
