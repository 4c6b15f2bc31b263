"""Header fields and MIME parts, whole and broken, with their places in the text."""

import base64

import pytest

from checkers import message

B64 = base64.b64encode


def word(data: bytes, charset: str = "utf-8") -> str:
    return f"=?{charset}?B?{B64(data).decode()}?="


HEADERS = {
    "plain": ("A: 1\nB: 2\n\nbody", [("A", "1"), ("B", "2")], "body"),
    "folded": ("A: 1\n 2\n\t3\nB: 4\n\nbody", [("A", "1 2\t3"), ("B", "4")], "body"),
    "blank before the colon": ("A : 1\n\nbody", [("A", "1")], "body"),
    "blank lines first": ("\n\nA: 1\n\nbody", [("A", "1")], "body"),
    "mbox line first": ("From a@b Tue Nov 17\nA: 1\n\nbody", [("A", "1")], "body"),
    "quoted mbox line first": (">From a@b Tue Nov 17\nA: 1\n\nbody", [("A", "1")], "body"),
    "no empty line": ("A: 1\nno field at all", [("A", "1")], "no field at all"),
    "no body": ("A: 1\n\n", [("A", "1")], ""),
    "no line end": ("A: 1", [("A", "1")], ""),
    "empty value": ("A:\nB: 2\n\n", [("A", ""), ("B", "2")], ""),
    "twice": ("A: 1\nA: 2\n\n", [("A", "1"), ("A", "2")], ""),
    "value of colons": ("A: b: c:d\n\n", [("A", "b: c:d")], ""),
    "8-bit value": ("A: 邮件\n\n", [("A", "邮件")], ""),
    "no header": ("hello there\nA: 1\n", [], "hello there\nA: 1\n"),
    "nothing": ("", [], ""),
}


@pytest.mark.parametrize("name", HEADERS)
def test_read_fields(name):
    text, fields, body = HEADERS[name]
    found, start = message.read_fields(text)
    assert [(field.name, field.value) for field in found] == fields
    assert text[start:] == body
    for field in found:
        whole = text[field.start : field.end]
        assert whole.startswith(field.name) and whole.endswith(field.raw)
        assert text[field.value_start : field.end] == field.raw


CONTENT_TYPES = {
    "none": (None, "text/plain", {}),
    "bare": ("text/html", "text/html", {}),
    "parameter": ("text/html; charset=UTF-8", "text/html", {"charset": "UTF-8"}),
    "quoted with blanks": ('multipart/mixed; boundary="a b;c"', "multipart/mixed", {"boundary": "a b;c"}),
    "quoted pair": (r'multipart/mixed; boundary="a\"b"', "multipart/mixed", {"boundary": 'a"b'}),
    "quote never closed": ('multipart/mixed; boundary="ab', "multipart/mixed", {"boundary": "ab"}),
    "first parameter wins": ("text/plain; charset=a; charset=b", "text/plain", {"charset": "a"}),
    "upper case": (
        "Multipart/REPORT; Report-Type=delivery-status",
        "multipart/report",
        {"report-type": "delivery-status"},
    ),
    "no subtype": ("text", "text/plain", {}),
    "nonsense": (";;;=", "text/plain", {}),
}


@pytest.mark.parametrize("name", CONTENT_TYPES)
def test_content_type(name):
    value, kind, params = CONTENT_TYPES[name]
    assert message.content_type(value) == (kind, params)


TWO_PARTS = """Content-Type: multipart/mixed; boundary="b"

preamble
--b
Content-Type: text/plain

one
--b
Content-Type: message/rfc822

Subject: inner

two
--b--
epilogue
"""


def test_parts_of_a_message():
    parsed = message.parse(TWO_PARTS)
    assert [part.content_type for part in parsed.walk()] == [
        "multipart/mixed",
        "text/plain",
        "message/rfc822",
        "text/plain",
    ]
    text, attached = parsed.parts
    assert text.text() == "one"
    assert attached.parts[0].get("subject") == "inner"
    for part in parsed.walk():
        assert TWO_PARTS[part.start : part.end] == part.source[part.start : part.end]


# name: (text, the text of its leaves)
MALFORMED = {
    "closing boundary missing": (TWO_PARTS.partition("--b--")[0], ["one", "two\n"]),
    "boundary parameter missing": (TWO_PARTS.replace('; boundary="b"', ""), [TWO_PARTS.partition("\n\n")[2]]),
    "boundary is not in the body": (TWO_PARTS.replace('"b"', '"x"'), [TWO_PARTS.partition("\n\n")[2]]),
    "boundary is a prefix of another": (
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\none\n--bb\nstill one\n--b--\n',
        ["one\n--bb\nstill one"],
    ),
    "part without header": (
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nA: no field\n--b--\n',
        ["A: no field"],
    ),
    "empty part": ('Content-Type: multipart/mixed; boundary="b"\n\n--b\n--b--\n', [""]),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_parts(name):
    text, leaves = MALFORMED[name]
    assert [part.text() for part in message.parse(text).walk() if not part.parts] == leaves


BODIES = {
    "base64": ("base64", "utf-8", B64("邮件".encode()).decode(), "邮件"),
    "base64 in lines": (
        "BASE64",
        "gbk",
        "\n".join(B64("收件人不存在".encode("gbk")).decode()[i : i + 4] for i in range(0, 16, 4)),
        "收件人不存在",
    ),
    "base64 cut": ("base64", "utf-8", B64(b"hello world")[:-3].decode(), "hello wor"),
    "base64 with strangers": ("base64", "utf-8", "aGVs*bG8=", "hello"),
    "base64 that is none": ("base64", "utf-8", "!!!", "!!!"),
    "quoted-printable": ("quoted-printable", "utf-8", "a=3Db=\nc =E9=82=AE", "a=bc 邮"),
    "quoted-printable with a stray sign": ("quoted-printable", "utf-8", "1 = 1 =ZZ", "1 = 1 =ZZ"),
    "comment in the encoding": ("base64 (of course)", "utf-8", "aGVsbG8=", "hello"),
    "unknown encoding": ("x-uuencode", "utf-8", "plain", "plain"),
    "ISO-2022-JP": ("7bit", "iso-2022-jp", "宛先".encode("iso-2022-jp").decode("ascii"), "宛先"),
    "HZ": ("7bit", "hz-gb-2312", "邮件".encode("hz").decode("ascii"), "邮件"),
    "unknown charset": ("base64", "x-nobody-knows", B64("邮件".encode()).decode(), "邮件"),
    "charset that is a codec": ("base64", "zip", B64(b"hello").decode(), "hello"),
}


@pytest.mark.parametrize("name", BODIES)
def test_body_is_decoded(name):
    encoding, charset, body, text = BODIES[name]
    part = message.parse(
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n{body}"
    )
    assert part.text() == text


def test_plain_body_stands_where_it_says():
    text = "Content-Type: text/plain\n\n550 no\n"
    part = message.parse(text)
    assert part.is_plain and text[part.start : part.end] == part.text()


WORDS = {
    "none": ("Hello", "Hello"),
    "base64": (word("邮件".encode()), "邮件"),
    "quoted-printable": ("=?utf-8?q?caf=C3=A9_au_lait?=", "café au lait"),
    "white space between words goes": (word("邮".encode()) + " \n " + word("件".encode()), "邮件"),
    "white space beside text stays": ("a " + word("邮".encode()) + " b", "a 邮 b"),
    "split inside a character": (word("邮".encode()[:2]) + " " + word("邮".encode()[2:] + b"!"), "邮!"),
    "two charsets": (word("邮".encode()) + " " + word("ящик".encode("koi8-r"), "koi8-r"), "邮ящик"),
    "language tag": ("=?utf-8*en?Q?hi?=", "hi"),
    "unknown charset": ("=?x-nobody-knows?B?aGk=?=", "hi"),
    "broken": ("=?utf-8?B?", "=?utf-8?B?"),
    "unknown encoding": ("=?utf-8?X?hi?=", "=?utf-8?X?hi?="),
    "not base64": ("=?utf-8?B?!!!?=", "=?utf-8?B?!!!?="),
    "empty word": ("=?utf-8?B??=", ""),
    "a question mark inside": ("=?utf-8?Q?what?_now??=", "what? now?"),
    "an equals sign last": ("=?utf-8?Q?a=?=", "a="),
    "cut inside the last character": (word("邮件".encode()[:-1]), "邮\ufffd"),
    "GBK labelled GB2312": (word("镕".encode("gbk"), "gb2312"), "镕"),
}


# values, and the word in them that programs read differently
UNREADABLE = {
    "an unknown charset": ("a =?x-nobody?Q?b?= c", "=?x-nobody?Q?b?="),
    "a mark for an unknown charset": ("=?unknown-8bit?Q?J=F6rg?=", None),
    "an unknown encoding": ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
    "no hexadecimal digits": ("=?utf-8?Q?=ZZ?=", "=?utf-8?Q?=ZZ?="),
    "no base64": ("=?utf-8?B?abc!!?=", "=?utf-8?B?abc!!?="),
    "base64 of five letters": ("=?utf-8?B?SGVsb?=", "=?utf-8?B?SGVsb?="),
    "base64 without its equals signs": ("=?utf-8?B?SGVsbG8?=", None),
    "bytes of another charset": ("=?utf-8?Q?J=F6rg?=", "=?utf-8?Q?J=F6rg?="),
    "split inside a character": ("=?utf-8?Q?J=C3?= =?utf-8?Q?=B6rg?=", None),
    "Windows bytes called Western": ("=?iso-8859-1?Q?=93x=94?=", None),
    "a question mark inside": ("=?utf-8?Q?what??=", None),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_word(name):
    value, words = UNREADABLE[name]
    assert message.unreadable_word(value) == words


@pytest.mark.parametrize("name", WORDS)
def test_decode_words(name):
    assert message.decode_words(WORDS[name][0]) == WORDS[name][1]


HTML = {
    "blocks": ("<p>a</p><p>b<br>c</p>", "a\n\nb\nc"),
    "entities": ("a&nbsp;&lt;b@c.example&gt;&amp;", "a <b@c.example>&"),
    "no script": ("a<script>var x = '<p>no</p>';</script>b", "ab"),
    "no style": ("<style>p { width: 550px }</style>a", "a"),
    "no comment": ("a<!-- <p>550 --> b", "a b"),
    "header is no head": ("<header>a</header>", "a"),
    "unclosed comment": ("a<!-- b", "a"),
    "unclosed script": ("a<script>b", "a"),
    "unclosed tag": ("a <b", "a <b"),
    "less than": ("1 < 2", "1 < 2"),
    "upper case": ("<P>a</P><SCRIPT>x</SCRIPT>", "a"),
    "white space": ("a \n\t  b", "a\nb"),
}


@pytest.mark.parametrize("name", HTML)
def test_html_to_text(name):
    html, text = HTML[name]
    assert message.html_to_text(html) == text


def nested(depth: int) -> str:
    return "".join(f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n' for level in range(depth))


def test_depth_and_number_of_parts_are_bounded():
    deep = list(message.parse(nested(1000)).walk())
    assert len(deep) <= message.MAX_DEPTH + 1
    wide = 'Content-Type: multipart/mixed; boundary="b"\n\n' + "--b\n\nx\n" * 5000
    assert len(list(message.parse(wide).walk())) <= message.MAX_PARTS + 2
