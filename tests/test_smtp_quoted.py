"""The same bounce gives the same answer however it comes: forwarded, quoted, attached, copied."""

import base64
import html

import pytest

from checkers import smtp
from checkers.smtp import quoted

# name: (sender, subject, words, recipient, reason)
NOTICES = {
    "Postfix": (
        "Mail Delivery System <MAILER-DAEMON@mx.example.net>",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.example.net.\n\n"
        "I'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients. It's attached below.\n\n"
        "<kim@example.org>: host mx.example.org[192.0.2.5] said: 550 5.1.1\n"
        "    <kim@example.org>: Recipient address rejected: User unknown (in reply to\n    RCPT TO command)\n",
        "kim@example.org",
        "unknown-mailbox",
    ),
    "Exim": (
        "Mail Delivery System <Mailer-Daemon@mx.example.net>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        "  kim@example.org\n    SMTP error from remote mail server after RCPT TO:<kim@example.org>:\n"
        "    550 mailbox is full\n",
        "kim@example.org",
        "mailbox-full",
    ),
    "Exchange in German": (
        "Microsoft Outlook <postmaster@example.org>",
        "Unzustellbar: Angebot",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\nkim@example.org\n"
        "Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n\nDiagnoseinformationen für Administratoren:\n\n"
        "Generierender Server: mx.example.org\n\nkim@example.org\n"
        "Remote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'\n",
        "kim@example.org",
        "unknown-mailbox",
    ),
    "a Chinese provider": (
        "postmaster@example.net",
        "系统退信",
        "很抱歉，您的邮件被退回，原因如下：\n\n收件人：kim@example.org\n退信原因：收件人邮箱空间已满\n\n"
        "550 Mailbox is full\n",
        "kim@example.org",
        "mailbox-full",
    ),
}
DATE = "Mon, 23 Nov 2026 08:00:04 +0000"
PERSON = f"From: Jo <jo@example.com>\nTo: help@example.com\nDate: {DATE}\nMIME-Version: 1.0\n"
TEXT = "Content-Type: text/plain; charset=utf-8\n\n"


def original(sender, subject, words):
    return f"From: {sender}\nTo: jo@example.com\nSubject: {subject}\nDate: {DATE}\n{TEXT}{words}"


def forwarded(sender, subject, words):
    return (
        f"{PERSON}Subject: Fwd: a question\n{TEXT}What is this?\n\n---------- Forwarded message ---------\n"
        f"From: {sender}\nDate: {DATE}\nSubject: {subject}\nTo: <jo@example.com>\n\n{words}"
    )


def forwarded_in_german(sender, subject, words):
    return (
        f"{PERSON}Subject: WG: {subject}\n{TEXT}Was heißt das?\n\n*Von:* {sender}\n*Gesendet:* Montag, 23. November\n"
        f"*An:* Jo <jo@example.com>\n*Betreff:* {subject}\n\n{words}"
    )


def forwarded_in_chinese(sender, subject, words):
    return (
        f"{PERSON}Subject: 转发：问题\n{TEXT}请看一下。\n\n发件人：{sender}\n发送时间：2026年11月23日\n"
        f"收件人：Jo <jo@example.com>\n主题：{subject}\n\n{words}"
    )


def quoted_lines(sender, subject, words):
    marked = "\n".join(f"> {line}" for line in words.split("\n"))
    return f"{PERSON}Subject: Fwd: {subject}\n{TEXT}Help.\n\n{marked}\n"


def attached(sender, subject, words):
    return (
        f'{PERSON}Subject: Fwd: a question\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n{TEXT}What is this?\n'
        f"--x\nContent-Type: message/rfc822\n\nFrom MAILER-DAEMON Mon Nov 23 08:00:04 2026\n"
        f"{original(sender, subject, words)}\n--x--\n"
    )


def copied(sender, subject, words):
    return words


def copied_with_fields(sender, subject, words):
    return f"From: {sender}\nSent: Monday, 23 November\nTo: Jo <jo@example.com>\nSubject: {subject}\n\n{words}"


def double_spaced(sender, subject, words):
    return words.replace("\n", "\n\n")


def encoded(sender, subject, words):
    header = f"From: {sender}\nTo: jo@example.com\nSubject: {subject}\nDate: {DATE}\nMIME-Version: 1.0\n"
    body = base64.encodebytes(words.encode()).decode()
    return f"{header}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{body}"


def as_html(sender, subject, words):
    header = f"From: {sender}\nTo: jo@example.com\nSubject: {subject}\nDate: {DATE}\nMIME-Version: 1.0\n"
    body = html.escape(words).replace("\n", "<br>\n")
    return f"{header}Content-Type: text/html; charset=utf-8\n\n<html><body>{body}</body></html>"


def without_a_title(sender, subject, words):
    return original("MAILER-DAEMON@mx.example.net", "Mail", words)


WAYS = [
    original,
    forwarded,
    forwarded_in_german,
    forwarded_in_chinese,
    quoted_lines,
    attached,
    copied,
    copied_with_fields,
    double_spaced,
    encoded,
    as_html,
    without_a_title,
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("name", NOTICES)
def test_same_answer(name, way, end):
    sender, subject, words, recipient, reason = NOTICES[name]
    found = smtp.check(way(sender, subject, words).replace("\n", end).encode()).to_dict()["failures"]
    assert [(failure["recipient"], failure["reply_code"], failure["reason"]) for failure in found] == [
        (recipient, 550, reason)
    ]


@pytest.mark.parametrize("way", [forwarded, forwarded_in_german, attached], ids=lambda way: way.__name__)
def test_forwarded_mail_of_people_is_no_bounce(way):
    source = way("Ann <ann@example.org>", "Your offer", "Hello Jo,\n\nthe 550 pieces are fine.\n\nann@example.org\n")
    assert smtp.check(source).to_dict()["failures"] == []


def test_forwarded_needs_a_sender_and_a_subject():
    assert quoted.forwarded("From: a@example.org\nTo: b@example.org\n\nHello") is None
    assert quoted.forwarded("Subject: Hello\n\nText") is None
    text = "See below\n\n> From: a@example.org\n> Subject: Hello\n>\n> Text"
    assert quoted.forwarded(text) == "From: a@example.org\nSubject: Hello\n\n\nText"


def test_quote_marks_go_where_most_lines_have_them():
    assert quoted.unmarked("> a\n> > b\nc") == "a\nb\nc"
    assert quoted.unmarked("a\nb\n> c\nd") == "a\nb\n> c\nd"


def test_empty_lines_go_where_each_line_has_one():
    lines = [f"line {number}" for number in range(8)]
    assert quoted.single_spaced("\n\n".join(lines)) == "\n".join(lines)
    assert quoted.single_spaced("\n".join(lines)) == "\n".join(lines)
    assert quoted.single_spaced("a\n\nb") == "a\n\nb"


@pytest.mark.parametrize(
    "text", ["> " * 200_000, ">\n" * 100_000, "From: a\n" * 50_000, "\n\n" * 100_000, "Von:" * 90_000]
)
def test_any_text_gives_a_report(text):
    assert smtp.check(text).to_dict()["failures"] == []
