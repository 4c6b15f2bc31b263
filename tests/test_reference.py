"""The reference pages: every piece of knowledge has one place, which both languages show and the search finds."""

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path

import polib
import pytest
from conftest import ROOT
from test_site import Page

from checkers import knowledge, smtp
from checkers.sphinxext import reference, reference_entries, reference_facts
from checkers.wording import in_language

FOLDERS = {"en": "", "zh_CN": "zh-cn/"}
PAGES = sorted(reference.PAGES)


def rule_of(reply: str) -> str:
    """The rule that the checker reports for a text."""
    return smtp.check(reply).to_dict()["failures"][0]["rule"]


# --- places -----------------------------------------------------------------------------------------------------------


def test_every_table_is_shown_once():
    parts = [part for parts in reference.PAGES.values() for part in parts]
    assert [part for part, times in Counter(parts).items() if times > 1] == []
    shown = {provider for _, provider in reference.of_providers()}
    assert {f"providers/{provider}.toml" for provider in shown} == set(knowledge.names("checkers.smtp", "providers"))


def test_every_row_is_shown_once():
    """Counted from the tables themselves: a row that falls between two parts would be on no page."""
    rows = [(part, row) for parts in reference.PAGES.values() for part in parts for row in reference.rows(part)]
    shown = [reference.rule_of(row) for part, row in rows if part != "reasons"]
    assert [rule for rule, times in Counter(shown).items() if times > 1] == []
    folders = [knowledge.names("checkers.smtp", folder) for folder in ("wording", "providers")]
    tables = ["odoo.toml", *folders[0], *folders[1]]
    wanted = {row["id"] for name in tables for row in knowledge.table("checkers.smtp", name)["row"]}
    wanted |= {row["id"] for row in knowledge.table("checkers.smtp", "gist.toml")["gist"]}
    wanted |= {row["id"] for row in knowledge.table("checkers.headers", "findings.toml")["row"]}
    wanted |= {row["id"] for row in knowledge.table("checkers.headers", "verdicts.toml")["field"]}
    codes = knowledge.table("checkers.smtp", "codes.toml")
    wanted |= {f"code-{row['code']}" for row in codes["reply"] + codes["enhanced"]}
    assert set(shown) == wanted
    assert reference.rows("reasons") == knowledge.table("checkers.smtp", "reasons.toml")["reason"]


def test_one_anchor_a_rule():
    found = Counter(reference.places().values())
    assert [place for place, times in found.items() if times > 1] == []
    for _, anchor in found:
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", anchor), "an anchor is a CSS selector to search and theme"


@pytest.mark.parametrize(
    ("rule", "address"),
    [
        ("code-550", "reference/codes/#code-550"),
        ("code-x.7.26", "reference/enhanced-codes/#code-x-7-26"),
        ("netease-dt-spm-554", "reference/providers/netease/#netease-dt-spm-554"),
        ("microsoft-banned-ip", "reference/providers/microsoft-365/#microsoft-banned-ip"),
        ("microsoft-banned-ip-code", "reference/providers/microsoft-codes/#microsoft-banned-ip-code"),
        ("python-no-route", "reference/python/#python-no-route"),
        ("gist-spam", "reference/guesses/#gist-spam"),
        ("user-unknown", "reference/wording-recipients/#user-unknown"),
        ("unknown", "reference/reasons/#unknown"),
        ("spf-fail", "reference/findings/#spf-fail"),
        ("duplicate-from", "reference/findings/#duplicate"),
        ("microsoft-forefront", "reference/verdicts/#microsoft-forefront"),
        ("duplicate-", None),
        ("no-such-rule", None),
        ("", None),
    ],
)
def test_address(rule, address):
    assert reference.address(rule) == address


@pytest.mark.parametrize(
    "text",
    [
        "554 DT:SPM 163 smtp1,xx 1731657600",
        "550 5.7.26 This email has been blocked because the sender is unauthenticated. - gsmtp",
        "550 5.7.606 [AM6EUR05FT001.eop-eur05.prod.protection.outlook.com]",
        "550 qwertz",
        "452 4.2.2 qwertz",
        "554 this person left the building and that name is gone",
    ],
)
def test_what_the_checker_reports_has_a_place(site, text):
    address, _, anchor = reference.address(rule_of(text)).partition("#")
    for folder in FOLDERS.values():
        assert f'id="{anchor}"' in (site / folder / address / "index.html").read_text("utf-8")


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(site) -> dict[tuple[str, str], Page]:
    return {
        (code, page): Page(site / folder / page.removesuffix("index") / "index.html")
        for code, folder in FOLDERS.items()
        for page in PAGES
    }


@pytest.mark.parametrize("code", FOLDERS)
def test_every_anchor_is_on_its_page(built, code):
    missing = [place for place in reference.places().values() if place[1] not in built[code, place[0]].ids]
    missing += [
        (part, "reason") for part in reference.rows("reasons") if part["id"] not in built[code, reference.REASONS].ids
    ]
    assert missing == []


def words_of(html: str) -> str:
    """The text of a page without its tags."""
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


@pytest.mark.parametrize("code", FOLDERS)
def test_explanations_are_in_the_language_of_the_page(built, code):
    """Each row's explanation and steps, in the words of the catalogue, and no other language's."""
    wording = in_language(code)
    for page, parts in reference.PAGES.items():
        text = words_of(built[code, page].html)
        for part in parts:
            if part == "findings":
                continue
            for row in reference.rows(part):
                for message in [row.get("explanation", row.get("meaning", "")), *row.get("steps", ())]:
                    assert " ".join(wording(message).split()) in text, f"{page}: {reference.rule_of(row)}"


@pytest.mark.parametrize("code", FOLDERS)
def test_samples_are_there_word_for_word(built, code):
    """What a search engine's visitor typed stands on the page as the server wrote it."""
    for page, parts in reference.PAGES.items():
        text = words_of(built[code, page].html)
        for row in (row for part in parts for row in reference.rows(part)):
            if "sample" in row:
                assert " ".join(row["sample"].split()) in text, row["id"]


@pytest.mark.parametrize("code", FOLDERS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_a_checker(built, code, page):
    assert [link for link in built[code, page].links if re.search(r"checkers/(smtp|headers)/$", link)]


def test_the_pages_catalogues_do_not_repeat_the_knowledge():
    texts = {entry.msgid for entry in polib.pofile(str(ROOT / "locale/zh_CN/LC_MESSAGES/checkers.po"))}
    for path in (ROOT / "locale/zh_CN/LC_MESSAGES/reference").rglob("*.po"):
        entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
        assert 3 <= len(entries) <= 5, path
        assert all(entry.msgstr and not entry.fuzzy for entry in entries)
        repeated = {entry.msgid for entry in entries[2:]} & texts
        assert repeated == set(), path


def test_nothing_of_an_email_is_left_in_braces(built):
    for (code, page), built_page in built.items():
        if page == "reference/findings":
            text = words_of(built_page.html.partition("<article")[2].partition("</article>")[0])
            assert not re.search(r"\{[a-z_]+\}", text), code
            assert "…" in text


def test_no_page_weighs_too_much(site, built):
    """The issue's budget: 60 KB for a first visit to a page without a checker."""
    from test_site import weight

    for (code, page), built_page in built.items():
        assert weight(site, built_page, (".css", ".js", ".svg", ".png")) < 61_440, f"{code} {page}"


# --- the file of places -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["", "zh-cn/"])
@pytest.mark.parametrize("page", ["", "checkers/smtp/", "checkers/headers/"])
def test_pages_with_a_checker_know_every_place(site, folder, page):
    """The address in the page leads to one file, and the file to the same places as ``address``."""
    path = site / folder / page / "index.html"
    named = [meta["content"] for meta in Page(path).all("meta", name="checkers-reference")]
    assert len(named) == 1
    file = (path.parent / named[0]).resolve()
    assert file.parent == site / "_checkers" and len(list(file.parent.glob("reference-*.json"))) == 1
    content = json.loads(file.read_text("utf-8"))
    found = {}
    for address, rules in content["pages"].items():
        for rule in rules:
            anchor = (rule.removesuffix("-*") if rule.endswith("*") else rule).replace(".", "-")
            found[rule.replace("*", "any")] = f"{address}#{anchor}"
    assert found == {rule: reference.address(rule) for rule in found} and len(found) == len(reference.places())
    assert content["reasons"] + "#spam" == reference.reason_address("spam")


@pytest.mark.parametrize(("url", "linked"), [("https://a.example/", True), ("http://a.example/", False), (None, False)])
def test_a_source_is_linked_where_that_is_safe(url, linked):
    writer = reference_entries.Writer(in_language("en"))
    (node,) = writer.source({"label": "A document", "url": url})
    assert (node.astext(), hasattr(node, "attributes")) == ("A document", linked)
    before, _, after = writer.source({"label": "A document", "url": url, "read": "2026-11"})
    assert (before, after) == ("", ", read 2026-11")


def test_other_pages_load_nothing_of_it(site):
    html = (site / "faq" / "outgoing" / "index.html").read_text("utf-8")
    assert "checkers-reference" not in html and "reference.css" not in html
    assert "reference.css?v=" in (site / "reference" / "codes" / "index.html").read_text("utf-8")


# --- entries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "words"),
    [("mailbox * full", "mailbox … full"), ("block*", "block…"), ("DT:SPM", "DT:SPM")],
)
def test_a_pattern_is_shown_without_stars(pattern, words):
    assert reference_facts.shown(pattern) == words


@pytest.mark.parametrize(
    ("replies", "classes"),
    [([], ["5", "4"]), (["550"], ["5", "4"]), (["250", "251"], ["2"]), (["250", "451"], ["5", "4", "2"])],
)
def test_classes_of_an_enhanced_code(replies, classes):
    assert reference_facts.classes(replies) == classes


def test_tags_are_looked_for_with_the_word_behind():
    row = {"match": ["DT:SPM", "looks * bad", "like spam"], "sample": "554 DT:SPM 163 smtp1,x"}
    assert list(reference_facts.tags(row)) == ["DT:SPM", "DT:SPM 163"]
    assert list(reference_facts.tags({"match": ["[TSS04]"], "sample": "421 4.7.0 [TSS04]"})) == ["[TSS04]"]


def test_codes_of_one_vendor_lead_to_its_row():
    row = next(row for row in reference.rows("microsoft-codes") if row["id"] == "microsoft-banned-ip-code")
    names = list(reference_facts.unregistered(row))
    assert {"5.7.606", "550 5.7.606", "550-5.7.606", "5.7.607"} <= set(names)
    registered = {"id": "x", "sample": "550 5.1.1 no", "codes": ["5.1.1", "550", "5"]}
    assert list(reference_facts.unregistered(registered)) == []


# --- search -----------------------------------------------------------------------------------------------------------

QUERIES = {
    "550": "reference/codes/#code-550",
    "5.7.26": "reference/enhanced-codes/#code-x-7-26",
    "550 5.7.26": "reference/enhanced-codes/#code-x-7-26",
    "550-5.7.26": "reference/enhanced-codes/#code-x-7-26",
    "5.7.606": "reference/providers/microsoft-codes/#microsoft-banned-ip-code",
    "DT:SPM": "reference/providers/netease/#netease-dt-spm-",
    "DT:SPM 163": "reference/providers/netease/#netease-dt-spm-",
    "dmarcrejection": "reference/providers/gmail-senders/",
}


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("folder", FOLDERS.values())
def test_search_leads_to_the_answer(open_page, server, folder, query):
    """Codes and tags, typed into the search in either language: the place is the first or second result."""
    opened = open_page(f"{folder}search/?q={query.replace(' ', '+')}")
    opened.locator(".search-summary:not(:empty)").wait_for()
    found = [link.evaluate("link => link.href") for link in opened.locator("ul.search li > a").all()][:2]
    plain = [re.sub(r"\?[^#]*", "", address).removeprefix(server + folder) for address in found]
    assert any(address.startswith(QUERIES[query]) for address in plain), plain
    opened.wait_for_load_state("networkidle")


def test_the_modules_read_nothing_else():
    """``reference`` needs no Sphinx: other programs may ask it for addresses."""
    assert "sphinx" not in Path(reference.__file__).read_text("utf-8").lower().replace("sphinxext", "")
