"""Text about mail is no failure; a reply without its code is one."""

import pytest

from checkers import smtp

PROSE = {
    "a heading": "SPF, DKIM and DMARC",
    "a definition": "A blacklist is what some servers ask before they take mail.",
    "a habit of many": "Many servers refuse mail from addresses without reverse DNS.",
    "a condition": "If the mailbox is full, the sender gets a notice.",
    "a step": "Set the SPF record of your domain so that it names the relay.",
    "a glossary entry": "greylisting A server turns an unknown sender away for some minutes.",
    "a label before a list": "Reasons for which mail is refused as spam:",
    "two sentences around a guess": "Choose the mailbox of the team. The full text is below.",
    "a heading in Chinese": "SPF\u3001DKIM \u4e0e DMARC",
    "a condition in Chinese": "如果邮箱已满，发件人会收到通知。",
    "a step in Chinese": "\u6dfb\u52a0 SPF \u8bb0\u5f55\uff0c\u5426\u5219\u4f1a\u88ab\u62d2\u6536\u3002",
    "marks of a document": "{term}`SPF` and {term}`DKIM` fail for forwarded mail",
    "a count": "550 messages with links went out yesterday",
    "a count below a sentence": "We sent a campaign.\n550 recipients with links in it.",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_no_failure(name):
    assert smtp.check(PROSE[name]).to_dict()["failures"] == []


TOLD = [
    ("User unknown", "unknown-mailbox"),
    ("mailbox full", "mailbox-full"),
    ("Relay access denied", "relay-denied"),
    ("\u90ae\u7bb1\u5df2\u6ee1", "mailbox-full"),
    ("sender rejected", "sender-rejected"),
    ("blocked using zen.spamhaus.org", "ip-blocked"),
    ("SPF: softfail", "auth-failure"),
    ("daily limit reached", "daily-limit"),
    ("only owners can write to this list", "recipient-filtered"),
    ("host denies relay.", "relay-denied"),
    ("Benutzer unbekannt", "unknown-mailbox"),
    ("The server said: mailbox is full", "mailbox-full"),
    ("Odoo shows \u201cRelay access denied\u201d on this page.", "relay-denied"),
    ("550 messages with links are rejected here", "domain-blocked"),
]


@pytest.mark.parametrize(("text", "reason"), TOLD)
def test_a_reply_without_its_code_is_a_failure(text, reason):
    assert [failure["reason"] for failure in smtp.check(text).to_dict()["failures"]] == [reason]
