"""The form for a text to Odoo Support, in the page: it works by keyboard, keeps to this tab, and gives what it made."""

import re

import pytest
from playwright.sync_api import expect
from test_accessibility import violations

from checkers.sphinxext import support
from checkers.ticket.questions import GROUPS
from checkers.wording import in_language

PAGE = "guides/support-request/"
ERROR = "550 5.1.1 <li.na@client.example>: User unknown"
MINUTE = 60_000  # the first text loads the checker; on a busy machine that takes its time


def ready(opened):
    opened.locator("[data-support]:not([hidden])").wait_for()
    return opened


def made(opened) -> str:
    opened.locator("[data-support][data-state=done]").wait_for(timeout=3 * MINUTE)
    return opened.input_value("#support-output")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_form_asks_every_question(language):
    wording = in_language(language)
    settings = {"size": "7", "words": "{}"}
    html = support.form(wording, settings, [("en", "English"), ("zh_CN", "中文")])
    for question in (question for group in GROUPS for question in group.questions):
        assert wording(question.ask) in html and f'name="{question.id}"' in html
        for choice in question.choices:
            assert f'id="support-{question.id}-{choice}"' in html
    assert html.count('type="submit"') == 1 and " hidden" in html.partition("<fieldset")[0]


@pytest.mark.slow
def test_by_keyboard_from_the_first_question_to_the_copy(open_page):
    """Tab, space and Enter do; the text is masked, in English on the Chinese page, and all of it passes axe."""
    opened = ready(open_page(f"zh-cn/{PAGE}", permissions=["clipboard-read", "clipboard-write"]))
    opened.locator("#support-direction-none").focus()
    opened.keyboard.press("ArrowDown")
    assert opened.locator("#support-direction-outgoing").is_checked()
    opened.locator("#support-time").focus()
    opened.keyboard.type("10 January 2026, 11:45")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Space")
    assert opened.locator("#support-files-original").is_checked()
    opened.fill("#support-case", "客户li.na@client.example")
    opened.fill("#support-evidence", ERROR)
    opened.locator("#support-mask-yes").focus()
    opened.keyboard.press("Space")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    text = made(opened)
    assert "Direction: It was sent from Odoo" in text and "Attached: The original email (.eml or .msg)" in text
    assert "user1@domain1.example" in text and "client.example" not in text
    assert "Rule: user-unknown" in text
    assert opened.evaluate("document.activeElement.id") == "support-output"
    assert "Odoo 运行在哪里？" in opened.locator("[data-support-missing]").text_content()
    opened.locator("[data-support-copy]").press("Enter")
    opened.locator("[data-support-copied]:not(:empty)").wait_for()
    assert opened.evaluate("navigator.clipboard.readText()") == text
    assert violations(opened) == []


@pytest.mark.slow
def test_takes_over_what_a_checker_read_and_writes_chinese(open_page):
    opened = open_page("checkers/smtp/")
    opened.fill("[data-checker-input]", ERROR)
    opened.goto(opened.url.replace("checkers/smtp/", PAGE))
    ready(opened).locator("[data-support-take]").click()
    assert opened.input_value("#support-evidence") == ERROR
    opened.locator("#support-language-zh_CN").check()
    opened.locator("[data-support] [type=submit]").click()
    text = made(opened)
    assert "检查工具的结论" in text and ERROR in text
    assert opened.locator("#support-output").get_attribute("lang") == "zh-CN"


@pytest.mark.slow
def test_answers_outlive_a_reload_and_clearing_leaves_nothing(open_page):
    opened = ready(open_page(PAGE))
    assert opened.locator("[data-support-take]").is_hidden(), "nothing was checked in this tab"
    opened.locator("[data-support] [type=submit]").click()
    assert opened.locator("[data-support-status]").text_content(), "an empty form says what to do and loads nothing"
    opened.fill("#support-version", "18.0")
    opened.locator("#support-hosting-sh").check()
    opened.locator("#support-files-bounce").check()
    opened.locator("#support-mask-yes").check()
    opened.reload()
    ready(opened)
    assert opened.input_value("#support-version") == "18.0"
    assert opened.locator("#support-hosting-sh").is_checked() and opened.locator("#support-files-bounce").is_checked()
    assert opened.locator("#support-mask-yes").is_checked()
    opened.locator("[data-support-clear]").click()
    assert opened.input_value("#support-version") == "" and opened.locator("#support-hosting-none").is_checked()
    assert opened.evaluate("[sessionStorage.getItem('support'), document.cookie]") == [None, ""]
    assert "support" not in opened.evaluate("JSON.stringify(localStorage)")


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["", "zh-cn/"])
def test_without_javascript_there_is_a_text_to_fill_in(open_page, folder):
    opened = open_page(folder + PAGE, java_script_enabled=False)
    assert opened.locator("[data-support]").is_hidden()
    assert opened.locator("noscript p").first.is_visible()
    blocks = opened.locator("#support-template pre")
    assert blocks.count() == (2 if folder else 1)
    assert "[ ] It was sent from Odoo" in blocks.last.text_content()


@pytest.mark.slow
def test_a_file_is_read_as_text(open_page, tmp_path):
    """Bytes in another character set than the page's arrive readable."""
    message = tmp_path / "mail.eml"
    body = "Subject: 测试\nFrom: a@company.example\nContent-Type: text/plain; charset=gb18030\n\n正文\n"
    message.write_bytes(body.encode("gb18030"))
    opened = ready(open_page(PAGE))
    opened.set_input_files("[data-support-file]", message)
    expect(opened.locator("#support-evidence")).to_have_value(re.compile("From: a@company.example"), timeout=3 * MINUTE)
    assert "测试" in opened.input_value("#support-evidence")
    assert opened.evaluate("document.activeElement.id") == "support-evidence"
