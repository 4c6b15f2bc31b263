"""What changed: the table names what exists, the page shows it, the feeds are valid Atom (RFC 4287)."""

import re
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from conftest import ADDRESS, ROOT

from checkers.sphinxext import changes, reference

A = "{http://www.w3.org/2005/Atom}"
LANGUAGES = {"": "en", "zh-cn/": "zh-CN"}


def test_ids_are_unique_and_begin_with_the_day():
    found = changes.changes()
    assert len({change.id for change in found}) == len(found) > 0
    for change in found:
        assert re.fullmatch(rf"{change.date}(-[a-z0-9]+)+", change.id)
        assert change.title and change.explanation and not change.title.endswith(".")


def test_newest_first():
    days = [change.date for change in changes.changes()]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("change", changes.changes(), ids=lambda change: change.id)
def test_what_a_change_names_exists(change):
    for page in change.pages:
        assert (ROOT / "source" / f"{page}.md").is_file(), page
    for row in change.rows:
        assert row in reference.places(), row


def test_identities_are_permanent():
    """Feed readers know an entry by its id: it must be the same after any change of ours to the code."""
    assert changes.identity("2026-11-23-first-pages", "en") == "urn:uuid:4edbd9fc-6547-5cc3-a5ce-35d4114f3e9d"
    assert changes.identity("2026-11-23-first-pages", "zh_CN") == "urn:uuid:9b5af44e-a0e2-5a22-83f5-30a77a1e2ed7"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_change(site, language):
    html = (site / language / "changes" / "index.html").read_text("utf-8")
    for change in changes.changes():
        assert f'id="{reference.anchor(change.anchor)}"' in html
    assert 'href="../feed.xml"' in html


def parse(folder) -> ElementTree.Element:
    return ElementTree.parse(folder / "feed.xml").getroot()


def check_atom(feed: ElementTree.Element, tag: str) -> None:
    """What RFC 4287 demands of a feed (§4.1.1) and of an entry (§4.1.2)."""
    assert feed.tag == f"{A}feed" and feed.get("{http://www.w3.org/XML/1998/namespace}lang") == tag
    assert feed.findtext(f"{A}author/{A}name")
    assert [link.get("rel") for link in feed.findall(f"{A}link")].count("self") == 1
    ids = []
    for element in [feed, *feed.findall(f"{A}entry")]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{A}{name}")) == 1
        ids.append(element.findtext(f"{A}id"))
        assert urlsplit(ids[-1]).scheme, "an id is an absolute IRI"
        assert datetime.fromisoformat(element.findtext(f"{A}updated")).tzinfo is not None
        alternates = [link for link in element.findall(f"{A}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1 and alternates[0].get("type") == "text/html"
    assert len(ids) == len(set(ids))
    newest = max(entry.findtext(f"{A}updated") for entry in feed.findall(f"{A}entry"))
    assert feed.findtext(f"{A}updated") == newest
    for content in feed.iter(f"{A}content"):
        assert content.get("type") == "html" and content.text.startswith("<p>")


def links(feed: ElementTree.Element) -> list[str]:
    found = [link.get("href") for link in feed.iter(f"{A}link")]
    return found + [href for content in feed.iter(f"{A}content") for href in re.findall('href="([^"]+)"', content.text)]


@pytest.mark.parametrize(("path", "tag"), LANGUAGES.items())
def test_the_feed_is_atom_and_its_links_lead_somewhere(site, path, tag):
    feed = parse(site / path)
    check_atom(feed, tag)
    for link in links(feed):
        assert not urlsplit(link).netloc, "no address is made up"
        parts = urlsplit(urljoin(f"https://site.invalid/{path}feed.xml", link))
        target = site / parts.path.lstrip("/")
        target = target / "index.html" if target.is_dir() else target
        assert target.is_file(), link
        assert not parts.fragment or f'id="{parts.fragment}"' in target.read_text("utf-8"), link


@pytest.mark.parametrize(("path", "tag"), LANGUAGES.items())
def test_with_an_address_every_link_is_full(site_with_address, site, path, tag):
    feed = parse(site_with_address / path)
    check_atom(feed, tag)
    assert all(link.startswith(ADDRESS + path) for link in links(feed))
    assert [e.text for e in feed.iter(f"{A}id")] == [e.text for e in parse(site / path).iter(f"{A}id")]


@pytest.mark.parametrize("path", LANGUAGES)
def test_pages_name_the_feed_of_their_language(site, path):
    for page in ("", "faq/outgoing/", "reference/codes/"):
        html = (site / path / page / "index.html").read_text("utf-8")
        found = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="([^"]+)" href="([^"]+)">', html)
        assert len(found) == 1 and found[0][0]
        assert urljoin(f"https://site.invalid/{path}{page}", found[0][1]) == f"https://site.invalid/{path}feed.xml"


def test_the_chinese_feed_is_chinese(site):
    assert all(re.search("[\u4e00-\u9fff]", title.text) for title in parse(site / "zh-cn").iter(f"{A}title"))
