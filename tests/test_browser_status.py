"""What the form says while a reader waits: in sight, once each, and without taking the focus away."""

import pytest
from checker_page import (
    BOUNCE,
    EMAIL,
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

IN_SIGHT = """(selector) => {
    const { top, bottom, left, right } = document.querySelector(selector).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth;
}"""
FILL = "text => { document.querySelector('[data-checker-input]').value = text; }"


def held_back(open_page, path: str = "", **context):
    """A page whose Python stays on its way until the requests in the list are let go; the page, and that list."""
    held = []
    page = open_page("404.html", before=f"{METERED};{LISTEN}", **context)
    page.route("**/_checkers/python-*.bin", lambda route: held.append(route))
    page.goto(page.url.replace("404.html", path))
    return page, held


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "height"), [(390, 664), (1280, 700)])
def test_what_is_going_on_stands_in_sight_below_the_button(open_page, language, width, height):
    page, held = held_back(open_page, LANGUAGES[language], width=width)
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(FILL, BOUNCE)
    # A reader who has just typed sees the field, and the button at the lower edge.
    page.focus("[data-checker-run]")
    page.evaluate("document.querySelector('[data-checker-run]').scrollIntoView({block: 'end', behavior: 'instant'})")
    page.keyboard.press("Enter")
    assert wait(page, "starting") and page.inner_text("[data-checker-status]") == words(language, "loading")
    for selector in ("[data-checker-status]", "[data-checker] progress", "[data-checker-cancel]", "[data-checker-run]"):
        until(page, lambda selector=selector: page.evaluate(IN_SIGHT, selector), f"{selector} is in sight")
    assert page.evaluate("document.activeElement.hasAttribute('data-checker-run')"), "the focus stays"
    run, said = (page.locator(f"[data-checker-{name}]").bounding_box() for name in ("run", "status"))
    assert 0 < said["y"] - run["y"] < 160
    until(page, lambda: held, "the worker waits")
    for route in held:
        route.continue_()
    answered(page)
    assert page.evaluate("document.activeElement.tagName") == "H2"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_under_the_mouse(open_page, language, width):
    """The press of a button gives the form the focus; if that moved the button, the click would miss it."""
    page, held = held_back(open_page, LANGUAGES[language], width=width)
    last = page.locator("[data-checker-example]").last
    last.scroll_into_view_if_needed()
    before = last.bounding_box()
    last.hover()
    page.mouse.down()
    assert state(page) == "starting" and page.inner_text("[data-checker-status]") == words(language, "loading")
    assert last.bounding_box() == before
    page.mouse.up()
    assert page.input_value("[data-checker-input]")
    until(page, lambda: held, "the worker waits")
    for route in held:
        route.continue_()
    answered(page)


def test_a_page_that_shows_it_already_does_not_move(open_page):
    page = open_page("checkers/smtp/")
    python(page)
    page.evaluate("scrollTo({top: 40, behavior: 'instant'})")
    before = page.evaluate("scrollY")
    page.evaluate("document.querySelector('[data-checker-run]').click()")  # nothing to check yet
    page.get_by_text(words("en", "empty")).wait_for()
    assert page.evaluate("scrollY") == before


def test_nothing_is_said_twice(open_page):
    """A screen reader reads out each change of the status: so many, in this order, and no percentages."""
    page, held = held_back(open_page, "checkers/smtp/")
    page.evaluate(FILL, BOUNCE)
    page.click("[data-checker-run]")
    until(page, lambda: held, "the worker waits")
    for route in held:
        route.continue_()
    answered(page)
    names = ("loading", "preparing", "working", "done")
    assert page.evaluate("said") == [words("en", name) for name in names]

    page.evaluate("said.length = 0")
    check(page, BOUNCE)
    assert page.evaluate("said") == [words("en", "working"), words("en", "done")]


def test_files_are_announced_once_and_counted_by_the_bar(open_page):
    page = open_page("", before=LISTEN)
    python(page)
    page.evaluate(
        """() => {
            window.values = [];
            const bar = document.querySelector("[data-checker] progress");
            new MutationObserver(() => values.push(bar.hidden ? null : bar.value)).observe(bar, { attributes: true });
        }"""
    )
    files = [{"name": f"{number}.eml", "mimeType": "", "buffer": EMAIL.encode()} for number in range(4)]
    page.set_input_files("[data-checker-chooser]", files)
    answered(page)
    assert page.evaluate("said") == [words("en", "workingFiles").format(count=4), words("en", "done")]
    shown = [value for value in page.evaluate("values") if value]
    assert shown == sorted(shown) and set(shown) == {25, 50, 75}

    page.evaluate("said.length = 0")
    page.set_input_files("[data-checker-chooser]", files[:1])
    until(page, lambda: page.evaluate("said.length") == 3, "one file is checked")
    assert page.evaluate("said") == [words("en", name) for name in ("reading", "working", "done")]


def test_a_button_that_goes_leaves_the_focus_in_the_form(open_page):
    page, held = held_back(open_page, "checkers/smtp/")
    page.evaluate(FILL, BOUNCE)
    page.click("[data-checker-run]")
    until(page, lambda: held, "the worker waits")
    page.focus("[data-checker-cancel]")
    # What would do without it: the packed copy, and the files.
    for name in ("python", "stdlib"):
        page.route(f"**/_checkers/{name}-*.bin", lambda route: route.abort())
    for route in held:
        route.abort()
    assert wait(page, "failed", "done") == "failed"
    assert page.evaluate("document.activeElement.hasAttribute('data-checker-run')")
    page.unroute_all()
    page.get_by_text(words("en", "retry"), exact=True).press("Enter")
    wait(page, "starting", "working", "done")
    assert page.evaluate("document.activeElement !== document.body")
    assert "wang.fang@client.example" in answered(page)
    assert has_workers(page, 1) and state(page) == "done"
    page.watch.console.clear()  # what failed was named
