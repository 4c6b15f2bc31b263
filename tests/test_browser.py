"""The checkers in a real browser, under the site's own headers, doing what a reader does.

conftest.open_page fails a test whose page wrote to the console or asked another host for anything.
"""

import json

import pytest
from checker_page import (
    BOUNCE,
    EMAIL,
    LANGUAGES,
    METERED,
    answered,
    check,
    drop,
    has_workers,
    paste,
    state,
    wait,
    words,
)

import checkers
from checkers.sphinxext.directive import wording_of
from checkers.sphinxext.words import CHOICES, KINDS


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


def test_finding_and_words_lead_to_each_other_by_keyboard(open_page):
    page = open_page("checkers/headers/")
    check(page, EMAIL)
    there = page.locator(".checker-card .checker-to-evidence")
    assert there.count() > 2
    for number in range(there.count()):
        there.nth(number).press("Enter")
        assert page.evaluate("document.activeElement.nextElementSibling?.closest('mark, .checker-back') !== null")
        marked = page.locator("mark.checker-here")
        assert marked.count(), "the words are shown"
        page.keyboard.press("Enter")
        card = page.evaluate("document.activeElement.matches('.checker-card') && document.activeElement.textContent")
        assert card and there.nth(number).evaluate("button => button.closest('.checker-card').textContent") == card
        assert page.locator(".checker-here").count() == 1


def test_words_answer_to_the_mouse(open_page):
    page = open_page("checkers/headers/")
    check(page, EMAIL)
    found = checkers.headers.check(EMAIL).to_dict()["findings"]
    marks = page.locator(".checker-text mark")
    for number in range(marks.count()):
        marks.nth(number).click()
        rule = page.evaluate("document.activeElement.dataset.rule")
        [finding] = [one for one in found if one["id"] == rule]
        assert marks.nth(number).inner_text() in {EMAIL[span["start"] : span["end"]] for span in finding["evidence"]}
        assert page.locator(f'.checker-here[data-rule="{rule}"]').is_visible()


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


def test_cancel_keeps_the_text_and_a_fresh_worker_follows(open_page):
    page = open_page("checkers/smtp/", before=METERED)  # a service worker's answers could not be held back here
    held = []
    page.route("**/_checkers/**/*.bin", lambda route: held.append(route))  # the worker waits until the reader cancels
    page.evaluate("text => { document.querySelector('[data-checker-input]').value = text; }", BOUNCE)
    page.click("[data-checker-run]")
    assert wait(page, "starting", "working") == "starting"
    assert has_workers(page, 1)
    page.click("[data-checker-cancel]")
    assert wait(page, "idle") == "idle"
    assert held
    page.unroute_all()
    assert page.inner_text("[data-checker-status]") == words("en", "cancelled")
    assert page.input_value("[data-checker-input]") == BOUNCE
    assert page.inner_text("[data-checker-result]") == ""
    assert page.is_hidden("[data-checker-cancel]")
    page.click("[data-checker-run]")
    assert "wang.fang@client.example" in answered(page)


# --- what it was taken for --------------------------------------------------------------------------------------------


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


# --- kept, and not told -----------------------------------------------------------------------------------------------


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
    card.locator(".checker-rule a:not(.checker-reference)").click()
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
