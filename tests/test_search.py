"""The search: Python cuts a page into words, the browser cuts a question, and the two must agree."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

from checkers.sphinxext import search_index
from checkers.sphinxext.search import EnglishSearch, HouseSearch, script_words, split

CASES = {
    "": [],
    "Mail delivery failed": ["Mail", "delivery", "failed"],
    "550": ["550"],
    "5.7.26": ["5.7.26"],
    "550 5.7.26": ["550", "5.7.26"],
    "550-5.7.26 This": ["550", "5.7.26", "This"],
    "5.7.26.": ["5.7.26"],
    "#5.1.1#": ["5.1.1"],
    "192.0.2.10": ["192.0.2.10"],
    "Odoo 17.0, port 587": ["Odoo", "17.0", "port", "587"],
    "v17.0": ["v17"],
    "a 5 b": [],
    "mail.catchall.domain": ["mail", "catchall", "domain"],
    "x-received odoo-bin": ["received", "odoo", "bin"],
    "mail_message_id": ["mail_message_id"],
    "user@example.com": ["user", "example", "com"],
    "server's": ["server"],
    "'None'": ["None"],
    "退信": ["退信"],
    "退": ["退"],
    "每日限额": ["每日", "日限", "限额"],
    "Odoo邮件服务器": ["Odoo", "邮件", "件服", "服务", "务器"],
    "SPF 记录，DKIM 签名": ["SPF", "记录", "DKIM", "签名"],
    "错误550：退信": ["错误", "550", "退信"],
    "“限额”、《退信》": ["限额", "退信"],
    "𠮷野家": ["𠮷野", "野家"],
    "café Ünïcode Почта": ["café", "Ünïcode", "Почта"],
    "メール 메일": ["メー", "ール", "메일"],
    "送信できません": ["送信", "信で", "でき", "きま", "ませ", "せん"],
    "ไม่พบ": ["ไม", "ม่", "่พ", "พบ"],
    "رسالة مرتدة 550": ["رسالة", "مرتدة", "550"],
    "😀 ok": ["ok"],
    "１２３ ٣٤": ["１２３", "٣٤"],
}

NODE = """
const [script, cases] = process.argv.slice(1);
globalThis.window = globalThis;
globalThis.Search = {};
require("node:vm").runInThisContext(require("node:fs").readFileSync(script, "utf-8"));
const run = require("node:vm").runInThisContext("(text) => splitQuery(text)");
const stem = require("node:vm").runInThisContext("(word) => new Stemmer().stemWord(word.toLowerCase())");
const answer = JSON.parse(require("node:fs").readFileSync(cases, "utf-8")).map((text) => {
  const words = run(text);
  return [words, words.map(stem)];
});
console.log(JSON.stringify(answer));
"""


def in_javascript(site: Path, folder: Path, texts: list[str], tmp_path: Path) -> list[tuple[list[str], list[str]]]:
    """What the site's own script makes of ``texts``: the words, and the words stemmed."""
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps(texts))
    script = site / folder / "_static" / "language_data.js"
    done = subprocess.run(["node", "-e", NODE, script, cases], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("text", CASES, ids=repr)
def test_python_splits(text):
    assert split(text) == CASES[text]


@pytest.mark.parametrize("folder", ["", "zh-cn"])
def test_the_browser_splits_the_same(site, folder, tmp_path):
    """Word for word, but for the space that saves bare numbers from being dropped by the search page."""
    for text, (words, _) in zip(CASES, in_javascript(site, folder, list(CASES), tmp_path), strict=True):
        assert [word.rstrip(" ") for word in words] == CASES[text], text
        assert not any(re.fullmatch("[0-9]+", word) for word in words), "the search page drops what is digits only"


@pytest.mark.parametrize(("folder", "language"), [("", EnglishSearch), ("zh-cn", HouseSearch)])
def test_both_agree_on_every_word_of_the_pages(site, folder, language, tmp_path):
    """Split and stem alike, so that each word of a page, asked for, is the word in the index."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "source").rglob("*.md"))]
    texts += [path.read_text("utf-8") for path in sorted((ROOT / "locale").rglob("*.po"))]
    search = language({})
    for text, (_, stems) in zip(texts, in_javascript(site, folder, texts, tmp_path), strict=True):
        assert stems == [search.stem(word) for word in split(text)]


def read_index(site: Path, folder: str) -> dict:
    text = (site / folder / "searchindex.js").read_text("utf-8")
    return json.loads(text[text.index("(") + 1 : text.rindex(")")])


@pytest.mark.parametrize("folder", ["", "zh-cn"])
def test_the_index_holds_places_codes_and_pairs(site, folder):
    index = read_index(site, folder)
    addresses = [page[0] for page in index["pages"]]
    places = {(addresses[page], anchor): (title, names) for page, anchor, title, names, _, _ in index["places"]}
    assert "kitchen-sink/" not in addresses
    assert ("faq/outgoing/", "daily-limit") in places and ("glossary/", "term-catchall") in places
    assert ("faq/outgoing/", "sources") not in places
    assert "5.7.26" in places["reference/enhanced-codes/", "code-x-7-26"][1]
    assert {"550", "smtp", *(["退信", "限额"] if folder else ["bounc"])} <= set(index["words"])
    assert not {"the", "7"} & set(index["words"])
    for found in index["words"].values():
        assert all(distance > 0 for distance in found[1:]) and sum(found) < len(index["places"])


def test_every_place_of_the_index_is_in_its_page(site):
    for folder in ("", "zh-cn"):
        index = read_index(site, folder)
        pages = [(site / folder / address / "index.html").read_text("utf-8") for address, _, _ in index["pages"]]
        for page, anchor, title, *_ in index["places"]:
            assert title, (index["pages"][page], anchor)
            assert not anchor or f'id="{anchor}"' in pages[page], (index["pages"][page], anchor)


def test_synonyms_are_groups_of_different_words():
    groups = tomllib.loads((ROOT / "source" / "synonyms.toml").read_text("utf-8"))["groups"]
    for group in groups:
        asked = [" ".join(EnglishSearch({}).stem(word) for word in split(each)) for each in group]
        assert len(group) > 1 and len(set(asked)) == len(asked) and all(asked), group


def test_a_site_without_settings_has_no_synonyms_and_even_weights():
    place = search_index.Place("here", "A heading", ["x", "Some name"], ["some quote", "q" * 500], ["The words of it"])
    found = search_index.index({"page": [place]}, EnglishSearch({}), lambda name: f"{name}/", {})
    assert found == {
        "pages": [["page/", "A heading", 1]],
        "places": [[0, "here", "A heading", ["Some name"], ["some quote"], 1]],
        "words": {"word": [0]},
    }


def test_the_longest_beginning_of_a_name_gives_the_weight():
    place = [search_index.Place("", "T")]
    found = search_index.index(
        {"faq/index": place, "faq/a": place, "b": place}, EnglishSearch({}), str, {"faq/": 2, "faq/index": 0.5}
    )
    assert [(name, weight) for name, _, weight in found["pages"]] == [("b", 1), ("faq/a", 2), ("faq/index", 0.5)]


def test_script_words_of_a_language_with_plural_forms():
    """Sphinx's plural rule becomes a function in the script; Russian has three forms, English no catalogue."""
    assert script_words("en") is None
    script = script_words("ru")
    check = (
        "globalThis.Documentation = {TRANSLATIONS: {}};\n"
        + script
        + ("\nconsole.log(JSON.stringify([1, 2, 5, 21].map(Documentation.PLURAL_EXPR)), Documentation.LOCALE);")
    )
    done = subprocess.run(["node", "-e", check], capture_output=True, text=True)
    assert done.stdout.split() == ["[0,1,2,0]", "ru"], done.stderr
