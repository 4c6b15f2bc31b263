"""A made-up language that shows what cannot be translated, and which layout breaks when words grow.

    python -m checkers.sphinxext.pseudo build/gettext build/pseudo/locale

Every message becomes ⟦ŵörðš ŵïţħ àççéñţš ···⟧, two fifths longer: what stands in a page without brackets does not come
from a catalogue. Markup, code, targets and placeholders stay as they are. Nothing of it is ever committed.
"""

import argparse
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from checkers.sphinxext import locales, markup

CODE = "qps"
"""Of the codes that BCP 47 leaves for private use (qaa to qtz)."""

NAME = "⟦Ŧéšţ⟧"
OPEN, CLOSE, PAD = "⟦", "⟧", "·"
LONGER = 0.4

_ACCENTS = str.maketrans(
    "aceghijklnorstuwyzACEGHIJKLNORSTUWYZ", "àçéğħïĵķļñöŕšţûŵýžÀÇÉĞĤÏĴĶĻÑÖŔŠŢÛŴÝŽ"
)
# What stays as it is, in the order in which it is looked for.
_KEPT = {
    markup.MYST: re.compile(
        r"""(?x)
        \\.                                           # an escaped mark
        | \{[a-zA-Z:-]{1,40}\}`[^`]*`                 # a role, which _shown has been at
        | (`+)(?:(?!\1).)+?\1                         # code
        | \]\([^)]*\) | \]\{[^}]*\}                   # the target or class of a link
        | \[\^[^\]]+\]                                # a footnote
        | \{\{[^}]*\}\} | \{[.#][^}]*\}               # a substitution, attributes
        | <[^<>\s]+> | </?[a-zA-Z][^<>]*>             # an address, a tag
        | https?://[^\s)>]+
        """
    ),
    markup.HTML: re.compile(r"<[^<>]*>|&#?\w{1,10};|%(?:\(\w+\))?[sd]|https?://\S+"),
    markup.PLAIN: re.compile(r"\{[A-Za-z_]\w*\}|https?://\S+"),
}
_LINK = re.compile(r"(\{(?:ref|doc|term|any|numref|download)\}`)([^`<]*?) ?(<[^`<>]*>`)")
_TERM = re.compile(r"(\{term\}`)([^`<]+)`")
_LABEL = re.compile(r"(\{(?:guilabel|menuselection|abbr)\}`)([^`]+)`")


def pseudo(message: str, syntax: str) -> str:
    """The message in the made-up language; ``syntax`` as ``markup.syntax_of`` has it."""
    words = _shown(message) if syntax == markup.MYST else message
    kept, done, at = _KEPT[syntax], [], 0
    for match in kept.finditer(words):
        done += [words[at : match.start()].translate(_ACCENTS), match[0]]
        at = match.end()
    done.append(words[at:].translate(_ACCENTS))
    pad = PAD * max(1, round(LONGER * len(message)))
    return f"{OPEN}{''.join(done)} {pad}{CLOSE}"


def _shown(message: str) -> str:
    """What a role shows changes, its target does not."""
    message = _TERM.sub(lambda term: f"{term[1]}{term[2].translate(_ACCENTS)} <{term[2]}>`", message)
    message = _LABEL.sub(lambda label: f"{label[1]}{label[2].translate(_ACCENTS)}`", message)
    return _LINK.sub(lambda link: f"{link[1]}{link[2].translate(_ACCENTS)} {link[3]}", message)


def catalogue(template: Catalog, domain: str) -> Catalog:
    """A catalogue of the made-up language for one template."""
    made = Catalog(fuzzy=False, charset="utf-8")
    syntax = markup.syntax_of(domain)
    for entry in template:
        if isinstance(entry.id, tuple):
            made.add(entry.id, tuple(pseudo(form, syntax) for form in entry.id), flags=entry.flags)
        elif entry.id:
            made.add(entry.id, pseudo(entry.id, syntax), flags=entry.flags)
    return made


def write(templates: Path, locale: Path) -> Path:
    """Write the language into the folder ``locale``; where its catalogues lie."""
    folder = locale / CODE / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (locale / CODE / locales.SETTINGS).write_text(f'name = "{NAME}"\ntitle = "{NAME}"\n', "utf-8")
    for path in sorted(templates.rglob("*.pot")):
        domain = path.relative_to(templates).with_suffix("").as_posix()
        target = folder / f"{domain}.po"
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as read, target.open("wb") as written:
            write_po(written, catalogue(read_po(read), domain), width=0)
    return folder


def main(arguments: list[str] | None = None) -> None:
    """The command line: the folder of templates, and where the translations of the made-up site go."""
    parser = argparse.ArgumentParser(prog="python -m checkers.sphinxext.pseudo", description=write.__doc__)
    parser.add_argument("templates", type=Path)
    parser.add_argument("locale", type=Path)
    wanted = parser.parse_args(arguments)
    print(write(wanted.templates, wanted.locale))


if __name__ == "__main__":
    main()
