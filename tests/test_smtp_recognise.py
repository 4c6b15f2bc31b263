"""What a message or a text is: only reports of failed deliveries hold failures."""

import pytest
from samples import SAMPLES

from checkers import smtp
from checkers.message import parse
from checkers.smtp import header_block, recognise


def kind(header: str, body: str = "") -> str:
    return recognise.message_kind(parse(f"{header}\n\n{body}"))


BODY = "Your message could not be delivered:\n\n<a@example.org>: 550 5.1.1 User unknown\n"

# name: (header, body, kind)
KINDS = {
    "report type": (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "--b\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n--b--",
        "dsn",
    ),
    "delivery-status in multipart/mixed": (
        "Content-Type: multipart/mixed; boundary=b",
        "--b\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n--b--",
        "dsn",
    ),
    "global delivery status": (
        "Content-Type: multipart/report; boundary=b",
        "--b\nContent-Type: message/global-delivery-status\n\nStatus: 5.1.1\n--b--",
        "dsn",
    ),
    "complaint": (
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
        "--b\n\nundeliverable\n--b--",
        "complaint",
    ),
    "complaint without a report type": (
        "Content-Type: multipart/mixed; boundary=b",
        "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--",
        "complaint",
    ),
    "receipt": (
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
        "--b\n\nread\n--b--",
        "receipt",
    ),
    "notice of a mailer daemon": (
        "From: MAILER-DAEMON@x.example\nSubject: Undelivered Mail Returned to Sender",
        BODY,
        "notice",
    ),
    "notice, misspelt": ("From: mailer-deamon@x.example\nSubject: failure notice", BODY, "notice"),
    "notice in Chinese": ("From: postmaster@x.example\nSubject: 系统退信", "您的邮件无法投递", "notice"),
    "encoded subject": (
        "From: postmaster@x.example\nSubject: =?utf-8?B?57O757uf6YCA5L+h?=",
        "您的邮件无法投递",
        "notice",
    ),
    "Exim's field": ("From: x@x.example\nX-Failed-Recipients: a@example.org\nSubject: ?", BODY, "notice"),
    "null return path": ("Return-Path: <>\nFrom: x@x.example\nSubject: Undeliverable: Hello", BODY, "notice"),
    "bounce with an automatic subject": (
        "From: MAILER-DAEMON@x.example\nAuto-Submitted: auto-replied\nSubject: Undelivered Mail",
        BODY,
        "notice",
    ),
    "out of office": ("From: a@example.org\nSubject: Out of Office: Hello", "I am away.", "auto-reply"),
    "Automatic reply": ("From: a@example.org\nSubject: Automatic reply: Hello", "I am away.", "auto-reply"),
    "Chinese auto-reply": ("From: a@example.org\nSubject: 自动回复：报价单", "我在休假。", "auto-reply"),
    "auto-reply field": ("From: a@example.org\nX-Autoreply: yes\nSubject: Hello", "I am away.", "auto-reply"),
    "Auto-Submitted: auto-replied (RFC 3834)": (
        "From: a@example.org\nAuto-Submitted: auto-replied\nSubject: Hello",
        "I am away.",
        "auto-reply",
    ),
    "ordinary": ("From: a@example.org\nSubject: Hello", "Hello", "ordinary"),
    "answer to a bounce": (
        "From: a@example.org\nSubject: Re: Undelivered Mail\nIn-Reply-To: <x@y>",
        "Thanks, the address was wrong.",
        "ordinary",
    ),
    "talk about delivery": (
        "From: a@example.org\nSubject: Delivery problem with parcel 550",
        "The parcel could not be delivered.",
        "ordinary",
    ),
    "mailing list": (
        "From: list@lists.example.org\nList-Id: <l.lists.example.org>\nSubject: Undeliverable mail, what now?",
        "How do I read 550 5.1.1 User unknown?",
        "ordinary",
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_kind_of_message(name):
    header, body, expected = KINDS[name]
    assert kind(header, body) == expected


NO_FAILURE = ("auto-reply", "complaint", "receipt", "ordinary")


@pytest.mark.parametrize("name", [name for name, (_, _, found) in KINDS.items() if found in NO_FAILURE])
def test_no_false_alarm(name):
    header, body, _ = KINDS[name]
    report = smtp.check(f"{header}\nTo: b@example.net\nDate: Tue, 17 Nov 2026 08:12:44 +0000\n\n{body}").to_dict()
    assert report["failures"] == [] and report["title"]


MESSAGES = {
    "header block": ("From: a@b\nTo: c@d\n\nx", True),
    "blank lines first": ("\n\nFrom: a@b\nTo: c@d\n\nx", True),
    "mbox line": ("From MAILER-DAEMON Tue Nov 17\nFrom: a@b\nSubject: c\n\nx", True),
    "header alone": ("Received: from a by b\nSubject: c", True),
    "a few strange fields and a known one": ("X-A: 1\nX-B: 2\nSubject: c\n\nx", True),
    "reply": ("550 5.1.1 User unknown", False),
    "exception": ("SMTPDataError: 550\nfoo: bar", False),
    "report fields": ("Final-Recipient: rfc822; a@b\nStatus: 5.1.1", False),
    "prose": ("Dear all,\nFrom: me", False),
    "labels": ("Server: x\nError: 550 no\nTime: now\n", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_looks_like_message(name):
    text, expected = MESSAGES[name]
    assert header_block.looks_like_message(text) == expected


NOTICES = {
    "Postfix": ("This is the mail system at host x.\n\nI'm sorry\n\n<a@b.example>: 550 no\n", True),
    "Exchange": ("Delivery has failed to these recipients or groups:\n\na@b.example\nno\n", True),
    "Exchange Online": ("Your message to a@b.example couldn't be delivered.\na wasn't found at b.example.\n\nx", True),
    "Chinese": ("抱歉，您的邮件被退回来了\n收件人：a@b.example\n原因：550\n", True),
    "reply": ("550 5.1.1 <a@b.example>: User unknown", False),
    "no address": ("This is the mail system at host x.\n\n\n550 no", False),
    "prose": ("Hello a@b.example,\nhow are you?\n\nBye", False),
}


@pytest.mark.parametrize("name", NOTICES)
def test_is_notice_text(name):
    text, expected = NOTICES[name]
    assert recognise.is_notice_text(text) == expected


@pytest.mark.parametrize("name", [name for name in SAMPLES if not name.startswith("malformed/")])
def test_bounces_for_the_header_checker(name):
    text = SAMPLES[name].data.decode("utf-8", "replace")
    if not header_block.looks_like_message(text):
        pytest.skip("no message")
    reports = SAMPLES[name].facts.get("format") == "dsn" or bool(SAMPLES[name].failures)
    if name != "rfc/forwarded-as-attachment":
        assert smtp.is_bounce(parse(text)) == reports
