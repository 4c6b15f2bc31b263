"""Every page, in a browser, by axe-core: no violation of WCAG 2.2, level A and AA; and what axe cannot see."""

import pytest
from conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

PAGES = sorted(
    "" if name == "index" else name.removesuffix("index").rstrip("/") + "/"
    for name in (
        path.relative_to(ROOT / "source").with_suffix("").as_posix() for path in (ROOT / "source").rglob("*.md")
    )
)
LOOKS = {"wide": {}, "dark": {"dark": True}, "phone": {"width": 390}}


def violations(page) -> list[str]:
    """What axe finds on ``page``, one line each."""
    # Through the debugger, which the page's policy does not bind; a script element would be refused.
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["", "zh-cn/"])
def test_axe_finds_nothing(open_page, language, look):
    page = open_page(language, **LOOKS[look])
    home = page.url
    found = []
    for path in [*PAGES, "search/?q=550"]:
        page.goto(home + path)
        if "?" in path:
            page.locator(".search-summary:not(:empty)").wait_for()
        found += [f"{path}: {line}" for line in violations(page)]
    assert found == []


def test_axe_would_find_something(open_page):
    """The test above can fail: a picture without a text and a control without a name are seen."""
    page = open_page("about/")
    page.evaluate("document.querySelector('article').append(new Image(9, 9), document.createElement('button'))")
    assert {line.partition(":")[0] for line in violations(page)} == {"button-name", "image-alt"}


@pytest.mark.parametrize("path", ["", "zh-cn/", "faq/outgoing/", "zh-cn/kitchen-sink/"])
@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_page_is_wider_than_the_window(open_page, path, width):
    """WCAG 1.4.10, reflow: at 320 px there is one way to scroll. Tables may scroll in their own box."""
    page = open_page(path, width=width)
    outside = page.evaluate(
        """() => [...document.querySelectorAll("article *, footer *, .mobile-header *")]
            .filter((element) => !element.closest(".table-wrapper, .visually-hidden, [hidden]"))
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert outside == []


def test_drawers_open_by_keyboard_on_a_phone(open_page):
    page = open_page("faq/outgoing/", width=390)
    drawer = page.locator(".sidebar-drawer")
    assert not drawer.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "__navigation"
    page.keyboard.press("Space")
    drawer.locator("a.sidebar-brand").wait_for(state="visible")
    assert drawer.is_visible()


@pytest.mark.parametrize(
    ("path", "name", "address"),
    [("faq/outgoing/", "中文", "zh-cn/faq/outgoing/"), ("zh-cn/faq/outgoing/", "English", "faq/outgoing/")],
)
@pytest.mark.parametrize("width", [390, 1280])
def test_language_link_works_without_javascript(open_page, server, path, name, address, width):
    page = open_page(path, width=width, java_script_enabled=False)
    page.get_by_role("link", name=name, exact=True).click()
    assert page.url == server + address


@pytest.mark.parametrize("width", [390, 1280])
def test_colours_switch_and_stay(open_page, width):
    page = open_page("about/", width=width)
    switch = page.get_by_role("button", name="Switch between light, dark and automatic colours")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    switch.click()
    page.goto(page.url)
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (before, after) == ("rgb(255, 255, 255)", "rgb(24, 21, 19)")


def test_nothing_moves_for_those_who_asked_for_calm(open_page):
    page = open_page("faq/outgoing/", width=390, reduced_motion="reduce")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration.split(', ')"
        ".some(d => d !== '0s')).length"
    )
    assert moving == 0


def test_paper_holds_the_text_alone(open_page):
    page = open_page("faq/outgoing/")
    page.emulate_media(media="print")
    for hidden in (".skip-to-content", ".language-link a", ".sidebar-drawer", ".sidebar-search", ".theme-toggle"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("h1").is_visible()
