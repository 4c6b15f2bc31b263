"""The checkers in a real browser, under the site's own headers, doing what a reader does.

conftest.open_page fails a test whose page wrote to the console or asked another host for anything.
States are polled: Playwright's wait_for_function evaluates text, which the policy forbids.
"""

import json
import shutil
import threading
import time
from pathlib import Path

import pytest

import checkers
from checkers.sphinxext import serve
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import KINDS, PAGE, SCRIPT

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LANGUAGES = {"en": "", "zh_CN": "zh-cn/"}

BOUNCE = """\
Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.shop.example>
To: bounce@shop.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b1"

--=_b1
Content-Type: text/plain; charset=utf-8

Your message could not be delivered.

<wang.fang@client.example>: host mx.client.example[198.51.100.9] said:
    550 5.1.1 <wang.fang@client.example>: Recipient address rejected: User unknown

--=_b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.example

Final-Recipient: rfc822; wang.fang@client.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.client.example
Diagnostic-Code: smtp; 550 5.1.1 <wang.fang@client.example>: Recipient address rejected: User unknown

--=_b1
Content-Type: text/rfc822-headers

From: sales@shop.example
To: wang.fang@client.example
Subject: Order 7

--=_b1--
"""
EMAIL = """\
Received: from mx.shop.example (mx.shop.example [203.0.113.7])
\tby mx.client.example (Postfix) with ESMTPS id 9A1
\tfor <wang.fang@client.example>; Mon, 16 Nov 2026 09:20:41 +0000
Authentication-Results: mx.client.example; spf=fail smtp.mailfrom=bounce@shop.example;
\tdkim=none; dmarc=fail header.from=shop.example
Received: from app-1 (unknown [192.0.2.9])
\tby mx.shop.example (Postfix) with ESMTPSA id 77B
\tfor <wang.fang@client.example>; Mon, 16 Nov 2026 17:14:11 +0800
From: =?utf-8?b?546L6Iqz?= <sales@shop.example>
To: wang.fang@client.example
Subject: =?utf-8?b?6K6i5Y2VIDc=?=
Date: Mon, 16 Nov 2026 17:14:05 +0800
Message-ID: <1.2@app-1>

Text.
"""


def words(language: str, name: str) -> str:
    return wording_of(language)(SCRIPT[name])


def state(page) -> str:
    return page.get_attribute("[data-checker]", "data-state")


def wait(page, *states: str, seconds: float = 60) -> str:
    """Poll until the first checker is in one of ``states``."""
    end = time.monotonic() + seconds
    while (now := state(page)) not in states:
        assert time.monotonic() < end, f"{now} instead of {states}: {page.inner_text('[data-checker-status]')}"
        time.sleep(0.02)
    return now


def answered(page) -> str:
    """The text of the result, once it is there."""
    assert wait(page, "done", "failed") == "done", page.inner_text("[data-checker-status]")
    return page.inner_text("[data-checker-result]")


def check(page, text: str) -> str:
    """Put a text into the field as it is and press the button; the result's text."""
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", text)
    page.click("[data-checker-run]")
    return answered(page)


def paste(page, text: str) -> None:
    """Paste with the keyboard, by the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.focus("[data-checker-input]")
    page.keyboard.press("Control+V")


def drop(page, name: str, content: bytes) -> None:
    """Drop a file onto the checker."""
    transfer = page.evaluate_handle(
        """([name, content]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([Uint8Array.from(content)], name));
            return transfer;
        }""",
        [name, list(content)],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("[data-checker-input]", event, {"dataTransfer": transfer})


# --- what a reader does -----------------------------------------------------------------------------------------------


def test_a_chinese_reader_pastes_a_bounce_and_changes_the_language(open_page):
    page = open_page("zh-cn/", locale="zh-CN")
    assert page.inner_text("label.checker-label") == wording_of("zh_CN")(KINDS["auto"].label)
    assert page.inner_text("[data-checker-result]") == ""
    paste(page, BOUNCE)
    [expected] = checkers.check(BOUNCE).to_dict("zh_CN")["failures"]
    shown = answered(page)
    for piece in (
        expected["title"],
        expected["explanation"],
        expected["who_label"],
        expected["recipient"],
        *expected["steps"],
    ):
        assert piece in shown
    assert page.inner_text("[data-checker-status]") == words("zh_CN", "done")
    assert page.evaluate("document.activeElement.textContent") == expected["title"]

    page.locator('a[hreflang="en"]:visible').first.click()
    assert page.get_attribute("html", "lang") == "en"
    paste(page, BOUNCE)
    [expected] = checkers.check(BOUNCE).to_dict("en")["failures"]
    shown = answered(page)
    assert expected["title"] in shown
    assert expected["steps"][0] in shown
    page.locator(".checker-faq a").click()
    page.wait_for_load_state()
    assert "/faq/" in page.url
    assert page.locator(page.url[page.url.index("#") :]).count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_email_is_dropped_on_the_header_checker(open_page, language):
    page = open_page(LANGUAGES[language] + "checkers/headers/")
    drop(page, "订单.eml", EMAIL.encode())
    shown = answered(page)
    expected = checkers.headers.check(EMAIL.encode()).to_dict(language)
    assert "订单 7" in shown
    for finding in expected["findings"]:
        assert finding["title"] in shown
        assert words(language, finding["severity"]) in shown
    assert page.locator(".checker-chart li").count() == len(expected["hops"]) == 2
    assert "mx.client.example" in page.locator(".checker-chart li").nth(1).inner_text()
    results = page.locator(".checker-table").last.locator("tbody tr").all_inner_texts()
    assert [row.split()[0] for row in results] == [one["method"].upper() for one in expected["authentication"]]
    assert "订单.eml" in page.inner_text("[data-checker-file]")
    assert page.input_value("[data-checker-input]") == EMAIL


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "kind"), [("", "auto"), ("checkers/smtp/", "smtp"), ("checkers/headers/", "headers")])
def test_every_example_is_one_click_away(open_page, language, path, kind):
    page = open_page(LANGUAGES[language] + path)
    seen = set()
    for example in KINDS[kind].examples:
        page.click(f'[data-checker-example="{example.file.partition(".")[0]}"]')
        seen.add(answered(page))
        assert page.locator("mark").count()
    assert len(seen) == len(KINDS[kind].examples)


def test_a_file_is_chosen(open_page, tmp_path):
    page = open_page("checkers/smtp/")
    file = tmp_path / "bounce.eml"
    file.write_bytes(BOUNCE.replace("\n", "\r\n").encode())
    with page.expect_file_chooser() as chooser:
        page.click("[data-checker-choose]")
    chooser.value.set_files(file)
    assert "wang.fang@client.example" in answered(page)
    # The field shows the file; once it is edited, it is the field that counts.
    page.fill("[data-checker-input]", "452 4.2.2 <li@example.com>: Mailbox full")
    assert page.is_hidden("[data-checker-file]")
    page.press("[data-checker-input]", "Control+Enter")
    assert "li@example.com" in answered(page)


def test_everything_by_keyboard(open_page):
    page = open_page("checkers/smtp/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-checker-input]')"):
            break
    page.keyboard.type("550 5.1.1 <li@example.com>: User unknown")
    page.keyboard.press("Control+Enter")
    answered(page)
    assert page.evaluate("document.activeElement.tagName") == "H2"
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent"))
    assert {words("en", "details"), words("en", "copyText"), words("en", "copyJson")} <= reached
    page.focus("[data-checker-input]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hasAttribute('data-checker-run')")


def test_finding_and_words_lead_to_each_other(open_page):
    page = open_page("checkers/headers/")
    check(page, EMAIL)
    page.locator(".checker-to-evidence").first.click()
    assert page.evaluate("document.activeElement.nextSibling.tagName") == "MARK"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.checker-card')")


def test_copied_result_is_the_report(open_page):
    page = open_page("checkers/smtp/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    check(page, BOUNCE)
    page.get_by_text(words("en", "copyJson")).click()
    page.get_by_text(words("en", "copied")).wait_for()
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == checkers.smtp.check(BOUNCE).to_dict("en")
    page.get_by_text(words("en", "copyText")).click()
    page.get_by_text(words("en", "copied")).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == checkers.smtp.check(BOUNCE).to_text("en")


def test_clear_empties_everything(open_page):
    page = open_page()
    check(page, BOUNCE)
    page.click("[data-checker-clear]")
    assert state(page) == "idle"
    assert page.input_value("[data-checker-input]") == page.inner_text("[data-checker-result]") == ""
    assert page.evaluate("document.activeElement.matches('[data-checker-input]')")


# --- what must not happen -----------------------------------------------------------------------------------------


def test_nothing_is_loaded_before_anybody_asks(open_page):
    page = open_page("checkers/smtp/")
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [name for name in loaded if "pyodide" in name or "worker" in name]


def test_no_request_while_diagnosing(open_page):
    page = open_page("checkers/smtp/")
    page.focus("[data-checker-input]")
    wait(page, "starting")
    wait(page, "idle")
    page.wait_for_load_state("networkidle")
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


def test_five_megabytes(open_page):
    page = open_page("checkers/headers/")
    page.set_input_files(
        "[data-checker-chooser]",
        [{"name": "large.eml", "mimeType": "", "buffer": (EMAIL + "x" * 70 + "\n").encode() + b"y" * 5_000_000}],
    )
    assert "订单 7" in answered(page)
    assert page.input_value("[data-checker-input]") == ""  # too long to edit
    assert page.evaluate("document.querySelector('.checker-text').textContent.length") < 20_000


def test_too_large_is_refused_and_stays(open_page, tmp_path):
    page = open_page("checkers/headers/")
    file = tmp_path / "huge.mbox"
    with file.open("wb") as huge:
        huge.truncate(65 * 1024 * 1024)
    page.set_input_files("[data-checker-chooser]", file)
    assert wait(page, "failed", "done") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "tooLarge").format(size=65, limit=64)
    assert "huge.mbox" in page.inner_text("[data-checker-file]")


def test_outlook_file_is_named_for_what_it_is(open_page):
    page = open_page("checkers/headers/")
    drop(page, "mail.msg", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert wait(page, "failed", "done") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "outlookFile").format(name="mail.msg")


# --- when something goes wrong ------------------------------------------------------------------------------------


def has_workers(page, count: int) -> bool:
    """Whether the page comes to have that many workers; their end is told a moment later."""
    end = time.monotonic() + 10
    while len(page.workers) != count and time.monotonic() < end:
        page.wait_for_timeout(20)
    return len(page.workers) == count


def test_cancel_keeps_the_text_and_a_fresh_worker_follows(open_page):
    page = open_page("checkers/smtp/")
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", BOUNCE)
    page.click("[data-checker-run]")
    wait(page, "starting", "working")
    assert has_workers(page, 1)
    page.click("[data-checker-cancel]")
    assert wait(page, "idle") == "idle"
    assert page.inner_text("[data-checker-status]") == words("en", "cancelled")
    assert page.input_value("[data-checker-input]") == BOUNCE
    assert page.inner_text("[data-checker-result]") == ""
    assert page.is_hidden("[data-checker-cancel]")
    page.click("[data-checker-run]")
    assert "wang.fang@client.example" in answered(page)


def test_a_check_that_takes_too_long_is_ended(open_page):
    """The page is given a limit that no check can keep, then a fair one."""

    def hurried(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('data-seconds="60"', 'data-seconds="0"'))

    page = open_page("about/")
    page.route("**/checkers/smtp/", hurried)
    page.goto(page.url.replace("about/", "checkers/smtp/"))
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", BOUNCE * 2000)
    page.click("[data-checker-run]")
    assert wait(page, "failed", "done") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "timeout").format(seconds=0)
    assert len(page.input_value("[data-checker-input]")) == len(BOUNCE) * 2000
    assert has_workers(page, 0)


def test_failed_load_says_so_and_can_be_tried_again(open_page):
    page = open_page("checkers/smtp/")
    page.route("**/pyodide.asm.wasm.bin", lambda route: route.abort())
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", BOUNCE)
    page.click("[data-checker-run]")
    assert wait(page, "failed") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "loadFailed")
    assert page.watch.console  # the browser names the file that failed
    page.unroute("**/pyodide.asm.wasm.bin")
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


# --- for everybody ------------------------------------------------------------------------------------------------

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


def broken_rules(page) -> list[tuple]:
    """What axe-core finds at WCAG 2.2 AA."""
    broken = page.evaluate("rules => axe.run({runOnly: rules}).then(result => result.violations)", RULES)
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in broken]


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
    page = open_page("checkers/headers/", forced_colors="active", reduced_motion="reduce")
    assert "DMARC" in check(page, EMAIL)
    page.evaluate(AXE.read_text("utf-8"))
    assert broken_rules(page) == []
