"""The answer in one line: which finding it is, whose move it is, what to do first."""

import pytest
from header_samples import SAMPLES

from checkers import headers, knowledge
from checkers.headers import answer, finding
from checkers.smtp.rules import WHO

TABLE = knowledge.table("checkers.headers", "answer.toml")

BOUNCE = """\
Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.shop.example>
To: bounce@shop.example
Subject: Undelivered Mail Returned to Sender

<wang.fang@client.example>: host mx.client.example said:
    550 5.1.1 <wang.fang@client.example>: Recipient address rejected: User unknown
"""
BAD = """\
Received: from mx.shop.example (mx.shop.example [203.0.113.7]) by mx.client.example (Postfix) with ESMTPS id 9A1;
 Mon, 16 Nov 2026 09:20:41 +0000
Authentication-Results: mx.client.example; spf=fail smtp.mailfrom=bounce@shop.example; dkim=none;
 dmarc=fail header.from=shop.example
From: sales@shop.example
To: wang@client.example
Date: Mon, 16 Nov 2026 09:20:40 +0000
Message-ID: <1@shop.example>

Text
"""


def test_table_names_findings_that_exist_and_each_once():
    named = [name for group in TABLE["group"] for name in group["findings"]]
    known = {row.partition("-{")[0] for row in finding.rows()}
    assert set(named) <= known
    assert len(named) == len(set(named))
    assert {row["id"] for row in TABLE["who"]} <= set(WHO)
    assert {group["who"] for group in TABLE["group"] if "who" in group} <= set(answer.who_labels())


def test_every_fault_has_its_place():
    faults = {id_.partition("-{")[0] for id_, row in finding.rows().items() if row["severity"] in ("error", "warning")}
    assert sorted(faults - set(answer.ranks())) == [], "say in answer.toml whose move it is"


def test_worst_fault_is_the_answer_with_who_and_first_step():
    report = headers.check(BAD).to_dict()
    told = report["answer"]
    main = next(one for one in report["findings"] if one["id"] == told["finding"])
    assert told["finding"] == "dmarc-fail" and told["text"] == main["title"] and told["step"] == main["steps"][0]
    assert told["who"] == "sender-admin" and told["who_label"]
    assert told["others"] == sum(one["severity"] in ("error", "warning") for one in report["findings"]) - 1 > 0


def test_an_error_goes_before_a_warning_that_ranks_higher():
    """A loop ranks first of all, but is a warning; the failed DMARC is an error."""
    looped = BAD.replace("From: sales", "Delivered-To: a@client.example\n" * 3 + "From: sales")
    report = headers.check(looped).to_dict()
    assert "mail-loop" in {one["id"] for one in report["findings"] if one["severity"] == "warning"}
    assert report["answer"]["finding"] == "dmarc-fail"


def test_field_that_is_there_twice_is_found_by_the_beginning_of_its_id():
    twice = "From: a@b.example\nSubject: x\nSubject: y\nDate: Mon, 16 Nov 2026 09:20:40 +0000\nMessage-ID: <1@b.co>\n"
    report = headers.check(twice).to_dict()
    assert report["answer"]["finding"] == "duplicate-subject"
    assert report["answer"]["who"] == "sender-admin"


def test_a_bounce_is_answered_by_what_it_reports():
    report = headers.check(BOUNCE).to_dict()
    assert report["answer"]["finding"] == "bounce-message"
    assert report["bounce"]["failures"][0]["title"] in report["answer"]["text"]
    assert report["answer"]["who"] is None


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith("provider/")])
def test_answer_fits_the_findings(name):
    report = headers.check(SAMPLES[name].data).to_dict()
    told = report["answer"]
    faults = [one for one in report["findings"] if one["severity"] in ("error", "warning")]
    if "bounce" in report:
        return
    assert (told["finding"] is None) == (not faults)
    assert told["severity"] == (report["findings"][0]["severity"] if faults else "good")
    proven = {one["id"] for one in report["findings"]} >= {"authenticated"}
    if not faults:
        assert (report["summary"]["from"]["address"].partition("@")[2] in told["text"]) == proven


def test_nothing_at_all():
    for text in ("", "Where is my parcel?"):
        told = headers.check(text).to_dict()["answer"]
        assert told["finding"] in ("empty-input", "no-headers") and told["severity"] == "error"
        assert told["who"] is None and told["step"]


def test_readable_report_begins_with_the_answer():
    report = headers.check(BAD)
    told = report.to_dict()["answer"]
    first, who, step = report.to_text().split("\n")[:3]
    assert first == told["text"] and told["who_label"] in who and told["step"] in step
