"""Received fields: the clauses of the contract, whatever server wrote them."""

import growth
import pytest

from checkers.headers import dates, received

STAMP = "; Mon, 23 Nov 2026 08:30:00 +0000"
CLAUSES = {
    "Postfix": (
        "from h.example (r.example [192.0.2.1]) (using TLSv1.3 with cipher TLS_A_B (1/1 bits)) by b.example (Postfix)"
        " with ESMTPS id A1 for <c@d.example>",
        ("h.example", "b.example", "ESMTPS", "A1", "c@d.example"),
    ),
    "Postfix, local": ("by b.example (Postfix, from userid 0) id A1", (None, "b.example", None, "A1", None)),
    "qmail, invoked": ("(qmail 12 invoked by uid 89)", (None, None, None, None, None)),
    "qmail, network": (
        "from unknown (HELO ?h.example?) (u@192.0.2.1) by b.example with (AES128-SHA encrypted) SMTP",
        ("unknown", "b.example", "SMTP", None, None),
    ),
    "Exim": (
        "from h.example ([192.0.2.1]:25 helo=x) by b.example with esmtp (Exim 4.9) (envelope-from <a@h.example>)"
        " id 1a-2b-3c for c@d.example",
        ("h.example", "b.example", "esmtp", "1a-2b-3c", "c@d.example"),
    ),
    "Sendmail, submit": (
        "(from root@localhost) by b.example (8.1/8.1/Submit) id A1",
        (None, "b.example", None, "A1", None),
    ),
    "Exchange": (
        "from h.example (2001:db8::1) by b.example (2001:db8::2) with Microsoft SMTP Server (version=TLS1_2, cipher=X)"
        " id 15.20.1.2 via Frontend Transport",
        ("h.example", "b.example", "Microsoft", "15.20.1.2", None),
    ),
    "pickup": ("from mail pickup service by B with Microsoft SMTPSVC", ("mail", "B", "Microsoft", None, None)),
    "Gmail API": ("from 123 named unknown by g.example with HTTPREST", ("123", "g.example", "HTTPREST", None, None)),
    "Google, inside": ("by 2001:db8::7 with SMTP id k1", (None, "2001:db8::7", "SMTP", "k1", None)),
    "Domino": (
        "from h.example ([192.0.2.1]) by b.example (Lotus Domino Release 9) with SMTP id 20261123-1 ",
        ("h.example", "b.example", "SMTP", "20261123-1", None),
    ),
    "fetchmail": (
        "from p.example [192.0.2.1] by localhost with POP3 (fetchmail-6) for <u@localhost> (single-drop)",
        ("p.example", "localhost", "POP3", None, "u@localhost"),
    ),
    "literals": ("from [192.0.2.1] by [192.0.2.2] id <a@b>", ("192.0.2.1", "192.0.2.2", None, "a@b", None)),
    "IPv6 literal": ("from [IPv6:2001:db8::1] by b", ("IPv6:2001:db8::1", "b", None, None, None)),
    "glued comment": ("from h.example(192.0.2.1) by b.example, id A1", ("h.example", "b.example", None, "A1", None)),
    "capitals": ("FROM a BY b WITH SMTP ID 5 FOR <x@y>", ("a", "b", "SMTP", "5", "x@y")),
    "only a comment": ("from ([192.0.2.1]) by b", (None, "b", None, None, None)),
    "nested comments": ("from a (b (by c) with (d)) by e", ("a", "e", None, None, None)),
    "unclosed comment": ("from a (b by c with SMTP id 5", ("a", "c", "SMTP", "5", None)),
    "two recipients": ("from a by b for <x@y>, <z@w>", ("a", "b", None, None, "x@y")),
    "quoted local part": ('by b for <"a b"@c.example>', (None, "b", None, None, '"a b"@c.example')),
    "nothing": ("", (None, None, None, None, None)),
}


@pytest.mark.parametrize("shape", CLAUSES)
@pytest.mark.parametrize("stamp", [STAMP, " Mon, 23 Nov 2026 08:30:00 +0000", STAMP + "; (a note; about it)"])
def test_clauses_give_their_first_word(shape, stamp):
    value, expected = CLAUSES[shape]
    hop = received.parse(value + stamp)
    assert (hop.from_, hop.by, hop.with_, hop.id, hop.for_) == expected
    assert dates.iso(hop.time) == "2026-11-23T08:30:00Z"


@pytest.mark.parametrize("stamp", ["; Tue, 31 Feb 2026 08:30:00 +0000", "; soon", ";", ""])
def test_no_readable_date_is_no_time(stamp):
    hop = received.parse("from a by b with SMTP id 5" + stamp)
    assert hop.time is None
    assert hop.by == "b"


def test_comments_tell_addresses_and_tls():
    hop = received.parse(CLAUSES["Postfix"][0])
    assert (hop.from_ip, hop.from_rdns, hop.from_helo) == ("192.0.2.1", "r.example", "h.example")
    assert (hop.tls_version, hop.tls_cipher) == ("TLS1.3", "TLS_A_B")
    hop = received.parse(
        "from h.example ([192.0.2.1]:25 helo=x.example) by b with esmtps (TLS1.2) tls ECDHE-A (Exim 4)"
    )
    assert (hop.from_ip, hop.from_rdns, hop.from_helo) == ("192.0.2.1", "h.example", "x.example")
    assert (hop.tls_version, hop.tls_cipher) == ("TLS1.2", "ECDHE-A")
    hop = received.parse("from unknown (HELO ?192.168.1.2?) (u@192.0.2.9) by b with SMTP")
    assert (hop.from_ip, hop.from_helo) == ("192.0.2.9", "192.168.1.2")
    hop = received.parse("from a (2001:db8::1%5) by b ([fe80::2]) with mapi id 15")
    assert (hop.from_ip, hop.by_ip) == ("2001:db8::1", "fe80::2")


@pytest.mark.parametrize("piece", ["(", ")", "()", "\\(", "from ", "a;", "<", 'for "', "jan ", "1.", ":", "(["])
def test_the_time_for_long_nonsense_grows_evenly(piece):
    growth.assert_even(received.parse, piece * 1_000, piece * 4_000)
    received.parse(piece * 200_000)
