"""Diagrams: tables that hold together, lines that break in every language, drawings that fit what they show."""

import re
from xml.etree import ElementTree

import pytest
from conftest import ROOT

from checkers.sphinxext import diagram, drawing
from checkers.wording import in_language

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ["en", "zh_CN"]
KINDS = {"odoo", "mail", "person", "good", "trouble", "check", "plain"}

cases = pytest.mark.parametrize("name", diagram.names())


def test_there_are_diagrams():
    assert {"email-round-trip", "checked-addresses", "reply-route", "where-lost"} <= set(diagram.names())


@cases
def test_every_arrow_joins_two_boxes(name):
    table = diagram.table(name)
    boxes = [cell["id"] for row in table["row"] for cell in row["cells"]]
    assert len(boxes) == len(set(boxes))
    joined = set()
    for arrow in table["arrow"]:
        assert arrow["from"] in boxes and arrow["to"] in boxes and arrow["from"] != arrow["to"], arrow
        joined |= {arrow["from"], arrow["to"]}
    assert joined == set(boxes), "a box without an arrow says nothing about the way"
    assert {cell["kind"] for row in table["row"] for cell in row["cells"]} <= KINDS
    assert table["title"] and len(table["explanation"]) > 100, "who does not see the drawing reads this instead"


@cases
def test_every_diagram_is_on_a_page(name):
    pages = (ROOT / "source" / "faq").glob("*.md")
    assert sum(f"```{{diagram}} {name}\n" in page.read_text("utf-8") for page in pages) == 1


def turned(letters: str) -> str:
    """A language that is half as long again, in letters with accents: what a translator might do."""
    return "[" + re.sub("[aeiou]", lambda vowel: vowel[0] * 2 + "\u0301", letters) + "]"


def drawn(name: str, language: str, rtl: bool = False) -> ElementTree.Element:
    words = turned if language == "pseudo" else in_language(language)
    svg = drawing.draw(diagram.table(name), words, rtl)
    return ElementTree.fromstring(ElementTree.tostring(svg))


@cases
@pytest.mark.parametrize("language", [*LANGUAGES, "pseudo"])
def test_nothing_lies_outside_or_over_another(name, language):
    svg = drawn(name, language)
    _, _, width, height = map(float, svg.get("viewBox").split())
    boxes = [tuple(float(rect.get(key)) for key in ("x", "y", "width", "height")) for rect in svg.iter(f"{SVG}rect")]
    for x, y, w, h in boxes:
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height
    for number, (x, y, w, h) in enumerate(boxes):
        for a, b, c, d in boxes[number + 1 :]:
            assert x + w <= a or a + c <= x or y + h <= b or b + d <= y
    for span in svg.iter(f"{SVG}tspan"):
        assert 0 < float(span.get("y")) < height


@cases
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_words_are_there_and_in_the_language(name, language):
    words, table = in_language(language), diagram.table(name)
    seen = "".join("".join(drawn(name, language).itertext()).split())
    for row in table["row"]:
        for cell in row["cells"]:
            for key in ("label", "explanation"):
                assert "".join(words(cell.get(key, "")).split()) in seen
    if language == "zh_CN":
        assert re.search("[\u4e00-\u9fff]", seen)


@cases
def test_right_to_left_is_the_mirror_image(name):
    def places(svg):
        return [(float(r.get("x")), float(r.get("y")), float(r.get("width"))) for r in svg.iter(f"{SVG}rect")]

    plain, turned_round = places(drawn(name, "en")), places(drawn(name, "en", rtl=True))
    assert turned_round == [(pytest.approx(drawing.WIDTH - x - width, abs=0.2), y, width) for x, y, width in plain]
    assert drawn(name, "en", rtl=True).get("direction") == "rtl"


@cases
def test_no_style_and_no_letters_drawn_as_shapes(name):
    text = ElementTree.tostring(drawn(name, "en"), encoding="unicode")
    assert "style=" not in text and "url(" not in text and "href" not in text
    for path in re.findall(r' d="([^"]*)"', text):
        assert re.fullmatch(r"M[\d.]+ [\d.]+( L[\d.]+ [\d.]+)+", path)


@pytest.mark.parametrize(
    ("words", "room", "lines"),
    [
        ("one two three", 45, ["one two", "three"]),
        ("邮件服务器拒收", 40, ["邮件服务", "器拒收"]),
        ("这是，一行", 20, ["这", "是，", "一行"]),  # no line begins with a comma
        ("见（附注）吧", 20, ["见", "（附", "注）", "吧"]),  # none ends with an opening bracket
        ("看 In-Reply-To 吧", 80, ["看 In-Reply-To", "吧"]),  # a Latin word stays whole
        ("bounce@example.com", 50, ["bounce@e", "xample.c", "om"]),  # but a long one is broken rather than cut off
        ("", 50, []),
        ("  ", 50, []),
    ],
)
def test_lines_break_where_a_reader_expects(words, room, lines):
    found = drawing.wrapped(words, 10, room)
    assert "".join("".join(found).split()) == "".join(words.split())
    assert found == lines


@pytest.mark.parametrize("room", [1, 20, 60, 200])
def test_breaking_loses_nothing(room):
    words = "Ein “Satz” mit, 中文（和） symbols… W" + "w" * 40
    found = drawing.wrapped(words, 12, room)
    assert "".join("".join(found).split()) == "".join(words.split())
    assert all(len(line) == 1 or drawing.text_width(line, 12) <= room or room < 40 for line in found)


# --- in the page ------------------------------------------------------------------------------------------------------

PLACES = {
    "faq/": "email-round-trip",
    "faq/spam/": "checked-addresses",
    "faq/incoming/": "reply-route",
    "faq/outgoing/": "where-lost",
}


@pytest.mark.parametrize("language", ["", "zh-cn/"])
@pytest.mark.parametrize("path", PLACES)
def test_the_picture_has_a_name_and_a_description(site, path, language):
    html = (site / language / path / "index.html").read_text("utf-8")
    name = PLACES[path]
    assert f'<figure class="diagram" id="diagram-{name}">' in html
    picture = re.search(r"<svg [^>]*role=\"img\"[^>]*>", html)[0]
    for attribute in ("aria-labelledby", "aria-describedby"):
        target = re.search(f'{attribute}="([^"]+)"', picture)[1]
        assert re.search(rf'<p id="{target}"><span class="[^"]+">[^<]+</span></p>', html)
    assert "_static/diagram.css" in html
    assert "_static/diagram.css" not in (site / language / "about" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("language", ["", "zh-cn/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_words_stay_within_their_boxes(open_page, language, width):
    """What the estimate of widths is for, measured with the fonts of a real browser."""
    for path in PLACES:
        page = open_page(language + path, width=width)
        outside = page.evaluate(
            """() => [...document.querySelectorAll("figure.diagram g:not(.arrow)")].flatMap((group) => {
                const box = group.querySelector("rect").getBoundingClientRect();
                return [...group.querySelectorAll("tspan")].map((line) => [line, line.getBoundingClientRect()])
                    .filter(([, r]) => r.left < box.left - 1 || r.right > box.right + 1
                        || r.top < box.top - 2 || r.bottom > box.bottom + 2)
                    .map(([line]) => line.textContent);
            })"""
        )
        assert outside == []
        figure = page.locator("figure.diagram").bounding_box()
        assert figure["x"] >= 0 and figure["x"] + figure["width"] <= width
        size = page.evaluate(
            """() => { const svg = document.querySelector("figure.diagram svg");
                return svg.getScreenCTM().a * 12; }"""
        )
        assert size >= 10, "the smallest words can be read on a phone"
        page.context.close()
