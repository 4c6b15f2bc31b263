"""The catalogues as they are: complete, sound, and holding what the checkers and the theme say today.

Fast, so that ``make check`` can run it; test_catalogue.py builds the pages' templates
and compares.
"""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po

from checkers.sphinxext import catalogue, polint

LOCALE = catalogue.ROOT / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
COMPLETE = {"zh_CN"}
"""Languages in which nothing may be missing; another may be on its way."""

CATALOGUES = sorted(LOCALE.rglob("*.po"))


def name(path: Path) -> str:
    return path.relative_to(LOCALE).as_posix()


def read(path: Path):
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def test_chinese_is_there():
    assert set(LANGUAGES) >= COMPLETE


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_broken(language):
    problems = [
        str(problem)
        for problem in polint.lint_language(LOCALE / language)
        if language in COMPLETE or problem.rule != "untranslated"
    ]
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("domain", ["checkers", "sphinx"])
def test_holds_what_is_said_today(language, domain):
    messages = {"checkers": catalogue.checker_messages, "sphinx": catalogue.template_messages}[domain]()
    fresh = {message.message for message in messages}
    held = {entry.id for entry in read(LOCALE / language / "LC_MESSAGES" / f"{domain}.po") if entry.id}
    assert {"new": fresh - held, "gone": held - fresh} == {"new": set(), "gone": set()}, "run: make po"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_catalogue_a_page(language):
    source = catalogue.ROOT / "source"
    pages = {path.relative_to(source).with_suffix("").as_posix() for path in source.rglob("*.md")}
    folder = LOCALE / language / "LC_MESSAGES"
    held = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.po")}
    assert held == pages | {"checkers", "sphinx"}


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_compiles(path):
    """gettext's own judge where it is installed, and Babel's everywhere."""
    messages = read(path)
    complaints = [f"{path}:{entry.lineno}: {error}" for entry in messages for error in entry.check(messages)]
    if msgfmt := shutil.which("msgfmt"):
        run = subprocess.run([msgfmt, "-c", "-o", "-", path], capture_output=True, text=False)
        if run.returncode:
            complaints += run.stderr.decode().splitlines()
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_references_are_those_of_make_po(path):
    """So that two people's catalogues differ by their words only, and name nobody's machine."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#: ")]
    files = {file for line in lines for file in line.removeprefix("#: ").split()}
    ours = ("../../source/", "checkers/", "_templates/", "furo/", "basic-ng/", "sphinx/")
    assert not {file for file in files if not file.startswith(ours)}


def test_the_glossary_is_whole_and_true():
    """glossary.toml has the terms of the glossary page and no other, and calls them as its Chinese does."""
    page = (catalogue.ROOT / "source/glossary.md").read_text("utf-8")
    page = page.partition("```{glossary}\n")[2].partition("```")[0]
    terms = {line for line in page.splitlines() if line and not line.startswith(" ")}
    for language in sorted(COMPLETE):
        tables = tomllib.loads((LOCALE / language / "glossary.toml").read_text("utf-8"))
        renderings = tables["terms"] | tables["loose"]
        assert set(renderings) == terms
        shown = {entry.id: entry.string for entry in read(LOCALE / language / "LC_MESSAGES/glossary.po")}
        wrong = {term: shown[term] for term, words in renderings.items() if shown[term].partition("（")[0] != words[0]}
        assert wrong == {}


def test_weblate_finds_every_catalogue_once():
    """Each is of one component, by the files that a Weblate server is set up from."""
    components = json.loads((catalogue.ROOT / ".weblate.json").read_text("utf-8"))
    pages = json.loads((catalogue.ROOT / ".weblate-pages.json").read_text("utf-8"))
    masks = [re.escape(component["filemask"]).replace(r"\*", "[^/]+") for component in components]
    for path in CATALOGUES:
        address = f"locale/{name(path)}"
        assert sum(bool(re.fullmatch(mask, address)) for mask in [*masks, pages["match"]]) == 1, address
    for settings in [*components, pages]:
        assert settings["file_format"] == "po" and settings["file_format_params"] == {"po_line_wrap": -1}


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_a_tool_that_saves_the_file_changes_nothing(path):
    """No entry is wrapped: a one-word correction is a one-line change in every editor."""
    text = path.read_text("utf-8")
    long = polib.pofile(text, wrapwidth=10**9)
    plain = [entry.msgid for entry in long if "\n" not in entry.msgid + entry.msgstr]
    assert not [message for message in plain if message and f'""\n"{message[:9]}' in text]
