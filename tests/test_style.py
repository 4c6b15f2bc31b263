"""The style: every file of it is joined into the one that pages load, and none of its names is of nothing."""

import re

from conftest import ROOT

import conf
from checkers.sphinxext import style

OURS = ROOT / "checkers" / "sphinxext"
PARTS = sorted((ROOT / "source" / "_style").glob("*.css"))
SHEETS = [*PARTS, *sorted(OURS.rglob("*.css"))]
# A class in a selector, and the names that begin with what a script ends by itself: `checker-edge-${severity}`.
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
BEGUN = re.compile(r"([a-z]+(?:-[a-z]+)*-)\$\{")


def names(sheet: str) -> set[str]:
    """The classes that the selectors of a sheet name."""
    without = re.sub(r"/\*.*?\*/|\{[^{}]*\}|\"[^\"]*\"", " ", sheet, flags=re.DOTALL)
    return set(CLASS.findall(without))


def test_every_part_is_joined_in_the_order_of_the_settings(site):
    assert sorted(conf.site_style) == [str(path) for path in PARTS]
    for language in ("", "zh-cn/"):
        sheet = (site / language / "_static" / style.NAME).read_text("utf-8")
        assert sheet == style.joined(conf.site_style)
        assert sheet in (site / language / "_static" / "joined.css").read_text("utf-8")  # what the pages load (join.py)


def test_each_file_is_short_and_says_what_it_is_for():
    for path in SHEETS:
        text = path.read_text("utf-8")
        assert text.startswith("/* ") and len(text.splitlines()) <= 300, path
        assert text.count("{") == text.count("}"), path


def test_no_name_is_of_nothing(site):
    """What no page, no script and no template says can be taken out."""
    shown = set()
    for page in site.rglob("*.html"):
        for value in re.findall(r'\bclass="([^"]*)"', page.read_text("utf-8")):
            shown.update(value.split())
    folders = (OURS, ROOT / "source")
    sources = [path for folder in folders for kind in ("*.js", "*.py", "*.html") for path in folder.rglob(kind)]
    said = "\n".join(path.read_text("utf-8") for path in sources)
    begun = tuple(set(BEGUN.findall(said)))
    words = set(re.findall(r"-?[\w-]+", said))
    found = {name: path.name for path in SHEETS for name in names(path.read_text("utf-8"))}
    assert len(found) > 100
    known = shown | words
    assert {name: file for name, file in found.items() if name not in known and not name.startswith(begun)} == {}
