"""The checkers in a real browser, under the site's own headers, doing what a reader does.

conftest.open_page fails a test whose page wrote to the console or asked another host for anything.
States are polled: Playwright's wait_for_function evaluates text, which the policy forbids.
"""

import gzip
import json
import re
import shutil
import threading
import time
import zlib
from pathlib import Path

import pytest

import checkers
from checkers.sphinxext import serve
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import CHOICES, KINDS, PAGE, SCRIPT

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
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent"))
    assert {words("en", name) for name in ("details", "copyText", "copyMarkdown", "copyJson")} <= reached
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
    page.get_by_text(words("en", "copyMarkdown")).click()
    page.get_by_text(words("en", "copied")).wait_for()
    [failure] = checkers.smtp.check(BOUNCE).to_dict("en")["failures"]
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"## {failure['title']}\n")


def test_clear_empties_everything(open_page):
    page = open_page()
    check(page, BOUNCE)
    page.click("[data-checker-clear]")
    assert state(page) == "idle"
    assert page.input_value("[data-checker-input]") == page.inner_text("[data-checker-result]") == ""
    assert page.evaluate("document.activeElement.matches('[data-checker-input]')")


# --- what it was taken for ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_it_took_the_text_for_and_the_reader_can_say_otherwise(open_page, language):
    page = open_page(LANGUAGES[language])
    names = {kind: wording_of(language)(name) for kind, name in CHOICES.items()}
    shown = check(page, EMAIL)
    assert words(language, "taken").format(format=names["headers"]) in shown
    buttons = page.locator(".checker-taken button")
    assert buttons.all_inner_texts() == list(names.values())
    pressed = page.locator(".checker-taken [aria-pressed=true]")
    assert pressed.all_inner_texts() == [names["auto"]]

    buttons.get_by_text(names["smtp"], exact=True).press("Enter")
    page.locator(".checker-taken [aria-pressed=true]").get_by_text(names["smtp"], exact=True).wait_for()
    expected = checkers.smtp.check(EMAIL).to_dict(language)
    assert expected["title"] in answered(page)
    assert words(language, "format").format(format=expected["format_label"]) in page.inner_text(".checker-taken")
    assert page.evaluate("document.activeElement.tagName") == "H2"

    # The choice was for that text; the next one is found out anew.
    page.fill("[data-checker-input]", BOUNCE)
    page.press("[data-checker-input]", "Control+Enter")
    answered(page)
    assert pressed.all_inner_texts() == [names["auto"]]


def test_a_page_for_one_kind_offers_no_choice(open_page):
    page = open_page("checkers/smtp/")
    check(page, BOUNCE)
    assert page.locator(".checker-taken").count() == 0
    assert page.locator(".checker-read-as").count() == 1


# --- kept, and not told ----------------------------------------------------------------------------------------------


def test_a_reload_keeps_the_text_in_this_tab_only(open_page):
    page = open_page()
    page.fill("[data-checker-input]", BOUNCE)
    page.reload()
    assert page.input_value("[data-checker-input]") == BOUNCE
    assert state(page) == "idle" and page.inner_text("[data-checker-result]") == ""
    other = page.context.new_page()
    other.goto(page.url)
    assert other.input_value("[data-checker-input]") == ""
    page.click("[data-checker-clear]")
    page.reload()
    assert page.input_value("[data-checker-input]") == ""
    assert page.evaluate("[sessionStorage.length, Object.keys(localStorage).join()]") == [0, ""]


def test_address_never_holds_the_text_and_a_rule_leads_to_its_place(open_page):
    page = open_page("checkers/headers/")
    home = page.url
    check(page, EMAIL)
    assert page.url == home
    rule = checkers.headers.check(EMAIL).to_dict()["findings"][1]["id"]
    card = page.locator(f'[data-rule="{rule}"]')
    card.locator(".checker-rule a").click()
    assert page.url == f"{home}#rule={rule}"
    assert page.evaluate("document.activeElement.dataset.rule") == rule

    # The link alone, in a page that holds nothing yet: it says what it waits for, and leads there after the check.
    page = open_page(f"checkers/headers/#rule={rule}")
    assert page.inner_text("[data-checker-status]") == words("en", "ruleAwaited").format(rule=rule)
    check(page, EMAIL)
    assert page.evaluate("document.activeElement.dataset.rule") == rule


def test_paper_holds_the_result_alone(open_page):
    page = open_page()
    check(page, BOUNCE)
    folded = page.locator("[data-checker-result] details:not([open])").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert folded and page.locator("[data-checker-result] details:not([open])").count() == 0
    seen = page.evaluate(
        """[...document.querySelectorAll("body *")]
            .filter((element) => element.checkVisibility() && !element.children.length && element.innerText?.trim())
            .filter((element) => !element.closest(".checker-result"))
            .map((element) => element.outerHTML)"""
    )
    assert seen == []
    assert page.locator(".checker-text mark").first.is_visible()
    assert page.locator(".checker-result button:visible").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("[data-checker-result] details:not([open])").count() == folded


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_files_each_with_its_report_in_order(open_page, language):
    page = open_page(LANGUAGES[language])
    files = {
        "退信.eml": BOUNCE.encode(),
        "empty.txt": b"",
        "mail.msg": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
        "order.eml.gz": gzip.compress(EMAIL.encode()),
    }
    page.set_input_files(
        "[data-checker-chooser]",
        [{"name": name, "mimeType": "", "buffer": content} for name, content in files.items()],
    )
    answered(page)
    reports = page.locator(".checker-report")
    shown = reports.all_inner_texts()
    assert [text.split("\n")[0] for text in shown] == [f"{number}. {name}" for number, name in enumerate(files, 1)]
    assert checkers.check(BOUNCE.encode()).to_dict(language)["failures"][0]["title"] in shown[0]
    assert words(language, "empty") in shown[1]
    assert words(language, "outlookFile").format(name="mail.msg") in shown[2]
    assert "订单 7" in shown[3]
    assert words(language, "filesChosen").format(count=4) in page.inner_text("[data-checker-file]")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    page.evaluate(AXE.read_text("utf-8"))
    assert broken_rules(page) == []

    # One of them can be read as something else; the others stay.
    reports.nth(3).locator(".checker-taken button").nth(1).click()
    expected = checkers.smtp.check(EMAIL.encode()).to_dict(language)["title"]
    reports.nth(3).get_by_text(expected, exact=False).first.wait_for()
    answered(page)
    assert reports.count() == 4
    page.click("[data-checker-file] button")
    assert page.inner_text("[data-checker-result]") == ""


def test_the_first_email_of_a_mailbox_is_read(open_page):
    page = open_page("checkers/headers/")
    second = EMAIL.replace("5Y2VIDc=", "5Y2VIDg=")
    start = "From a@shop.example Mon Nov 16 17:14:11 2026\n"
    drop(page, "inbox.mbox", f"{start}{EMAIL}\n{start}{second}".encode())
    shown = answered(page)
    assert words("en", "firstMessage") in shown
    assert "订单 7" in shown and "订单 8" not in shown


def test_a_bomb_is_refused_in_plain_words(open_page):
    page = open_page("checkers/headers/")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(65)) + packer.flush()
    assert len(bomb) < 100_000
    page.set_input_files("[data-checker-chooser]", [{"name": "bomb.eml.gz", "mimeType": "", "buffer": bomb}])
    assert wait(page, "failed", "done") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "unpacksTooLarge").format(
        name="bomb.eml.gz", limit=64
    )
    drop(page, "half.gz", gzip.compress(EMAIL.encode())[:-9])
    page.get_by_text(words("en", "damaged").format(name="half.gz")).wait_for()


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
    while page.evaluate("document.documentElement.dataset.offline") is None:  # the service worker keeps the site
        page.wait_for_timeout(50)
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
    sheet = (ROOT / "checkers" / "sphinxext" / "static" / "checker.css").read_text("utf-8")
    assert re.findall(r"[^\n]*(?:-left|-right|[^-]\bleft|[^-]\bright)\b\s*[:;][^\n]*", sheet) == []
    uneven = [line for line in re.findall(r"(?:padding|margin): ([^;]+);", sheet) if len(line.split()) == 4]
    assert uneven == []


def test_name_of_a_file_cannot_turn_the_words_around_it(open_page):
    page = open_page("checkers/headers/")
    drop(page, "\u202egpj.msg", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert wait(page, "failed", "done") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "outlookFile").format(name="⟨U+202E⟩gpj.msg")
    assert "\u202e" not in page.inner_text("[data-checker]")
