"""When facts were last checked: dates that can be read, shown in each language, and the list of what is old."""

import re
from datetime import UTC, date, datetime

import pytest
from conftest import ROOT

from checkers.sphinxext import checked, checked_directive

# What changes at somebody else's will and must therefore say when it was compared.
CHANGING = [
    "faq/outgoing", "guides/dns-records", "guides/qq", "guides/exmail", "guides/netease", "guides/aliyun",
    "guides/gmail", "guides/microsoft-365", "guides/smtp-relay",
]  # fmt: skip

FACTS = [*checked.in_pages(ROOT / "source"), *checked.in_knowledge(ROOT / "checkers")]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.file} {fact.written}")
def test_dates_can_be_read(fact):
    day, _ = checked.read_day(fact.written)
    assert date(2020, 1, 1) <= day <= date(2100, 1, 1)
    assert fact.what and not fact.what.startswith("`")


@pytest.mark.parametrize("page", CHANGING)
def test_pages_with_facts_that_change_say_when(page):
    assert f"source/{page}.md" in {fact.file for fact in FACTS}


@pytest.mark.parametrize("written", ["", "2026", "2026-13", "2026-02-30", "26-11-23", "2026/11/23", "2026-11-23 "])
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValueError):
        checked.read_day(written)


@pytest.mark.parametrize(
    ("written", "language", "shown"),
    [
        ("2026-11-23", "en", "23 November 2026"),
        ("2026-02", "en", "February 2026"),
        ("2026-11-23", "zh_CN", "2026 年 11 月 23 日"),
        ("2026-02", "zh_CN", "2026 年 2 月"),
        ("2026-11-23", "xx", "23 November 2026"),
    ],
)
def test_dates_in_words(written, language, shown):
    assert checked_directive.shown(written, language) == shown


@pytest.mark.parametrize(
    ("written", "months", "old"),
    [
        ("2026-05-23", 6, False),
        ("2026-05-22", 6, True),
        ("2026-05", 6, True),  # its first day
        ("2026-06", 6, False),
        ("2025-11-24", 12, False),
        ("2026-11-23", 0, False),
    ],
)
def test_what_counts_as_old(written, months, old):
    fact = checked.Fact(written, "source/a.md", "a")
    assert checked.older([fact], months, date(2026, 11, 23)) == ([fact] if old else [])


def test_the_report_counts(capsys):
    checked.main([str(ROOT / "source"), "--months", "0"])
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == f"{len(lines)} of {len(FACTS)} facts were checked more than 0 months ago."
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert all(line[:7] <= today[:7] for line in lines) and lines == sorted(lines)


@pytest.mark.parametrize(("path", "words"), [("", "Last checked: "), ("zh-cn/", "最近核对：")])
def test_the_page_shows_the_date(site, path, words):
    html = (site / path / "guides" / "dns-records" / "index.html").read_text("utf-8")
    found = re.findall(
        rf'<div class="checked"><p>{words}<time datetime="([\d-]+)">([^<]+)</time>[.。]</p>\s*<p>([^<]+)</p>', html
    )
    assert [when for when, _, _ in found] == ["2026-11", "2026-11"]
    assert all(source for _, _, source in found)
