"""What follows from a failure: codes that are stated, permanence, whether the address is dead, evidence, texts."""

import json

import pytest

from checkers import smtp
from checkers.smtp.rules import load

CONTRACT = {
    "recipient", "reply_code", "enhanced_code", "reason", "permanence", "hard", "provider", "remote_mta", "diagnostic",
    "rule", "confidence", "evidence", "who", "retry", "title", "explanation", "steps", "faq", "references",
}  # fmt: skip


def only(source: str) -> dict:
    [failure] = smtp.check(source).to_dict()["failures"]
    return failure


def bounce(action: str, status: str, diagnosis: str, notice: str = "") -> str:
    code = f"Diagnostic-Code: smtp; {diagnosis}\n" if diagnosis else ""
    return (
        "From: MAILER-DAEMON@x.example\nSubject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n"
        f"--b\n\n{notice}\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\n"
        f"Final-Recipient: rfc822; a@example.org\nAction: {action}\nStatus: {status}\n{code}\n--b--\n"
    )


def test_every_field_of_the_contract():
    report = smtp.check("550 5.1.1 <a@example.org>: User unknown").to_dict()
    assert {"kind", "format", "failures"} <= set(report)
    [failure] = report["failures"]
    assert set(failure) >= CONTRACT
    assert set(failure["retry"]) == {"useful", "after_s"}
    assert all(set(span) == {"start", "end"} for span in failure["evidence"])
    assert all(
        {"label", "url"} <= set(reference) and reference["url"].startswith("https://")
        for reference in failure["references"]
    )


# name: (source, reply code, enhanced code)
CODES = {
    "both": ("550 5.1.1 User unknown", 550, "5.1.1"),
    "reply code alone": ("550 User unknown", 550, None),
    "none": ("The mailbox is full", None, None),
    "from the Status field, where the server states none": (
        bounce("failed", "5.2.2", "550 Mailbox full"),
        550,
        "5.2.2",
    ),
    "the server's words win over Status": (bounce("failed", "5.0.0", "550 5.1.1 User unknown"), 550, "5.1.1"),
    "Status alone": (bounce("failed", "5.4.4", ""), None, "5.4.4"),
    "no reply code from a date": (bounce("failed", "5.4.4", "", "Tue, 17 Nov 2026 08:12:44 +0550"), None, "5.4.4"),
}


@pytest.mark.parametrize("name", CODES)
def test_codes_are_those_that_are_stated(name):
    source, reply_code, enhanced_code = CODES[name]
    failure = only(source)
    assert (failure["reply_code"], failure["enhanced_code"]) == (reply_code, enhanced_code)


def test_codes_of_another_recipient_are_not_borrowed():
    text = (
        "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\nHi. This is the qmail-send program at x.example.\n\n"
        "<a@example.org>:\nRemote host said: 550 5.7.1 blocked using zen.example\n\n"
        "<b@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n<c@example.org>:\nThe mailbox is full.\n"
    )
    found = smtp.check(text).to_dict()["failures"]
    assert [
        (failure["recipient"], failure["reply_code"], failure["enhanced_code"], failure["reason"]) for failure in found
    ] == [
        ("a@example.org", 550, "5.7.1", "ip-blocked"),
        ("b@example.org", None, "5.1.1", "unknown-mailbox"),
        ("c@example.org", None, None, "mailbox-full"),
    ]


def test_words_of_another_recipient_do_not_decide():
    text = (
        "This is the mail system at host x.example.\n\n"
        "<a@example.org>: host a said: 550 5.7.1 refused, error 7 (in reply to end of DATA command)\n\n"
        "<b@example.org>: host b said: 552 5.2.2 Mailbox full\n"
    )
    found = smtp.check(text).to_dict()["failures"]
    assert [failure["reason"] for failure in found][1] == "mailbox-full"
    assert found[0]["reason"] != "mailbox-full"


# name: (source, permanence)
PERMANENCE = {
    "5xx": ("550 5.1.1 User unknown", "permanent"),
    "4xx": ("452 4.2.2 Mailbox full", "temporary"),
    "enhanced code alone": ("Sorry, no mailbox here by that name. (#5.1.1)", "permanent"),
    "delayed": (bounce("delayed", "4.4.1", "Connection timed out"), "temporary"),
    "delayed, although the code is 5xx": (bounce("delayed", "5.4.1", "554 try again"), "temporary"),
    "failed with a 4xx": (bounce("failed", "4.2.2", "452 4.2.2 Mailbox full"), "temporary"),
    "failed without codes": (bounce("failed", "", ""), "permanent"),
    "greylisting with a 5xx stays what the server said": ("550 5.7.1 Greylisted", "permanent"),
}


@pytest.mark.parametrize("name", PERMANENCE)
def test_permanence(name):
    source, permanence = PERMANENCE[name]
    assert only(source)["permanence"] == permanence


# name: (source, hard)
HARD = {
    "no such user": ("550 5.1.1 User unknown", True),
    "no such user, for now": ("450 4.1.1 User unknown", False),
    "no such domain": ("550 5.1.2 Domain does not exist", True),
    "domain takes no mail": ("556 5.1.10 Domain does not accept mail (nullMX)", True),
    "bad address": ("501 5.1.3 Bad recipient address syntax", True),
    "moved": ("551 5.1.6 User has moved", True),
    "full": ("552 5.2.2 Mailbox full", False),
    "disabled": ("550 5.2.1 Account disabled", False),
    "suppressed": ("550 5.1.1 Address is on the suppression list", False),
    "spam": ("554 5.7.1 Message rejected as spam", False),
    "blocked with the code of an unknown user": ("550 5.1.1 Your IP is listed by Spamhaus", False),
    "unknown": ("554 Something happened", False),
}


@pytest.mark.parametrize("name", HARD)
def test_hard(name):
    source, hard = HARD[name]
    assert only(source)["hard"] == hard


RETRY = {
    "greylisted": ("450 4.2.0 Greylisted", True),
    "temporary error": ("451 4.3.0 Internal server error", True),
    "rate limit": ("421 4.7.0 Too many connections", True),
    "daily limit, although 5xx": ("550 5.4.5 Daily sending quota exceeded", True),
    "no such user": ("550 5.1.1 User unknown", False),
    "spam": ("554 5.7.1 Message rejected as spam", False),
    "relay": ("554 5.7.1 Relay access denied", False),
    "too large": ("552 5.3.4 Message too big", False),
}


@pytest.mark.parametrize("name", RETRY)
def test_retry(name):
    source, useful = RETRY[name]
    failure = only(source)
    assert failure["retry"]["useful"] == useful
    assert (failure["retry"]["after_s"] is not None) == useful
    assert not useful or 60 <= failure["retry"]["after_s"] <= 7 * 86400


# source: recipient
RECIPIENTS = {
    "550 5.1.1 <a@example.org>: User unknown": "a@example.org",
    "552 5.2.2 Mailbox a@example.org is full": "a@example.org",
    "553 5.7.1 <bounce@example.net>: Sender address rejected: not owned by user": None,
    "550 5.7.1 SPF check failed for news@example.net": None,
    "550 5.1.1 User unknown": None,
    "554 5.7.1 Rejected, ask postmaster@example.org": None,
}


@pytest.mark.parametrize("source", RECIPIENTS, ids=repr)
def test_recipient_of_a_reply(source):
    assert only(source)["recipient"] == RECIPIENTS[source]


EVIDENCE = {
    "code and words": ("550 5.1.1 <a@example.org>: User unknown", ["550 5.1.1", "User unknown"]),
    "words alone": ("The mailbox is full, sorry", ["mailbox is full"]),
    "code alone": ("550 5.1.1", ["550 5.1.1"]),
    "astral characters before": ("😀😀 550 5.1.1 User unknown", ["550 5.1.1", "User unknown"]),
    "curly quotes": ("550 5.1.1 The address couldn\u2019t be found", ["550 5.1.1", "couldn\u2019t be found"]),
    "full-width punctuation": ("退信原因：550 收件人不存在", ["550", "收件人不存在"]),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_evidence(name):
    source, words = EVIDENCE[name]
    report = smtp.check(source)
    pieces = [report.decoded[span["start"] : span["end"]] for span in report.to_dict()["failures"][0]["evidence"]]
    for expected in words:
        assert any(expected in piece for piece in pieces), (expected, pieces)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("reason", load().reasons)
def test_every_reason_has_words(reason, language):
    """Through a row or a code that gives it, so that the texts really reach the reader."""
    row = next((row for row in load().rows if row.reason.id == reason and not row.scoped), None)
    source = row.sample if row else "554 Something happened"
    report = smtp.check(source)
    found = report.to_dict(language)
    json.dumps(found)
    assert found["failures"] and all(
        failure["title"] and failure["explanation"] and failure["steps"] for failure in found["failures"]
    )
    assert report.to_text(language).strip()
    assert "{" not in report.to_text(language).replace("{'", "")


def test_long_diagnostics_are_cut():
    failure = only("550 5.1.1 User unknown " + "x" * 100_000)
    assert len(failure["diagnostic"]) <= 2000 and failure["reason"] == "unknown-mailbox"


def test_the_same_input_gives_the_same_report():
    source = bounce("failed", "5.1.1", "550 5.1.1 User unknown")
    assert smtp.check(source).to_json() == smtp.check(source).to_json()
    assert smtp.check(source.encode()).to_json() == smtp.check(source).to_json()
