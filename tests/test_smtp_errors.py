"""Replies in every layout that people paste: lines, logs, tables, JSON, quotes, several in one paste."""

# Replies and log lines stand here on one line, as they were printed.
# ruff: noqa: E501

import pytest

from checkers import smtp

Expected = list[tuple[int | None, str | None, str]]

# name: (text, [(reply code, enhanced code, reason)])
LAYOUTS: dict[str, tuple[str, Expected]] = {
    "one line": ("550 5.1.1 User unknown", [(550, "5.1.1", "unknown-mailbox")]),
    "no enhanced code": ("550 User unknown", [(550, None, "unknown-mailbox")]),
    "several lines of one reply": (
        "550-5.7.26 This mail is unauthenticated, which poses a security risk.\n550-5.7.26 The sender must authenticate with SPF or DKIM.\n550 5.7.26 See https://example.com/",
        [(550, "5.7.26", "auth-failure")],
    ),
    "words wrapped onto a second line": (
        "552 5.2.2 The mailbox of the recipient\n    is full",
        [(552, "5.2.2", "mailbox-full")],
    ),
    "host said": (
        "host mx.example.com[192.0.2.1] said: 554 5.7.1 <a@example.com>: Relay access denied (in reply to RCPT TO command)",
        [(554, "5.7.1", "relay-denied")],
    ),
    "Remote Server returned": (
        "Remote Server returned '554 5.4.14 Hop count exceeded - possible mail loop'",
        [(554, "5.4.14", "mail-loop")],
    ),
    "smtp;": ("smtp;550 5.1.1 User unknown", [(550, "5.1.1", "unknown-mailbox")]),
    "Diagnostic-Code": ("Diagnostic-Code: smtp; 452 4.2.2 Mailbox full", [(452, "4.2.2", "mailbox-full")]),
    "SMTP dialogue": (">>> RCPT TO:<a@example.com>\n<<< 550 5.1.1 User unknown", [(550, "5.1.1", "unknown-mailbox")]),
    "quoted": ("> 550 5.1.1 User unknown", [(550, "5.1.1", "unknown-mailbox")]),
    "in quotes": ('"550 5.1.1 User unknown"', [(550, "5.1.1", "unknown-mailbox")]),
    "HTML entities": ("550 5.1.1 &lt;a@example.com&gt;: User unknown", [(550, "5.1.1", "unknown-mailbox")]),
    "escaped line ends": (r"550-5.1.1 no\n550 5.1.1 User unknown", [(550, "5.1.1", "unknown-mailbox")]),
    "escaped UTF-8": (
        r"550 \xe6\x94\xb6\xe4\xbb\xb6\xe4\xba\xba\xe4\xb8\x8d\xe5\xad\x98\xe5\x9c\xa8",
        [(550, None, "unknown-mailbox")],
    ),
    "JSON": ('{"status": "bounced", "response": "550 5.1.1 User unknown"}', [(550, "5.1.1", "unknown-mailbox")]),
    "full-width punctuation": ("退信原因：550 5.1.1 用户不存在。", [(550, "5.1.1", "unknown-mailbox")]),
    "full-width digits' neighbours": ("错误代码：554，邮件被判定为垃圾邮件", [(554, None, "spam")]),
    "prose around it": (
        "Hello, yesterday my customer's server answered: 552 5.2.2 Mailbox full. What can I do?",
        [(552, "5.2.2", "mailbox-full")],
    ),
    "words without a code": ("The recipient's mailbox is full", [(None, None, "mailbox-full")]),
    "code without words": ("554", [(554, None, "unknown")]),
    "codes without words": ("550 5.1.1", [(550, "5.1.1", "unknown-mailbox")]),
    "code and dash": ("550-", [(550, None, "unknown")]),
    "UTF-16": ("550 5.1.1 User unknown", [(550, "5.1.1", "unknown-mailbox")]),
}
LOGS: dict[str, tuple[str, list[tuple[str | None, int | None, str | None, str, str]]]] = {
    "Postfix bounced": (
        "Nov 17 08:12:44 mx1 postfix/smtp[4711]: 9D1AB1A0DF: to=<a@example.org>, relay=mx.example.org[198.51.100.9]:25, delay=3, delays=0/0/2/1, dsn=5.1.1, status=bounced (host mx.example.org[198.51.100.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command))",
        [("a@example.org", 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "Postfix deferred": (
        "2026-11-17T08:12:44.123456+00:00 mx1 postfix/smtp[4711]: 9D1AB1A0DF: to=<a@example.org>, relay=none, delay=30, dsn=4.4.1, status=deferred (connect to mx.example.org[198.51.100.9]:25: Connection timed out)",
        [("a@example.org", None, "4.4.1", "unreachable", "temporary")],
    ),
    "Postfix sent, then bounced": (
        "Nov 17 08:12:43 mx1 postfix/smtp[4711]: 1: to=<a@example.org>, relay=mx.example.org[198.51.100.9]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 550)\nNov 17 08:12:44 mx1 postfix/smtp[4711]: 2: to=<b@example.org>, relay=mx.example.org[198.51.100.9]:25, dsn=5.2.2, status=bounced (host mx.example.org[198.51.100.9] said: 552 5.2.2 Mailbox full)",
        [("b@example.org", 552, "5.2.2", "mailbox-full", "permanent")],
    ),
    "Postfix refuses": (
        "Nov 17 08:12:44 mx1 postfix/smtpd[99]: NOQUEUE: reject: RCPT from unknown[192.0.2.80]: 450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.80]; from=<s@example.net> to=<a@example.org> proto=ESMTP helo=<odoo>",
        [("a@example.org", 450, "4.7.25", "missing-ptr", "temporary")],
    ),
    "Sendmail": (
        "Nov 17 08:12:44 mta sendmail[99]: 7AH8Cipx: to=<a@example.org>, delay=00:00:03, mailer=esmtp, relay=mx.example.org. [198.51.100.9], dsn=5.1.1, stat=User unknown",
        [("a@example.org", None, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "nothing failed": (
        "Nov 17 08:12:43 mx1 postfix/smtp[4711]: 1: to=<a@example.org>, relay=mx.example.org[198.51.100.9]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 550)",
        [],
    ),
}


def found(source: str | bytes) -> list[tuple]:
    return [
        (failure["reply_code"], failure["enhanced_code"], failure["reason"])
        for failure in smtp.check(source).to_dict()["failures"]
    ]


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name):
    text, expected = LAYOUTS[name]
    assert found(text) == expected
    if name == "UTF-16":
        assert found(text.encode("utf-16")) == found(text.encode("utf-16-le")) == expected


@pytest.mark.parametrize("around", ["\n\n{}\n\n", "  {}  ", "\t{}", "\ufeff{}", "> {}", "* {}", "({})"], ids=repr)
@pytest.mark.parametrize("name", ["one line", "host said", "full-width punctuation"])
def test_what_stands_around_does_not_count(name, around):
    text, expected = LAYOUTS[name]
    assert found(around.format(text)) == expected


@pytest.mark.parametrize("name", LOGS)
def test_log(name):
    text, expected = LOGS[name]
    report = smtp.check(text).to_dict()
    assert report["format"] == "log"
    assert [
        (
            failure["recipient"],
            failure["reply_code"],
            failure["enhanced_code"],
            failure["reason"],
            failure["permanence"],
        )
        for failure in report["failures"]
    ] == expected


SEVERAL = {
    "one below the other": "550 5.1.1 User unknown\n452 4.2.2 Mailbox full\n554 5.7.1 Relay access denied",
    "empty lines between": "550 5.1.1 User unknown\n\n452 4.2.2 Mailbox full\n\n\n554 5.7.1 Relay access denied\n",
    "as a list": "1. 550 5.1.1 User unknown\n2. 452 4.2.2 Mailbox full\n3. 554 5.7.1 Relay access denied",
    "bullets": "- 550 5.1.1 User unknown\n- 452 4.2.2 Mailbox full\n- 554 5.7.1 Relay access denied",
    "the last of several lines": "550-5.1.1 one\n550 5.1.1 User unknown\n452-4.2.2 one\n452 4.2.2 Mailbox full\n554 5.7.1 Relay access denied",
    "hosts said": "host a.example said: 550 5.1.1 User unknown\nhost b.example said: 452 4.2.2 Mailbox full\nhost c.example said: 554 5.7.1 Relay access denied",
}


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("name", SEVERAL)
def test_several_in_one_paste(name, ends):
    text = SEVERAL[name].replace("\n", ends)
    expected = [(550, "5.1.1", "unknown-mailbox"), (452, "4.2.2", "mailbox-full"), (554, "5.7.1", "relay-denied")]
    assert found(text) == expected
    report = smtp.check(text)
    codes = [report.decoded[failure.evidence[0].start :][:3] for failure in report.failures]
    assert codes == ["550", "452", "554"]


def test_two_equal_codes_apart_are_two_failures():
    assert found("550 5.1.1 User unknown\n\n550 5.1.1 User unknown") == [(550, "5.1.1", "unknown-mailbox")] * 2


NOTHING = {
    "empty": "",
    "blank": " \n\t\r\n",
    "prose": "Where is my parcel? I have been waiting for 4 days.",
    "numbers": "Total: 550.00 EUR, 45 pieces, phone +49 550 123456",
    "list of numbers": "12\n17\n45\n",
    "Chinese prose": "您好，请问我的订单什么时候发货？",
    "success": "250 2.0.0 Ok: queued as 4C7F01A0E2",
    "HTML": "<html><body style='width:550px'><p>Hello</p></body></html>",
    "base64": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=" * 20,
    "address alone": "li.na@example.com",
    "NUL": "\0\0\0\0",
    "code of another protocol": "HTTP/1.1 404 Not Found",
}


@pytest.mark.parametrize("name", NOTHING)
def test_no_error_in_it(name):
    report = smtp.check(NOTHING[name]).to_dict()
    assert report["failures"] == []
    assert report["format"] == "unknown"
    assert report["title"] and report["explanation"]


QUESTIONS = {
    "a question": "How do I set up SPF?",
    "a question on a refusal": "Why is my mail rejected as spam by Gmail?",
    "without its mark": "How to add a PTR record so that mail is not blocked",
    "the title of a guide": "Setting up DKIM and SPF for a domain in Odoo",
    "in Chinese": "\u5982\u4f55\u8bbe\u7f6e SPF \u8bb0\u5f55",
    "in Chinese, with its mark": "SPF \u9a8c\u8bc1\u5931\u8d25\u600e\u4e48\u529e\uff1f",
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_no_failure(name):
    assert smtp.check(QUESTIONS[name]).to_dict()["failures"] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Why did it bounce: User unknown", "unknown-mailbox"),
        ("How can this be? 550 5.1.1 user unknown", "unknown-mailbox"),
        ('What does "connection refused" mean?', "unreachable"),
    ],
)
def test_a_question_that_quotes_a_server_is_one(text, reason):
    assert [failure["reason"] for failure in smtp.check(text).to_dict()["failures"]] == [reason]
