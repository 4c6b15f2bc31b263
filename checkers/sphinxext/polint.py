"""Find what breaks in a translation without a word: lost markup, messages that stay English, bad setting.

    python -m checkers.sphinxext.polint locale/zh_CN

Sphinx drops a link, ignores a message that starts a list, and shows stray asterisks, all without a warning.
Each problem here says where it is, what is wrong and how it would be right. Where a translation is right
against a rule, the entry says so and why, in a translator's comment that ``make po`` keeps:

    # polint: allow spacing: the product writes its name so

Words that a language does not want stand in ``locale/<language>/words.toml``.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from checkers.sphinxext import markup, typography

_REFERENCE_LINK = re.compile(r"\[[^\[\]]{1,200}\]\[[^\[\]]{0,200}\]")
_LEFT_OVER = re.compile(r"\*\*|\*|`|\]\(|\{[a-z:]{1,40}\}(?=`)")
_CODE = re.compile(r"(?<![\w.,-])(?:\d+(?:\.\d+)+|[2345]\d\d)(?!\w|[.,]\d)")
_EXCEPTION = re.compile(r"polint: allow ([a-zA-Z -]{1,40}): *(.*)")
_MARK_INSIDE = re.compile(r"[，。；：？！、]\*{1,2} ")
_QUOTATION = re.compile(r"“[^”]*”")

CHINESE = ("zh",)
"""Languages that ``typography`` knows."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a catalogue, and its cure."""

    file: str
    line: int
    rule: str
    message: str
    what: str
    cure: str

    def __str__(self) -> str:
        place = f" (in “{_short(self.message)}”)" if self.message else ""
        return f"{self.file}:{self.line}: {self.rule}: {self.what}. Right: {self.cure}{place}"


@dataclass(frozen=True, slots=True)
class House:
    """What the entries of one language are judged by, besides themselves."""

    language: str
    glossary: dict[str, str]  # English term -> translation, from the catalogue of the glossary page
    avoid: dict[str, str]  # unwanted word -> wanted word


def lint_language(folder: Path) -> list[Problem]:
    """Every problem in the catalogues of ``locale/<language>``, sorted by file and line."""
    catalogues = folder / "LC_MESSAGES"
    problems: list[Problem] = []
    read = {}
    for path in sorted(catalogues.rglob("*.po")):
        domain = path.relative_to(catalogues).with_suffix("").as_posix()
        try:
            with path.open("rb") as file:
                read[domain] = path, read_po(file, locale=None, domain=domain, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            problems.append(
                Problem(
                    _name(path),
                    getattr(error, "lineno", 0) or 0,
                    "syntax",
                    "",
                    str(error),
                    "a PO file that gettext can read",
                )
            )
    glossary = read["glossary"][1] if "glossary" in read else Catalog()
    words = folder / "words.toml"
    house = House(
        language=folder.name,
        glossary={entry.id: entry.string for entry in glossary if entry.id and isinstance(entry.string, str)},
        avoid=tomllib.loads(words.read_text("utf-8"))["avoid"] if words.is_file() else {},
    )
    for domain, (path, catalogue) in read.items():
        problems += lint_catalogue(catalogue, domain, house, _name(path))
        problems += _doubles(path)
    return sorted(problems)


def lint_catalogue(catalogue: Catalog, domain: str, house: House, file: str) -> list[Problem]:
    """Every problem in one catalogue; ``domain`` gives its messages' syntax, ``file`` its name."""
    problems = []
    for entry in catalogue:
        if entry.id:
            problems += _without_exceptions(
                entry, file, list(_lint_entry(entry, markup.syntax_of(domain), house))
            )
    for entry in catalogue.obsolete.values():
        problems.append(
            Problem(
                file,
                entry.lineno or 0,
                "obsolete",
                _first(entry.id),
                "no page holds this any more",
                "delete the entry",
            )
        )
    return problems


Complaint = tuple[str, str, str]  # rule, what is wrong, how it would be right


def _lint_entry(entry: Message, syntax: str, house: House) -> Iterator[Complaint]:
    originals = entry.id if isinstance(entry.id, tuple) else (entry.id,)
    translations = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    if entry.fuzzy:
        yield (
            "fuzzy",
            "the English has changed since",
            "correct the translation, then delete the “fuzzy” mark",
        )
    if not all(translations):
        yield "untranslated", "readers see English here", "translate it"
        return
    for original, translation in zip(
        [*originals, *originals[-1:] * len(translations)], translations, strict=False
    ):
        yield from lint_pair(original, translation, syntax, house)


def lint_pair(original: str, translation: str, syntax: str, house: House) -> Iterator[Complaint]:
    """What is wrong with one translation: (rule, what, cure) each."""
    english, translated = markup.read(original, syntax), markup.read(translation, syntax)
    if syntax == markup.MYST:
        yield from _blocks(english, translated)
    yield from _kept(english, translated)
    yield from _left_over(english, translated)
    if translation != translation.strip() and original == original.strip():
        yield "edges", "starts or ends with a space or a line end", "take it off; the English has none"
    for term in translated.bare_terms:
        if house.glossary.get(term, term) != term:
            yield (
                "term",
                f"{{term}}`{term}` shows the English word",
                f"{{term}}`{house.glossary[term]} <{term}>`",
            )
    for word, better in house.avoid.items():
        if word in translated.words:
            yield "word", f"“{word}” is not our word", f"“{better}”"
    if original == translation and _is_sentence(english.words):
        yield "copied", "the English stands here as its own translation", "translate it"
    if house.language.startswith(CHINESE):
        for slip in typography.slips(translated.words):
            cure = f"“{slip.right}”"
            if slip.rule == "full-width space" and _MARK_INSIDE.search(translation):
                cure = "the full stop behind the bold words, without a space: **粗体**。"
            yield slip.rule, f"“{slip.found}”", cure


def _is_sentence(words: str) -> bool:
    """Three plain words or more; not a name, a host, or an error in quotation marks."""
    plain = [word.strip(".,:;!?") for word in _QUOTATION.sub("", words).split()]
    return sum(len(word) >= 3 and word.isascii() and word.isalpha() and word.islower() for word in plain) >= 3


def _blocks(english: markup.Markup, translated: markup.Markup) -> Iterator[Complaint]:
    if english.blocks != ["paragraph_open"]:
        yield (
            "block",
            "the English itself makes a block, so Sphinx cannot translate it",
            "reword the page, not the catalogue",
        )
    elif len(translated.blocks) > 1:
        yield "block", "only the first of these blocks would be shown", "one paragraph, without an empty line"
    elif translated.blocks != ["paragraph_open"]:
        yield (
            "block",
            f"starts a {_block_name(translated)}, so Sphinx shows the English",
            "start with a word (or put \\ before the mark)",
        )


def _block_name(read: markup.Markup) -> str:
    return read.blocks[0].removesuffix("_open").replace("_", " ") if read.blocks else "nothing"


def _kept(english: markup.Markup, translated: markup.Markup) -> Iterator[Complaint]:
    for kind in sorted(english.kept.keys() | translated.kept.keys()):
        here, there = english.kept.get(kind, Counter()), translated.kept.get(kind, Counter())
        for piece in sorted((here - there).keys()):
            yield kind, f"{piece} is missing", f"keep {piece} as in the English"
        for piece in sorted((there - here).keys()):
            yield kind, f"{piece} is not in the English", f"take {piece} out, or write it as the English does"
    codes = set(_CODE.findall(english.words)) - set(_CODE.findall(translated.words))
    for code in sorted(codes):
        yield "code", f"{code} is missing", f"keep {code} as in the English"


def _left_over(english: markup.Markup, translated: markup.Markup) -> Iterator[Complaint]:
    if link := _REFERENCE_LINK.search(translated.words):
        yield (
            "reference link",
            f"{link[0]} loses its link in a translation",
            "an inline link, [text](target), in the page too",
        )
        return
    marks = Counter(_LEFT_OVER.findall(translated.words)) - Counter(_LEFT_OVER.findall(english.words))
    for mark in sorted(marks):
        cure = (
            "punctuation and brackets outside the marks: **粗体**（注）"
            if "*" in mark
            else "close what is open, without a space inside"
        )
        yield "left-over", f"“{mark}” is shown to the reader", cure


def _without_exceptions(entry: Message, file: str, complaints: list[Complaint]) -> Iterator[Problem]:
    """The complaints as problems, less those that a comment in the entry allows with a reason."""
    line, message = entry.lineno or 0, _first(entry.id)
    allowed = dict(match.groups() for comment in entry.user_comments if (match := _EXCEPTION.match(comment)))
    for rule, reason in allowed.items():
        if not reason.strip():
            yield Problem(
                file,
                line,
                "exception",
                message,
                f"“allow {rule}” without a reason",
                f"polint: allow {rule}: why",
            )
        elif rule not in {rule for rule, _, _ in complaints}:
            yield Problem(
                file, line, "exception", message, f"“allow {rule}” allows nothing", "delete the comment"
            )
    for rule, what, cure in complaints:
        if rule not in allowed:
            yield Problem(file, line, rule, message, what, cure)


def _doubles(path: Path) -> Iterator[Problem]:
    """Babel keeps the last of two entries with the same msgid and says nothing."""
    seen: dict[str, int] = {}
    message, first, lines = None, 0, path.read_text("utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("msgid "):
            message, first = line.removeprefix("msgid ").strip().strip('"'), number
        elif line.startswith('"') and message is not None:
            message += line.strip().strip('"')
        elif line.startswith("msgstr") and message is not None:
            if message in seen:
                yield Problem(
                    _name(path),
                    first,
                    "double",
                    message,
                    f"also stands in line {seen[message]}",
                    "one entry a message",
                )
            seen.setdefault(message, first)
            message = None


def _name(path: Path) -> str:
    """The file as the repository names it."""
    parts = path.parts
    start = len(parts) - 1 - parts[::-1].index("locale") if "locale" in parts else 0
    return "/".join(parts[start:])


def _first(message: str | tuple[str, ...]) -> str:
    return message[0] if isinstance(message, tuple) else message


def _short(message: str) -> str:
    message = " ".join(message.split())
    return message if len(message) <= 60 else message[:57] + "…"


def main(folders: list[str]) -> int:
    """The command line: language folders (default: all of ``locale``); 1 if anything is wrong."""
    paths = [Path(folder) for folder in folders] or sorted(
        path.parent for path in Path("locale").glob("*/LC_MESSAGES")
    )
    problems = [problem for path in paths for problem in lint_language(path)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
