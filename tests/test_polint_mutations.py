"""The lint proved on the real Chinese: each way to break a catalogue, one at a time, is caught with its cure.

A mutation looks for the first translation that it can break, so that it holds whatever the pages say by then.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from checkers.sphinxext import catalogue, polint

CHINESE = catalogue.ROOT / "locale" / "zh_CN"
PAGE, WORDS, THEME, TERMS = "faq/outgoing", "checkers", "sphinx", "glossary"
HAN = "[\u4e00-\u9fff]"


@dataclass(frozen=True)
class Mutation:
    """``find`` (a pattern, in a translation of ``domain``) becomes ``broken``; the lint says ``rule`` and ``cure``."""

    domain: str
    find: str
    broken: str
    rule: str
    cure: str


MUTATIONS = {
    # what a page's markup needs
    "link to a place dropped": Mutation(
        PAGE, r"\{ref\}`[^`<]+ <([a-z-]+)>`", "那一节", "role", r"keep \{ref\}`[a-z-]+` as in the English"
    ),
    "target of a link translated": Mutation(PAGE, r"(\{ref\}`[^`<]+) <[a-z-]+>`", r"\1 <每日限额>`", "role", "keep"),
    "role misspelt": Mutation(PAGE, r"\{ref\}`", "{reff}`", "role", r"keep \{ref\}"),
    "role in full-width braces": Mutation(PAGE, r"\{ref\}`", "｛ref｝`", "role", r"keep \{ref\}"),
    "term with a Chinese target": Mutation(
        PAGE, r"(\{term\}`[^`<]+) <[a-zA-Z -]+>`", r"\1 <退信>`", "role", r"keep \{term\}`… <[a-zA-Z -]+>`"
    ),
    "label of a screen without its role": Mutation(
        PAGE, r"\{guilabel\}`([^`]+)`", r"“\1”", "role", r"keep \{guilabel\}`…`"
    ),
    "step of a menu lost": Mutation(
        PAGE, r"(\{menuselection\}`[^`]*?) --> [^`]*`", r"\1`", "role", r"keep \{menuselection\}`…` with -->"
    ),
    "code translated": Mutation(PAGE, r"(?<![}\w])`[a-z][^`<]*`", "`邮箱不可用`", "inline code", "keep `"),
    "code without its marks": Mutation(PAGE, r"(?<![}\w])`([a-z][^`<]*)`", r"\1", "inline code", "keep `"),
    "address of a link changed": Mutation(
        PAGE, r"\]\(https://([^)]+)\)", r"](https://example.org)", "link target", "keep https://"
    ),
    "link in full-width brackets": Mutation(PAGE, r"\]\((https://[^)]+)\)", r"]（\1）", "link target", "keep https://"),
    "reference link": Mutation(PAGE, r"\]\(https://[^)]+\)", "][odoo]", "reference link", r"\[text\]\(target\)"),
    "list instead of a paragraph": Mutation(PAGE, rf"^(?={HAN})", "- ", "block", "start with a word"),
    "number at the start": Mutation(PAGE, rf"^(?={HAN})", "1. ", "block", "start with a word"),
    "heading in a translation": Mutation(PAGE, rf"^(?={HAN})", "# ", "block", "start with a word"),
    "a line where front matter would be": Mutation(PAGE, rf"^{HAN}.*", "---", "block", "start with a word"),
    "two paragraphs": Mutation(PAGE, rf"^({HAN}.*?。)(?={HAN})", r"\1\\n\\n", "block", "one paragraph"),
    "bold closed behind a bracket": Mutation(
        PAGE, rf"\*\*({HAN}+)\*\*：?", r"**\1（注）**后面的字", "left-over", "outside the marks"
    ),
    "bold lost": Mutation(PAGE, r"\*\*(.+?)\*\*", r"\1", "bold", "1 in the English, so 1 here|so"),
    # what the checkers' words need
    "placeholder translated": Mutation(WORDS, r"\{domain\}", "{域名}", "placeholder", r"keep \{domain\}"),
    "placeholder dropped": Mutation(WORDS, r"\{domain\}", "", "placeholder", r"keep \{domain\}"),
    "placeholder in a plural dropped": Mutation(
        WORDS, r"\{name\} 出现了 \{count\}", "{name} 出现了 3", "placeholder", r"keep \{count\}"
    ),
    "enhanced code changed": Mutation(WORDS, r"(?<![\d.])5\.7\.1(?!\d)", "5.7.11", "code", r"keep 5\.7\.1 as"),
    "address changed": Mutation(WORDS, r"https://[\w./-]+", "https://example.org/", "address", "keep https://"),
    "record translated": Mutation(WORDS, r"v=spf1", "版本=spf1", "string", "keep v=spf1"),
    "host translated": Mutation(
        WORDS, r"(?<![/\w.@-])[a-z]+\.example\.com|example\.com", "某域名", "string", r"keep .*example\.com"
    ),
    "header name translated": Mutation(WORDS, r"Message-ID", "邮件标识", "string|glossary", "Message-ID"),
    "entity of the theme dropped": Mutation(THEME, r"&#169;", "©", "entity", "keep &#169;"),
    "tag of the theme left open": Mutation(THEME, r"</a>", "", "HTML tag", "keep </a>"),
    "value of the theme dropped": Mutation(THEME, r"%\(\w+\)s", "", "placeholder", r"keep %\(\w+\)s"),
    # what readers of Chinese would see
    "half-width comma": Mutation(PAGE, rf"(?<={HAN})，(?={HAN})", ",", "half-width", "，"),
    "half-width full stop": Mutation(PAGE, rf"(?<={HAN})。$", ".", "half-width", "。"),
    "half-width brackets": Mutation(PAGE, rf"(?<={HAN})（", "(", "half-width", "（"),
    "no space before Latin": Mutation(PAGE, rf"(?<={HAN}) (?=Odoo)", "", "spacing", " Odoo"),
    "no space after digits": Mutation(PAGE, rf"(?<=\d) (?={HAN})", "", "spacing", r"\d "),
    "space after a full stop": Mutation(PAGE, rf"(?<={HAN})。(?={HAN})", "。 ", "full-width space", "。"),
    "straight quotes": Mutation(PAGE, rf"“({HAN}+)”", r'\\"\1\\"', "quotes", "“…”"),
    "doubled full stop": Mutation(PAGE, rf"(?<={HAN})。$", "。。", "doubled", "。"),
    "full-width digits": Mutation(PAGE, r" 15 ", " １５ ", "wide Latin", "1"),
    "unwanted word": Mutation(PAGE, r"邮件", "电邮", "word", "“邮件”"),
    "the envelope as a gift": Mutation(PAGE, r"红色信封", "红包", "word", "“红色信封图标”"),
    "traditional character": Mutation(PAGE, r"邮件", "郵件", "word", "the simplified character"),
    "term by another name": Mutation(WORDS, r"信封发件人", "寄信人", "glossary", "“信封发件人”"),
    "invisible character": Mutation(PAGE, rf"(?<={HAN})，(?={HAN})", "，\u200b", "invisible", r"take U\+200B out"),
    # what a catalogue needs
    "not translated": Mutation(PAGE, rf"^{HAN}.*", "", "untranslated", "translate it"),
    "space at the end": Mutation(PAGE, rf"(?<={HAN})。$", "。 ", "edges", "take it off"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The Chinese catalogues that are broken here, in a folder of their own."""
    folder = tmp_path_factory.mktemp("mutations") / "locale" / "zh_CN"
    for name in ("language.toml", "words.toml", "glossary.toml"):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHINESE / name, folder / name)
    for domain in (PAGE, WORDS, THEME, TERMS):
        (folder / f"LC_MESSAGES/{domain}.po").parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHINESE / f"LC_MESSAGES/{domain}.po", folder / f"LC_MESSAGES/{domain}.po")
    # The checkers' catalogue is long: what no mutation breaks is left out.
    path = folder / f"LC_MESSAGES/{WORDS}.po"
    head, *entries = path.read_text("utf-8").rstrip("\n").split("\n\n")
    finds = [re.compile(mutation.find) for mutation in MUTATIONS.values() if mutation.domain == WORDS]
    # The notes above an entry quote samples, which are no translation.
    said = {entry: "\n".join(re.findall(r"^msgstr.*", entry, re.MULTILINE)) for entry in entries}
    kept = dict.fromkeys(entry for find in finds for entry in [e for e in entries if find.search(said[e])][:5])
    path.write_text("\n\n".join([head, *kept]) + "\n", "utf-8")
    return folder


def broken(text: str, mutation: Mutation) -> tuple[str, int]:
    """The catalogue with the first translation broken that can be, and the line of its entry."""
    lines, entry, allowed = text.split("\n"), 0, False
    for number, line in enumerate(lines):
        if line.startswith("#"):
            allowed = allowed or "polint: allow" in line
        elif line.startswith("msgid "):
            entry = number + 1
        elif (found := re.fullmatch(r'(msgstr(?:\[\d\])? )"(.+)"', line)) and entry > 1:
            changed = re.sub(mutation.find, mutation.broken, found[2], count=1)
            if changed != found[2] and not allowed:
                lines[number] = f'{found[1]}"{changed}"'
                return "\n".join(lines), entry
        elif not line:
            allowed = False
    raise AssertionError(f"nothing in {mutation.domain}.po to break: {mutation.find}")


@pytest.mark.parametrize("name", MUTATIONS)
def test_caught_with_its_cure(whole, name):
    mutation = MUTATIONS[name]
    path = whole / f"LC_MESSAGES/{mutation.domain}.po"
    right = path.read_text("utf-8")
    text, line = broken(right, mutation)
    path.write_text(text, "utf-8")
    try:
        problems = polint.lint_file(path, whole)
    finally:
        path.write_text(right, "utf-8")
    said = [str(problem) for problem in problems]
    assert {problem.line for problem in problems} == {line}, said
    hits = [problem for problem in problems if re.fullmatch(mutation.rule, problem.rule)]
    assert hits, said
    assert any(re.search(mutation.cure, problem.cure) for problem in hits), said
    assert all(one.startswith(f"locale/zh_CN/LC_MESSAGES/{mutation.domain}.po:{line}: ") for one in said)


HEAD = {
    "another language": ('"Language: zh_CN', '"Language: zh_TW', "Language: zh_CN"),
    "no charset": ("charset=utf-8", "charset=CHARSET", "charset=utf-8"),
    "two forms of a plural": ("nplurals=1; plural=0;", "nplurals=2; plural=(n != 1);", "nplurals=1; plural=0;"),
}


@pytest.mark.parametrize("name", HEAD)
def test_header_that_tools_refuse(whole, name):
    right_words, wrong, cure = HEAD[name]
    path = whole / f"LC_MESSAGES/{THEME}.po"
    right = path.read_text("utf-8")
    assert right_words in right
    path.write_text(right.replace(right_words, wrong, 1), "utf-8")
    try:
        problems = polint.lint_file(path, whole)
    finally:
        path.write_text(right, "utf-8")
    assert any(problem.rule in ("header", "syntax") and cure in problem.cure for problem in problems), problems


def test_unbroken_gives_nothing(whole):
    assert polint.lint_language(whole) == []
