"""Texts are put into a language last, placeholders and all; a PO file is read without tools."""

import gettext
import io
import struct

import pytest

from checkers import pofile, wording
from checkers.sphinxext import bundle, plurals
from checkers.wording import Text, Wording, text

CODES = {
    "en": "en",
    "EN_us": "en",
    "en_GB.UTF-8": "en",
    "C": "en",
    "POSIX": "en",
    "": "en",
    "zh": "zh_CN",
    "zh-CN": "zh_CN",
    "zh_cn.UTF-8": "zh_CN",
    "zh-Hans": "zh_CN",
    "zh-Hans-CN": "zh_CN",
    "zh_TW": "zh_TW",
    "pt_br": "pt_BR",
    "fr": "fr",
    "de@euro": "de",
}


@pytest.mark.parametrize("code", CODES, ids=repr)
def test_normalise(code):
    assert wording.normalise(code) == CODES[code]


def upper(message: str) -> str:
    return message.upper() if "{" not in message else message


def test_values_fill_placeholders():
    assert Wording("en")(text("{count} hops in {time}", count=3, time="2 s")) == "3 hops in 2 s"
    assert str(text("{count} hops", count=3)) == "3 hops"


def test_a_value_may_be_a_text_itself():
    assert Wording("xx", upper)(text("{what}!", what=text("done"))) == "DONE!"


def test_a_plain_message_is_not_formatted():
    assert Wording("en")("a {brace} and {0} and {") == "a {brace} and {0} and {"
    assert Wording("en")(text("100 % {")) == "100 % {"


def test_empty_message_is_never_looked_up():
    assert Wording("xx", lambda message: "the catalogue's header")("") == ""


@pytest.mark.parametrize("broken", ["{other}", "{0}", "{", "{count.name.x}", "{count[0]}"])
def test_a_broken_translation_gives_the_english(broken):
    assert Wording("xx", lambda message: broken)(text("{count} hops", count=3)) == "3 hops"


def test_hostile_values_are_not_formatted_again():
    assert Wording("en")(text("{what}", what="{what} {0.__class__}")) == "{what} {0.__class__}"


def test_unknown_language_is_a_lookup_error():
    with pytest.raises(LookupError):
        wording.in_language("xx")


@pytest.mark.parametrize("code", ["../../etc", "zh_CN/../..", "\0", "x" * 5000], ids=["up", "inside", "nul", "long"])
def test_strange_language_codes_are_lookup_errors(code):
    with pytest.raises(LookupError):
        wording.in_language(code)


def compiled(messages: dict[str, str]) -> bytes:
    """The messages as a MO file (GNU gettext manual, "The Format of GNU MO Files")."""
    entries = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **messages}.items())
    pairs = [(key.encode(), value.encode()) for key, value in entries]
    tables, data, at = [b"", b""], b"", 28 + 16 * len(pairs)
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<II", len(pair[column]), at)
            data += pair[column] + b"\0"
            at += len(pair[column]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + tables[0] + tables[1] + data


def test_install_a_compiled_catalogue():
    mo = compiled({"one {count}": "eins {count}"})
    assert gettext.GNUTranslations(io.BytesIO(mo)).gettext("one {count}") == "eins {count}"
    wording.install("xx-yy", mo)
    try:
        assert wording.in_language("xx_YY")(text("one {count}", count=1)) == "eins 1"
        assert wording.in_language("xx_YY")("never seen") == "never seen"
        assert "xx_YY" in wording.languages()
    finally:
        wording._installed.pop("xx_YY")
        wording.in_language.cache_clear()


def test_english_comes_first_and_chinese_is_there():
    assert wording.languages()[0] == "en"
    assert "zh_CN" in wording.languages()


def test_text_is_a_value():
    assert text("a {b}", b=1) == Text("a {b}", {"b": 1})


PO = {
    "plain": ('msgid "a"\nmsgstr "b"\n', {"a": "b"}),
    "several lines": ('msgid ""\n"one "\n"two"\nmsgstr ""\n"eins "\n"zwei"\n', {"one two": "eins zwei"}),
    "escapes": (r'msgid "say \"hi\"\n"' + "\n" + r'msgstr "sag \"hallo\"\n"' + "\n", {'say "hi"\n': 'sag "hallo"\n'}),
    "comments": ('# note\n#: file.py:3\n#. id\nmsgid "a"\nmsgstr "b"\n', {"a": "b"}),
    "fuzzy": ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n', {"c": "d"}),
    "fuzzy among flags": ('#, python-brace-format, fuzzy\nmsgid "a"\nmsgstr "b"\n', {}),
    "untranslated": ('msgid "a"\nmsgstr ""\n\nmsgid "c"\nmsgstr "d"\n', {"c": "d"}),
    "header is no message": ('msgid ""\nmsgstr "Language: xx\\n"\n\nmsgid "a"\nmsgstr "b"\n', {"a": "b"}),
    "obsolete": ('msgid "a"\nmsgstr "b"\n\n#~ msgid "old"\n#~ msgstr "alt"\n', {"a": "b"}),
    "no empty lines between": ('msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n', {"a": "b", "c": "d"}),
    "CRLF": ('msgid "a"\r\nmsgstr "b"\r\n', {"a": "b"}),
    "Chinese": ('msgid "bounce"\nmsgstr "退信"\n', {"bounce": "退信"}),
    "bad quotes are skipped": ('msgid "a\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n', {"c": "d"}),
    "no PO at all": ("hello\nworld\n", {}),
    "nothing": ("", {}),
}


@pytest.mark.parametrize("name", PO)
def test_pofile(name):
    po, messages = PO[name]
    assert pofile.messages(po) == messages


HEADER = (
    'msgid ""\nmsgstr ""\n'
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"\n\n'
)
FILES = (
    'msgid "{count} file"\nmsgid_plural "{count} files"\n'
    'msgstr[0] "{count} a"\nmsgstr[1] "{count} b"\nmsgstr[2] "{count} c"\n'
)


@pytest.mark.parametrize(("count", "form"), [(0, "c"), (1, "a"), (2, "b"), (5, "c"), (21, "a"), (11, "c")])
def test_every_form_of_a_plural(count, form):
    """The PO file read by us gives what the library makes of the same, compiled; the rule is Russian's."""
    files = wording.plural("{count} file", "{count} files", count=count)
    known = pofile.read(HEADER + FILES)
    assert Wording("xx", known.gettext, known.ngettext)(files) == f"{count} {form}"
    library = gettext.GNUTranslations(io.BytesIO(bundle.compiled_catalogue((HEADER + FILES).encode(), "ru")))
    assert Wording("xx", library.gettext, library.ngettext)(files) == f"{count} {form}"


def test_plural_in_english_and_without_a_translation():
    known = pofile.read(HEADER)
    for speak in (Wording("en"), Wording("xx", known.gettext, known.ngettext)):
        said = [speak(wording.plural("{count} file", "{count} files", count=count)) for count in (0, 1, 2)]
        assert said == ["0 files", "1 file", "2 files"]
    assert Wording("en")(wording.plural("{count} s", count=1)) == "1 s"


@pytest.mark.parametrize("broken", ["{other}", "{", "{count[0]}"])
def test_a_broken_form_gives_the_english(broken):
    speak = Wording("xx", str, lambda one, many, count: broken)
    assert speak(wording.plural("{count} file", "{count} files", count=3)) == "3 files"


@pytest.mark.parametrize("rule", ["plural=n**9;", "plural=__import__('os');", "plural=(n;", "plural=n>1 ? 7 : 9;"])
def test_a_strange_rule_gives_some_form(rule):
    known = pofile.read(HEADER.replace("plural=(", f"{rule} x=(") + FILES)
    assert known.ngettext("{count} file", "{count} files", 2) in {"{count} b", "{count} files"}


@pytest.mark.parametrize("incomplete", ['msgstr[2] ""', "#, fuzzy"])
def test_a_plural_with_a_form_missing_is_not_used(incomplete):
    entry = f"{incomplete}\n{FILES}" if incomplete[0] == "#" else FILES.replace('msgstr[2] "{count} c"', incomplete)
    assert pofile.read(HEADER + entry).ngettext("{count} file", "{count} files", 2) == "{count} files"


@pytest.mark.parametrize(
    ("code", "categories"),
    [
        ("en", {"other": 0, "one": 1}),
        ("zh_CN", {"other": 0}),
        ("ar", {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}),
        ("xx", {"other": 0, "one": 1}),
    ],
)
def test_categories_of_the_page(code, categories):
    assert plurals.examples(code) == categories


def test_forms_for_the_page():
    files = wording.plural("{count} file", "{count} files")
    assert plurals.for_script(files, Wording("en")) == {"other": "{count} files", "one": "{count} file"}
    assert plurals.for_script(wording.plural("{count} s"), Wording("en")) == "{count} s"
    assert plurals.for_script(text("Copy"), Wording("en")) == "Copy"
    arabic = Wording("ar", str, lambda one, many, count: f"form of {count}")
    assert plurals.for_script(files, arabic)["many"] == "form of 11"
