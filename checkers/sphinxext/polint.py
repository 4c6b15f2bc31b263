"""Find what breaks in a translation without a word: lost markup, messages that stay English, bad setting.

    python -m checkers.sphinxext.polint locale/zh_CN

Sphinx drops a link, ignores a message that starts a list, and shows stray asterisks, all without a warning.
Each problem here says where it is, what is wrong and how it would be right. Where a translation is right
against a rule, the entry says so and why, in a translator's comment that ``make po`` keeps:

    # polint: allow spacing: the product writes its name so

The rules here hold for every language; what one language has of its own stands beside its catalogues (house.py).
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from checkers.sphinxext import markup, typography
from checkers.sphinxext.house import House, house_of

_REFERENCE_LINK = re.compile(r"\[[^\[\]]{1,200}\]\[[^\[\]]{0,200}\]")
_LEFT_OVER = re.compile(r"\*\*|\*|`|\]\(|\{[a-z:]{1,40}\}(?=`)")
_CODE = re.compile(r"(?<![\w.,-])(?:\d+(?:\.\d+)+|[2345]\d\d)(?!\w|[.,]\d)")
_STRING = re.compile(
    r"""(?ax)                                                   # what a program reads, so no translator may touch it:
    [\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+                # an email address
    | (?<![\w-])--[a-z][a-z-]{1,40}                            # an option
    | (?<![\w.@-])[A-Za-z_][\w-]{0,62}(?:\.[A-Za-z_][\w-]{0,62})+(?![\w@])  # a host, a file, a system parameter
    | (?<!\w)[A-Za-z]\w{0,40}_\w{1,40}                         # a name in a program
    | (?<![\w-])[a-z]{1,20}=[\w.~-]{0,40}\w                   # a tag of a record
    | (?<![\w-])(?:X|ARC|DKIM|MIME|Content|Message|Return|Received|Authentication)-[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)*
    """
)
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|「[^」]*」|（[^（）]*）|\([^()]*\)|\ufffc")
_PLAIN_WORD = re.compile(r"(?<![\w.-])[a-z]{2,}(?![\w.-])")
_EXCEPTION = re.compile(r"polint: allow ([a-zA-Z -]{1,40}): *(.*)")
_MARK_INSIDE = re.compile(r"[，。；：？！、]\*{1,2} ")
_QUOTATION = re.compile(r"“[^”]*”")

CHINESE = "chinese"
"""The rules of setting that ``typography.py`` holds."""


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


def lint_language(folder: Path, only: Path | None = None) -> list[Problem]:
    """Every problem in the catalogues of ``locale/<language>``, or in one of them, sorted by file and line."""
    catalogues = folder / "LC_MESSAGES"
    problems: list[Problem] = []
    read = {}
    for path in sorted(catalogues.rglob("*.po")):
        domain = path.relative_to(catalogues).with_suffix("").as_posix()
        if only and path != only and domain != "glossary":
            continue
        try:
            with path.open("rb") as file:
                read[domain] = path, read_po(file, locale=None, domain=domain, abort_invalid=True)
        except (PoFileError, LookupError, ValueError) as error:
            problems.append(
                Problem(
                    _name(path),
                    getattr(error, "lineno", 0) or 0,
                    "syntax",
                    "",
                    str(error),
                    "charset=utf-8" if isinstance(error, LookupError) else "a PO file that gettext can read, in UTF-8",
                )
            )
    house = house_of(folder, read["glossary"][1] if "glossary" in read else None)
    for domain, (path, catalogue) in read.items():
        problems += lint_catalogue(catalogue, domain, house, _name(path))
        problems += _doubles(path)
        problems += _header(catalogue, path, house)
    return sorted(problems)


def lint_file(path: Path, language: Path) -> list[Problem]:
    """The problems in one catalogue of the language folder ``language``."""
    name = _name(path)
    return [problem for problem in lint_language(language, only=path) if problem.file == name]


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
    if len(originals) == 1:
        yield from lint_pair(originals[0], translations[0], syntax, house)
        return
    rule = get_plural(house.language)
    if len(translations) != rule.num_plurals:
        forms = ", ".join(f"msgstr[{number}]" for number in range(rule.num_plurals))
        wrong = f"{len(translations)} forms; the language has {rule.num_plurals}"
        yield "plural", wrong, f"{forms} (make po adds them)"
    for number, translation in enumerate(translations):
        # A form that stands for a single number may name it in words: “one file”, “two files”.
        named = single_numbers(rule.plural_expr).get(number, False) and "{count}" not in translation
        original = originals[1].replace("{count}", "").strip() if named else originals[1]
        yield from lint_pair(original, translation, syntax, house)


@cache
def single_numbers(expression: str) -> dict[int, bool]:
    """For each form of a plural rule, whether it stands for one number only."""
    form_of = c2py(expression.strip("() ") if expression.strip("() ").isdigit() else expression)
    counts = Counter(form_of(number) for number in range(1000))
    return {form: count == 1 for form, count in counts.items()}


def lint_pair(original: str, translation: str, syntax: str, house: House) -> Iterator[Complaint]:
    """What is wrong with one translation: (rule, what, cure) each."""
    english, translated = markup.read(original, syntax), markup.read(translation, syntax)
    if syntax == markup.MYST:
        yield from _blocks(english, translated)
    yield from _kept(english, translated, frozenset(term.name for term in house.terms))
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
    for pattern in house.patterns:
        if found := pattern.find.search(translated.words):
            yield "word", f"“{found[0]}” is {pattern.what}", pattern.right
    yield from _terms(english, translated, house)
    yield from _half(english, translated, original == translation)
    if hidden := _HIDDEN.search(translation):
        code = f"U+{ord(hidden[0]):04X}"
        yield "invisible", f"holds the invisible character {code}", f"take {code} out"
    if original == translation and _is_sentence(english.words):
        yield "copied", "the English stands here as its own translation", "translate it"
    if house.typography == CHINESE:
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


def _kept(english: markup.Markup, translated: markup.Markup, terms: frozenset[str]) -> Iterator[Complaint]:
    for kind in sorted(english.kept.keys() | translated.kept.keys()):
        here, there = english.kept.get(kind, Counter()), translated.kept.get(kind, Counter())
        for piece in sorted((here - there).keys()):
            yield kind, f"{piece} is missing", f"keep {piece} as in the English"
        for piece in sorted((there - here).keys()):
            yield kind, f"{piece} is not in the English", f"take {piece} out, or write it as the English does"
    codes = set(_CODE.findall(english.words)) - set(_CODE.findall(translated.words))
    for code in sorted(codes):
        yield "code", f"{code} is missing", f"keep {code} as in the English"
    for piece in sorted(set(_STRING.findall(english.words))):
        if piece not in translated.words and piece not in terms:
            yield "string", f"{piece} is missing", f"keep {piece} as in the English"


def _terms(english: markup.Markup, translated: markup.Markup, house: House) -> Iterator[Complaint]:
    """Terms of the glossary that the translation calls otherwise."""
    words = _QUOTATION.sub("", english.words)
    for term in house.terms:
        if term.find.search(words) and not any(word in translated.words for word in term.renderings):
            # An error in English, or a name, that stands in the translation as it is
            if not any(found[0] in translated.words for found in term.find.finditer(words)):
                yield "glossary", f"the term “{term.name}” is not there", f"“{'” or “'.join(term.renderings)}”"


def _half(english: markup.Markup, translated: markup.Markup, copied: bool) -> Iterator[Complaint]:
    """English that stayed in a translation: what is bold, emphasised or linked, or a run of words."""
    if copied:
        return
    bold, emphasis = (english.bold, translated.bold), (english.emphasis, translated.emphasis)
    for kind, (here, there) in (("bold", bold), ("emphasis", emphasis)):
        if here != there:
            cure = f"{here} in the English, so {here} here" if here else "no marks, as in the English"
            yield kind, f"{there} {kind} pieces, the English has {here}", cure
    for piece in sorted(set(english.shown) & set(translated.shown)):
        if len(_PLAIN_WORD.findall(piece)) >= 2:
            yield "half", f"“{piece}” is still English", "translate what is shown, keep what it points to"
    there, here = (_foreign_to(read) for read in (translated, english))
    words = here.split()
    for start in range(len(words) - 3):
        run = words[start : start + 4]
        if all(_PLAIN_WORD.fullmatch(word) for word in run) and re.search(rf"(?<!\w){' '.join(run)}(?!\w)", there):
            yield "half", f"“{' '.join(run)}” is still English", "translate it, or put a quotation into “ ”"
            return


def _foreign_to(read: markup.Markup) -> str:
    """The words without what may stay English: quotations, notes in brackets, titles of documents elsewhere."""
    words = read.words
    for title in read.titles:
        words = words.replace(title, " | ")
    return " ".join(_QUOTED.sub(" | ", words).split())


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


def _header(catalogue: Catalog, path: Path, house: House) -> Iterator[Problem]:
    """What Poedit, Weblate and gettext's own tools want to find at the top of a catalogue."""
    rule = get_plural(house.language)
    head = dict(line.partition(": ")[::2] for line in _header_lines(path))
    wanted = {
        "Language": house.language,
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": f"nplurals={rule.num_plurals};",
    }
    for name, value in wanted.items():
        if not head.get(name, "").lower().startswith(value.lower()):
            stated = f"says “{head[name]}”" if name in head else "is missing"
            full = rule.plural_forms if name == "Plural-Forms" else value
            yield Problem(_name(path), 1, "header", "", f"{name} {stated}", f'"{name}: {full}\\n"')
    if catalogue.fuzzy:
        yield Problem(_name(path), 1, "header", "", "the header is marked fuzzy", "delete that line")


def _header_lines(path: Path) -> list[str]:
    """The fields between the first two entries' empty line."""
    head = path.read_text("utf-8", errors="replace").partition("\n\n")[0]
    return [line.strip('"').removesuffix("\\n") for line in head.splitlines() if line.startswith('"')]


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
