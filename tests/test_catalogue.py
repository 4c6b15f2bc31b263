"""One flow of texts: found in code, tables, templates and pages, merged by sphinx-intl, none left outside."""

import subprocess
import sys
from pathlib import Path
from pprint import pformat

import pytest
from babel.messages.pofile import read_po
from sphinx_intl.basic import update

from checkers.sphinxext import catalogue

ROOT = catalogue.ROOT

MODULE = """
from checkers.wording import text

WORDS = {"run": text("Check"), "stop": text("Stop")}

class Hop:
    def title(self, count, part, row):
        part.text("a method of another object")
        text(row["title"])
        return text(
            "{count} hops, "
            "oldest first", count=count)
"""

TABLE = """
[provider]
id = "qq"
name = "QQ Mail"
hosts = ["qq.com"]

[sources.HELP]
label = "QQ Mail help"
url = "https://example.org"

[[row]]
id = "qq-full"
match = ["mailbox full"]
explanation = "The mailbox of {recipient} is full."
steps = ["Write again later.", "Check"]

[[reply]]
code = "550"
meaning = "Not available."
registry_name = "never translated"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small project with a module, a table and a template."""
    for name, text in {
        "checkers/headers.py": MODULE,
        "checkers/smtp/rows.toml": TABLE,
        "source/_templates/page.html": '{{ _("Other language") }}{% trans n=1 %}Page {{ n }}{% endtrans %}',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def entries(folder: Path, domain: str) -> dict[str, object]:
    """The entries of a written template, by message."""
    with (folder / f"{domain}.pot").open("rb") as file:
        return {entry.id: entry for entry in read_po(file) if entry.id}


def test_messages_in_their_order_with_where_they_are_shown(tree):
    found = [(message.message, message.where) for message in catalogue.checker_messages(tree)]
    assert found == [
        ("Check", "WORDS run"),
        ("Stop", "WORDS stop"),
        ("{count} hops, oldest first", "Hop title"),
        ("QQ Mail", "provider qq: name"),
        ("QQ Mail help", "sources HELP: label"),
        ("The mailbox of {recipient} is full.", "row qq-full: explanation"),
        ("Write again later.", "row qq-full: steps"),
        ("Check", "row qq-full: steps"),
        ("Not available.", "reply 550: meaning"),
    ]


def test_template_file(tree):
    catalogue.write(tree / "pot", tree)
    messages = entries(tree / "pot", "checkers")
    assert messages["The mailbox of {recipient} is full."].flags == {"python-brace-format"}
    assert messages["Write again later."].flags == set()
    assert messages["Check"].auto_comments == ["WORDS run", "row qq-full: steps"]
    assert messages["Check"].locations == [("checkers/headers.py", None), ("checkers/smtp/rows.toml", None)]


def test_moved_lines_change_nothing(tree):
    catalogue.write(tree / "one", tree)
    for path in (tree / "checkers").rglob("*.*"):
        path.write_text("\n\n\n" + path.read_text("utf-8"), "utf-8")
    catalogue.write(tree / "two", tree)
    for domain in ("checkers", "sphinx"):
        one, two = ((tree / run / f"{domain}.pot").read_bytes() for run in ("one", "two"))
        assert one == two


@pytest.mark.parametrize(
    "call", ['text(f"{n} hops")', 'text("hops: " + n)', 'text("%d" % n)', 'Text("hops")']
)
def test_message_that_no_catalogue_can_hold(tree, call):
    (tree / "checkers/bad.py").write_text(f"def f(n):\n    return {call}\n", "utf-8")
    with pytest.raises(catalogue.Unextractable, match=r"checkers/bad\.py:2: "):
        list(catalogue.checker_messages(tree))


def test_page_that_only_moved_changes_nothing(tree):
    page = tree / "pot/faq/outgoing.pot"
    page.parent.mkdir(parents=True)
    seen = set()
    for day, line in ("2026-11-23 11:31+0000", 7), ("2027-01-02 03:04+0800", 19):
        head = f'msgid ""\nmsgstr ""\n"POT-Creation-Date: {day}\\n"\n'
        entry = f'#: ../../source/faq/outgoing.md:{line}\nmsgid "Limit: 5"\nmsgstr ""\n'
        page.write_text(f"{head}\n{entry}", "utf-8")
        catalogue.write(tree / "pot", tree)
        seen.add(page.read_text("utf-8"))
    (text,) = seen
    assert "#: ../../source/faq/outgoing.md\n" in text and 'msgid "Limit: 5"' in text


def test_surroundings_of_the_pages(tree):
    catalogue.write(tree / "pot", tree)
    messages = entries(tree / "pot", "sphinx")
    ours = {"Other language", "Page %(n)s"}
    furo = {"Skip to content", "On this page", "Copyright &#169; %(copyright)s"}
    parent = {"View sources"}  # in basic-ng, which furo's template extends
    sphinx = {"Link to this heading", "Note", "Added in version %s"}
    assert ours | furo | parent | sphinx <= messages.keys()
    assert messages["Page %(n)s"].locations == [("_templates/page.html", None)]


def test_merging_keeps_translations_and_settles(tree):
    """sphinx-intl takes our templates: nothing is lost, and a second run changes no byte."""
    catalogue.write(tree / "pot", tree)
    update(str(tree / "locale"), str(tree / "pot"), ("zh_CN",), line_width=0, jobs=1)
    po = tree / "locale/zh_CN/LC_MESSAGES/checkers.po"
    comment = "# polint: allow copied: a name\n"
    old = po.read_text("utf-8")
    new = old.replace('msgid "QQ Mail"\nmsgstr ""', 'msgid "QQ Mail"\nmsgstr "QQ 邮箱"')
    new = new.replace("#. provider qq: name\n", comment + "#. provider qq: name\n")
    assert old.count('msgid "QQ Mail"\n') == 1 and "QQ 邮箱" in new
    po.write_text(new, "utf-8")

    (tree / "checkers/more.py").write_text('text("One more")\n', "utf-8")
    catalogue.write(tree / "pot", tree)
    first = update(str(tree / "locale"), str(tree / "pot"), ("zh_CN",), line_width=0, jobs=1)
    merged = po.read_text("utf-8")
    assert first["update"] == 1 and "QQ 邮箱" in merged and comment in merged and "One more" in merged

    catalogue.write(tree / "pot", tree)
    second = update(str(tree / "locale"), str(tree / "pot"), ("zh_CN",), line_width=0, jobs=1)
    assert second["update"] == second["create"] == 0
    assert po.read_text("utf-8") == merged


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Path:
    """Every template, extracted afresh as ``make po`` does it."""
    folder = tmp_path_factory.mktemp("gettext")
    build = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-b",
        "gettext",
        "-c",
        str(ROOT),
        "-d",
        str(folder / ".doctrees"),
    ]
    run = subprocess.run(
        [*build, str(ROOT / "source"), str(folder)], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, run.stderr
    catalogue.main([str(folder)])
    return folder


@pytest.mark.parametrize(
    "language", sorted(path.name for path in (ROOT / "locale").iterdir() if path.is_dir())
)
def test_catalogues_are_fresh(extracted, language):
    """Each page's catalogue holds exactly what the page says today, else ``make po`` is due."""
    folder = ROOT / "locale" / language / "LC_MESSAGES"
    stale = {}
    pots = {path.relative_to(extracted).with_suffix("") for path in extracted.rglob("*.pot")}
    pos = {path.relative_to(folder).with_suffix("") for path in folder.rglob("*.po")}
    for domain in sorted(pots | pos):
        messages = []
        for path in (extracted / f"{domain}.pot", folder / f"{domain}.po"):
            lines = path.read_text("utf-8").splitlines() if path.exists() else []
            messages.append({entry.id for entry in read_po(lines) if entry.id})
        if messages[0] != messages[1]:
            stale[str(domain)] = {"new": messages[0] - messages[1], "gone": messages[1] - messages[0]}
    if stale:
        pytest.fail(f"run: make po\n{pformat(stale, width=150)}", pytrace=False)
