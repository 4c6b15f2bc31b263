"""Free-form notices: where the original begins, whom the notice names, which words belong to whom."""

import pytest

from checkers.smtp import diagnosis, notice

ORIGINAL = """Received: from a by b; Tue, 17 Nov 2026 08:12:40 +0000
From: sales@company.example.net
To: a@example.org
Subject: Hello

Hello 550
"""

ENDS = {
    "Exim": "------ This is a copy of the message, including all the headers. ------",
    "qmail": "--- Below this line is a copy of the message.",
    "Sendmail": "   ----- Original message follows -----",
    "Gmail": "----- Original message -----",
    "Exchange": "Original message headers:",
    "Exim, cut": "------ The body of the message is 50000 characters long; only the first",
    "Chinese": "------------------ 原始邮件 ------------------",
}


@pytest.mark.parametrize("name", ENDS)
def test_original_after_a_mark(name):
    text = f"<a@example.org>: 550 no\n\n{ENDS[name]}\n\n{ORIGINAL}"
    assert text[notice.end_of_notice(text) :].lstrip().startswith(ENDS[name].strip())


def test_original_without_a_mark():
    text = f"<a@example.org>: 550 no\n\n{ORIGINAL}"
    assert text[notice.end_of_notice(text) :] == ORIGINAL


NO_ENDS = {
    "no original": "<a@example.org>: 550 no\n",
    "report fields": (
        "Reporting-MTA: dns; x\nArrival-Date: today\n\n"
        "Final-Recipient: rfc822; a@example.org\nDiagnostic-Code: smtp; 550\nStatus: 5.1.1\n"
    ),
    "one field of a message": "<a@example.org>: 550 no\n\nDate: today\nand more words\n",
    "nothing": "",
}


@pytest.mark.parametrize("name", NO_ENDS)
def test_notice_to_the_end(name):
    assert notice.end_of_notice(NO_ENDS[name]) == len(NO_ENDS[name])


def test_fields_of_the_original():
    text = f"gone\n\n{ORIGINAL}"
    assert notice.original_fields(text, notice.end_of_notice(text))["to"] == "a@example.org"
    assert notice.original_fields("nothing here", 0) == {}


# name: (notice, {recipient: words that must be in the segment})
SEGMENTS = {
    "brackets and colon": (
        "<a@example.org>: 550 5.1.1 no\n\n<b@example.org>: 552 5.2.2 full\n",
        {"a@example.org": "550 5.1.1 no", "b@example.org": "552 5.2.2 full"},
    ),
    "colon, words on the next line": ("<a@example.org>:\n550 no such user\n", {"a@example.org": "550 no such user"}),
    "alone, indented": ("  a@example.org\n    host mx said: 550 no\n", {"a@example.org": "550 no"}),
    "bullet": ("\u2022 a@example.org\n550 no\n", {"a@example.org": "550 no"}),
    "listed, then the words": (
        "a@example.org\nb@example.org\n\n550 no such users\n",
        {"a@example.org": "550 no such users", "b@example.org": "550 no such users"},
    ),
    "on a date": (
        "a@example.org on Tue, 17 Nov 2026\n    The recipient name is not recognized\n",
        {"a@example.org": "not recognized"},
    ),
    "reason in brackets": ("\ta@example.org\t(552 mailbox is full)\n", {"a@example.org": "552 mailbox is full"}),
    "three dots": ("550 no\n<a@example.org>... User unknown\n", {"a@example.org": "User unknown"}),
    "label": ("Recipient: a@example.org\nReason: 550 no\n", {"a@example.org": "550 no"}),
    "Chinese label": ("收件人：a@example.org\n退信原因：550 用户不存在\n", {"a@example.org": "用户不存在"}),
    "Chinese sentence": (
        "您发往 a@example.org 的邮件没有送达。\n原因：550 用户不存在\n",
        {"a@example.org": "用户不存在"},
    ),
    "mailto link": ("a@example.org<mailto:a@example.org>\nmailbox full\n", {"a@example.org": "mailbox full"}),
    "sentence": ("Your message to <a@example.org> could not be delivered:\n550 no\n", {"a@example.org": "550 no"}),
    "help address is no recipient": (
        "<a@example.org>: 550 no\n\nFor help, contact support@example.net\n",
        {"a@example.org": "550 no"},
    ),
    "capital letters stay": ("<Anna.Smith@Example.org>: 550 no\n", {"Anna.Smith@Example.org": "550 no"}),
    "long local part": (
        "<reply+1234-abcd_EF.gh@list.example.org>: 550 no\n",
        {"reply+1234-abcd_EF.gh@list.example.org": "550 no"},
    ),
    "no address": ("Your message could not be delivered.\n", {}),
    "nothing": ("", {}),
}


@pytest.mark.parametrize("name", SEGMENTS)
def test_segments(name):
    text, expected = SEGMENTS[name]
    found = notice.segments(text)
    assert [segment.recipient for segment in found] == list(expected)
    for segment in found:
        assert expected[segment.recipient] in segment.text
        assert segment.text == text[segment.start : segment.end].strip()


def test_words_of_one_recipient_are_not_those_of_another():
    found = notice.segments(SEGMENTS["brackets and colon"][0])
    assert "552" not in found[0].text and "550" not in found[1].text


def test_ignored_addresses():
    text = "<me@example.net>: x\n<a@example.org>: 550 no\n"
    assert [segment.recipient for segment in notice.segments(text, frozenset({"me@example.net"}))] == ["a@example.org"]


def test_known_addresses_are_found_anywhere():
    text = "We could not hand your letter to a@example.org today.\n550 no\n"
    [segment] = notice.segments(text, frozenset(), ("A@example.org",))
    assert segment.recipient.lower() == "a@example.org" and "550 no" in segment.text


DIAGNOSTICS = {
    "code in the second paragraph": ("we tried\n\n550 5.1.1 no\n\nbye", "550 5.1.1 no"),
    "words only": ("Sorry, no mailbox here by that name.", "Sorry, no mailbox here by that name."),
    "heading first": ("Details:\n\nThe mailbox does not exist any more.", "The mailbox does not exist any more."),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", DIAGNOSTICS)
def test_diagnostic(name):
    text, words = DIAGNOSTICS[name]
    start, end = diagnosis.diagnostic(text)
    assert words in text[start:end]
    assert "bye" not in text[start:end]


def test_many_addresses_are_bounded():
    text = "".join(f"<u{number}@example.org>: 550 no\n" for number in range(6000))
    assert len(notice.segments(text)) <= 5001
