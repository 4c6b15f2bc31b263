"""Any input gives a report: corrupted samples, noise and giants. Nothing is raised, nothing grows out of proportion."""

# Hostile texts stand here on one line: a break would hide what makes them hostile.
# ruff: noqa: E501

import base64
import json
import random
from collections.abc import Callable

import growth
import pytest
from samples import SAMPLES

import checkers
from checkers import smtp

SEED = 20261123


def assert_report(source: str | bytes) -> None:
    """The promises of contract.md that hold for any input."""
    for report in (smtp.check(source), checkers.check(source)):
        report.decoded.encode("utf-8")
        size = len(report.decoded)
        for language in ("en", "zh_CN"):
            found = report.to_dict(language)
            json.dumps(found, ensure_ascii=False).encode("utf-8")
            assert report.to_text(language).strip()
        if report.kind != "smtp":
            continue
        assert found["failures"] or (found["title"] and found["explanation"])
        for failure in found["failures"]:
            spans = [(span["start"], span["end"]) for span in failure["evidence"]]
            assert spans == sorted(spans)
            assert all(0 <= start < end <= size for start, end in spans)
            assert failure["reply_code"] is None or 400 <= failure["reply_code"] <= 599
            assert failure["recipient"] is None or isinstance(failure["recipient"], str)


# What a broken mail program, a wrong copy or a hand does to a message
def cut(data: bytes, noise: random.Random) -> bytes:
    return data[: noise.randrange(len(data) + 1)]


def cut_front(data: bytes, noise: random.Random) -> bytes:
    return data[noise.randrange(len(data) + 1) :]


def flip(data: bytes, noise: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(1 + len(data) // 50):
        changed[noise.randrange(len(changed))] = noise.randrange(256)
    return bytes(changed)


def drop_lines(data: bytes, noise: random.Random) -> bytes:
    return b"".join(line for line in data.splitlines(keepends=True) if noise.random() > 0.2)


def double_lines(data: bytes, noise: random.Random) -> bytes:
    return b"".join(line * noise.choice((1, 1, 2, 5)) for line in data.splitlines(keepends=True))


def shuffle_lines(data: bytes, noise: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    noise.shuffle(lines)
    return b"".join(lines)


def mix_line_ends(data: bytes, noise: random.Random) -> bytes:
    return b"".join(line + noise.choice((b"\n", b"\r\n", b"\r", b"", b"\r\r\n", b"\n\r")) for line in data.splitlines())


def squeeze(data: bytes, noise: random.Random) -> bytes:
    return b" ".join(data.split())


def strange_codes(data: bytes, noise: random.Random) -> bytes:
    return data.replace(
        b"550", noise.choice((b"\xd9\xa5\xd9\xa5\xd9\xa0", b"999", b"55\x000", b"5 5 0", b"-550"))
    ).replace(b"5.1.1", b"5.999.999")


def nest(data: bytes, noise: random.Random) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * noise.randrange(1, 40) + data


DAMAGES = (cut, cut_front, flip, drop_lines, double_lines, shuffle_lines, mix_line_ends, squeeze, strange_codes, nest)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_samples(name, damage):
    noise = random.Random(f"{SEED} {name} {damage.__name__}")
    assert_report(damage(SAMPLES[name].data, noise))


@pytest.mark.parametrize("round", range(20))
def test_samples_cut_together(round):
    noise = random.Random(f"{SEED} together {round}")
    pieces = [noise.choice(list(SAMPLES.values())).data for _ in range(4)]
    assert_report(b"".join(piece[noise.randrange(len(piece)) :][: noise.randrange(2000)] for piece in pieces))


@pytest.mark.parametrize("round", range(40))
def test_noise(round):
    noise = random.Random(f"{SEED} noise {round}")
    assert_report(noise.randbytes(noise.randrange(1, 5000)))


ALPHABET = "\0\t\n\r \x7f\x85\xa0\u200b\u2028\u2029\u202e\ufeff\ufffd\ud800\udfffßİŉǅ٥５邮件ящик😀45.0-:;<>@[](){}'\"\\/=?*_b550"
WORDS = [
    "550",
    "5.1.1",
    "smtp;",
    "Status:",
    "Action: failed",
    "<a@example.org>",
    "b'",
    "\\x",
    "=?utf-8?B?",
    "?=",
    "--b",
    "boundary=b",
    "\n\n",
    "From:",
    "SMTPDataError:",
    "{'",
    "(550, b'",
    "邮件投递失败",
    "said:",
    "&lt;",
    "\\u",
    "Content-Type: multipart/mixed; ",
]


@pytest.mark.parametrize("round", range(60))
def test_strange_text(round):
    noise = random.Random(f"{SEED} text {round}")
    assert_report(
        "".join(
            noise.choice(ALPHABET) if noise.random() < 0.6 else noise.choice(WORDS)
            for _ in range(noise.randrange(1, 800))
        )
    )


CHARSETS = "utf-8 utf-7 utf-16 utf-32 gbk hz big5 iso-2022-jp iso-2022-kr shift_jis koi8-r cp037 zip hex rot13 idna punycode undefined unicode_escape raw_unicode_escape mbcs x-none \0 =".split(
    " "
)


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", "7bit", "x-uuencode", ""])
@pytest.mark.parametrize("charset", CHARSETS, ids=repr)
def test_declared_charsets(charset, encoding):
    noise = random.Random(f"{SEED} {charset} {encoding}")
    body = noise.randbytes(300) + b" <a@example.org>: 550 5.1.1 User unknown \xca\xd5 \x1b$B!! ~{VD~} +2D3eAA-"
    if encoding == "base64":
        body = base64.b64encode(body)
    word = base64.b64encode(noise.randbytes(30)).decode()
    head = f"From: MAILER-DAEMON@x.example\nSubject: Undelivered =?{charset}?B?{word}?=\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    assert_report(head.encode() + body)


# --- giants ---------------------------------------------------------------------------------------------------------------

BOUNCE = SAMPLES["rfc/postfix-user-unknown"].data


def with_big_original(size: int) -> bytes:
    line = base64.b64encode(b"x" * 57) + b"\n"
    original = b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + line * (size // len(line))
    return BOUNCE.replace(b"Your quotation is attached. 550 is also the price.", original)


def replies(size: int) -> str:
    return "".join(
        f"55{number % 5} 5.1.{number % 9} <u{number}@example.org>: answer {number}\n" for number in range(size // 45)
    )


def one_line(size: int) -> str:
    return "550 5.1.1 User unknown " + "x1 @<>(" * (size // 7)


def nested(size: int) -> str:
    return "".join(f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n' for level in range(size // 55))


def fields(size: int) -> str:
    return (
        "From: MAILER-DAEMON@x.example\nSubject: Undelivered\n"
        + "X-Field: value of a field\n" * (size // 26)
        + "\n<a@example.org>: 550 5.1.1 no\n"
    )


def folded_field(size: int) -> str:
    return "From: MAILER-DAEMON@x.example\nSubject: Undelivered\n" + " folded line\n" * (size // 13) + "\nx\n"


def groups(size: int) -> str:
    group = (
        "Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no\n\n"
    )
    return (
        "From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
        + group * (size // len(group))
    )


def addresses(size: int) -> str:
    return "This is the mail system at host x.\n\nI'm sorry\n\n" + "".join(
        f"<u{number}@example.org>: 550 5.1.1 no\n" for number in range(size // 35)
    )


def log(size: int) -> str:
    line = "Nov 17 08:12:44 mx postfix/smtp[1]: A: to=<a@example.org>, relay=mx.example.org[198.51.100.9]:25, dsn=5.1.1, status=bounced (host mx said: 550 5.1.1 no)\n"
    return line * (size // len(line))


def refused(size: int) -> str:
    return (
        "SMTPRecipientsRefused: {"
        + ", ".join(f"'u{number}@example.org': (550, b'5.1.1 no')" for number in range(size // 42))
        + "}"
    )


def html(size: int) -> str:
    return (
        "From: MAILER-DAEMON@x.example\nSubject: Undelivered\nContent-Type: text/html\n\n"
        + "<div <p <!-- <script a@b " * (size // 25)
    )


def words_of_header(size: int) -> str:
    return (
        "From: MAILER-DAEMON@x.example\nSubject: Undelivered "
        + "=?utf-8?B?4?= " * (size // 14)
        + "\n\n<a@example.org>: 550 no\n"
    )


def boundaries(size: int) -> str:
    return "From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; boundary=b\n\n" + "--b\n--bb\n--b--\n" * (
        size // 14
    )


def json_notice(size: int) -> str:
    return 'From: no-reply@sns.amazonaws.com\nSubject: Amazon SES Email Event Notification\n\n{"a":' + "[" * size


GIANTS: dict[str, tuple[Callable[[int], str | bytes], int]] = {
    "bounce with an attachment": (with_big_original, 4_000_000),
    "replies": (replies, 80_000),
    "one line": (one_line, 2_000_000),
    "nested multiparts": (nested, 550_000),
    "header fields": (fields, 2_600_000),
    "folded field": (folded_field, 1_000_000),
    "recipients of a report": (groups, 100_000),
    "recipients of a notice": (addresses, 35_000),
    "log lines": (log, 160_000),
    "refused recipients": (refused, 60_000),
    "HTML": (html, 300_000),
    "encoded words": (words_of_header, 300_000),
    "boundaries": (boundaries, 500_000),
    "nested JSON": (json_notice, 200_000),
    "brackets": (lambda size: "<" * size, 500_000),
    "ats": (lambda size: "a@" * (size // 2), 200_000),
    "colons": (lambda size: "a:" * (size // 2), 500_000),
    "blanks": (lambda size: "550 5.1.1 " + " " * size, 1_000_000),
    "line ends": (lambda size: "\r\n" * (size // 2), 1_000_000),
    "codes": (lambda size: "550 " * (size // 4), 500_000),
    "escapes": (lambda size: "SMTPDataError: (550, b'" + "\\x" * (size // 2), 300_000),
    "quotes": (lambda size: "SMTPDataError: " + "b'\\" * (size // 3), 300_000),
    "entities": (lambda size: "550 &lt;" * (size // 8), 300_000),
    "wrapper again and again": (lambda size: "Mail Delivery Failed\n" * (size // 21), 300_000),
    "dashes": (lambda size: "-" * size + "\n", 1_000_000),
    "quoted blank lines": (lambda size: "> \n" * (size // 3), 300_000),
    "almost a field": (lambda size: "Final-Recipient: x\nStatus: y\n" + "a: b\n\n" * (size // 6), 200_000),
    "Chinese": (lambda size: "邮件投递失败：550 " * (size // 12), 200_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", GIANTS)
def test_time_grows_with_the_size_and_no_faster(name):
    make, size = GIANTS[name]
    growth.assert_even(lambda source: smtp.check(source).to_dict(), make(size // 4), make(size))


@pytest.mark.parametrize("name", GIANTS)
def test_giants_give_a_report(name):
    make, size = GIANTS[name]
    report = smtp.check(make(size // 4))
    json.dumps(report.to_dict())


def test_a_bounce_of_25_megabytes():
    report = smtp.check(with_big_original(25_000_000))
    small = smtp.check(BOUNCE)
    assert report.to_dict()["failures"] == small.to_dict()["failures"]


def test_ten_thousand_replies():
    text = "".join(
        f"550 5.1.1 <u{number}@example.org>: User unknown\n"
        if number % 2
        else f"452 4.2.2 <u{number}@example.org>: Mailbox full\n"
        for number in range(10_000)
    )
    failures = smtp.check(text).failures
    assert len(failures) == 10_000
    assert failures[9_999].recipient == "u9999@example.org" and failures[9_998].verdict.reason.id == "mailbox-full"
    last = failures[9_999].evidence[0]
    assert text[last.start : last.end] == "550 5.1.1"


def test_a_line_of_ten_megabytes():
    text = "550 5.1.1 User unknown " + "x" * 10_000_000
    [failure] = smtp.check(text).failures
    assert failure.verdict.reason.id == "unknown-mailbox"
    assert smtp.check("x" * 10_000_000).failures == []


def test_ten_thousand_nested_multiparts():
    assert smtp.check(nested(550_000)).to_dict()["kind"] == "smtp"


def test_a_hundred_thousand_header_fields():
    [failure] = smtp.check(fields(2_600_000)).failures
    assert failure.recipient == "a@example.org"
