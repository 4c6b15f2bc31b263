"""The search: Python cuts a page into words, the browser cuts a question, and the two must agree."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

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

QUERIES = {
    "search/": {
        "550": "faq/incoming",
        "5.7.26": "faq/outgoing",
        "550-5.7.26": "faq/outgoing",
        "550 5.7.26": "faq/outgoing",
        "daily limit": "faq/outgoing",
        "limits": "faq/outgoing",
        "catchall": "faq/incoming",
    },
    "zh-cn/search/": {
        "550": "faq/incoming",
        "5.7.26": "faq/outgoing",
        "退信": "checkers/smtp",
        "每日限额": "faq/outgoing",
        "红色信封": "faq/outgoing",
        "邮件服务器": "faq/outgoing",
        "SPF": "faq/outgoing",
    },
}

NODE = """
const [script, cases] = process.argv.slice(1);
globalThis.window = globalThis;
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


def test_the_index_holds_codes_and_pairs(site):
    def terms(folder: str) -> dict:
        text = (site / folder / "searchindex.js").read_text("utf-8")
        index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
        assert "kitchen-sink" not in [index["docnames"][page] for page in index["titleterms"].get("sink", [])]
        return index["terms"] | index["titleterms"]

    assert {"550", "5.7.26", "smtp"} <= set(terms(""))
    assert {"550", "5.7.26", "smtp", "退信", "限额"} <= set(terms("zh-cn"))
    assert "the" not in terms("") and "7" not in terms("")


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


@pytest.mark.parametrize(("page", "query"), [(page, query) for page in QUERIES for query in QUERIES[page]])
def test_readers_find(open_page, page, query):
    """A question typed into the served site, under its policy, names the page that answers it; the console stays
    empty."""
    opened = open_page(page.removesuffix("search/"))
    box = opened.locator(".sidebar-search")
    box.fill(query)
    box.press("Enter")
    opened.locator(".search-summary:not(:empty)").wait_for()
    found = [link.get_attribute("href") for link in opened.locator("ul.search li > a").all()]
    assert any(f"/{QUERIES[page][query]}/" in link for link in found), found
    opened.wait_for_load_state("networkidle")
