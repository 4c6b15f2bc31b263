"""Translations reviewed in place: no English is left on a Chinese page, and a made-up language shows what no catalogue
holds."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from visible import HOLE, Visible

from checkers.sphinxext import locales, pseudo, stats

HAN = "\u4e00-\u9fff"
# Quotations and notes in brackets that hold no Chinese; addresses; names with a dot, a slash, a hyphen or a number.
CITED = re.compile(
    rf"“[^”{HAN}]*”|（[^（）{HAN}]*）|https?://\S+|[\w.+-]+@[\w.-]+|[\w-]+(?:[./_=:-][\w*-]+)+"
)
LATIN = re.compile(r"(?<![\w.-])[A-Za-z][A-Za-z'’]*(?: [A-Za-z][A-Za-z'’]*)*")


def left_english(text: str) -> list[str]:
    """The runs of Latin words in a Chinese text that are no names: one word of them is in small letters."""
    runs = LATIN.findall(CITED.sub("|", text))
    return [run for run in runs if any(word.islower() and len(word) > 1 for word in run.split())]


def allowed_words() -> set[str]:
    """The Latin words that may stand on a Chinese page, each listed with a reason."""
    tables = tomllib.loads((ROOT / "locale/zh_CN/latin.toml").read_text("utf-8"))["allow"]
    return {word for row in tables for word in row["words"] if row["reason"]}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("发件人收到 Odoo 的退信", []),
        ("显示“mailbox unavailable”时", []),
        ("选择“显示原文”（Show original）", []),
        ("用 https://example.org/help 和 smtp.example.org", []),
        ("请 check the settings 再试", ["check the settings"]),
        ("Wait for the queue.", ["Wait for the queue"]),
        ("Settings", []),
    ],
)
def test_what_counts_as_english(text, left):
    assert left_english(text) == left


def test_no_english_is_left_on_a_chinese_page(site):
    allowed = allowed_words()
    catalogues = stats.catalogues(ROOT / "locale" / "zh_CN").values()
    # What its own catalogue leaves as it is, is a name; the lint has judged that.
    names = {entry.id for catalogue in catalogues for entry in catalogue if entry.id and entry.id == entry.string}
    left = {}
    for path in sorted((site / "zh-cn").rglob("index.html")):
        if path.parent.name == "kitchen-sink":
            continue
        for text in Visible(path.read_text("utf-8")).texts:
            for run in [] if text.rstrip("#") in names else left_english(text):
                if run not in allowed:
                    left.setdefault(run, f"{path.parent.relative_to(site)}: {text[:80]}")
    assert left == {}, "translate it, or list it with a reason in locale/zh_CN/latin.toml"


# --- the made-up language -----------------------------------------------------------------------------------------


MESSAGES = {
    "words": ("Wait here", "plain", "⟦Ŵàïţ ħéŕé ····⟧"),
    "placeholder": ("{count} of {name}", "plain", "⟦{count} öf {name} ·······⟧"),
    "tag and value": ('Text: <a href="x">y</a> %(v)s &#169;', "html", 'Ţéxţ: <a href="x">ý</a> %(v)s &#169;'),
    "code": ("Set `p=none` now", "myst", "Šéţ `p=none` ñöŵ"),
    "link to a place": ("See {ref}`the limit <daily-limit>`.", "myst", "Šéé {ref}`ţħé ļïmïţ <daily-limit>`."),
    "bare document": ("See {doc}`/faq/index`.", "myst", "Šéé {doc}`/faq/index`."),
    "term": ("A {term}`bounce`", "myst", "À {term}`böûñçé <bounce>`"),
    "label": ("Take {guilabel}`Send`", "myst", "Ţàķé {guilabel}`Šéñd`"),
    "link": ("Read [RFC 5321](https://example.org/rfc).", "myst", "Ŕéàd [ŔFÇ 5321](https://example.org/rfc)."),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_pseudo_keeps_what_is_no_word(name):
    message, syntax, words = MESSAGES[name]
    made = pseudo.pseudo(message, syntax)
    assert words in made
    assert made.startswith("⟦") and made.endswith("·⟧") and len(made) >= 1.4 * len(message)


@pytest.fixture(scope="module")
def pseudo_pages(tmp_path_factory) -> dict[str, str]:
    """The pages of the made-up language, built by Sphinx alone."""
    folder = tmp_path_factory.mktemp("pseudo")
    make = ["make", "--no-print-directory", f"BUILD={folder}", "LOCALE_DIR=" + str(folder / "locale")]
    for step in (["po"], ["pseudo-words"], [f"translation-{pseudo.CODE}"]):
        done = subprocess.run([*make, *step], cwd=ROOT, capture_output=True, text=True, timeout=900)
        assert done.returncode == 0, done.stdout + done.stderr
    site = folder / "html" / locales.path_of(pseudo.CODE)
    return {path.parent.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("index.html")}


@pytest.mark.slow
def test_every_text_of_a_page_comes_from_a_catalogue(pseudo_pages):
    """Whatever a page shows in letters stands in the made-up language's brackets, or is no word of ours."""
    titles = [word for word in allowed_words() if " " in word]
    left = {}
    for address, html in pseudo_pages.items():
        if address == "kitchen-sink":
            continue
        for text in Visible(html).texts:
            rest = outside(text)
            if any(rest.strip().startswith(title) for title in titles):
                continue
            if re.search(r"[A-Za-z]{3,}", rest):
                left.setdefault(rest.strip(), f"{address}: {text[:100]}")
    assert left == {}, "no catalogue holds these"


def outside(text: str) -> str:
    """What stands outside the brackets, which may lie in one another."""
    depth, rest = 0, []
    for character in text.replace(HOLE, " "):
        depth += {"⟦": 1, "⟧": -1}.get(character, 0)
        if depth == 0 and character != "⟧":
            rest.append(character)
    return "".join(rest)


def test_pseudo_is_never_committed():
    tracked = subprocess.run(["git", "ls-files", "locale"], cwd=ROOT, capture_output=True, text=True).stdout
    assert f"locale/{pseudo.CODE}" not in tracked
    assert not (Path(ROOT) / "locale" / pseudo.CODE).exists()
