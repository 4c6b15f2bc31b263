"""Organisational domains by the Public Suffix List."""

import pytest

from checkers.headers import psl

ORGANISATIONAL = {
    "example.com": "example.com",
    "mail.example.com": "example.com",
    "a.b.example.co.uk": "example.co.uk",
    "co.uk": "co.uk",
    "mail.example.com.cn": "example.com.cn",
    "b.test.ck": "b.test.ck",  # *.ck
    "a.b.test.ck": "b.test.ck",
    "a.www.ck": "www.ck",  # !www.ck
    "city.kawasaki.jp": "city.kawasaki.jp",
    "x.city.kawasaki.jp": "city.kawasaki.jp",
    "me.github.io": "me.github.io",  # a private suffix
    "a.me.github.io": "me.github.io",
    "MAIL.Example.COM.": "example.com",
    "mail.xn--85x722f.com.cn": "食狮.com.cn",
    "xn--55qx5d.cn": "公司.cn",
    "a.b.unlisted": "b.unlisted",
    "localhost": "localhost",
    "192.0.2.1": "192.0.2.1",
    "[192.0.2.1]": "[192.0.2.1]",
    "": "",
    "..": "",
}


@pytest.mark.parametrize("domain", ORGANISATIONAL)
def test_organisational_domain(domain):
    assert psl.organisational(domain) == ORGANISATIONAL[domain]


def test_alignment_is_relaxed_and_null_without_a_domain():
    assert psl.aligned("bounce.news.example.com", "example.com") is True
    assert psl.aligned("a.github.io", "b.github.io") is False
    assert psl.aligned(None, "example.com") is None
    assert psl.aligned("example.com", None) is None


def test_the_short_form_is_made_from_the_published_one():
    published = "// VERSION: 2026\n// note\ncom\n\nco.uk\n*.ck\n!www.ck // trailing words\nac.uk\n"
    assert psl.compact(published).splitlines()[2:] == ["ck !www *", "uk ac co"]
    assert "version 2026" in psl.compact(published)
