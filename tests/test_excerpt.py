"""Which pieces of the reader's text the page shows: code points become UTF-16 units, nothing is lost or doubled."""

import json
import subprocess
from pathlib import Path

import pytest

from checkers.sphinxext import bundle

MODULE = Path(__file__).resolve().parents[1] / "checkers" / "sphinxext" / "static" / "excerpt.js"
LONG = "".join(f"line {number} of a long text\n" for number in range(1000))
LONG_LINE = "x" * 50_000

# name: (text, spans in code points for each owner, the marked words for each owner)
CASES = {
    "no evidence": ("abc", [[]], [[]]),
    "whole text": ("abc", [[(0, 3)]], [["abc"]]),
    "two owners apart": ("one two three", [[(0, 3)], [(8, 13)]], [["one"], ["three"]]),
    "two owners overlap": ("abcdef", [[(0, 4)], [(2, 6)]], [["ab", "cd"], ["cd", "ef"]]),
    "one within another": ("abcdef", [[(0, 6)], [(2, 4)]], [["ab", "cd", "ef"], ["cd"]]),
    "same span twice": ("abcdef", [[(1, 2), (1, 2)]], [["b"]]),
    "empty span": ("abc", [[(1, 1)]], [[]]),
    "past the end": ("abc", [[(2, 99)]], [["c"]]),
    "astral before": ("😀😀 550 no", [[(3, 6)]], [["550"]]),
    "astral inside": ("a😀b", [[(1, 2)]], [["😀"]]),
    "chinese": ("邮件 550 拒收", [[(3, 6)]], [["550"]]),
    "far into a long text": (LONG, [[(LONG.index("line 700"), LONG.index("line 700") + 8)]], [["line 700"]]),
    "in a long line": (LONG_LINE + "550" + LONG_LINE, [[(50_000, 50_003)]], [["550"]]),
    "in a long line of astral characters": ("😀" * 20_000 + "550" + "😀" * 20_000, [[(20_000, 20_003)]], [["550"]]),
}
SCRIPT = f"""
import {{ blocks }} from {json.dumps(MODULE.as_uri())};
import {{ readFileSync }} from "node:fs";
const cases = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(([text, owned]) => blocks(text, owned))));
"""


@pytest.fixture(scope="module")
def results() -> dict[str, list]:
    cases = []
    for text, owners, _ in CASES.values():
        cases.append([text, [{"evidence": [{"start": start, "end": end} for start, end in spans]} for spans in owners]])
    done = subprocess.run(
        [bundle.node(), "--input-type=module", "-e", SCRIPT],
        input=json.dumps(cases),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(CASES, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_marked_words(results, name):
    _, owners, expected = CASES[name]
    marked = [
        [piece["text"] for block in results[name] for piece in block["pieces"] if owner in piece["owners"]]
        for owner in range(len(owners))
    ]
    assert marked == expected


@pytest.mark.parametrize("name", [name for name, (_, _, marked) in CASES.items() if any(marked)])
def test_shown_and_left_out_make_the_text(results, name):
    text = CASES[name][0]
    units = len(text.encode("utf-16-le")) // 2
    shown = [piece["text"] for block in results[name] for piece in block["pieces"]]
    assert all(piece in text for piece in shown)
    left = sum(block["left"]["characters"] for block in results[name] if block["left"])
    assert left + sum(len(piece.encode("utf-16-le")) // 2 for piece in shown) == units


def test_a_long_text_is_cut_at_lines(results):
    blocks = results["far into a long text"]
    shown = "".join(piece["text"] for piece in blocks[0]["pieces"])
    assert shown.startswith("line 697 ")
    assert shown.endswith("line 703 of a long text\n")
    assert [block["left"]["lines"] for block in blocks] == [697, 296]


def test_a_long_line_is_cut_short(results):
    for name in ("in a long line", "in a long line of astral characters"):
        shown = [piece["text"] for block in results[name] for piece in block["pieces"]]
        assert sum(map(len, shown)) < 2000
