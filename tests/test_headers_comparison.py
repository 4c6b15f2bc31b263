"""The one that arrived and the one that did not: what differs, and nothing where nothing does."""

import itertools

import pytest
from header_samples import SAMPLES
from test_headers_findings import CLEAN, PLANTED, added, instead, verdict

from checkers import headers


def parts(a, b) -> dict[str, tuple]:
    return {one["part"]: (one["a"], one["b"]) for one in headers.compare(a, b).to_dict()["differences"]}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_message_does_not_differ_from_itself(name):
    found = headers.compare(SAMPLES[name].data, SAMPLES[name].data).to_dict()
    assert found["kind"] == "headers-comparison"
    assert found["differences"] == found["only_a"] == found["only_b"] == []


def test_results_that_differ_come_first():
    failed = verdict("dkim=pass", "dkim=fail", verdict("dmarc=pass", "dmarc=fail"))
    found = headers.compare(CLEAN, failed).to_dict()
    first = found["differences"][0]
    assert (first["aspect"], first["part"], first["weight"]) == ("authentication", "DKIM result", "error")
    assert (first["a"], first["b"]) == ("pass (example.com)", "fail (example.com)")
    assert [finding["id"] for finding in found["only_b"]][:2] == ["dmarc-fail", "dkim-fail"]


def test_another_way_is_shown():
    other = CLEAN.replace("relay.example.org", "relay.example.info").replace("198.51.100.2", "198.51.100.9")
    found = parts(CLEAN, other)
    assert found["Servers that only one of them passed"] == ("example.org", "example.info")
    assert found["Its IP address"] == ("198.51.100.2", "198.51.100.9")


def test_filters_and_parties_are_compared():
    assert parts(CLEAN, PLANTED["marked-as-phishing"])["X-Forefront-Antispam-Report CAT"] == (None, "PHSH")
    assert parts(added("X-Spam-Flag: NO"), added("X-Spam-Flag: YES"))["X-Spam-Flag"] == ("NO", "YES")
    assert parts(CLEAN, added("X-Spam-Flag: NO")) == {}
    assert parts(CLEAN, instead("Return-Path", "<b@bounce.example.org>"))["Domain in Return-Path"] == (
        "example.com",
        "bounce.example.org",
    )
    assert parts(CLEAN, PLANTED["slow-hop"])["Time on the way"] == ("4 s", "3 h 0 min")


@pytest.mark.parametrize(
    ("a", "b"), list(itertools.product(["", "no headers here", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", CLEAN], repeat=2))
)
def test_anything_can_be_compared(a, b):
    found = headers.compare(a, b)
    assert found.to_dict()["kind"] == "headers-comparison" and found.to_text() and found.to_text("zh_CN")


def test_all_pairs_of_samples_give_text():
    reports = [headers.check(sample.data) for sample in SAMPLES.values()]
    for a, b in itertools.product(reports, repeat=2):
        assert headers.compare_reports(a, b).to_text().endswith("\n")


def test_every_difference_says_what_it_means_but_the_date():
    """A filter's verdict brings its own meaning; two dates differ always and mean nothing."""
    reports = [headers.check(sample.data) for sample in SAMPLES.values()]
    silent = {
        one["part"]
        for a, b in itertools.combinations(reports, 2)
        for one in headers.compare_reports(a, b).to_dict()["differences"]
        if not one["meaning"]
    }
    assert silent == {"Date"}
