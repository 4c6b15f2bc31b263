"""One flow of texts: found in code, tables, templates and pages, merged by sphinx-intl, none left outside."""

import re
import subprocess
import sys
from pathlib import Path
from pprint import pformat

import pytest
from babel.messages.pofile import read_po

from checkers.sphinxext import catalogue, merge, notes

ROOT = catalogue.ROOT

MODULE = """
from checkers.wording import text

WORDS = {"run": text("Check"), "stop": text("Stop")}

class Hop:
    def title(self, count, part, row):
        part.text("a method of another object")
        text(row["title"])
        return text(
            "{name} went "
            "{count} hops", count=count, name=part)

def files(count):
    return plural("{count} file", "{count} files", count=count), plural("{count} s", count=count)
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
sample = "550  5.1.1 not available"

[[row]]
id = "hops"
title = "{count} servers"
counted = "title"
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
        ("{name} went {count} hops", "Hop title"),
        (("{count} file", "{count} files"), "files"),
        (("{count} s", "{count} s"), "files"),
        ("QQ Mail", "provider qq: name"),
        ("QQ Mail help", "sources HELP: label"),
        ("The mailbox of {recipient} is full.", "row qq-full: explanation"),
        ("Write again later.", "row qq-full: steps"),
        ("Check", "row qq-full: steps"),
        (("{count} servers", "{count} servers"), "row hops: title"),
        ("Not available.", "reply 550: meaning"),
    ]


def test_template_file(tree):
    catalogue.write(tree / "pot", tree)
    messages = entries(tree / "pot", "checkers")
    assert messages["The mailbox of {recipient} is full."].flags == {"python-brace-format"}
    assert messages["Write again later."].flags == set()
    assert messages["{count} file", "{count} files"].flags == {"python-brace-format"}
    assert messages["Check"].locations == [("checkers/headers.py", None), ("checkers/smtp/rows.toml", None)]


def told(entry) -> list[str]:
    """The notes of an entry; a long one is written in two lines."""
    return re.sub(r"\n(?!Shown:|\{|Example:|When )", " ", "\n".join(entry.auto_comments)).splitlines()


def test_a_translator_is_told_where_and_what(tree):
    catalogue.write(tree / "pot", tree)
    messages = entries(tree / "pot", "checkers")
    assert told(messages["Check"]) == [
        "Shown: the checkers, WORDS run",
        "Shown: SMTP checker, one step of what to do (row qq-full)",
    ]
    assert told(messages["The mailbox of {recipient} is full."]) == [
        "Shown: SMTP checker, explanation below the heading (row qq-full)",
        "{recipient}: the address of a recipient",
        "Example: The mailbox of bob@example.com is full.",
    ]
    assert told(messages["Not available."])[1:] == ["When the reader pastes: 550 5.1.1 not available"]
    assert "Example: 12 files" in told(messages["{count} file", "{count} files"])


@pytest.mark.parametrize(
    ("name", "text", "missing"),
    [
        ("checkers/smtp/more.toml", 'title = "{nobody_knows} is full"', r"more\.toml: .* \{nobody_knows\}"),
        ("checkers/smtp/more.py", 'text("{nobody_knows}")', r"more\.py: .* \{nobody_knows\}"),
    ],
)
def test_a_placeholder_that_nobody_explained(tree, name, text, missing):
    (tree / name).write_text(text, "utf-8")
    with pytest.raises(notes.Unexplained, match=missing):
        catalogue.write(tree / "pot", tree)


def test_every_explanation_is_used():
    """notes.toml holds nothing that no message needs any more."""
    found = list(catalogue.checker_messages())
    used = {name for one in found for name in re.findall(r"\{(\w+)\}", "".join(one.message))}
    assert set(notes.explained()["placeholders"]) - used <= {"recipient"}, "not a placeholder of any message"
    assert set(notes.explained()["keys"]) <= {one.where for one in found}
    for prefix in notes.explained()["places"]:
        assert (ROOT / prefix).exists() or list((ROOT / prefix).parent.glob(Path(prefix).name + "*")), prefix
    for one in found:
        assert notes.place(one)


def test_moved_lines_change_nothing(tree):
    catalogue.write(tree / "one", tree)
    for path in (tree / "checkers").rglob("*.*"):
        path.write_text("\n\n\n" + path.read_text("utf-8"), "utf-8")
    catalogue.write(tree / "two", tree)
    for domain in ("checkers", "sphinx"):
        one, two = ((tree / run / f"{domain}.pot").read_bytes() for run in ("one", "two"))
        assert one == two


@pytest.mark.parametrize(
    "call",
    [
        'text(f"{n} hops")', 'text("hops: " + n)', 'text("%d" % n)', 'Text("hops")',
        'plural("{count} hop", f"{n} hops")', 'plural("hop", "hops")',
    ],
)  # fmt: skip
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


def po_files(locale: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in locale.rglob("*.po")}


def test_merging_keeps_translations_and_settles(tree):
    """Nothing is lost, notes follow the code, and a second run changes no byte."""
    templates, locale = tree / "pot", tree / "locale"
    catalogue.write(templates, tree)
    merge.merge(templates, locale, ["zh_CN"])
    po = locale / "zh_CN/LC_MESSAGES/checkers.po"
    comment = "# polint: allow copied: a name\n"
    note = "#. Shown: SMTP checker, name of a provider, field or system (provider qq)\n"
    old = po.read_text("utf-8")
    new = old.replace('msgid "QQ Mail"\nmsgstr ""', 'msgid "QQ Mail"\nmsgstr "QQ 邮箱"').replace(note, comment + note)
    assert old.count('msgid "QQ Mail"\n') == 1 and "QQ 邮箱" in new and comment in new
    po.write_text(new, "utf-8")

    (tree / "checkers/more.py").write_text('text("One more")\n', "utf-8")
    catalogue.write(templates, tree)
    assert merge.merge(templates, locale, ["zh_CN"])["update"] == 1
    merged = po.read_text("utf-8")
    assert "QQ 邮箱" in merged and comment in merged and "One more" in merged

    table = tree / "checkers/smtp/rows.toml"
    table.write_text(table.read_text("utf-8").replace('id = "qq"', 'id = "tencent"'), "utf-8")
    catalogue.write(templates, tree)
    merge.merge(templates, locale, ["zh_CN"])
    assert po.read_text("utf-8") == merged.replace("(provider qq)", "(provider tencent)"), "notes follow"

    before = po_files(locale)
    catalogue.write(templates, tree)
    second = merge.merge(templates, locale, ["zh_CN"])
    assert second["update"] == second["create"] == 0
    assert po_files(locale) == before


@pytest.mark.parametrize(("code", "forms"), [("ja", 1), ("zh_CN", 1), ("de", 2), ("pl", 3), ("ar", 6)])
def test_a_plural_has_the_forms_of_its_language(tree, code, forms):
    catalogue.write(tree / "pot", tree)
    merge.merge(tree / "pot", tree / "locale", [code])
    po = (tree / f"locale/{code}/LC_MESSAGES/checkers.po").read_text("utf-8")
    assert f"nplurals={forms};" in po and f'"Language: {code}\\n"' in po
    written = po.partition('msgid_plural "{count} files"\n')[2].partition("\n\n")[0]
    assert written.splitlines() == [f'msgstr[{number}] ""' for number in range(forms)]


def test_a_new_catalogue_names_nobody_and_no_day(tree):
    page = tree / "pot/faq/outgoing.pot"
    page.parent.mkdir(parents=True)
    head = '# SOME DESCRIPTIVE TITLE.\n#\n#, fuzzy\nmsgid ""\nmsgstr ""\n'
    page.write_text(head + '\nmsgid "Limit"\nmsgstr ""\n', "utf-8")
    catalogue.write(tree / "pot", tree)
    merge.merge(tree / "pot", tree / "locale", ["ja"])
    for path, content in po_files(tree / "locale").items():
        head = content.decode().partition("\n\n")[0]
        assert head.startswith("# Red Envelope: ") and "fuzzy" not in head and "FULL NAME" not in head, path
        assert set(re.findall(r"(?<=-Date: )[0-9-]+", head)) == {"1970-01-01"}, path


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
