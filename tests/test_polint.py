"""The catalogue lint: a right catalogue gives nothing; each way to break it, one at a time, is found."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from checkers.sphinxext import polint

CODE = "Set `p=none`, then wait.", "先设置 `p=none`，再等一段时间。"
ROLE = "See {ref}`the limit <daily-limit>`.", "参见{ref}`每日上限 <daily-limit>`。"
TERM = "It is in the {term}`mail queue`.", "它在{term}`邮件队列 <mail queue>`中。"
LABEL = "Click {guilabel}`Send Now`.", "点击{guilabel}`立即发送`。"
MENU = "Go to {menuselection}`Settings --> Technical`.", "打开{menuselection}`设置 --> 技术`。"
LINK = (
    "Read [RFC 5321](https://www.rfc-editor.org/rfc/rfc5321).",
    "参见 [RFC 5321](https://www.rfc-editor.org/rfc/rfc5321)。",
)
FOOTNOTE = "Odoo waits.[^cron]", "Odoo 会等待。[^cron]"
SUBSTITUTION = "The limit is {{ limit }} a day.", "每天的上限是 {{ limit }} 封。"
BOLD = "**Bold (note)** and the rest.", "**粗体**（注）和其余文字。"
STRONG = "**Wait for it** and *then* go.", "**请等待**，*然后*再试。"
STRING = "Write to help@example.com with --json.", "请加上 --json，写信至 help@example.com。"
LONG = "Open the settings of your domain and look.", "请打开域名的设置查看。"
TERMS = "The envelope sender is empty.", "信封发件人为空。"
PLAIN = "Wait for the queue.", "请等待队列。"
ERROR = "The server answers 550 or 5.7.26.", "服务器回答 550 或 5.7.26。"
CHECKER = "{count} recipients failed.", "{count} 位收件人投递失败。"
ADDRESS = "Open https://example.org/help now.", "请打开 https://example.org/help 查看。"
THEME = (
    'Made with <a href="https://example.org/">Sphinx</a> %(version)s',
    '使用 <a href="https://example.org/">Sphinx</a> %(version)s 制作',
)
GLOSSARY = "mail queue", "邮件队列"

RIGHT = {
    "faq/outgoing": [CODE, ROLE, TERM, LABEL, MENU, LINK, FOOTNOTE, SUBSTITUTION, BOLD, PLAIN, ERROR]
    + [STRONG, LONG, TERMS],
    "checkers": [
        CHECKER,
        ADDRESS,
        STRING,
        ("SMTP {name}: “Message refused, see log”", "SMTP {name}：“Message refused, see log”"),
    ],
    "sphinx": [THEME],
    "glossary": [GLOSSARY],
}

BREAKS = {
    "untranslated": (PLAIN, "", "untranslated", "translate"),
    "copied from the English": (PLAIN, "Wait for the queue.", "copied", "translate"),
    "code dropped": (CODE, "先设置策略，再等一段时间。", "inline code", "keep `p=none`"),
    "code changed": (CODE, "先设置 `p=无`，再等一段时间。", "inline code", "take `p=无` out"),
    "role dropped": (ROLE, "参见每日上限。", "role", "keep {ref}`daily-limit`"),
    "role with another target": (ROLE, "参见{ref}`每日上限 <每日上限>`。", "role", "keep {ref}`daily-limit`"),
    "role misspelt": (ROLE, "参见{reff}`每日上限 <daily-limit>`。", "role", "keep {ref}`daily-limit`"),
    "role in full-width braces": (
        ROLE,
        "参见｛ref｝`每日上限 <daily-limit>`。",
        "role",
        "keep {ref}`daily-limit`",
    ),
    "term translated in its target": (
        TERM,
        "它在{term}`邮件队列 <邮件队列>`中。",
        "role",
        "keep {term}`… <mail queue>`",
    ),
    "term shown in English": (TERM, "它在 {term}`mail queue` 中。", "term", "{term}`邮件队列 <mail queue>`"),
    "label of a screen no label any more": (LABEL, "点击“立即发送”。", "role", "keep {guilabel}`…`"),
    "menu step lost": (MENU, "打开{menuselection}`设置`。", "role", "keep {menuselection}`…` with -->"),
    "link dropped": (LINK, "参见 RFC 5321。", "link target", "keep https://www.rfc-editor.org/rfc/rfc5321"),
    "link target changed": (
        LINK,
        "参见 [RFC 5321](https://www.rfc-editor.org/rfc/rfc5322)。",
        "link target",
        "rfc5321",
    ),
    "link in full-width brackets": (
        LINK,
        "参见 [RFC 5321]（https://www.rfc-editor.org/rfc/rfc5321）。",
        "link target",
        "rfc5321",
    ),
    "reference link": (LINK, "参见 [RFC 5321][rfc]。", "reference link", "[text](target)"),
    "footnote dropped": (FOOTNOTE, "Odoo 会等待。", "footnote", "keep [^cron]"),
    "substitution translated": (
        SUBSTITUTION,
        "每天的上限是 {{ 上限 }} 封。",
        "substitution",
        "keep {{ limit }}",
    ),
    "starts an ordered list": (PLAIN, "1. 请等待队列。", "block", "start with a word"),
    "starts with a year and a dot": (PLAIN, "1986. 请等待队列。", "block", "start with a word"),
    "starts a list": (PLAIN, "- 请等待队列。", "block", "start with a word"),
    "starts a heading": (PLAIN, "# 请等待队列。", "block", "start with a word"),
    "starts a quotation": (PLAIN, "> 请等待队列。", "block", "start with a word"),
    "starts a code block": (PLAIN, "    请等待队列。", "block", "start with a word"),
    "starts a directive": (PLAIN, ":::{note}", "block", "start with a word"),
    "two paragraphs": (PLAIN, "请等待。\n\n队列很长。", "block", "one paragraph"),
    "stars kept by punctuation inside": (
        BOLD,
        "**粗体（注）**和其余文字。",
        "left-over",
        "outside the marks",
    ),
    "star left over": (BOLD, "**粗体*（注）和其余文字。", "left-over", "outside the marks"),
    "backtick left over": (CODE, "先设置 `p=none`，再`等一段时间。", "left-over", "close what is open"),
    "full stop in the bold words": (
        BOLD,
        "**粗体（注）。** 和其余文字。",
        "full-width space",
        "behind the bold words",
    ),
    "error code changed": (ERROR, "服务器回答 550 或 5.7.62。", "code", "keep 5.7.26"),
    "reply code dropped": (ERROR, "服务器回答错误或 5.7.26。", "code", "keep 550"),
    "placeholder translated": (CHECKER, "{数量} 位收件人投递失败。", "placeholder", "keep {count}"),
    "placeholder dropped": (CHECKER, "有收件人投递失败。", "placeholder", "keep {count}"),
    "address changed": (
        ADDRESS,
        "请打开 https://example.org/帮助 查看。",
        "address",
        "keep https://example.org/help",
    ),
    "tag dropped": (THEME, "使用 Sphinx %(version)s 制作", "HTML tag", "keep </a>"),
    "printf placeholder dropped": (
        THEME,
        '使用 <a href="https://example.org/">Sphinx</a> 制作',
        "placeholder",
        "keep %(version)s",
    ),
    "half-width comma": (PLAIN, "请等待,队列很长。", "half-width", "请等待，队列很长"),
    "half-width colon over a space": (PLAIN, "请等待: 队列很长。", "half-width", "请等待：队列"),
    "half-width full stop": (PLAIN, "请等待队列.", "half-width", "等待队列。"),
    "half-width full stop after Latin": (PLAIN, "请等待 Odoo.", "half-width", "Odoo。"),
    "half-width question mark": (PLAIN, "要等待队列吗?", "half-width", "吗？"),
    "half-width exclamation mark": (PLAIN, "请等待队列!", "half-width", "队列！"),
    "half-width semicolon": (PLAIN, "请等待;队列很长。", "half-width", "请等待；"),
    "half-width brackets": (PLAIN, "请等待(很长的)队列。", "half-width", "（"),
    "half-width brackets around Latin": (PLAIN, "请等待队列 (queue)。", "half-width", "（"),
    "half-width comma between Latin words": (PLAIN, "请等待 SPF, DKIM 的结果。", "half-width", "SPF，"),
    "no space before Latin": (PLAIN, "请等待Odoo 的队列。", "spacing", "请等待 Odoo"),
    "no space after Latin": (PLAIN, "请等待 Odoo的队列。", "spacing", "Odoo 的队列"),
    "no space before digits": (PLAIN, "请等待15 分钟。", "spacing", "请等待 15"),
    "no space by a placeholder": (CHECKER, "{count}位收件人投递失败。", "spacing", "0 位"),
    "space after full-width punctuation": (
        PLAIN,
        "请等待， 队列很长。",
        "full-width space",
        "请等待，队列很长",
    ),
    "space before a quotation": (PLAIN, "请等待 “队列”。", "full-width space", "请等待“队列”"),
    "doubled full stop": (PLAIN, "请等待队列。。", "doubled", "队列。"),
    "three dots": (PLAIN, "请等待队列...", "doubled", "……"),
    "straight quotes": (PLAIN, '请等待"队列。', "quotes", "“…”"),
    "corner quotes": (PLAIN, "请等待「队列。", "quotes", "“"),
    "full-width digits": (PLAIN, "请等待 １５ 分钟。", "wide Latin", "1"),
    "unwanted word": (PLAIN, "请等待红包。", "word", "红色信封图标"),
    "another unwanted word": (PLAIN, "请等待电邮。", "word", "邮件"),
    "bold lost": (STRONG, "请等待，*然后*再试。", "bold", "1 in the English, so 1 here"),
    "emphasis made bold": (STRONG, "**请等待**，**然后**再试。", "emphasis", "1 in the English"),
    "bold still English": (STRONG, "**Wait for it**，*然后*再试。", "half", "translate what is shown"),
    "link still named in English": (ROLE, "参见{ref}`the limit <daily-limit>`。", "half", "translate what is shown"),
    "words still English": (LONG, "请 of your domain and look 查看。", "half", "translate it"),
    "option changed": (STRING, "请加上 --杰森，写信至 help@example.com。", "string", "keep --json"),
    "email address changed": (STRING, "请加上 --json，写信至 help@例子.com。", "string", "keep help@example.com"),
    "term by another name": (TERMS, "信封上的寄信人为空。", "glossary", "“信封发件人”"),
    "unwanted pattern": (PLAIN, "请等待隊列。", "word", "the simplified character"),
    "invisible character": (PLAIN, "请等待\u202e队列。", "invisible", "take U+202E out"),
    "byte order mark": (PLAIN, "\ufeff请等待队列。", "invisible", "take U+FEFF out"),
    "space at the end": (PLAIN, "请等待队列。 ", "edges", "take it off"),
}

WORDS = """
[avoid]
"红包" = "红色信封图标"
"电邮" = "邮件"
[[pattern]]
find = "[隊個]"
what = "a traditional character"
right = "the simplified character"
"""
TOML = {
    "words.toml": WORDS,
    "glossary.toml": '[terms]\n"envelope sender" = ["信封发件人"]\n',
    "language.toml": 'typography = "chinese"\n',
}


def lint(
    folder: Path, catalogues: dict[str, list[tuple[str, str]]], adjust=lambda entry: None
) -> list[polint.Problem]:
    """Write the catalogues as a language's folder and lint it; ``adjust`` may change each entry first."""
    language = folder / "locale" / "zh_CN"
    for domain, pairs in catalogues.items():
        catalogue = Catalog(locale="zh_CN", fuzzy=False)
        for english, chinese in pairs:
            adjust(catalogue.add(english, chinese))
        path = language / "LC_MESSAGES" / f"{domain}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=0)
    for name, text in TOML.items():
        (language / name).write_text(text, "utf-8")
    return polint.lint_language(language)


def with_entry(pair: tuple[str, str], translation: str) -> dict[str, list[tuple[str, str]]]:
    """The right catalogues with one translation replaced."""
    return {
        domain: [
            (english, translation if (english, chinese) == pair else chinese) for english, chinese in pairs
        ]
        for domain, pairs in RIGHT.items()
    }


def test_right_catalogue_gives_nothing(tmp_path):
    assert lint(tmp_path, RIGHT) == []


@pytest.mark.parametrize("name", BREAKS)
def test_break_is_found_with_its_cure(tmp_path, name):
    pair, translation, rule, cure = BREAKS[name]
    problems = lint(tmp_path, with_entry(pair, translation))
    found = [problem for problem in problems if problem.rule == rule]
    assert found, f"nothing of rule {rule}: {problems}"
    assert any(cure in str(problem) for problem in found), [str(problem) for problem in found]
    for problem in problems:
        line = (tmp_path / problem.file).read_text("utf-8").splitlines()[problem.line - 1]
        assert line == f'msgid "{pair[0].replace(chr(34), chr(92) + chr(34))}"', (
            "the line must be the entry's own"
        )


RIGHT_PAIRS = {
    "file ending": ("Drop an .eml file.", "拖入一个 .eml 文件。"),
    "host name before a full stop": ("Ask the admin of example.com.", "请联系 example.com 的管理员。"),
    "percent and time": ("About 50% at 15:30.", "15:30 时约为 50%。"),
    "abbreviation": ("Not by Odoo S.A. at all.", "与 Odoo S.A. 无关。"),
    "record in the text": ("Put v=DMARC1; p=none there.", "填写 v=DMARC1; p=none 即可。"),
    "role between Chinese": (
        "Open {guilabel}`Send` and {doc}`/checkers/smtp`.",
        "打开{guilabel}`发送`和{doc}`/checkers/smtp`。",
    ),
    "code between Chinese": ("The line `550` is it.", "看`550`这一行。"),
    "bold with the mark outside": ("**Once.** Then again.", "**一次**。然后再来一次。"),
    "emphasis beside Chinese": ("The *first* hop.", "*第一*跳。"),
    "star meant as a star, escaped": (r"Search for \*.eml files.", r"搜索 \*.eml 文件。"),
    "English quotation with its own marks": (
        "It says “User unknown, see log: 1”.",
        "它显示“User unknown, see log: 1”。",
    ),
    "English name in brackets": (
        "That job is {guilabel}`Mail: Queue`.",
        "该任务是{guilabel}`邮件：队列`（Mail: Queue）。",
    ),
    "line break in the English": ("One line\nand another.", "一行再一行。"),
    "quoted error alone": (
        "“Mail delivery failed via SMTP server 'None'”",
        "“Mail delivery failed via SMTP server 'None'”",
    ),
    "wanted change of a reference": ("See {ref}`x <a>`.", "参见{ref}`某处 <a>`。# noqa"),
    "host that stays": ("smtp.mail.example.com", "smtp.mail.example.com"),
    "name that stays": ("Message-ID", "Message-ID"),
}


@pytest.mark.parametrize("name", RIGHT_PAIRS)
def test_right_translation_gives_nothing(name):
    house = polint.House("zh_CN", typography="chinese")
    assert list(polint.lint_pair(*RIGHT_PAIRS[name], "myst", house)) == []


@pytest.mark.parametrize(
    ("code", "forms", "rule"),
    [
        ("ar", ["لا ملفات", "ملف واحد", "ملفان", "{count} ملفات", "{count} ملفًا", "{count} ملف"], None),
        ("ar", ["لا ملفات", "ملف واحد", "ملفان", "ملفات", "{count} ملفًا", "{count} ملف"], "placeholder"),
        ("ar", ["", "ملف واحد", "ملفان", "{count} ملفات", "{count} ملفًا", "{count} ملف"], "untranslated"),
        ("ar", ["ملف واحد", "{count} ملف"], "plural"),
        ("ja", ["{count} 個のファイル"], None),
        ("ja", ["ファイル"], "placeholder"),
        ("ru", ["{count} файл", "{count} файла", "{count} файлов"], None),
        ("ru", ["файл", "{count} файла", "{count} файлов"], "placeholder"),
    ],
)
def test_forms_of_a_plural(code, forms, rule):
    """A form may name its number in words where it stands for one number only: not so in Russian, 1, 21, 31 …"""
    entry = Message(("{count} file", "{count} files"), tuple(forms))
    found = [one for one, _, _ in polint._lint_entry(entry, "plain", polint.House(code))]
    assert found == ([rule] if rule else [])


GENERAL = {
    "French": ("fr", "Wait for the queue.", "Attendez la file.", []),
    "Japanese": ("ja", "Set `p=none`, then wait.", "`p=none` を設定し、お待ちください。", []),
    "Arabic": ("ar", "See {ref}`the limit <daily-limit>`.", "راجع {ref}`الحد <daily-limit>`.", []),
    "Arabic, role lost": ("ar", "See {ref}`the limit <daily-limit>`.", "راجع الحد.", ["role"]),
    "German, half": ("de", "Open the settings of your domain.", "Öffnen Sie settings of your domain.", []),
    "German, more than half": ("de", "Wait until the queue is empty.", "Warten, until the queue is empty.", ["half"]),
}


@pytest.mark.parametrize("name", GENERAL)
def test_general_rules_hold_for_a_language_without_data(name):
    code, english, translation, rules = GENERAL[name]
    found = [rule for rule, _, _ in polint.lint_pair(english, translation, "myst", polint.House(code))]
    assert found == rules


def test_page_that_no_translation_can_mend(tmp_path):
    (problem,) = lint(tmp_path, {"index": [("1. Numbered heading", "编号标题")]})
    assert (problem.rule, problem.cure) == ("block", "reword the page, not the catalogue")


def test_fuzzy(tmp_path):
    (problem,) = lint(tmp_path, {"index": [PLAIN]}, lambda entry: entry.flags.add("fuzzy"))
    assert problem.rule == "fuzzy"


def test_obsolete(tmp_path):
    lint(tmp_path, {"index": [PLAIN]})
    path = tmp_path / "locale/zh_CN/LC_MESSAGES/index.po"
    path.write_text(path.read_text("utf-8") + '\n#~ msgid "Gone"\n#~ msgstr "没有了"\n', "utf-8")
    (problem,) = polint.lint_language(path.parents[1])
    assert (problem.rule, problem.message) == ("obsolete", "Gone")


def test_double_entry(tmp_path):
    lint(tmp_path, {"index": [PLAIN]})
    path = tmp_path / "locale/zh_CN/LC_MESSAGES/index.po"
    path.write_text(path.read_text("utf-8") + f'\nmsgid "{PLAIN[0]}"\nmsgstr "{PLAIN[1]}"\n', "utf-8")
    (problem,) = polint.lint_language(path.parents[1])
    assert (problem.rule, problem.message) == ("double", PLAIN[0])


@pytest.mark.parametrize("damage", ["<<<<<<< ours\n", "nonsense\n"])
def test_file_that_is_no_catalogue(tmp_path, damage):
    lint(tmp_path, {"index": [PLAIN]})
    path = tmp_path / "locale/zh_CN/LC_MESSAGES/index.po"
    path.write_text(path.read_text("utf-8") + "\n" + damage, "utf-8")
    problems = polint.lint_language(path.parents[1])
    assert [problem.rule for problem in problems] == ["syntax"]


def test_exception_with_a_reason(tmp_path):
    pair = PLAIN[0], "请等待Odoo 的队列。"
    assert (
        lint(
            tmp_path,
            {"index": [pair]},
            lambda entry: entry.user_comments.append("polint: allow spacing: a name"),
        )
        == []
    )


@pytest.mark.parametrize(
    ("pair", "comment"),
    [
        ((PLAIN[0], "请等待Odoo 的队列。"), "polint: allow spacing:"),
        (PLAIN, "polint: allow spacing: nothing to allow"),
    ],
)
def test_exception_without_reason_or_use(tmp_path, pair, comment):
    (problem,) = lint(tmp_path, {"index": [pair]}, lambda entry: entry.user_comments.append(comment))
    assert problem.rule == "exception"


def test_command_line(tmp_path, capsys):
    lint(tmp_path, {"index": [(PLAIN[0], "")]})
    assert polint.main([str(tmp_path / "locale/zh_CN")]) == 1
    assert capsys.readouterr().out.startswith("locale/zh_CN/LC_MESSAGES/index.po:")
    lint(tmp_path, {"index": [PLAIN]})
    assert polint.main([str(tmp_path / "locale/zh_CN")]) == 0
