"""Whole bounces of the corpus: recipients, codes, reasons, and words cut out of the paste, in every line end."""

import pytest
from samples import LINE_ENDS, SAMPLES, STATED

from checkers import smtp
from checkers.smtp import bounce

FAILING = [name for name, sample in SAMPLES.items() if sample.failures]


def stated(source: bytes | str) -> list[dict]:
    return [{key: failure[key] for key in STATED} for failure in smtp.check(source).to_dict()["failures"]]


def test_corpus_covers_its_three_kinds():
    assert {name.partition("/")[0] for name in SAMPLES} == {"rfc", "provider", "malformed"}
    assert len(SAMPLES) >= 70


@pytest.mark.parametrize("name", SAMPLES)
def test_failures(name):
    assert stated(SAMPLES[name].data) == SAMPLES[name].failures


@pytest.mark.parametrize("name", SAMPLES)
def test_facts_beside_the_failures(name):
    facts = SAMPLES[name].facts
    found = smtp.check(SAMPLES[name].data).to_dict()
    for key in ("format", "title"):
        if key in facts:
            assert found[key] == facts[key]
    for failure, wanted in zip(found["failures"], facts.get("failure", ()), strict=True):
        for key in ("remote_mta", "provider"):
            if key in wanted:
                assert failure[key] == wanted[key]
        assert wanted.get("diagnostic", "") in failure["diagnostic"]


@pytest.mark.parametrize("ends", ["CRLF", "CR"])
@pytest.mark.parametrize("name", SAMPLES)
def test_line_ends_do_not_count(name, ends):
    def without_offsets(data: bytes) -> dict:
        found = smtp.check(data).to_dict()
        for failure in found["failures"]:
            failure["evidence"] = len(failure["evidence"])
        return found

    assert without_offsets(SAMPLES[name].with_line_ends(ends)) == without_offsets(SAMPLES[name].data)


def cut(report) -> list[list[str]]:
    """The words that the evidence cuts out of the paste, by failure, with ``\\n`` line ends."""
    return [
        [report.decoded[span.start : span.end].replace("\r\n", "\n").replace("\r", "\n") for span in failure.evidence]
        for failure in report.failures
    ]


@pytest.mark.parametrize("ends", LINE_ENDS)
@pytest.mark.parametrize("name", FAILING)
def test_evidence_cuts_the_words_that_decided(name, ends):
    sample = SAMPLES[name]
    report = smtp.check(sample.with_line_ends(ends))
    for failure, words, wanted in zip(report.failures, cut(report), sample.facts["failure"], strict=True):
        spans = failure.evidence
        assert list(spans) == sorted(spans)
        assert all(0 <= span.start < span.end <= len(report.decoded) for span in spans)
        assert all(before.end <= after.start for before, after in zip(spans, spans[1:], strict=False))
        pieces = [" ".join(piece.lower().split()) for piece in words]
        for expected in wanted.get("evidence", ()):
            assert any(expected in piece for piece in pieces), (expected, pieces)


@pytest.mark.parametrize("name", FAILING)
def test_evidence_is_the_same_words_in_every_line_end(name):
    words = {ends: cut(smtp.check(SAMPLES[name].with_line_ends(ends))) for ends in LINE_ENDS}
    assert words["LF"] == words["CRLF"] == words["CR"]


@pytest.mark.parametrize("name", SAMPLES)
def test_text_and_bytes_agree(name):
    data = SAMPLES[name].data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pytest.skip("not UTF-8")
    assert smtp.check(text).to_dict() == smtp.check(data).to_dict()


@pytest.mark.parametrize("name", FAILING)
def test_what_is_reported_can_be_used(name):
    for failure in smtp.check(SAMPLES[name].data).to_dict()["failures"]:
        assert failure["title"] and failure["explanation"] and failure["steps"]
        assert failure["rule"] and failure["confidence"] in ("high", "medium", "low")
        assert failure["who"] in ("sender", "sender-admin", "recipient", "recipient-admin", "odoo", "nobody")
        assert failure["retry"]["useful"] == (failure["retry"]["after_s"] is not None)
        assert not (failure["hard"] and failure["retry"]["useful"])


# The sentence of a diagnostic: the host that spoke
HOSTS = {
    "host mx.example.com[192.0.2.1] said: 550 no": "mx.example.com",
    "host mx.example.com [192.0.2.1]: 550 no": "mx.example.com",
    "... while talking to mx.example.com.:": "mx.example.com",
    "connect to mx.example.com[192.0.2.1]:25: Connection refused": "mx.example.com",
    "relay=mx.example.com[192.0.2.1]:25, delay=1": "mx.example.com",
    "rejected by the server for the recipient domain example.com by mx.example.com. [192.0.2.44].": "mx.example.com",
    "550 5.1.1 no such user": None,
    "sent by a.b": None,
    "": None,
}


@pytest.mark.parametrize("words", HOSTS, ids=repr)
def test_host_that_spoke(words):
    assert bounce.host_in(words) == HOSTS[words]


NESTED = """Return-Path: <>
From: MAILER-DAEMON@{level}.example.net
To: a@example.com
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b{level}"

--b{level}
Content-Type: text/plain

<user{level}@example.org>: 550 5.1.1 User unknown

--b{level}
Content-Type: message/delivery-status

Final-Recipient: rfc822; user{level}@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b{level}
Content-Type: message/rfc822

{inner}
--b{level}--
"""


def test_only_the_outermost_report_counts():
    text = "Subject: Hello\n\nHello\n"
    for level in range(5, 0, -1):
        text = NESTED.format(level=level, inner=text)
    assert [failure.recipient for failure in smtp.check(text).failures] == ["user1@example.org"]


@pytest.mark.parametrize("count", [1, 2, 60, 500])
def test_every_recipient_has_its_own_codes(count):
    groups = "".join(
        f"\nFinal-Recipient: rfc822; u{number}@example.org\nAction: failed\nStatus: 5.0.0\n"
        f"Diagnostic-Code: smtp; 55{number % 2} no {number}\n"
        for number in range(count)
    )
    text = (
        "From: MAILER-DAEMON@x.example\nSubject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n--b\n"
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n{groups}\n--b--\n"
    )
    failures = smtp.check(text).failures
    assert [failure.recipient for failure in failures] == [f"u{number}@example.org" for number in range(count)]
    assert [failure.reply_code for failure in failures] == [550 + number % 2 for number in range(count)]
