"""Files given to a checker in the page: several, packed, a mailbox, too large, Outlook's."""

import gzip
import zlib

import msg_samples
import pytest
from checker_page import (
    AXE,
    BOUNCE,
    EMAIL,
    LANGUAGES,
    METERED,
    answered,
    broken_rules,
    check,
    drop,
    has_workers,
    python,
    state,
    until,
    wait,
    words,
)
from test_msg_bounce import BOUNCES

import checkers

LARGE = (EMAIL + "x" * 70 + "\n").encode() + b"y" * 5_000_000
DAMAGED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)  # an Outlook file that was cut off


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_files_each_with_its_report_in_order(open_page, language):
    page = open_page(LANGUAGES[language])
    files = {
        "退信.eml": BOUNCE.encode(),
        "empty.txt": b"",
        "mail.msg": DAMAGED,
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
    assert checkers.check(DAMAGED).to_dict(language)["findings"][0]["explanation"] in shown[2]
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


def test_five_megabytes(open_page):
    page = open_page("checkers/headers/")
    page.set_input_files("[data-checker-chooser]", [{"name": "large.eml", "mimeType": "", "buffer": LARGE}])
    assert "订单 7" in answered(page)
    assert page.input_value("[data-checker-input]") == ""  # too long to edit
    assert page.evaluate("document.querySelector('.checker-text').textContent.length") < 20_000


def large_file_read(page, workers: list) -> None:
    """Check a large file; ``workers`` gathers the workers that the page starts."""
    page.on("worker", lambda worker: workers.append(worker))
    page.set_input_files("[data-checker-chooser]", [{"name": "large.eml", "mimeType": "", "buffer": LARGE}])
    assert "订单 7" in answered(page)


def test_memory_of_a_large_check_is_given_back(open_page):
    """Python keeps the memory that it once had, so a fresh worker takes over; the reader does not notice."""
    workers = []
    page = open_page("checkers/headers/", before=METERED)
    large_file_read(page, workers)
    said = page.inner_text("[data-checker-status]")
    page.evaluate("window.shown = document.querySelector('[data-checker-result]').firstChild")
    until(page, lambda: len(workers) == 2, "a fresh worker")
    python(page)
    assert has_workers(page, 1) and page.workers == workers[1:]
    assert state(page) == "done" and page.inner_text("[data-checker-status]") == said
    assert page.evaluate("shown === document.querySelector('[data-checker-result]').firstChild")
    # What else is asked of the message is answered by the fresh one, which has then read it, too.
    page.locator(".checker-redacted button").first.click()
    page.locator(".checker-redacted pre").wait_for()
    until(page, lambda: len(workers) == 3, "another fresh worker")


def test_what_is_asked_while_a_fresh_worker_starts_waits_for_it(open_page):
    workers = []
    page = open_page("checkers/headers/", before=METERED)
    large_file_read(page, workers)
    until(page, lambda: len(workers) == 2, "a fresh worker")
    assert "wang.fang@client.example" in check(page, BOUNCE)
    assert len(workers) == 2


def test_too_large_is_refused_and_stays(open_page, tmp_path):
    page = open_page("checkers/headers/")
    file = tmp_path / "huge.mbox"
    with file.open("wb") as huge:
        huge.truncate(65 * 1024 * 1024)
    page.set_input_files("[data-checker-chooser]", file)
    assert wait(page, "failed", "done") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "tooLarge").format(size=65, limit=64)
    assert "huge.mbox" in page.inner_text("[data-checker-file]")


@pytest.mark.parametrize("path", ["", "checkers/headers/"])
def test_an_outlook_file_is_read(open_page, path):
    page = open_page(path)
    head = EMAIL.partition("\n\n")[0]
    data = msg_samples.message(head.replace("\n", "\r\n"))
    drop(page, "mail.msg", data)
    shown = answered(page)
    assert "订单 7" in shown
    for note in checkers.headers.check(data).to_dict()["notes"]:
        assert note in shown
    assert page.input_value("[data-checker-input]").startswith(head)  # can be read, and edited
    assert ".msg" in page.get_attribute("[data-checker-chooser]", "accept")


def test_a_bounce_out_of_outlook_is_read_as_a_bounce(open_page):
    page = open_page("checkers/smtp/")
    drop(page, "无法送达.msg", BOUNCES["words of each recipient"])
    [failure] = checkers.smtp.check(BOUNCES["words of each recipient"]).to_dict()["failures"]
    shown = answered(page)
    assert failure["title"] in shown and failure["recipient"] in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "checkers/smtp/", "checkers/headers/"])
def test_a_damaged_outlook_file_is_named_in_plain_words(open_page, language, path):
    page = open_page(LANGUAGES[language] + path)
    drop(page, "mail.msg", DAMAGED)
    shown = answered(page)
    if "smtp" in path:
        assert checkers.smtp.check(DAMAGED).to_dict(language)["explanation"] in shown
    else:
        [finding] = checkers.check(DAMAGED).to_dict(language)["findings"]
        assert finding["title"] in shown and finding["explanation"] in shown and finding["steps"][0] in shown


def test_name_of_a_file_cannot_turn_the_words_around_it(open_page):
    page = open_page("checkers/headers/")
    drop(page, "\u202egpj.gz", gzip.compress(EMAIL.encode())[:-9])
    assert wait(page, "failed", "done") == "failed"
    assert page.inner_text("[data-checker-status]") == words("en", "damaged").format(name="⟨U+202E⟩gpj.gz")
    assert "\u202e" not in page.inner_text("[data-checker]")
