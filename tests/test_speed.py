"""The figures of ``make bench`` in the page About: what is recorded is what is shown, in each language."""

import datetime

import pytest

from checkers.sphinxext import speed

FIGURES = {
    "measured": datetime.date(2026, 3, 4),
    "browser": "Chromium 999",
    "rounds": 7,
    "compared": [
        {"peer": "pyodide", "cold": 0.256, "warm": 0.3, "again": 0.1, "sent": 1.049},
        {"peer": "pyscript", "cold": 0.2, "warm": 0.25, "sent": 1.0},
    ],
    "files": [
        {"what": "bounce", "size": "25 MB", "seconds": 0.616},
        {"what": "message", "size": "1 KB", "seconds": 0.06},
    ],
}


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "speed.toml"
    path.write_text(speed.written(FIGURES), "utf-8")
    assert speed.read(path) == FIGURES


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["First visit", "Pyodide in a worker", "A bounce with an attachment, 25 MB", "4 March 2026"]),
        ("zh_CN", ["首次访问", "在 worker 中运行的 Pyodide", "带附件的退信，25 MB", "2026 年 3 月 4 日"]),
    ],
)
def test_the_tables_hold_the_figures(language, words):
    compared, files, rests_on = speed.tables(FIGURES, language)
    shown = "\n".join(part.astext() for part in (compared, files, rests_on))
    for word in [*words, "Chromium 999", "0.26", "0.30", "1.05", "0.62", "PyScript"]:
        assert word in shown
    # PyScript has no way to end a check.
    rows = [[cell.astext() for cell in row.children] for row in compared.findall(lambda node: node.tagname == "row")]
    assert rows[-1] == ["PyScript", "0.20", "0.25", "–", "1.00"]


def test_the_page_shows_what_was_recorded(site):
    figures = speed.read()
    for page in ("about", "zh-cn/about"):
        html = (site / page / "index.html").read_text("utf-8")
        assert f"{figures['compared'][0]['cold']:.2f}" in html and figures["browser"] in html
