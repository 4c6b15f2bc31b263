"""Dates in every order of their parts that servers and programs write."""

import pytest

from checkers.headers import dates

READ = {
    # RFC 5322 section 3.3
    "Mon, 23 Nov 2026 15:30:00 +0800": "2026-11-23T07:30:00Z",
    "Mon, 23 Nov 2026 15:30:00 +0800 (CST)": "2026-11-23T07:30:00Z",
    "Mon, 23 Nov 2026 00:30:08 -0800 (PST)": "2026-11-23T08:30:08Z",
    "23 Nov 2026 07:30:00 -0000": "2026-11-23T07:30:00Z",
    "Mon, 23 Nov 2026 07:30 +0000": "2026-11-23T07:30:00Z",
    "Mon,  3 Nov 2026 07:30:00 +0000": "2026-11-03T07:30:00Z",
    "Mon, 23 Nov 2026 23:59:60 +0000": "2026-11-24T00:00:00Z",
    # section 4.3: obsolete zones, years, comments
    "Mon, 23 Nov 2026 03:30:00 EST": "2026-11-23T08:30:00Z",
    "Mon, 23 Nov 2026 03:30:00 PDT": "2026-11-23T10:30:00Z",
    "Mon, 23 Nov 26 08:30:00 GMT": "2026-11-23T08:30:00Z",
    "23 Nov 99 08:30 UT": "1999-11-23T08:30:00Z",
    "23 Nov 126 08:30:00 Z": "2026-11-23T08:30:00Z",
    "Mon, 23 Nov 2026 08:30:00 A": "2026-11-23T08:30:00Z",
    "Mon, 23 (day) Nov (month (nested)) 2026 08:30:00 +0000": "2026-11-23T08:30:00Z",
    "Mon , 23 Nov 2026 08:30:00 +0000": "2026-11-23T08:30:00Z",
    # zones in other dress
    "Mon, 23 Nov 2026 00:30:00 -08:00": "2026-11-23T08:30:00Z",
    "Mon, 23 Nov 2026 16:30:00 GMT+08:00": "2026-11-23T08:30:00Z",
    "Mon, 23 Nov 2026 09:30:00 CET": "2026-11-23T08:30:00Z",
    "Mon, 23 Nov 2026 09:30:00 +1": "2026-11-23T08:30:00Z",
    "Mon, 23 Nov 2026 00:30:00 -800": "2026-11-23T08:30:00Z",
    "Mon, 23 Nov 2026 09:30:00+0100": "2026-11-23T08:30:00Z",
    "Mon, 23 Nov 2026 08:30:00": "2026-11-23T08:30:00Z",
    # fractions, text behind, wrong weekday
    "Mon, 23 Nov 2026 08:30:00.987 +0000": "2026-11-23T08:30:00Z",
    "Mon, 23 Nov 2026 08:30:00 +0000 by somebody with something": "2026-11-23T08:30:00Z",
    "Fri, 23 Nov 2026 08:30:00 +0000": "2026-11-23T08:30:00Z",
    # other orders
    "2026-11-23T08:30:00Z": "2026-11-23T08:30:00Z",
    "2026-11-23T16:30:00.5+08:00": "2026-11-23T08:30:00Z",
    "20261123T083000Z": "2026-11-23T08:30:00Z",
    "2026-11-23 08:30:00.123456789 +0000 UTC m=+12.34": "2026-11-23T08:30:00Z",
    "2026-11-23 16:30:00 +0800 CST": "2026-11-23T08:30:00Z",
    "2026/11/23 08:30:00": "2026-11-23T08:30:00Z",
    "11/23/2026 8:30:00 PM": "2026-11-23T20:30:00Z",
    "11/23/2026 12:30 AM": "2026-11-23T00:30:00Z",
    "23/11/2026 08:30": "2026-11-23T08:30:00Z",
    "Mon Nov 23 08:30:00 2026": "2026-11-23T08:30:00Z",
    "Mon Nov 23 03:30:00 EST 2026": "2026-11-23T08:30:00Z",
    "Mon Nov  3 09:30:00 2026 +0100": "2026-11-03T08:30:00Z",
    "Mon Nov 23 2026 09:30:00 GMT+0100 (CET)": "2026-11-23T08:30:00Z",
    "Monday, November 23, 2026 8:30 AM": "2026-11-23T08:30:00Z",
    "23-Nov-2026 08:30:00 GMT": "2026-11-23T08:30:00Z",
    "2026年11月23日 16:30": "2026-11-23T16:30:00Z",
    "Mon, 23 Nov 2026": "2026-11-23T00:00:00Z",
}
NOT_READ = [
    "",
    "soon",
    "Tue, 31 Feb 2026 08:30:00 +0000",
    "Mon, 32 Nov 2026 08:30:00 +0000",
    "Mon, 23 Nov 2026 25:30:00 +0000",
    "Mon, 23 Nov 2026 08:61:00 +0000",
    "29 Feb 2026 08:30:00 +0000",
    "Nov",
    "1795419000",
]


@pytest.mark.parametrize("text", READ)
def test_a_date_is_read_as_utc(text):
    assert dates.iso(dates.parse(text)) == READ[text]


@pytest.mark.parametrize("text", NOT_READ)
def test_what_is_no_date_is_none(text):
    assert dates.parse(text) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("from a by b with SMTP id 1 Mon, 23 Nov 2026 08:30:00 +0000", "2026-11-23T08:30:00Z"),
        ("by b id Mon Nov 23 08:30:00 2026", "2026-11-23T08:30:00Z"),
        ("by b id 7 2026-11-23 08:30:00", "2026-11-23T08:30:00Z"),
        ("by b with May 12", None),
        ("by b", None),
    ],
)
def test_a_date_at_the_end_is_found(text, date):
    assert dates.iso(dates.trailing(text)[1]) == date


def test_the_weekday_is_compared_with_the_day():
    assert dates.weekday_is_wrong("Fri, 23 Nov 2026 08:30:00 +0000")
    assert not dates.weekday_is_wrong("Mon, 23 Nov 2026 08:30:00 +0000")
    assert not dates.weekday_is_wrong("23 Nov 2026 08:30:00 +0000")


def test_years_that_four_digits_cannot_hold_are_no_date():
    assert dates.iso(10**15) is None
    assert dates.iso(-1) == "1969-12-31T23:59:59Z"
