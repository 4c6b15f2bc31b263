"""Dates as servers and programs write them, odd but seen."""

import pytest

from checkers.headers import dates

MOMENT = 1795422609  # 2026-11-23T08:30:09Z
DATES = [
    ("Mon, 23 Nov 2026 08:30:09 +0000", 0),
    ("Mon, 23 Nov 2026 8:30:09 GMT", 0),
    ("23 Nov 2026 08:30:09 Z", 0),
    ("Mon,23 Nov 2026 08:30:09 +0000", 0),
    ("Mon , 23 Nov 2026 08:30:09 +0000", 0),
    ("Monday, November 23, 2026 8:30:09 AM", 0),
    ("Monday, 23 November 2026 08:30:09 +0000", 0),
    ("Nov 23 2026 08:30:09 UTC", 0),
    ("Mon Nov 23 08:30:09 UTC 2026", 0),
    ("Mon Nov 23 08:30:09 2026", 0),
    ("Mon Nov 23 2026 16:30:09 GMT+0800 (China Standard Time)", 0),
    ("Mon, 23 Nov 26 08:30:09 EST", 18000),
    ("Mon, 23 Nov 126 08:30:09 +0000", 0),
    ("2026-11-23 08:30:09", 0),
    ("2026-11-23T08:30:09Z", 0),
    ("2026-11-23T16:30:09+08:00", 0),
    ("2026-11-23T16:30:09+0800", 0),
    ("2026-11-23 08:30:09.123456789 +0000 UTC m=+123.456", 0),
    ("20261123T083009Z", 0),
    ("2026/11/23 08:30:09", 0),
    ("11/23/2026 8:30:09 AM", 0),
    ("23/11/2026 08:30:09", 0),
    ("23.11.2026 08:30:09", 0),
    ("11/23/26 08:30:09", 0),
    ("Mon, 23 Nov 2026 08:30:09", 0),
    ("Mon, 23 Nov 2026 08:30:09 -0000", 0),
    ("Mon, 23 Nov 2026 08:30 +0000", -9),
    ("Mon, 23 Nov 2026 08.30.09 +0000", 0),
    ("Mon, 23 Nov 2026 08:30:09.999 +0000", 0),
    ("Mon, 23 Nov 2026 08:30:09,5 +0000", 0),
    ("Mon, 23 Nov 2026 16:30:09 +08:00", 0),
    ("Mon, 23 Nov 2026 16:30:09 +8", 0),
    ("Mon, 23 Nov 2026 16:30:09 +800", 0),
    ("Mon, 23 Nov 2026 08:30:09 +0000 (GMT+00:00)", 0),
    ('Mon, 23 Nov 2026 08:30:09 "GMT"', 0),
    ("Mon, 23 Nov 2026 00:30:09 PST", 0),
    ("Mon, 23 Nov 2026 03:30:09 -0500 (EST)", 0),
    ("Mon, 23 Nov 2026 09:30:09 CET", 0),
    ("Mon, 23 Nov 2026 09:30:09 MEZ", 0),
    ("Mon, 23 Nov 2026 11:30:09 MSK", 0),
    ("Mon, 23 Nov 2026 17:30:09 JST", 0),
    ("Mon, 23 Nov 2026 08:30:09 UT", 0),
    ("Mon, 23-Nov-2026 08:30:09 +0000", 0),
    ("23-Nov-26 08:30:09", 0),
    ("Mon, 23 Nov 2026 08:30:60 +0000", 51),
    ("Mon, 23 Nov 2026 24:00:00 +0000", None),
    ("Mon, 31 Nov 2026 08:30:09 +0000", None),
    ("Mon, 23 Foo 2026 08:30:09 +0000", None),
    ("", None),
    ("garbage", None),
    ("Mon, 23 Nov", None),
    ("Mon, 0 Nov 2026 08:30:09 +0000", None),
    ("2026年11月23日 08:30:09", 0),
    ("2026年11月23日 16:30:09 +0800", 0),
    ("Mon, 23 Nov 2026 08:30:09 +0000 for someone", 0),
    ("  Mon,  23  Nov  2026  08:30:09  +0000", 0),
    ("Mon, 23 nov 2026 08:30:09 +0000", 0),
    ("MON, 23 NOV 2026 08:30:09 +0000", 0),
    ("Mon, 23 Sept 2026 08:30:09 +0000", -5270400),
    ("(comment) Mon, 23 Nov 2026 08:30:09 +0000", 0),
    ("Mon, 23 Nov 2026 08:30:09 AM +0000", 0),
    ("Mon, 23 Nov 2026 08:30:09 PM +0000", 43200),
    ("Mon, 23 Nov 1996 08:30:09 +0000", -946684800),
    ("Thu, 01 Jan 1970 00:00:00 +0000", -1795422609),
    ("Mon, 23 Nov 2026 08:30:09 A", 0),
]
# value, then method, result, domain, selector of each result
# text, seconds since 1970
ZONES = {
    "MET DST": ("Sun, 6 Nov 1994 08:49:37 MET DST", 784104577),
    "the names of Windows": ("Sun, 6 Nov 1994 08:49:37 Pacific Daylight Time", 784136977),
    "the names of Windows, in winter": ("Sun, 6 Nov 1994 08:49:37 Eastern Standard Time", 784129777),
    "a comment that names another zone": ("Sun, 6 Nov 1994 08:49:37 +0000 (GMT Daylight Time)", 784111777),
    "a zone in quotes": ('Sun, 6 Nov 1994 08:49:37 "GMT"', 784111777),
    "two zeros before the year": ("Sun, 6 Nov 0094 08:49:37 +0000", 784111777),
    "a year of three digits": ("Mon, 6 Nov 100 08:49:37 +0000", 973500577),
    "RFC 850": ("Sunday, 06-Nov-94 08:49:37 GMT", 784111777),
    "asctime with a zone": ("Sun Nov  6 03:49:37 EST 1994", 784111777),
    "the hour 24": ("Sun, 6 Nov 1994 24:00:00 +0000", None),
}


@pytest.mark.parametrize(("value", "seconds"), DATES)
def test_date(value, seconds):
    assert dates.parse(value) == (None if seconds is None else MOMENT + seconds)


@pytest.mark.parametrize("shape", ZONES)
def test_zones(shape):
    value, seconds = ZONES[shape]
    assert dates.parse(value) == seconds
