"""A result that everybody can read: WCAG 2.2 AA, forced colours, any width, either direction."""

import re

import pytest
from checker_page import AXE, BOUNCE, EMAIL, LANGUAGES, broken_rules, check
from conftest import ROOT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "checkers/smtp/", "checkers/headers/"])
def test_accessible_with_a_result_shown(open_page, language, path):
    page = open_page(LANGUAGES[language] + path)
    check(page, BOUNCE if path == "checkers/smtp/" else EMAIL)
    page.evaluate("for (const details of document.querySelectorAll('[data-checker] details')) details.open = true")
    page.evaluate(AXE.read_text("utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert broken_rules(page) == [], (scheme, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_forced_colours_and_reduced_motion(open_page):
    page = open_page(forced_colors="active", reduced_motion="reduce")
    assert "DMARC" in check(page, EMAIL)
    page.evaluate(AXE.read_text("utf-8"))
    assert broken_rules(page) == []
    # What is chosen and what is drawn is told by system colours and lines, which are left when colours are taken away.
    chosen, other = (page.locator(f".checker-taken [aria-pressed={value}]").first for value in ("true", "false"))
    width = "(button) => getComputedStyle(button).borderInlineStartWidth"
    assert float(chosen.evaluate(width)[:-2]) > float(other.evaluate(width)[:-2])
    page.evaluate("const bar = document.querySelector('progress'); bar.hidden = false; bar.removeAttribute('value')")
    assert page.is_hidden("progress")


# 1280 CSS pixels wide at 200 % and 400 %, and a phone
@pytest.mark.parametrize("width", [640, 320, 390])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_result_fits_any_width_in_both_directions(open_page, width, direction):
    page = open_page(width=width)
    page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    check(page, EMAIL)
    page.evaluate("for (const details of document.querySelectorAll('[data-checker] details')) details.open = true")
    outside = page.evaluate(
        """[...document.querySelectorAll("[data-checker] *")]
            .filter((element) => element.checkVisibility() && !element.closest(".checker-table, .checker-text, svg"))
            .map((element) => [element.getBoundingClientRect(), element.outerHTML.slice(0, 120)])
            .filter(([box]) => box.right > innerWidth + 1 || box.left < -1)"""
    )
    assert outside == []
    first = page.locator(".checker-findings .checker-badge").first.bounding_box()
    card = page.locator(".checker-findings > li").first.bounding_box()
    from_start = (
        first["x"] - card["x"] if direction == "ltr" else card["x"] + card["width"] - first["x"] - first["width"]
    )
    assert from_start < 40
    assert page.locator(".checker-arrow").first.evaluate("(arrow) => getComputedStyle(arrow).transform") == (
        "none" if direction == "ltr" else "matrix(-1, 0, 0, 1, 0, 0)"
    )


def test_style_of_the_checker_knows_no_left_and_right():
    """So that it is right in a language that is written from right to left."""
    sheets = sorted((ROOT / "checkers" / "sphinxext" / "static").glob("*.css"))
    assert len(sheets) > 1
    sheet = "".join(path.read_text("utf-8") for path in sheets)
    assert re.findall(r"[^\n]*(?:-left|-right|[^-]\bleft|[^-]\bright)\b\s*[:;][^\n]*", sheet) == []
    uneven = [line for line in re.findall(r"(?:padding|margin): ([^;]+);", sheet) if len(line.split()) == 4]
    assert uneven == []
