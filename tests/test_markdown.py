"""A report as Markdown (markdown.js): everything of the report is in it, and nothing of the reader's text is markup."""

import json
import subprocess

import pytest
from conftest import ROOT
from header_mail import RICH
from markdown_it import MarkdownIt

import checkers
from checkers.sphinxext import bundle
from checkers.sphinxext.words import SCRIPT as WORDS

MODULE = ROOT / "checkers" / "sphinxext" / "static" / "markdown.js"
HOSTILE = "`# <b>x</b> | ![p](https://host.example/p.png) ``y`` \u202e"
HEADERS = (
    f"Received: from a.example ([192.0.2.1]) by b.example; Mon, 16 Nov 2026 09:00:00 +0000\n"
    f"Received: from c.example by a.example; Mon, 16 Nov 2026 08:00:00 +0000\n"
    f"Authentication-Results: b.example; spf=fail smtp.mailfrom=shop.example; dmarc=fail header.from=shop.example\n"
    f"From: Li <li@shop.example>\nSubject: {HOSTILE}\nDate: Mon, 16 Nov 2026 08:00:00 +0000\n\nText\n"
)
TEXTS = {
    "failure": "550 5.1.1 <li@example.com>: User unknown",
    "hostile": f"550 5.1.1 <li@example.com>: User unknown {HOSTILE}",
    "several": "550 5.1.1 <li@example.com>: User unknown\n452 4.2.2 <wang@example.com>: Mailbox full\n",
    "nothing found": "# Hello\n\n[x](https://host.example/)",
    "headers": HEADERS,
    "much": RICH,
}
CODE = f"""
import {{ code, escaped, markdown }} from {json.dumps(MODULE.as_uri())};
import {{ readFileSync }} from "node:fs";
const {{ reports, words, pieces }} = JSON.parse(readFileSync(0, "utf8"));
const view = {{ words, duration: (seconds) => `${{seconds}} s` }};
console.log(JSON.stringify({{
  reports: reports.map((report) => markdown(report, view)),
  pieces: pieces.map((piece) => [escaped(piece), code(piece)]),
}}));
"""
PIECES = ["a*b*_c_ [d](e) <f> `g` | h \\ ~~i~~ &amp;", "# x", "1. x", "12) x", "- x", "``", "`a", "", "a\n\nb", HOSTILE]


@pytest.fixture(scope="module")
def made() -> dict:
    given = {
        "reports": [checkers.check(text).to_dict() for text in TEXTS.values()],
        "words": {name: words.message for name, words in WORDS.items()},
        "pieces": PIECES,
    }
    done = subprocess.run(
        [bundle.node(), "--input-type=module", "-e", CODE],
        input=json.dumps(given), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    return {"reports": dict(zip(TEXTS, got["reports"], strict=True)), "pieces": got["pieces"]}


def tokens(markdown: str) -> list:
    """Every token of the text, those within lines too."""
    found = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    return found + [child for token in found for child in token.children or ()]


def shown(markdown: str) -> str:
    return "".join(token.content for token in tokens(markdown) if token.type in ("text", "code_inline"))


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_but_ours_is_markup(made, name):
    kinds = {token.type for token in tokens(made["reports"][name])}
    assert not kinds & {"link_open", "image", "html_inline", "html_block", "fence", "code_block", "em_open", "s_open"}
    assert "\u202e" not in made["reports"][name]


@pytest.mark.parametrize("index", range(len(PIECES)))
def test_pieces_come_back_as_they_were(made, index):
    text, code = made["pieces"][index]
    plain = " ".join(PIECES[index].split()).replace("\u202e", "⟨U+202E⟩")
    assert shown(text) == plain
    kinds = {token.type for token in tokens(text)}
    assert kinds <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}
    assert shown(code) == (plain or "—")


@pytest.mark.parametrize("name", ["failure", "hostile", "several"])
def test_failures_are_all_there(made, name):
    failures = checkers.check(TEXTS[name]).to_dict()["failures"]
    text = shown(made["reports"][name])
    assert failures
    for failure in failures:
        pieces = (failure["title"], failure["explanation"], failure["who_label"], failure["rule"], *failure["steps"])
        assert [piece for piece in pieces if piece not in text] == []
    headings = [token for token in tokens(made["reports"][name]) if token.type == "heading_open"]
    assert len(headings) == (1 if len(failures) == 1 else 1 + len(failures))


@pytest.mark.parametrize(("name", "mail"), [("headers", HEADERS), ("much", RICH)])
def test_headers_are_all_there(made, name, mail):
    report = checkers.check(mail).to_dict()
    found = made["reports"][name]
    text = shown(found)
    assert report["findings"] and len(report["hops"]) > 1
    answer = report["answer"]
    assert found.startswith("## ") and tokens(found)[1].content
    for piece in (answer["text"], answer["who_label"], answer["step"], report["dmarc_conclusion"]["text"]):
        assert piece in text
    for finding in report["findings"]:
        assert finding["title"] in text and finding["id"] in text
    rows = [token for token in tokens(found) if token.type == "tr_open"]
    telling = [one for one in report["verdicts"] if one["weight"] != "info"]
    heads = 3 if telling else 2
    assert len(rows) == heads + len(report["hops"]) + len(report["authentication"]) + len(telling)
    for one in telling:
        assert one["meaning"] in text and one["value"] in text


def test_a_wrong_clock_is_told_apart_from_a_wait(made):
    said = WORDS["clockDelay"].message.format(duration="-430 s")
    assert said in shown(made["reports"]["much"]) and "1203 s (" not in made["reports"]["much"]
