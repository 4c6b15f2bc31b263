"""What must not happen in the page, and what happens when something goes wrong."""

import shutil
import threading

import pytest
from checker_page import BOUNCE, EMAIL, LANGUAGES, METERED, all_is_here, answered, has_workers, wait, words

import checkers
from checkers.sphinxext import serve
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import PAGE


def test_no_request_while_diagnosing(open_page):
    page = open_page("checkers/smtp/")
    all_is_here(page)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    for text in (BOUNCE, EMAIL, "451 4.7.1 Greylisted, try again later", ""):
        page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", text)
        page.click("[data-checker-run]")
        wait(page, "done", "idle")
    assert asked == []


UGLY = {
    "NULs": "\0" * 200 + "550 5.1.1 User unknown\0",
    "bidi overrides": "550 5.7.1 \u202eecivres\u202c \u2066denied\u2069 for policy reasons",
    "lone surrogates": "550 5.1.1 \ud800 User unknown \udfff",
    "astral": "😀😀 550 5.1.1 <a@example.com>: User unknown 😀",
    "markup": "550 5.1.1 <img src=x onerror=alert(1)> <script>alert(2)</script> User unknown",
    "one long line": "x" * 200_000 + " 550 5.1.1 User unknown",
    "controls": "".join(map(chr, range(1, 32))) + "550 5.1.1 \x7f\x85 User unknown",
    "foreign": "The quick brown fox jumps over the lazy dog.",
}


@pytest.mark.parametrize("name", UGLY)
def test_ugly_input_is_answered_and_harmless(open_page, name):
    page = open_page("checkers/smtp/")
    mended = UGLY[name].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    page.evaluate(
        """units => {
            const characters = units.map(unit => String.fromCharCode(unit));
            document.querySelector('[data-checker-input]').value = characters.join('');
        }""",
        list(memoryview(UGLY[name].encode("utf-16-le", "surrogatepass")).cast("H")),
    )
    page.click("[data-checker-run]")
    shown = answered(page)
    expected = checkers.smtp.check(mended).to_dict()
    assert (expected["failures"] or [expected])[0]["title"] in shown
    assert page.locator("[data-checker-result] :is(script, img)").count() == 0
    for hidden in "\u202e\u202c\u2066\u2069\0\x7f\x85":
        assert hidden not in page.evaluate("document.querySelector('[data-checker-result]').textContent")
    if name == "bidi overrides":
        assert "U+202E" in shown
    if name == "astral":
        marked = "".join(page.locator("mark").all_inner_texts())
        spans = expected["failures"][0]["evidence"]
        assert marked == "".join(mended[span["start"] : span["end"]] for span in spans)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_empty_input_gets_a_plain_word(open_page, language, text):
    page = open_page(LANGUAGES[language])
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", text)
    page.click("[data-checker-run]")
    page.get_by_text(words(language, "empty")).wait_for()
    assert page.inner_text("[data-checker-result]") == ""


# --- when something goes wrong ----------------------------------------------------------------------------------------


def test_a_check_that_takes_too_long_is_ended(open_page):
    """The page is given a limit that no check can keep, then a fair one."""

    def hurried(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('data-seconds="60"', 'data-seconds="0"'))

    page = open_page("404.html")  # registers no service worker, whose answers could not be changed here
    page.route("**/checkers/smtp/", hurried)
    page.goto(page.url.replace("404.html", "checkers/smtp/"))
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", BOUNCE * 2000)
    page.click("[data-checker-run]")
    assert wait(page, "failed", "done") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "timeout").format(count=0)
    assert len(page.input_value("[data-checker-input]")) == len(BOUNCE) * 2000
    assert has_workers(page, 0)


def test_failed_load_says_so_and_can_be_tried_again(open_page):
    page = open_page("checkers/smtp/", before=METERED)
    page.route("**/pyodide.asm.wasm*", lambda route: route.abort())
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", BOUNCE)
    page.click("[data-checker-run]")
    assert wait(page, "failed") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "loadFailed")
    assert page.watch.console  # the browser names the file that failed
    page.unroute("**/pyodide.asm.wasm*")
    page.get_by_text(words("en", "retry"), exact=True).click()
    assert "wang.fang@client.example" in answered(page)
    page.watch.console.clear()


def test_old_browser_gets_a_plain_sentence(open_page):
    page = open_page("about/")
    page.add_init_script("delete Array.prototype.toSorted")
    page.goto(page.url.replace("about/", "checkers/smtp/"))
    page.click('[data-checker-example="reply"]')
    assert wait(page, "failed") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "unsupported").format(command="python -m checkers")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_the_command_line_is_named(open_page, language):
    page = open_page(LANGUAGES[language] + "checkers/smtp/", java_script_enabled=False)
    expected = wording_of(language)(PAGE["noscript"]).replace("{command}", "python -m checkers")
    assert expected in page.inner_text("[data-checker]")


def test_works_in_a_folder_of_a_host(browser, site, tmp_path):
    (tmp_path / "help").symlink_to(site)
    shutil.copy(site / "_headers", tmp_path)
    running = serve.make_server(tmp_path, "127.0.0.1", 0)
    with running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{running.server_port}/help/zh-cn/checkers/smtp/")
        page.click('[data-checker-example="reply"]')
        assert answered(page)
        page.close()
        running.shutdown()
