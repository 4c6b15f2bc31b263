"""Which reason the words and codes of a reply give, how sure, and by which row."""

import pytest

from checkers.smtp.classify import classify, provider_of
from checkers.smtp.rules import load

# Replies of servers that nobody listed, made up in the style of each reason: (text, reply code, enhanced code, reason)
SAID = [
    ("550 5.1.1 Sorry, we do not have a mailbox with that name", 550, "5.1.1", "unknown-mailbox"),
    ("550 No such user: wrong.name", 550, None, "unknown-mailbox"),
    ("501 5.1.3 Bad recipient address syntax", 501, "5.1.3", "invalid-address"),
    ("551 User has moved; please try <new@example.org>", 551, None, "mailbox-moved"),
    ("550 5.1.2 Domain not found", 550, "5.1.2", "unknown-domain"),
    ("556 5.1.10 Recipient address has null MX", 556, "5.1.10", "domain-no-mail"),
    ("452 4.2.2 The user's mailbox is over its quota", 452, "4.2.2", "mailbox-full"),
    ("550 5.2.1 This account has been suspended", 550, "5.2.1", "mailbox-disabled"),
    ("550 5.7.1 Only members of the list may post", 550, "5.7.1", "recipient-filtered"),
    ("550 5.1.0 Recipient is on our suppression list", 550, "5.1.0", "suppressed"),
    ("550 5.7.1 DMARC policy of the sending domain forbids this message", 550, "5.7.1", "auth-failure"),
    ("553 5.7.1 Sender address rejected: not owned by the logged-in user", 553, "5.7.1", "sender-rejected"),
    ("554 5.7.1 Client host [192.0.2.1] blocked using zen.dnsbl.example", 554, "5.7.1", "ip-blocked"),
    ("554 5.7.1 The sending domain is listed in dbl.example as a spam source", 554, "5.7.1", "domain-blocked"),
    ("450 4.7.1 Client host rejected: cannot find your reverse hostname", 450, "4.7.1", "missing-ptr"),
    ("550 5.7.1 We do not relay for you", 550, "5.7.1", "relay-denied"),
    ("530 5.7.0 Authentication required", 530, "5.7.0", "login-required"),
    ("530 5.7.0 Must issue a STARTTLS command first", 530, "5.7.0", "tls-failure"),
    ("552 5.3.4 Message size exceeds the limit of 20 MB", 552, "5.3.4", "message-too-large"),
    ("554 5.7.1 Attachments of type .exe are not accepted", 554, "5.7.1", "content-rejected"),
    ("554 5.7.1 This looks like spam to us", 554, "5.7.1", "spam"),
    ("554 5.7.1 A virus was found in your message", 554, "5.7.1", "virus"),
    ("550 5.6.0 Message has no Date header (RFC 5322)", 550, "5.6.0", "not-rfc-compliant"),
    ("421 4.7.0 Too many connections from your host", 421, "4.7.0", "rate-limited"),
    ("550 5.4.5 Daily sending quota exceeded", 550, "5.4.5", "daily-limit"),
    ("450 4.2.0 Greylisted, come back in 300 seconds", 450, "4.2.0", "greylisted"),
    ("connect to mx.example.org[198.51.100.9]:25: Connection refused", None, None, "unreachable"),
    ("554 5.4.7 Message expired in the queue", 554, "5.4.7", "expired"),
    ("554 5.4.6 Too many hops", 554, "5.4.6", "mail-loop"),
    ("451 4.3.0 Internal server error", 451, "4.3.0", "system-error"),
    ("452 4.3.1 Not enough disk space on the server", 452, "4.3.1", "system-full"),
    ("554 5.3.0 Command died with status 1: /usr/bin/filter", 554, "5.3.0", "mailer-error"),
    ("503 5.5.1 Bad sequence of commands", 503, "5.5.1", "syntax-error"),
    ("554 5.7.1 Refused by site policy", 554, "5.7.1", "policy"),
    ("554 Something happened", 554, None, "unknown"),
]


def reason(text: str, reply_code: int | None = None, enhanced_code: str | None = None, host: str | None = None) -> str:
    return classify(text, reply_code, enhanced_code, host).reason.id


@pytest.mark.parametrize(
    ("text", "reply_code", "enhanced_code", "expected"), SAID, ids=[row[3] + ": " + row[0] for row in SAID]
)
def test_reason(text, reply_code, enhanced_code, expected):
    assert reason(text, reply_code, enhanced_code) == expected


def test_every_reason_is_tried_here():
    assert {row[3] for row in SAID} == set(load().reasons)


# The words beat the code (contract.md)
MISLEADING = [
    ("550 5.1.1 Too many messages from your IP, slow down", 550, "5.1.1", "rate-limited"),
    ("550 5.1.1 Mailbox full", 550, "5.1.1", "mailbox-full"),
    ("550 5.7.1 User unknown", 550, "5.7.1", "unknown-mailbox"),
    ("552 5.2.2 User unknown", 552, "5.2.2", "unknown-mailbox"),
    ("554 5.0.0 Your IP address is listed by Spamhaus", 554, "5.0.0", "ip-blocked"),
    ("550 5.1.1 Relay access denied", 550, "5.1.1", "relay-denied"),
    ("550 5.4.1 Greylisted, please try again", 550, "5.4.1", "greylisted"),
    ("451 4.3.0 Message refused: SPF check failed", 451, "4.3.0", "auth-failure"),
]


@pytest.mark.parametrize(
    ("text", "reply_code", "enhanced_code", "expected"), MISLEADING, ids=[row[0] for row in MISLEADING]
)
def test_words_beat_a_misleading_code(text, reply_code, enhanced_code, expected):
    assert reason(text, reply_code, enhanced_code) == expected


CODES = [
    (550, "5.1.1", "unknown-mailbox"),
    (552, "5.2.2", "mailbox-full"),
    (550, "5.1.2", "unknown-domain"),
    (556, None, "domain-no-mail"),
    (535, None, "login-required"),
    (550, None, "unknown"),
    (554, None, "unknown"),
    (None, "5.4.6", "mail-loop"),
    (None, "5.3.4", "message-too-large"),
    (None, None, "unknown"),
    (599, "5.9.99", "unknown"),
]


@pytest.mark.parametrize(("reply_code", "enhanced_code", "expected"), CODES, ids=str)
def test_codes_decide_where_there_are_no_words(reply_code, enhanced_code, expected):
    verdict = classify("", reply_code, enhanced_code)
    assert verdict.reason.id == expected
    assert verdict.words == ""
    assert verdict.confidence in ("low", "medium")


# Of two reasons in one reply the more specific one is told (contract.md)
SPECIFIC = [
    ("550 5.7.1 Message rejected due to policy: SPF check failed", "auth-failure"),
    ("554 5.7.1 Message rejected: virus found", "virus"),
    ("451 4.7.1 Temporary error, greylisted, try again later", "greylisted"),
    ("550 Rejected by policy: mailbox full", "mailbox-full"),
]


@pytest.mark.parametrize(("text", "expected"), SPECIFIC, ids=[row[0] for row in SPECIFIC])
def test_the_most_specific_reason_wins(text, expected):
    assert reason(text, 550, None) == expected


def test_confidence():
    assert classify("550 5.1.1 User unknown", 550, "5.1.1").confidence == "high"
    assert classify("554 Something happened", 554, None).confidence == "low"
    assert classify("", 550, "5.1.1").confidence == "medium"


def test_words_that_decided_are_named():
    verdict = classify("550 5.1.1 <a@example.com>: Recipient address rejected: User   Unknown", 550, "5.1.1")
    assert verdict.words == "user unknown" and verdict.rule == verdict.row.id


def test_long_texts_are_judged_by_their_beginning():
    assert reason("550 5.1.1 User unknown " + "x " * 100_000) == "unknown-mailbox"


HOSTS = {
    "gmail-smtp-in.l.google.com": "gmail",
    "GMAIL-SMTP-IN.L.GOOGLE.COM.": "gmail",
    "mx3.qq.com": "qq",
    "mx.example.com": None,
    "notgoogle.com.example": None,
    "": None,
    None: None,
    ".": None,
}


@pytest.mark.parametrize("host", HOSTS, ids=repr)
def test_provider_by_host(host):
    assert provider_of(host) == HOSTS[host]


def test_a_host_name_is_matched_at_its_dots():
    for provider in load().providers.values():
        for suffix in provider.hosts:
            assert provider_of(suffix) is not None and provider_of("mx1." + suffix) is not None
            assert provider_of("x" + suffix) != provider.id or any(
                ("x" + suffix).endswith("." + other) for other in provider.hosts
            )


def test_scoped_rows_need_their_host():
    scoped = [row for row in load().rows if row.scoped]
    assert scoped
    for row in scoped:
        for pattern in row.patterns:
            assert classify(pattern.source.replace("*", " "), 550, None, "mx.example.com").rule != row.id, row.id
