"""Browsers without what the checkers need: a plain sentence and the command line, as soon as the page is there."""

import re

import pytest

from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import SCRIPT

LANGUAGES = {"en": "", "zh_CN": "zh-cn/"}
LACKING = {
    "modules": "delete HTMLScriptElement.prototype.noModule",
    "workers": "delete globalThis.Worker",
    "WebAssembly": "delete globalThis.WebAssembly",
    "unpacking": "delete globalThis.DecompressionStream",
    "ES2023": "delete Array.prototype.toSorted",
}


def old_page(open_page, language: str, path: str, lacking: str):
    """The page as a browser opens it in which that is missing. One that knows no modules runs none."""
    page = open_page("404.html")  # registers no service worker, whose answers could not be changed here
    page.add_init_script(LACKING[lacking])
    if lacking == "modules":

        def without_modules(route):
            response = route.fetch()
            route.fulfill(response=response, body=response.text().replace('type="module"', 'type="unknown"'))

        page.route("**/", without_modules)
    page.goto(page.url.replace("404.html", LANGUAGES[language] + path))
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lacking", LACKING)
def test_an_old_browser_says_so_at_once(open_page, language, lacking):
    page = old_page(open_page, language, "checkers/smtp/", lacking)
    sentence = wording_of(language)(SCRIPT["unsupported"]).replace("{command}", "python -m checkers")
    assert page.inner_text("[data-checker-status]") == sentence
    assert page.get_attribute("[data-checker]", "data-state") == "failed"


def test_text_stays_readable_and_links_work_without_modules(open_page):
    page = old_page(open_page, "en", "", "modules")
    assert page.locator("h1").is_visible()
    page.locator('a[hreflang="zh-CN"]:visible').first.click()
    page.locator("html[lang=zh-CN]").wait_for()


def test_a_browser_of_today_is_told_nothing(open_page):
    page = open_page("checkers/smtp/")
    page.wait_for_load_state()
    assert page.inner_text("[data-checker-status]") == ""
    assert page.get_attribute("[data-checker]", "data-state") == "idle"


def test_the_script_for_old_browsers_is_one_that_they_can_read(site):
    """No syntax that came after ECMAScript 5 (2009)."""
    [script] = site.glob("_checkers/page-*/old-browser.js")
    code = script.read_text("utf-8")
    assert "unsupported" in code
    newer = r"=>|`|\?\.|\?\?|\.\.\.|\b(?:let|const|class|async|await|import|export)\b|\bfor \([^;)]* of "
    assert re.findall(newer, code) == []
