"""Faults planted in a clean message: each is found, by its own id, with evidence; the clean one is left in peace."""

import re

import pytest

from checkers import headers
from checkers.headers import lookalike, odoo
from checkers.headers.finding import duration, rows

CLEAN = """\
Return-Path: <wang@example.com>
Delivered-To: zhao@example.net
Received: from relay.example.org (relay.example.org [198.51.100.2])
\tby mx.example.net (Postfix) with ESMTPS id C3
\tfor <zhao@example.net>; Mon, 23 Nov 2026 08:30:09 +0000 (UTC)
Authentication-Results: mx.example.net;
\tspf=pass smtp.mailfrom=wang@example.com;
\tdkim=pass header.d=example.com header.s=s1;
\tdmarc=pass header.from=example.com
Received: from mail.example.com (mail.example.com [192.0.2.25])
\tby relay.example.org (Postfix) with ESMTPS id B2; Mon, 23 Nov 2026 08:30:07 +0000 (UTC)
Received: from [10.0.0.5] (unknown [192.0.2.99])
\tby mail.example.com (Postfix) with ESMTPSA id A1; Mon, 23 Nov 2026 08:30:05 +0000 (UTC)
DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; h=From; bh=eA==; b=eA==
From: Wang Wei <wang@example.com>
To: zhao@example.net
Subject: Meeting
Date: Mon, 23 Nov 2026 16:30:03 +0800
Message-ID: <1@mail.example.com>
MIME-Version: 1.0
Content-Type: text/plain

Hello
"""
ODOO_ID = "<482910337756120.1795420203.123456001281738-openerp-42-sale.order@web-7f9c>"
OTHER_TAG = "<482910337756120.1795420203.123456001281738-openerp-{}@web-7f9c>"


def without(name: str, text: str = CLEAN) -> str:
    return re.sub(rf"(?m)^{name}:.*\n(?:[ \t].*\n)*", "", text)


def instead(name: str, value: str, text: str = CLEAN) -> str:
    return re.sub(rf"(?m)^{name}:.*\n(?:[ \t].*\n)*", lambda _: f"{name}: {value}\n", text, count=1)


def added(line: str, text: str = CLEAN) -> str:
    return text.replace("From: ", line + "\nFrom: ", 1)


def verdict(old: str, new: str, text: str = CLEAN) -> str:
    assert old in text
    return text.replace(old, new)


def odoo_mail(**fields: str) -> str:
    text = instead("Message-ID", ODOO_ID)
    text = added("Reply-To: Shop <catchall@example.com>", text)
    for name, value in fields.items():
        text = instead(name.replace("_", "-"), value, text)
    return text


def reply(references: str, in_reply_to: str, to: str = "catchall@example.net") -> str:
    text = instead("To", to)
    for line in (f"References: {references}" * bool(references), f"In-Reply-To: {in_reply_to}" * bool(in_reply_to)):
        text = added(line, text) if line else text
    return text


ARC = """\
ARC-Seal: i=1; a=rsa-sha256; cv=none; d=relay.example.org; s=a; b=eA==
ARC-Message-Signature: i=1; a=rsa-sha256; d=relay.example.org; s=a; h=from; bh=eA==; b=eA==
ARC-Authentication-Results: i=1; relay.example.org; spf=pass smtp.mailfrom=wang@example.com;
\tdkim=pass header.d=example.com; dmarc=pass header.from=example.com
"""


def sealed(text: str, arc: str = ARC) -> str:
    return text.replace("Received: from mail.example.com", arc + "Received: from mail.example.com", 1)


NO_AUTH = without("Authentication-Results")
PLANTED = {
    "no-headers": "Hello, is anybody there?",
    "unreadable-msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "empty-input": "",
    "spf-fail": verdict("spf=pass", "spf=fail"),
    "spf-softfail": verdict("spf=pass", "spf=softfail"),
    "spf-neutral": verdict("spf=pass", "spf=neutral"),
    "spf-none": verdict("spf=pass", "spf=none"),
    "spf-temperror": verdict("spf=pass", "spf=temperror"),
    "spf-permerror": verdict("spf=pass", "spf=permerror"),
    "spf-not-aligned": verdict("mailfrom=wang@example.com", "mailfrom=b@bounce.example.org"),
    "dkim-fail": verdict("dkim=pass", "dkim=fail"),
    "dkim-none": without("DKIM-Signature", verdict("dkim=pass header.d=example.com header.s=s1", "dkim=none")),
    "dkim-neutral": verdict("dkim=pass", "dkim=neutral"),
    "dkim-temperror": verdict("dkim=pass", "dkim=temperror"),
    "dkim-permerror": verdict("dkim=pass", "dkim=permerror"),
    "dkim-policy": verdict("dkim=pass", "dkim=policy"),
    "signed-by-provider-only": verdict("header.d=example.com", "header.d=provider.example.org"),
    "dmarc-fail": verdict("dmarc=pass", "dmarc=fail"),
    "dmarc-none": verdict("dmarc=pass", "dmarc=none"),
    "dmarc-temperror": verdict("dmarc=pass", "dmarc=temperror"),
    "dmarc-permerror": verdict("dmarc=pass", "dmarc=permerror"),
    "not-aligned": verdict(
        "dkim=pass header.d=example.com header.s=s1;\n\tdmarc=pass header.from=example.com",
        "dkim=none",
        verdict("mailfrom=wang@example.com", "mailfrom=b@bounce.example.org"),
    ),
    "arc-fail": verdict("dmarc=pass", "arc=fail (i=2); dmarc=pass"),
    "arc-broken": sealed(CLEAN, ARC.replace("cv=none", "cv=pass")),
    "arc-vouched": sealed(verdict("spf=pass", "spf=fail")),
    "untrusted-results": CLEAN.replace(
        "Authentication-Results: mx.example.net;", "Authentication-Results: relay.example.org;", 1
    ),
    "compauth-fail": verdict("dmarc=pass", "compauth=fail reason=001; dmarc=none"),
    "dkim-expired": CLEAN.replace("s=s1; h=From", "s=s1; x=1795400000; h=From"),
    "dkim-from-unsigned": CLEAN.replace("s=s1; h=From", "s=s1; h=To:Subject"),
    "dkim-sha1": CLEAN.replace("a=rsa-sha256; d=example.com", "a=rsa-sha1; d=example.com"),
    "dkim-body-length": CLEAN.replace("s=s1; h=From", "s=s1; l=100; h=From"),
    "no-authentication": NO_AUTH,
    "missing-from": without("From"),
    "missing-date": without("Date"),
    "missing-message-id": without("Message-ID"),
    "missing-subject": without("Subject"),
    "missing-recipient": without("To"),
    "missing-mime-version": without("MIME-Version"),
    "duplicate-from": added("From: other@example.com"),
    "duplicate-date": added("Date: Mon, 23 Nov 2026 08:30:03 +0000"),
    "duplicate-subject": added("Subject: another"),
    "duplicate-message-id": added("Message-ID: <2@example.com>"),
    "duplicate-to": added("To: b@example.net"),
    "duplicate-content-type": added("Content-Type: text/html"),
    "malformed-from": instead("From", "Wang Wei"),
    "malformed-recipient": instead("To", "zhao@@example.net"),
    "malformed-reply-to": added("Reply-To: nobody at all"),
    "several-from": instead("From", "a@example.com, b@example.com"),
    "malformed-message-id": instead("Message-ID", "1@mail.example.com"),
    "unreadable-date": instead("Date", "Mon, 31 Nov 2026 08:30:03 +0000"),
    "wrong-weekday": instead("Date", "Fri, 23 Nov 2026 16:30:03 +0800"),
    "odd-time-zone": instead("Date", "Mon, 23 Nov 2026 16:30:03 +2500"),
    "date-in-future": instead("Date", "Wed, 25 Nov 2026 16:30:03 +0800"),
    "date-in-past": instead("Date", "Fri, 20 Nov 2026 16:30:03 +0800"),
    "implausible-date": instead("Date", "Fri, 1 Jan 2100 16:30:03 +0800", without("Received", NO_AUTH)),
    "stray-header-line": added("this is no field"),
    "long-header-line": added("X-Long: " + "a" * 1200),
    "raw-8bit": instead("Subject", "会议"),
    "broken-encoded-word": instead("Subject", "=?utf-8?B?5Lya6K6u"),
    "no-received": without("Received", NO_AUTH),
    "slow-hop": CLEAN.replace("08:30:09", "11:30:09"),
    "clock-skew": CLEAN.replace("08:30:09", "08:21:09"),
    "unreadable-hop-date": CLEAN.replace("Mon, 23 Nov 2026 08:30:07 +0000", "31 Feb 2026 08:30:07 +0000"),
    "too-many-hops": CLEAN.replace(
        "Received: from [10",
        "".join(f"Received: from a{n} by b{n}; 23 Nov 2026 08:30:06 +0000\n" for n in range(25)) + "Received: from [10",
    ),
    "mail-loop": CLEAN.replace(
        "Received: from relay.example.org",
        "Received: from mail.example.com (x [192.0.2.25]) by relay.example.org with SMTP id Z;"
        " 23 Nov 2026 08:30:09 +0000\n"
        "Received: from relay.example.org",
        1,
    ),
    "forwarded": added("X-Forwarded-To: zhao@example.net"),
    "gateway": CLEAN.replace("relay.example.org", "eu-smtp-1.mimecast.com").replace(
        "Received: from mail.example.com",
        "Authentication-Results: eu-smtp-1.mimecast.com; spf=pass smtp.mailfrom=wang@example.com\n"
        "Received: from mail.example.com",
        1,
    ),
    "forwarding-broke": sealed(verdict("spf=pass", "spf=fail")),
    "return-path-differs": instead("Return-Path", "<bounce@mail.example.org>"),
    "reply-to-elsewhere": added("Reply-To: wang@example.org"),
    "sender-differs": added("Sender: agent@example.org"),
    "name-shows-other-address": instead("From", '"boss@example.org" <wang@example.com>'),
    "lookalike-domain": instead("From", "Wang <wang@ex\u0430mple.com>"),
    "name-shows-brand": instead("From", '"PayPal Support" <wang@example.com>'),
    "punycode-domain": instead("From", "Wang <wang@xn--fsqu00a.example>"),
    "marked-as-phishing": added("X-Forefront-Antispam-Report: CIP:192.0.2.25;SCL:8;SFV:NSPM;CAT:PHSH;"),
    "marked-as-malware": added("X-Virus-Status: Infected"),
    "marked-as-bulk": added("X-Microsoft-Antispam: BCL:8;"),
    "suspected-by-filter": added("X-Spam-Score: 5.4"),
    "marked-as-spam": added("X-Spam-Flag: YES"),
    "mailing-list": added("List-Id: <list.example.com>"),
    "bulk-without-one-click": added("Precedence: bulk"),
    "auto-reply": added("Auto-Submitted: auto-replied"),
    "reply-without-references": instead("Subject", "Re: Meeting"),
    "odoo-sent": odoo_mail(),
    "odoo-sent-unlinked": odoo_mail(Message_ID=OTHER_TAG.format("private")),
    "odoo-documents": added("X-Odoo-Objects: crm.lead-42, ,project.task-9"),
    "odoo-queued": odoo_mail(Date="Mon, 23 Nov 2026 20:30:03 +0800"),
    "odoo-reply-threads": reply(ODOO_ID, ODOO_ID),
    "odoo-reply-not-threaded": reply("<1@other.example>", ODOO_ID),
    "odoo-reply-collected": reply(OTHER_TAG.format("reply_to"), ""),
    "odoo-reply-unlinked": reply("", OTHER_TAG.format("message-notify")),
    "odoo-reply-to-notice": reply(OTHER_TAG.format("loop-detection-bounce-email") + " " + ODOO_ID, ""),
    "odoo-reply-replaced-id": reply("<0100-1@eu-west-1.amazonses.com>", "<0100-1@eu-west-1.amazonses.com>"),
    "odoo-broken-message-id": added(
        "X-Google-Original-Message-ID: =?utf-8?q?=3C1-openerp-1-a=40b=3E?=",
        instead("Message-ID", "<5f.1SMTPIN_ADDED_BROKEN@mx.google.com>"),
    ),
    "odoo-bounce-domain": odoo_mail(Return_Path="<bounce@shop.odoo.com>"),
    "odoo-return-path": odoo_mail(),
    "odoo-reply-to-user": without("Reply-To", odoo_mail()),
    "odoo-to-catchall": instead("To", "catchall@example.net"),
    "odoo-internal-fields": added("X-Forge-To: zhao@example.net"),
}
# Fired by what is right, not by a fault.
GOOD = {"authenticated", "nothing-wrong"}
BOUNCE = (
    "Return-Path: <>\nReceived: by mx.example.net (Postfix) id 1; Mon, 23 Nov 2026 08:30:09 +0000\n"
    "From: MAILER-DAEMON@mx.example.net\nTo: wang@example.com\nSubject: Undelivered Mail Returned to Sender\n"
    "Date: Mon, 23 Nov 2026 08:30:09 +0000\nMessage-ID: <2@mx.example.net>\nMIME-Version: 1.0\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
    "<gone@example.net>: host mx.example.org said: 550 5.1.1 User unknown\n--b\n"
    "Content-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; gone@example.net\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b--\n"
)


def found(text: str) -> list[str]:
    return [finding.id for finding in headers.check(text).findings]


def test_the_clean_message_has_only_good_findings():
    assert set(found(CLEAN)) == GOOD


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault):
    report = headers.check(PLANTED[fault])
    finding = next((finding for finding in report.findings if finding.id == fault), None)
    assert finding is not None, [finding.id for finding in report.findings]
    shown = finding.to_dict(lambda text: str(text))
    assert not re.search(r"\{\w+\}", shown["title"] + shown["explanation"] + " ".join(shown["steps"]))
    for span in finding.evidence:
        assert report.decoded[span.start : span.end].strip()


NOTHING_READ = ("no-headers", "empty-input", "unreadable-msg")


@pytest.mark.parametrize("fault", [fault for fault in PLANTED if fault not in NOTHING_READ])
def test_one_fault_gives_no_heap_of_findings(fault):
    serious = [
        finding.id for finding in headers.check(PLANTED[fault]).findings if finding.severity in ("error", "warning")
    ]
    assert len(serious) <= 3, serious


def test_every_row_has_a_planted_fault():
    ids = {fault if not fault.startswith("duplicate-") else "duplicate-{field}" for fault in PLANTED}
    assert set(rows()) == ids | GOOD | {"bounce-message"}


def test_rows_are_whole():
    for row in rows().values():
        assert row["severity"] in ("error", "warning", "info", "good"), row["id"]
        assert row["title"] and row["explanation"], row["id"]
        assert set(row) <= {"id", "severity", "title", "counted", "explanation", "steps", "faq"}, row["id"]
        if row["severity"] == "error":
            assert row.get("steps"), row["id"]


def test_a_bounce_carries_the_smtp_report_of_the_same_input():
    from checkers import smtp

    report = headers.check(BOUNCE).to_dict()
    assert report["bounce"] == smtp.check(BOUNCE).to_dict()
    assert report["bounce"]["failures"][0]["recipient"] == "gone@example.net"
    assert "bounce-message" in found(BOUNCE)
    assert "bounce" not in headers.check(CLEAN).to_dict()


def test_a_result_that_another_one_outweighs_is_told_mildly():
    """SPF fails after forwarding while DKIM proves the sender: nothing to alarm anybody."""
    text = added("X-Forwarded-To: zhao@example.net", PLANTED["spf-fail"])
    severity = {finding.id: finding.severity for finding in headers.check(text).findings}
    assert severity["spf-fail"] == "info"
    alone = verdict(
        "dkim=pass header.d=example.com header.s=s1;\n\tdmarc=pass header.from=example.com",
        "dkim=none",
        PLANTED["spf-fail"],
    )
    assert {finding.id: finding.severity for finding in headers.check(alone).findings}["spf-fail"] == "error"


def test_only_the_nearest_servers_results_count():
    """Results that a sender or a relay wrote below are shown, but nothing is concluded from them."""
    forged = CLEAN.replace(
        "DKIM-Signature:",
        "Authentication-Results: sender.example; spf=fail smtp.mailfrom=x.example\nDKIM-Signature:",
        1,
    )
    assert set(found(forged)) == GOOD
    assert ("fail", "x.example") in [
        (entry["result"], entry["domain"]) for entry in headers.check(forged).to_dict()["authentication"]
    ]


def test_a_wrong_clock_is_no_delay():
    """One server an hour ahead: a long wait before it and a leap back behind it are the same fault."""
    ids = found(CLEAN.replace("08:30:07", "09:30:07"))
    assert "clock-skew" in ids and "slow-hop" not in ids


@pytest.mark.parametrize(("seconds", "words"), [(5, "5 s"), (-61, "1 min"), (3700, "1 h 1 min"), (90061, "1 d 1 h")])
def test_durations_are_short(seconds, words):
    assert str(duration(seconds)) == words


@pytest.mark.parametrize(
    ("message_id", "model", "record", "tag"),
    [
        (ODOO_ID, "sale.order", 42, "42-sale.order"),
        (OTHER_TAG.format("private"), None, None, "private"),
        ("<1467192312.123456.987654321012345-openerp-7-mail.group@host>", "mail.group", 7, "7-mail.group"),
    ],
)
def test_odoo_ids_are_taken_apart(message_id, model, record, tag):
    odoo_id = odoo.read_id(message_id)
    assert (odoo_id.model, odoo_id.record, odoo_id.tag) == (model, record, tag)
    assert odoo.read_id("<1@example.com>") is None


def test_the_report_names_the_record_that_odoo_sent():
    assert headers.check(PLANTED["odoo-sent"]).to_dict()["odoo"] == {
        "model": "sale.order", "record": 42, "tag": "42-sale.order", "time": "2026-11-23T07:50:03Z", "host": "web-7f9c",
    }  # fmt: skip
    assert headers.check(CLEAN).to_dict()["odoo"] is None


@pytest.mark.parametrize(
    "line",
    [
        "X-Spam-Status: Yes, score=9.1 required=5.0",
        "X-MS-Exchange-Organization-SCL: 6",
        "X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:5;SFV:SPM;CAT:SPM",
        "X-Rspamd-Action: add header",
        "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:1;auth:0;dest:J;",
    ],
)
def test_filters_marks_are_read(line):
    assert "marked-as-spam" in found(added(line))


@pytest.mark.parametrize(
    "line",
    [
        "X-Spam-Status: No, score=-1.0",
        "X-Spam-Flag: NO",
        "X-MS-Exchange-Organization-SCL: -1",
        "X-Forefront-Antispam-Report: SCL:1;SFV:NSPM",
    ],
)
def test_filters_that_say_no_are_not_misread(line):
    assert "marked-as-spam" not in found(added(line))


def test_scripts_are_mixed_only_when_they_look_alike():
    assert lookalike.mixes_scripts("xn--exmple-4nf.com")
    assert not lookalike.mixes_scripts("例子.example")
    assert not lookalike.mixes_scripts("пример.example")
