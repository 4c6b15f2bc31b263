"""Any bytes and any text become one text with a way back to the reader's own offsets."""

import codecs

import pytest

from checkers import paste

# name: (as pasted, as the readers see it)
LINE_ENDS = {
    "LF": ("a\nb\n", "a\nb\n"),
    "CRLF": ("a\r\nb\r\n", "a\nb\n"),
    "CR": ("a\rb\r", "a\nb\n"),
    "mixed": ("a\r\nb\rc\nd", "a\nb\nc\nd"),
    "text-mode copy of a CRLF file": ("a\r\r\nb", "a\nb"),
    "empty line in CRLF": ("a\r\n\r\nb", "a\n\nb"),
    "empty line in CR": ("a\r\rb", "a\n\nb"),
    "ends inside a line end": ("a\r", "a\n"),
    "nothing": ("", ""),
}

# Words that carry the charset's own characters, as bytes that no other rule decodes by luck
CHARSETS = {
    "UTF-8": ("邮件 почта", "utf-8"),
    "UTF-8 with a mark": ("邮件", "utf-8-sig"),
    "UTF-16 with a mark": ("550 邮件", "utf-16"),
    "UTF-16 LE without a mark": ("550 5.1.1 User unknown", "utf-16-le"),
    "UTF-16 BE without a mark": ("550 5.1.1 User unknown", "utf-16-be"),
    "undeclared GBK": ("550 收件人不存在，请核对", "gbk"),
    "undeclared Latin-1": ("Empfänger überprüfen", "cp1252"),
}

CODECS = {
    "GB2312": "gb18030",
    " gbk ": "gb18030",
    '"utf-8"': "utf-8",
    "iso-8859-1": "cp1252",
    "KOI8-R": "koi8-r",
    "shift_jis": "cp932",
    "big5": "cp950",
    "x-nobody-knows": None,
    "zip": None,
    "hex_codec": None,
    "rot13": None,
    "idna": None,
    "": None,
    "utf-8\0": None,
    "юникод": None,
    "../../etc/passwd": None,
}


@pytest.mark.parametrize("name", LINE_ENDS)
def test_line_ends(name):
    pasted, text = LINE_ENDS[name]
    found = paste.read(pasted)
    assert (found.decoded, found.text) == (pasted, text)
    assert paste.read(pasted.encode()).text == text


@pytest.mark.parametrize("name", LINE_ENDS)
def test_every_character_is_found_again(name):
    found = paste.read(LINE_ENDS[name][0])
    for offset, char in enumerate(found.text):
        span = found.span(offset, offset + 1)
        assert (
            found.decoded[span.start : span.end].replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
            == char
        )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"], ids=["LF", "CRLF", "CR", "CRCRLF"])
def test_span_cuts_the_words_in_any_line_end(end):
    lines = [f"line {number}: 550 no such user" for number in range(50)]
    found = paste.read(end.join(lines))
    start = found.text.index("line 31") + 9
    span = found.span(start, start + 3)
    assert found.decoded[span.start : span.end] == "550"
    assert found.decoded[: span.start].endswith("line 31: ")


@pytest.mark.parametrize("name", CHARSETS)
def test_charset(name):
    words, charset = CHARSETS[name]
    assert paste.read(words.encode(charset)).text.strip() == words


def test_byte_order_mark_is_no_part_of_the_first_word():
    found = paste.read(codecs.BOM_UTF8 + b"550 no")
    assert found.text.split() == ["550", "no"]
    start = found.text.index("550")
    span = found.span(start, start + 3)
    assert found.decoded[span.start : span.end] == "550"


def test_declared_charset_of_a_part_decodes_its_lines():
    data = 'Content-Type: text/plain; charset="koi8-r"\n\nпочтовый ящик\n'.encode("koi8-r")
    assert paste.read(data).text.endswith("почтовый ящик\n")


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "euc-kr", "shift_jis"])
def test_the_header_above_is_in_the_charset_that_it_declares_below(charset):
    words = {"euc-kr": "한국어", "shift_jis": "日本語の手紙"}.get(charset, "Привет")
    data = f"Subject: {words}\nContent-Type: text/plain; charset={charset}\n\n{words}\n".encode(charset)
    assert paste.read(data).text.count(words) == 2


def test_charsets_may_differ_from_part_to_part():
    head = b"Content-Type: text/plain; charset=%s\n\n"
    data = head % b"gbk" + "收件人\n".encode("gbk") + head % b"koi8-r" + "ящик\n".encode("koi8-r")
    assert [line for line in paste.read(data).text.split("\n") if not line.isascii()] == ["收件人", "ящик"]


@pytest.mark.parametrize("data", [bytes(range(256)), b"\xff\xfe\xff", b"\xff\xfe\x00\xd8", b"\x00" * 99, b"\x81" * 9])
def test_any_bytes_become_well_formed_text(data):
    found = paste.read(data)
    found.decoded.encode("utf-8")
    assert paste.read(found.decoded).decoded == found.decoded


def test_lone_surrogates_are_replaced():
    assert paste.read("a\ud800b\udfffc").decoded == "a\ufffdb\ufffdc"


def test_bytearray_and_memoryview_are_bytes_too():
    assert paste.read(bytearray(b"550 no")).text == paste.read(memoryview(b"550 no")).text == "550 no"


@pytest.mark.parametrize("name", CODECS, ids=repr)
def test_codec(name):
    found = paste.codec(name)
    assert found == CODECS[name]
    if found:
        codecs.lookup(found)


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        pytest.param("邮件".encode("gbk"), "gb2312", "邮件", id="declared"),
        pytest.param("邮件".encode(), "x-nobody-knows", "邮件", id="unknown name, UTF-8"),
        pytest.param("邮件地址不存在".encode("gbk"), "utf-8", "邮件地址不存在", id="declared UTF-8, is GBK"),
        pytest.param(b"caf\xe9", None, "café", id="nothing declared"),
        pytest.param("邮件".encode(), "us-ascii", "邮件", id="declared ASCII, is UTF-8"),
        pytest.param(b"", "gbk", "", id="empty"),
    ],
)
def test_decode_bytes(data, charset, text):
    assert paste.decode_bytes(data, charset) == text
