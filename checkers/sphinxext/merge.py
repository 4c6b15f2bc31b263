"""Merge fresh templates into the catalogues of the languages, and leave them as every tool and person leaves them.

    python -m checkers.sphinxext.merge build/gettext locale zh_CN ja

sphinx-intl merges the messages. What it leaves out is done here, so that a catalogue changes only where words do:

- a plural gets as many forms as its language has, not two as in the template, and the header says so;
- notes to translators are brought up to date in ``checkers.po``; sphinx-intl does so only when messages come or go;
- a new catalogue gets a header that names nobody and no day.
"""

import argparse
import contextlib
import io
import re
from pathlib import Path

from babel.messages.plurals import get_plural
from sphinx_intl.basic import update

NOTED = ("checkers",)
"""Catalogues whose templates carry notes to translators."""

_PLURAL = re.compile(r'(^msgid_plural .*\n(?:^".*\n)*)((?:^msgstr\[\d+\] .*\n(?:^".*\n)*)+)', re.MULTILINE)
_FORM = re.compile(r'^msgstr\[\d+\] (.*\n(?:^".*\n)*)', re.MULTILINE)
_RULE = re.compile(r'^"Plural-Forms: nplurals=(\d+);.*"$', re.MULTILINE)
_NOTES = re.compile(r"(?:^#[.:].*\n)+", re.MULTILINE)
_NOBODY = {
    "Last-Translator": "Red Envelope contributors",
    "Language-Team": "Red Envelope contributors",
    "POT-Creation-Date": "1970-01-01 00:00+0000",
    "PO-Revision-Date": "1970-01-01 00:00+0000",
}


def merge(templates: Path, locale: Path, codes: list[str]) -> dict[str, int]:
    """Bring every catalogue of ``codes`` up to date; {"create", "update", "notchanged"} as sphinx-intl counts."""
    if not codes:
        return {}
    before = {path for code in codes for path in (locale / code).rglob("*.po")}
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = update(str(locale), str(templates), tuple(codes), line_width=0, jobs=1)
    for line in said.getvalue().splitlines():
        if not line.startswith("Not Changed"):
            print(line)
    for code in codes:
        for path in sorted((locale / code / "LC_MESSAGES").rglob("*.po")):
            domain = path.relative_to(locale / code / "LC_MESSAGES").with_suffix("").as_posix()
            template = templates / f"{domain}.pot"
            if template.is_file():
                settle(path, template, code, domain if path not in before else "")
    return status


def settle(path: Path, template: Path, code: str, title: str = "") -> None:
    """Do what sphinx-intl leaves out for one catalogue; its file is written only if that changes it. A new one gets
    a ``title``."""
    old = text = path.read_text("utf-8")
    rule = get_plural(code)
    text = with_plural_forms(text, rule.num_plurals)
    stated = _RULE.search(text)
    if stated and int(stated[1]) != rule.num_plurals:
        text = _RULE.sub(lambda _: f'"Plural-Forms: {rule.plural_forms}\\n"', text, count=1)
    if template.stem in NOTED:
        text = with_notes(text, template)
    if title:
        text = re.sub(r"\A(?:#.*\n)*", f"# Red Envelope: {title}\n", text)
        for field, value in _NOBODY.items():
            text = re.sub(rf'^"{field}: .*\\n"$', lambda _, f=field, v=value: f'"{f}: {v}\\n"', text, flags=re.M)
    if text != old:
        path.write_text(text, "utf-8")


def with_plural_forms(text: str, forms: int) -> str:
    """Give each plural of a PO file ``forms`` forms: empty ones are added, those too many taken off."""

    def entry(match: re.Match) -> str:
        found = _FORM.findall(match[2])
        if len(found) == forms:
            return match[0]
        wanted = (found + ['""\n'] * forms)[:forms]
        return match[1] + "".join(f"msgstr[{number}] {words}" for number, words in enumerate(wanted))

    return _PLURAL.sub(entry, text)


def with_notes(text: str, template: Path) -> str:
    """Give each message of a PO file the notes (``#.``) and places (``#:``) that it has in the template."""
    notes = _notes_of(template.read_text("utf-8"))
    body = text.rstrip("\n")
    entries = body.split("\n\n")
    for number, entry in enumerate(entries):
        fresh = notes.get(_message_of(entry))
        if fresh is None or "\n#~" in f"\n{entry}":
            continue
        rest = _NOTES.sub("", entry + "\n").rstrip("\n")
        # A translator's own comments come first, flags last: the order of gettext's tools.
        own = re.match(r"(?:# .*\n|#\n)*", rest)[0]
        entries[number] = own + fresh + rest[len(own) :]
    return "\n\n".join(entries) + text[len(body) :]


def _notes_of(template: str) -> dict[str, str]:
    return {
        _message_of(entry): "".join(_NOTES.findall(entry + "\n"))
        for entry in template.split("\n\n")[1:]
        if _message_of(entry)
    }


def _message_of(entry: str) -> str:
    """What tells an entry from others: the lines of its msgid."""
    found = re.search(r'^msgid (.*(?:\n".*)*)', entry, re.MULTILINE)
    return found[1] if found else ""



def main(arguments: list[str] | None = None) -> None:
    """The command line: the folder of templates, that of the translations, and the languages."""
    parser = argparse.ArgumentParser(prog="python -m checkers.sphinxext.merge", description="Merge the templates.")
    parser.add_argument("templates", type=Path)
    parser.add_argument("locale", type=Path)
    parser.add_argument("languages", nargs="*")
    wanted = parser.parse_args(arguments)
    merge(wanted.templates, wanted.locale, wanted.languages)


if __name__ == "__main__":
    main()
