"""When the page loads Python: by itself once it has nothing else to do, unless the reader pays for what is loaded; at
once for who comes near. And that nobody notices."""

import pytest
from checker_page import (
    BOUNCE,
    LANGUAGES,
    LISTEN,
    METERED,
    answered,
    check,
    has_workers,
    python,
    state,
    until,
    wait,
    words,
)

# Network Information: what a browser may tell of the connection.
EXPENSIVE = {
    "data saving": METERED,
    "2g": "Object.defineProperty(navigator, 'connection', {value: {saveData: false, effectiveType: '2g'}})",
    "slow 2g": "Object.defineProperty(navigator, 'connection', {value: {effectiveType: 'slow-2g'}})",
}
FAST = "Object.defineProperty(navigator, 'connection', {value: {saveData: false, effectiveType: '4g'}})"
# Tells when the page would have begun, had it wanted to: it was at rest once more after the load.
RESTED = """
    new Promise((resolve) => {
        const rest = () => requestIdleCallback(() => requestIdleCallback(() => setTimeout(resolve)));
        if (document.readyState === "complete") rest();
        else addEventListener("load", rest);
    })"""
HIDDEN = """
window.seen = false;
Object.defineProperty(document, "hidden", {get: () => !seen});
Object.defineProperty(document, "visibilityState", {get: () => (seen ? "visible" : "hidden")});
"""
PRERENDERING = """
window.ahead = true;
Object.defineProperty(document, "prerendering", {get: () => ahead});
"""
# Safari has no requestIdleCallback.
WITHOUT_IDLE = "delete window.requestIdleCallback"


def loaded(page) -> list[str]:
    """What the page and its worker have asked for of the bundle, besides the scripts and the style of the form."""
    names = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    return [name for name in names if "/_checkers/" in name and ("pyodide" in name or "worker" in name)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [FAST, "delete Navigator.prototype.connection", WITHOUT_IDLE])
def test_python_is_ready_before_anybody_touches_the_form(open_page, language, before):
    page = open_page(LANGUAGES[language] + "checkers/smtp/", before=before + LISTEN)
    python(page)
    assert state(page) == "idle"
    assert page.evaluate("said") == [] and page.is_hidden("[data-checker] progress")
    # Nor is it news to who comes near.
    page.focus("[data-checker-input]")
    assert page.evaluate("said") == [] and state(page) == "idle"
    assert "wang.fang@client.example" in check(page, BOUNCE)
    assert has_workers(page, 1)


@pytest.mark.parametrize("name", EXPENSIVE)
def test_nothing_is_loaded_where_it_costs_until_somebody_asks(open_page, name):
    page = open_page("checkers/smtp/", before=EXPENSIVE[name])
    page.evaluate(RESTED)
    page.hover("[data-checker] label")
    page.evaluate(RESTED)
    assert loaded(page) == [] and page.workers == []
    page.focus("[data-checker-input]")
    python(page)
    assert loaded(page)
    wait(page, "idle")
    assert page.inner_text("[data-checker-status]") == words("en", "ready")


@pytest.mark.parametrize("path", ["about/", "faq/outgoing/", "zh-cn/reference/reasons/", "404.html"])
def test_a_page_without_a_checker_loads_nothing(open_page, path):
    page = open_page(path, service_workers="block")
    page.evaluate(RESTED)
    assert page.workers == []
    assert page.get_attribute("html", "data-checker-python") is None
    names = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [name for name in names if "/_checkers/" in name] == []
    page.watch.console[:] = [line for line in page.watch.console if "blocked by Playwright" not in line]


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        (HIDDEN, "seen = true; document.dispatchEvent(new Event('visibilitychange'))"),
        (PRERENDERING, "ahead = false; document.dispatchEvent(new Event('prerenderingchange'))"),
    ],
    ids=["hidden", "prerendered"],
)
def test_a_page_that_nobody_sees_waits(open_page, before, shown):
    page = open_page("checkers/smtp/", before=before)
    page.evaluate(RESTED)
    assert page.workers == [] and loaded(page) == []
    page.evaluate(shown)
    python(page)


def test_who_comes_while_it_loads_is_told_how_far_it_is(open_page):
    held = []
    page = open_page("404.html")  # registers no service worker, whose requests could not be held back here
    page.route("**/_checkers/python-*.bin", lambda route: held.append(route))
    page.goto(page.url.replace("404.html", "checkers/smtp/"))
    python(page, "loading")
    until(page, lambda: held, "the worker has asked for it")
    assert state(page) == "idle" and page.inner_text("[data-checker-status]") == ""
    page.focus("[data-checker-input]")
    assert wait(page, "starting") and page.inner_text("[data-checker-status]") == words("en", "loading")
    assert page.is_visible("[data-checker] progress") and page.is_hidden("[data-checker-cancel]")
    for route in held:
        route.continue_()
    wait(page, "idle")
    assert page.inner_text("[data-checker-status]") == words("en", "ready")
    assert has_workers(page, 1)


def test_a_start_that_nobody_asked_for_fails_in_silence_and_is_tried_again(open_page):
    page = open_page("404.html")
    page.route("**/pyodide.asm.wasm*", lambda route: route.abort())
    page.goto(page.url.replace("404.html", "checkers/smtp/"))
    python(page, "none")
    assert state(page) == "idle" and page.inner_text("[data-checker-status]") == ""
    page.unroute("**/pyodide.asm.wasm*")
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", BOUNCE)
    page.click("[data-checker-run]")
    assert "wang.fang@client.example" in answered(page)
    page.watch.console.clear()  # the browser names the file that failed
