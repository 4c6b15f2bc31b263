"""Quiet on ordinary mail of any time, and faults found in the shapes in which they are seen besides the usual one."""

import pytest
from test_headers_findings import CLEAN, added, found, instead, without

from checkers import headers

OLD_MAIL = {
    "a list of the nineties": (
        "Return-Path: <owner-a-l@LISTSERV.B.EDU>\n"
        "Received: from LISTSERV.B.EDU (listserv.b.edu [192.0.2.1]) by c.com (8.7.5/8.7.3) with ESMTP id KAA1;"
        " Wed, 3 May 1995 10:00:09 -0500\nReceived: from B.EDU by LISTSERV.B.EDU (LISTSERV-TCP/IP release 1.8b) with"
        " spool id 1 for A-L@LISTSERV.B.EDU; Wed, 3 May 1995 10:00:05 -0500\nDate: Wed, 3 May 1995 10:00:00 EST\n"
        "Sender: A list <A-L@LISTSERV.B.EDU>\nFrom: Joe <joe@d.com>\nSubject: Re: a question\nPrecedence: bulk\n"
        "Message-ID: <1@c.com>\nTo: Multiple recipients of list A-L <A-L@LISTSERV.B.EDU>\n\nHi\n"
    ),
    "UUCP": (
        "From uunet!foo!joe Wed May  3 10:00:00 1989\n"
        "Received: by bar.UUCP (5.51/4.7)\n\tid AA1; Wed, 3 May 89 10:00:09 EDT\n"
        "Message-Id: <1.AA1@uunet.example>\nFrom: foo!joe@uunet.example (Joe)\nDate: Wed, 3 May 89 10:00:00 EDT\n"
        "To: bar!bob\nSubject: map\n\nHi\n"
    ),
    "a newsletter of 2008, signed by nobody": (
        "Received: from a.b.com (a.b.com [192.0.2.3])\n\tby mx.c.com with ESMTP id 1; Wed, 2 Jan 2008 10:00:09 +0000\n"
        "Authentication-Results: mx.c.com; spf=none smtp.mailfrom=x@b.com; dkim=none\nFrom: B <x@b.com>\n"
        "To: <u@c.com>\nSubject: News\nDate: Wed, 2 Jan 2008 10:00:00 +0000\nMessage-ID: <1@b.com>\n"
        "List-Unsubscribe: <mailto:u@b.com>\nMIME-Version: 1.0\n\nHi\n"
    ),
}


@pytest.mark.parametrize("kind", OLD_MAIL)
def test_ordinary_mail_of_any_time_gets_at_most_one_warning(kind):
    grave = [one.id for one in headers.check(OLD_MAIL[kind]).findings if one.severity in ("error", "warning")]
    assert len(grave) <= 1, grave


MORE_FAULTS = {
    "a Date with no server to compare with": (
        instead("Date", "Thu, 1 Jan 1970 00:00:00 +0000", without("Received")),
        "implausible-date",
    ),
    "a Date behind the mailbox's own": (
        "From a@b.example Mon May  4 10:00:00 2020\nFrom: a@b.example\nTo: c@d.example\nSubject: x\n"
        "Message-ID: <1@b.example>\nDate: Tue, 4 May 2021 10:00:00 +0000\n\nHi\n",
        "date-in-future",
    ),
    "an open bracket in From": (instead("From", "Wang <wang@example.com"), "malformed-from"),
    "an open quote in To": (instead("To", '"Zhao <zhao@example.net>'), "malformed-recipient"),
    "an empty To": (instead("To", ""), "missing-recipient"),
    "a brand that writes to a list": (
        instead("From", '"PayPal" <wang@example.com>', added("List-Post: <mailto:l@example.com>")),
        "name-shows-brand",
    ),
    "an answer that only the subject names": (instead("Subject", "Automatic reply: offer"), "auto-reply"),
    "SPF noted in a field of its own": (
        added("X-A: b")
        .replace("spf=pass", "x-spf=pass")
        .replace("Received: ", "Received-SPF: fail (mx.example.net: x) envelope-from=a@example.com\nReceived: ", 1),
        "spf-fail",
    ),
    "the same servers three times": (
        CLEAN.replace(
            "Received: from relay",
            "Received: from a.example by b.example; 23 Nov 2026 08:30:09 +0000\n" * 3 + "Received: from relay",
            1,
        ),
        "mail-loop",
    ),
}


@pytest.mark.parametrize("kind", MORE_FAULTS)
def test_faults_in_other_shapes(kind):
    text, expected = MORE_FAULTS[kind]
    assert expected in found(text)
