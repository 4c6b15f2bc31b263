"""What every page names in a row is one file; what only some name stays; scripts run in their order all the same."""

import re
from pathlib import Path

import pytest

from checkers.sphinxext import join

STYLES = ("a.css?v=1", "styles/b.css?v=2", "c.css")


def page(site: Path, place: str, styles=STYLES, scripts=("one.js?v=3", "two.js"), more: str = "") -> Path:
    up = "../" * place.count("/")
    html = "".join(f'    <link rel="stylesheet" type="text/css" href="{up}_static/{name}" />\n' for name in styles)
    html += "<p>text</p>" + "".join(f'<script src="{up}_static/{name}"></script>\n    ' for name in scripts)
    path = site / place / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<html>{html}{more}</html>", "utf-8")
    return path


def make(site: Path, language: str = "") -> None:
    folder = site / language / "_static"
    (folder / "styles").mkdir(parents=True)
    for name, text in {"a": "a{}", "styles/b": "b{background:url('data:,x')}", "c": "c{}", "only": "o{}"}.items():
        (folder / f"{name}.css").write_text(text, "utf-8")
    for name in ("one", "two", "words"):
        (folder / f"{name}.js").write_text(f"{name}()", "utf-8")


def named(path: Path) -> list[str]:
    return re.findall(r'(?:href|src)="([^"]*)"', path.read_text("utf-8"))


def test_a_row_becomes_one_file(tmp_path):
    make(tmp_path)
    first, second = page(tmp_path, ""), page(tmp_path, "faq/x/")
    join.finish(tmp_path)
    style, script = named(first)
    assert re.fullmatch(r"_static/joined\.css\?v=[0-9a-f]{12}", style)
    assert re.fullmatch(r"_static/joined\.js\?v=[0-9a-f]{12}", script)
    assert named(second) == [f"../../{style}", f"../../{script}"]
    assert (tmp_path / "_static" / "joined.css").read_text("utf-8") == "a{}\nb{background:url('data:,x')}\nc{}"
    assert (tmp_path / "_static" / "joined.js").read_text("utf-8") == "one();\ntwo()"
    assert '<script defer src="_static/joined.js' in first.read_text("utf-8")


def test_again_changes_nothing(tmp_path):
    make(tmp_path)
    path = page(tmp_path, "")
    join.finish(tmp_path)
    before = path.read_text("utf-8")
    join.finish(tmp_path)
    assert path.read_text("utf-8") == before


def test_a_new_content_has_a_new_name(tmp_path):
    make(tmp_path)
    path = page(tmp_path, "")
    join.finish(tmp_path)
    before = named(path)
    page(tmp_path, "")
    (tmp_path / "_static" / "a.css").write_text("a{color:red}", "utf-8")
    join.finish(tmp_path)
    assert named(path)[0] != before[0] and named(path)[1] == before[1]
    assert (tmp_path / "_static" / "joined.css").read_text("utf-8").startswith("a{color:red}")


def test_what_some_pages_name_stays_and_keeps_its_turn(tmp_path):
    make(tmp_path)
    page(tmp_path, "")
    path = page(tmp_path, "x/", styles=(*STYLES, "only.css?v=9"), scripts=("one.js", "two.js", "words.js?v=7"))
    join.finish(tmp_path)
    assert [name.partition("?v")[0] for name in named(path)] == [
        "../_static/joined.css", "../_static/only.css", "../_static/joined.js", "../_static/words.js",
    ]  # fmt: skip
    assert path.read_text("utf-8").count("<script defer ") == 2


def test_each_language_has_its_own(tmp_path):
    """The words of Sphinx's scripts are a script of one language."""
    make(tmp_path)
    make(tmp_path, "zh-cn")
    page(tmp_path, "")
    other = tmp_path / "zh-cn" / "faq" / "index.html"
    other.parent.mkdir()
    other.write_text(
        '<script src="../_static/one.js"></script>\n<script src="../_static/words.js"></script>\n'
        '<script src="../_static/two.js"></script>', "utf-8"
    )  # fmt: skip
    join.finish(tmp_path)
    assert [name.partition("?v")[0] for name in named(other)] == ["../_static/joined.js"]
    assert (tmp_path / "zh-cn" / "_static" / "joined.js").read_text("utf-8") == "one();\nwords();\ntwo()"
    assert (tmp_path / "_static" / "joined.js").read_text("utf-8") == "one();\ntwo()"


def test_scripts_that_another_one_needs_at_once_stay(tmp_path):
    """The search page reads its index while it is parsed."""
    make(tmp_path)
    page(tmp_path, "")
    path = page(tmp_path, "search/", more='<script src="../searchindex.js"></script>')
    join.finish(tmp_path)
    assert named(path)[1:] == ["../_static/one.js?v=3", "../_static/two.js", "../searchindex.js"]
    assert "defer" not in path.read_text("utf-8")


@pytest.mark.parametrize("rule", ['@import "x.css"', "b{background:url(x.svg)}", "b{background:url( '../x.svg')}"])
def test_a_sheet_that_names_files_by_their_place_is_loud(tmp_path, rule):
    make(tmp_path)
    page(tmp_path, "")
    (tmp_path / "_static" / "styles" / "b.css").write_text(rule, "utf-8")
    with pytest.raises(SystemExit, match=r"b\.css names other files"):
        join.finish(tmp_path)


def test_another_order_is_loud(tmp_path):
    make(tmp_path)
    page(tmp_path, "")
    page(tmp_path, "x/", styles=STYLES[::-1])
    with pytest.raises(SystemExit, match="in another order"):
        join.finish(tmp_path)


def test_no_page_of_the_site_waits_for_more(site):
    """One style, and one with a checker or a kind of page; scripts hold up nothing, but on the search page."""
    for path in sorted(site.rglob("index.html")):
        html = path.read_text("utf-8")
        assert html.count('<link rel="stylesheet"') <= 3, path
        assert "searchindex.js" in html or not re.search(r'<script src="', html), path
