# ruff: noqa: E501  (a field is easier to compare in one piece)
"""Received fields as servers write them, odd but seen: the clauses as contract.md has them."""

import pytest

from checkers.headers import received

MOMENT = 1795422609  # 2026-11-23T08:30:09Z
# value, then from, by, with, id, for
RECEIVED = [
    (
        "from a.b.com (HELO x) (1.2.3.4) by mx.c.com with SMTP; 23 Nov 2026 08:30:09 -0000",
        ("a.b.com", "mx.c.com", "SMTP", None, None),
    ),
    ("(qmail 1234 invoked by uid 89); 23 Nov 2026 08:30:09 -0000", (None, None, None, None, None)),
    (
        "from unknown (HELO mail.x.com) (u@x.com@1.2.3.4) by mx.c.com with ESMTPA; 23 Nov 2026 08:30:09 -0000",
        ("unknown", "mx.c.com", "ESMTPA", None, None),
    ),
    (
        "by 10.1.2.3 with SMTP id x7mr100; Mon, 23 Nov 2026 00:30:09 -0800 (PST)",
        (None, "10.1.2.3", "SMTP", "x7mr100", None),
    ),
    (
        "from mail.x.com ([1.2.3.4]:5555 helo=h.x.com) by mx.y.com with esmtps (TLS1.2:ECDHE-RSA-AES128:128) (Exim 4.92) (envelope-from <a@x.com>) id 1abc-0001-XX for b@y.com; Mon, 23 Nov 2026 08:30:09 +0000",
        ("mail.x.com", "mx.y.com", "esmtps", "1abc-0001-XX", "b@y.com"),
    ),
    (
        "from x (x [1.2.3.4]) (Authenticated sender: u@d.com) by m.d.com (Postfix) with ESMTPSA id ABC for <b@y.com>; Mon, 23 Nov 2026 08:30:09 +0000 (UTC)",
        ("x", "m.d.com", "ESMTPSA", "ABC", "b@y.com"),
    ),
    (
        "from LOCALHOST by x.com (IBM Domino Release 9) with ESMTP id 2026112308300912-77 ; Mon, 23 Nov 2026 08:30:09 +0100",
        ("LOCALHOST", "x.com", "ESMTP", "2026112308300912-77", None),
    ),
    ("FROM A.COM BY B.COM WITH SMTP ID 7; Mon, 23 Nov 2026 08:30:09 GMT", ("A.COM", "B.COM", "SMTP", "7", None)),
    (
        "from [IPv6:2001:db8::1] (port=25 helo=[127.0.0.1]) by h.com with esmtpsa id 1; Mon, 23 Nov 2026 08:30:09 +0000",
        ("IPv6:2001:db8::1", "h.com", "esmtpsa", "1", None),
    ),
    (
        "from mx1 ([10.0.0.1]) by mx2 (Coremail) with SMTP id AQAAf8BwX; Mon, 23 Nov 2026 16:30:09 +0800 (CST)",
        ("mx1", "mx2", "SMTP", "AQAAf8BwX", None),
    ),
    (
        "from web01.mail.gq1.yahoo.com by sonic.gate.mail.gq1.yahoo.com with HTTP; Mon, 23 Nov 2026 08:30:09 +0000",
        ("web01.mail.gq1.yahoo.com", "sonic.gate.mail.gq1.yahoo.com", "HTTP", None, None),
    ),
    (
        "from pop.x.com [1.2.3.4] by localhost with POP3 (fetchmail-6.3.26) for <u@localhost> (single-drop); Mon, 23 Nov 2026 08:30:09 +0100 (CET)",
        ("pop.x.com", "localhost", "POP3", None, "u@localhost"),
    ),
    (
        "from root by h.x.com with local (Exim 4.89) id 1a-2b-3c; Mon, 23 Nov 2026 08:30:09 +0000",
        ("root", "h.x.com", "local", "1a-2b-3c", None),
    ),
    (
        "(from root@localhost) by h.x.com (8.14.4/8.14.4/Submit) id uANABC for u@x.com; Mon, 23 Nov 2026 08:30:09 +0800",
        (None, "h.x.com", None, "uANABC", "u@x.com"),
    ),
    (
        "by h.x.com (Postfix, from userid 1000) id ABC; Mon, 23 Nov 2026 08:30:09 +0800 (CST)",
        (None, "h.x.com", None, "ABC", None),
    ),
    (
        "from EX1.corp.local ([fe80::1%14]) by EX2.corp.local ([::1]) with mapi id 15.01.2308.020; Mon, 23 Nov 2026 08:30:09 +0000",
        ("EX1.corp.local", "EX2.corp.local", "mapi", "15.01.2308.020", None),
    ),
    (
        "from x.com (unknown [1.2.3.4]) by smtp1 (Coremail) with SMTP id 1; Mon, 23 Nov 2026 16:30:09 +0800",
        ("x.com", "smtp1", "SMTP", "1", None),
    ),
    ("from a by b via c with d id e for f; 23 Nov 2026 08:30 Z", ("a", "b", "d", "e", "f")),
    (
        "from a.com by b.com for <x@y.com>, <z@y.com>; Mon, 23 Nov 2026 08:30:09 +0000",
        ("a.com", "b.com", None, None, "x@y.com"),
    ),
    (
        "from 1.2.3.4 (SquirrelMail authenticated user u) by web.x.com with HTTP; Mon, 23 Nov 2026 08:30:09 +0100",
        ("1.2.3.4", "web.x.com", "HTTP", None, None),
    ),
    (
        "from [192.168.0.1] by web1.x.com via HTTP; Mon, 23 Nov 2026 08:30:09 PST",
        ("192.168.0.1", "web1.x.com", None, None, None),
    ),
    (
        "from filter.x.com (localhost.localdomain [127.0.0.1]) by filter.x.com (MOS 4.4) with ESMTP id CCA; Mon, 23 Nov 2026 08:30:09 +0000",
        ("filter.x.com", "filter.x.com", "ESMTP", "CCA", None),
    ),
    (
        "from mx.x.com (mx.x.com [1.2.3.4]) by mail.opensmtpd.org (OpenSMTPD) with ESMTPS id 1a2b (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO) for <u@x.com>; Mon, 23 Nov 2026 08:30:09 +0100 (CET)",
        ("mx.x.com", "mail.opensmtpd.org", "ESMTPS", "1a2b", "u@x.com"),
    ),
    (
        "from smtpclient.apple ([1.2.3.4]) by smtp.gmail.com with ESMTPSA id a1-20020a17.1.2026.11.23.00.30.09 for <u@x.com> (version=TLS1_3 cipher=X bits=128/128); Mon, 23 Nov 2026 00:30:09 -0800 (PST)",
        ("smtpclient.apple", "smtp.gmail.com", "ESMTPSA", "a1-20020a17.1.2026.11.23.00.30.09", "u@x.com"),
    ),
    (
        "from MTk0NjQ (unknown) by geopod-ismtpd-1 (SG) with HTTP id abc Mon, 23 Nov 2026 08:30:09.123 +0000 (UTC)",
        ("MTk0NjQ", "geopod-ismtpd-1", "HTTP", "abc", None),
    ),
    (
        "from a.com ([1.2.3.4]) by b.com (8.16.0.42/8.16.0.42) with ESMTP id 3abc (version=TLSv1.2 cipher=X bits=256 verify=NOT) for <u@b.com>; Mon, 23 Nov 2026 08:30:09 GMT",
        ("a.com", "b.com", "ESMTP", "3abc", "u@b.com"),
    ),
    (
        "from pps.filterd (m0001.ppops.net [127.0.0.1]) by mx0a.pphosted.com (8.17/8.17) with ESMTP id X; Mon, 23 Nov 2026 08:30:09 GMT",
        ("pps.filterd", "mx0a.pphosted.com", "ESMTP", "X", None),
    ),
    (
        "from kwepe.huawei.com (unknown [1.2.3.4]) by szxga.huawei.com (SkyGuard) with ESMTPS id 4X; Mon, 23 Nov 2026 16:30:09 +0800 (CST)",
        ("kwepe.huawei.com", "szxga.huawei.com", "ESMTPS", "4X", None),
    ),
    (
        "from a.com (a.com. [1.2.3.4]) by mx.zohomail.com with SMTPS id 17954.1; Mon, 23 Nov 2026 00:30:09 -0800 (PST)",
        ("a.com", "mx.zohomail.com", "SMTPS", "17954.1", None),
    ),
    (
        "from mail by lists.x.org with local (Exim 4.80) id 1T; Mon, 23 Nov 2026 08:30:09 +0000",
        ("mail", "lists.x.org", "local", "1T", None),
    ),
    ("from  a.com  ( [1.2.3.4] ) by\tb.com with\tSMTP ; 23 Nov 26 8:30:09 UT", ("a.com", "b.com", "SMTP", None, None)),
    (
        "from a.com (EHLO a.com) ([1.2.3.4]) by b.com ([5.6.7.8]) with ESMTP via TCP; 23 Nov 2026 08:30:09 +0000",
        ("a.com", "b.com", "ESMTP", None, None),
    ),
    ("from a.com by b.com; Mon, 23 Nov 2026 08:30:09 +0000; forwarded by c", ("a.com", "b.com", None, None, None)),
    (
        "from a.com ([1.2.3.4]) by b.com (Sun Java(tm) System Messaging Server 7.3 (built Jan 1 2010)) with ESMTP id <0L@b.com> for u@c.com (ORCPT u@c.com); Mon, 23 Nov 2026 08:30:09 +0000 (GMT)",
        ("a.com", "b.com", "ESMTP", "0L@b.com", "u@c.com"),
    ),
    ("from spooler by b.com (Mercury/32 v4.01b); 23 Nov 2026 08:30:09 +0100", ("spooler", "b.com", None, None, None)),
    (
        "from a.com (1.2.3.4) by b.com (CommuniGate Pro SMTP 6.1) with ESMTPS id 123 for u@b.com; Mon, 23 Nov 2026 08:30:09 +0000",
        ("a.com", "b.com", "ESMTPS", "123", "u@b.com"),
    ),
    (
        "by a.com (CommuniGate Pro PIPE 6.1) with PIPE id 1; Mon, 23 Nov 2026 08:30:09 +0000",
        (None, "a.com", "PIPE", "1", None),
    ),
    (
        "from a.com ([1.2.3.4]) by b.com (MDaemon PRO v20) with ESMTP id md50.msg for <u@b.com>; Mon, 23 Nov 2026 08:30:09 +0100",
        ("a.com", "b.com", "ESMTP", "md50.msg", "u@b.com"),
    ),
    (
        "from a.com (a.com [1.2.3.4]) by b.com (Haraka/2.8) with ESMTPS id 12-34.1 envelope-from <x@a.com> (cipher=X); Mon, 23 Nov 2026 08:30:09 +0000",
        ("a.com", "b.com", "ESMTPS", "12-34.1", None),
    ),
    (
        "from a.com ([1.2.3.4]) by b.com (JAMES SMTP Server ) with ESMTP ID -123 for <u@b.com>; Mon, 23 Nov 2026 08:30:09 +0000 (UTC)",
        ("a.com", "b.com", "ESMTP", "-123", "u@b.com"),
    ),
    (
        "from a.com ([1.2.3.4]) by b.com (Cyrus v2.4) with LMTPA; Mon, 23 Nov 2026 08:30:09 +0000",
        ("a.com", "b.com", "LMTPA", None, None),
    ),
    (
        "from b.com by b.com with LMTP id aB3 (envelope-from <a@a.com>) for <u@b.com>; Mon, 23 Nov 2026 08:30:09 +0000",
        ("b.com", "b.com", "LMTP", "aB3", "u@b.com"),
    ),
    (
        "from a.com ([::ffff:1.2.3.4]) (AUTH: LOGIN u@b.com) by b.com with ESMTPSA id 0000.5BF.01; Mon, 23 Nov 2026 08:30:09 +0000",
        ("a.com", "b.com", "ESMTPSA", "0000.5BF.01", None),
    ),
    (
        "from DESKTOP (dsl.x.com. [1.2.3.4]) (authenticated bits=0) by b.com (8.15/8.15) with ESMTPSA id wANABC (version=T) ; Mon, 23 Nov 2026 08:30:09 +0100",
        ("DESKTOP", "b.com", "ESMTPSA", "wANABC", None),
    ),
    (
        "from a.com ([1.2.3.4]) by b.com with Microsoft SMTPSVC(8.5.9600.16384); Mon, 23 Nov 2026 08:30:09 +0100",
        ("a.com", "b.com", "Microsoft", None, None),
    ),
    (
        "from mail pickup service by b.com with Microsoft SMTPSVC; Mon, 23 Nov 2026 08:30:09 +0100",
        ("mail", "b.com", "Microsoft", None, None),
    ),
    (
        "from a.com (HELO=b) ([1.2.3.4])(smtp.auth=x) by mx.aliyun-inc.com(10.1.2.3); Mon, 23 Nov 2026 16:30:09 +0800",
        ("a.com", "mx.aliyun-inc.com", None, None, None),
    ),
    (
        "from a.com (unknown [1.2.3.4]) by newmx.qq.com (NewEsmtp) with SMTP id 7; Mon, 23 Nov 2026 16:30:09 +0800",
        ("a.com", "newmx.qq.com", "SMTP", "7", None),
    ),
    (
        "from a.com(mailfrom:x@a.com fp:SMTPD_--.abc cluster:ay36) by smtp.aliyun-inc.com; Mon, 23 Nov 2026 16:30:09 +0800",
        ("a.com", "smtp.aliyun-inc.com", None, None, None),
    ),
    (
        "from a.com ([1.2.3.4]) by b.com (amavisd-new, port 10024) with ESMTP id X for <u@b.com>; Mon, 23 Nov 2026 08:30:09 +0000 (UTC)",
        ("a.com", "b.com", "ESMTP", "X", "u@b.com"),
    ),
    (
        "from a.com (a.com [1.2.3.4])\t by b.com (Symantec Messaging Gateway) with SMTP id 1A.B2.C3; Mon, 23 Nov 2026 08:30:09 +0000 (GMT)",
        ("a.com", "b.com", "SMTP", "1A.B2.C3", None),
    ),
    (
        "from a.com ([1.2.3.4]) by server-1.messagelabs.com id AB/CD-12; Mon, 23 Nov 2026 08:30:09 +0000",
        ("a.com", "server-1.messagelabs.com", None, "AB/CD-12", None),
    ),
    (
        "from a.com (1.2.3.4) by b.com (Axigen) with (ECDHE-RSA encrypted) ESMTPSA id 2; Mon, 23 Nov 2026 08:30:09 +0200",
        ("a.com", "b.com", "ESMTPSA", "2", None),
    ),
    (
        "from a.com ([1.2.3.4] verified) by b.com (Stalker) with ESMTP-TLS id 9 for u@b.com; Mon, 23 Nov 2026 08:30:09 +0000",
        ("a.com", "b.com", "ESMTP-TLS", "9", "u@b.com"),
    ),
    (
        "from a.com (a.com [1.2.3.4] (may be forged)) by b.com (8.14) with ESMTP id i; Mon, 23 Nov 2026 08:30:09 +0000",
        ("a.com", "b.com", "ESMTP", "i", None),
    ),
    ("from a@b by c with SMTP; Mon, 23 Nov 2026 08:30:09 +0000", ("a@b", "c", "SMTP", None, None)),
    ('from "quoted host" by b.com; Mon, 23 Nov 2026 08:30:09 +0000', ('"quoted host"', "b.com", None, None, None)),
    ("from a.com by b.com id 1 for ; Mon, 23 Nov 2026 08:30:09 +0000", ("a.com", "b.com", None, "1", None)),
    (
        "from a.com by b.com with SMTP id for u@b.com; Mon, 23 Nov 2026 08:30:09 +0000",
        ("a.com", "b.com", "SMTP", None, "u@b.com"),
    ),
    ("; Mon, 23 Nov 2026 08:30:09 +0000", (None, None, None, None, None)),
    ("Mon, 23 Nov 2026 08:30:09 +0000", (None, None, None, None, None)),
]
# value, seconds from MOMENT; None for a date that is none

# Shapes that were once read wrongly, or that only old or rare servers write; the values have no date.
RARE = {
    "a comment with semicolons": (
        "(majordomo@vger.example.org) by vger.example.org via listexpand id S1 (ORCPT <rfc822;u@x.com>)",
        (None, "vger.example.org", None, "S1", None),
    ),
    "LKML": (
        'from a.com ([192.0.2.1]:12 "EHLO a.com" ident: "NO-IDENT" TLS-CIPHER: <none> TLS-PEER-CN1: <none>) by vger.example.org with ESMTP id <S1/0001>',
        ("a.com", "vger.example.org", "ESMTP", "S1/0001", None),
    ),
    "smail": ("by a.com (/\\==/\\ Smail3.1.28.1 #28.15) id <m0-1@a.com>", (None, "a.com", None, "m0-1@a.com", None)),
    "VM": (
        "from VMA (NJE origin S@VMA) by VMB.EDU (LMail V1.2c/1.8c) with BSMTP id 12",
        ("VMA", "VMB.EDU", "BSMTP", "12", None),
    ),
    "PP": ("from a.uk by b.uk with SMTP (PP) id <1-0@b.uk>", ("a.uk", "b.uk", "SMTP", "1-0@b.uk", None)),
    "smap": ("from a.com(192.0.2.1) by b.com via smap (V2.0) id xma1", ("a.com", "b.com", None, "xma1", None)),
    "Lotus": (
        "from a.com by b.com (Lotus SMTP MTA v4.6.2  (693.3 8-11-1998)) with SMTP id 85.12",
        ("a.com", "b.com", "SMTP", "85.12", None),
    ),
    "IBM": (
        "from a.com by b.com with ESMTP id h1 for <u@x.com> from <v@y.com>",
        ("a.com", "b.com", "ESMTP", "h1", "u@x.com"),
    ),
    "Mimecast": (
        "from a.com (a.com [192.0.2.1]) by b.com with ESMTP with STARTTLS (version=TLSv1.2) id uk-1",
        ("a.com", "b.com", "ESMTP", "uk-1", None),
    ),
    "runbox": (
        "from [192.0.2.1] by b.com with http (RMM6); for <u@x.com>",
        ("192.0.2.1", "b.com", "http", None, "u@x.com"),
    ),
    "QQ without an id": ("from W ( [192.0.2.1]) by b.com (ESMTP) with \tid ", ("W", "b.com", None, None, None)),
    "dmail": ("via dmail-2008.19 for +INBOX", (None, None, None, None, "+INBOX")),
    "unclosed comment": ("from a.com (b (c) by d.com id 1", ("a.com", "d.com", None, "1", None)),
    "empty literal": ("from [] by b.com", (None, "b.com", None, None, None)),
}


@pytest.mark.parametrize(("value", "clauses"), RECEIVED)
def test_received(value, clauses):
    hop = received.parse(value)
    assert (hop.from_, hop.by, hop.with_, hop.id, hop.for_) == clauses
    assert hop.time is not None and (hop.time - MOMENT) % 1800 in (0, 1791)  # some zones, one without seconds


@pytest.mark.parametrize("shape", RARE)
def test_rare_shapes(shape):
    value, clauses = RARE[shape]
    hop = received.parse(value + "; Mon, 23 Nov 2026 08:30:09 +0000")
    assert (hop.from_, hop.by, hop.with_, hop.id, hop.for_) == clauses
    assert hop.time == MOMENT
