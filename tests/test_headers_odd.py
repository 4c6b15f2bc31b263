# ruff: noqa: E501  (a field is easier to compare in one piece)
"""Fields as servers and programs write them, odd but seen: each clause, date, result and mailbox as contract.md has it."""

import pytest

from checkers.headers import addresses, authres, dates, received

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
DATES = [
    ("Mon, 23 Nov 2026 08:30:09 +0000", 0),
    ("Mon, 23 Nov 2026 8:30:09 GMT", 0),
    ("23 Nov 2026 08:30:09 Z", 0),
    ("Mon,23 Nov 2026 08:30:09 +0000", 0),
    ("Mon , 23 Nov 2026 08:30:09 +0000", 0),
    ("Monday, November 23, 2026 8:30:09 AM", 0),
    ("Monday, 23 November 2026 08:30:09 +0000", 0),
    ("Nov 23 2026 08:30:09 UTC", 0),
    ("Mon Nov 23 08:30:09 UTC 2026", 0),
    ("Mon Nov 23 08:30:09 2026", 0),
    ("Mon Nov 23 2026 16:30:09 GMT+0800 (China Standard Time)", 0),
    ("Mon, 23 Nov 26 08:30:09 EST", 18000),
    ("Mon, 23 Nov 126 08:30:09 +0000", 0),
    ("2026-11-23 08:30:09", 0),
    ("2026-11-23T08:30:09Z", 0),
    ("2026-11-23T16:30:09+08:00", 0),
    ("2026-11-23T16:30:09+0800", 0),
    ("2026-11-23 08:30:09.123456789 +0000 UTC m=+123.456", 0),
    ("20261123T083009Z", 0),
    ("2026/11/23 08:30:09", 0),
    ("11/23/2026 8:30:09 AM", 0),
    ("23/11/2026 08:30:09", 0),
    ("23.11.2026 08:30:09", 0),
    ("11/23/26 08:30:09", 0),
    ("Mon, 23 Nov 2026 08:30:09", 0),
    ("Mon, 23 Nov 2026 08:30:09 -0000", 0),
    ("Mon, 23 Nov 2026 08:30 +0000", -9),
    ("Mon, 23 Nov 2026 08.30.09 +0000", 0),
    ("Mon, 23 Nov 2026 08:30:09.999 +0000", 0),
    ("Mon, 23 Nov 2026 08:30:09,5 +0000", 0),
    ("Mon, 23 Nov 2026 16:30:09 +08:00", 0),
    ("Mon, 23 Nov 2026 16:30:09 +8", 0),
    ("Mon, 23 Nov 2026 16:30:09 +800", 0),
    ("Mon, 23 Nov 2026 08:30:09 +0000 (GMT+00:00)", 0),
    ('Mon, 23 Nov 2026 08:30:09 "GMT"', 0),
    ("Mon, 23 Nov 2026 00:30:09 PST", 0),
    ("Mon, 23 Nov 2026 03:30:09 -0500 (EST)", 0),
    ("Mon, 23 Nov 2026 09:30:09 CET", 0),
    ("Mon, 23 Nov 2026 09:30:09 MEZ", 0),
    ("Mon, 23 Nov 2026 11:30:09 MSK", 0),
    ("Mon, 23 Nov 2026 17:30:09 JST", 0),
    ("Mon, 23 Nov 2026 08:30:09 UT", 0),
    ("Mon, 23-Nov-2026 08:30:09 +0000", 0),
    ("23-Nov-26 08:30:09", 0),
    ("Mon, 23 Nov 2026 08:30:60 +0000", 51),
    ("Mon, 23 Nov 2026 24:00:00 +0000", None),
    ("Mon, 31 Nov 2026 08:30:09 +0000", None),
    ("Mon, 23 Foo 2026 08:30:09 +0000", None),
    ("", None),
    ("garbage", None),
    ("Mon, 23 Nov", None),
    ("Mon, 0 Nov 2026 08:30:09 +0000", None),
    ("2026年11月23日 08:30:09", 0),
    ("2026年11月23日 16:30:09 +0800", 0),
    ("Mon, 23 Nov 2026 08:30:09 +0000 for someone", 0),
    ("  Mon,  23  Nov  2026  08:30:09  +0000", 0),
    ("Mon, 23 nov 2026 08:30:09 +0000", 0),
    ("MON, 23 NOV 2026 08:30:09 +0000", 0),
    ("Mon, 23 Sept 2026 08:30:09 +0000", -5270400),
    ("(comment) Mon, 23 Nov 2026 08:30:09 +0000", 0),
    ("Mon, 23 Nov 2026 08:30:09 AM +0000", 0),
    ("Mon, 23 Nov 2026 08:30:09 PM +0000", 43200),
    ("Mon, 23 Nov 1996 08:30:09 +0000", -946684800),
    ("Thu, 01 Jan 1970 00:00:00 +0000", -1795422609),
    ("Mon, 23 Nov 2026 08:30:09 A", 0),
]
# value, then method, result, domain, selector of each result
RESULTS = [
    ("mx.x.com; spf=pass smtp.mailfrom=a@b.com", [("spf", "pass", "b.com", None)]),
    ("mx.x.com; spf=pass smtp.mailfrom=b.com", [("spf", "pass", "b.com", None)]),
    (
        "mx.x.com;spf=pass smtp.mailfrom=b.com;dkim=pass header.d=b.com;dmarc=pass header.from=b.com",
        [("spf", "pass", "b.com", None), ("dkim", "pass", "b.com", None), ("dmarc", "pass", "b.com", None)],
    ),
    (
        "mx.x.com; dkim=pass (1024-bit key; unprotected) header.d=b.com header.i=@b.com header.a=rsa-sha256 header.s=s1 header.b=AbC",
        [("dkim", "pass", "b.com", "s1")],
    ),
    (
        "mx.x.com; dkim=pass (2048-bit key) header.i=@b.com header.i=@b.com header.b=AbC",
        [("dkim", "pass", "b.com", None)],
    ),
    (
        'mx.x.com; dkim=fail reason="signature verification failed" (1024-bit key) header.d=b.com',
        [("dkim", "fail", "b.com", None)],
    ),
    ("mx.x.com; dkim=none", [("dkim", "none", None, None)]),
    ("mx.x.com; dkim=none; dkim-atps=neutral", [("dkim", "none", None, None), ("dkim-atps", "neutral", None, None)]),
    ("mx.x.com; dmarc=none (p=none dis=none) header.from=b.com", [("dmarc", "none", "b.com", None)]),
    ("mx.x.com; dmarc=fail (p=reject dis=none) header.from=b.com", [("dmarc", "fail", "b.com", None)]),
    ("mx.x.com; dmarc=skipped header.from=b.com", [("dmarc", "skipped", "b.com", None)]),
    ("mx.x.com; auth=pass (login) smtp.auth=u smtp.mailfrom=a@b.com", [("auth", "pass", None, None)]),
    ("mx.x.com; iprev=pass (m.b.com) smtp.remote-ip=1.2.3.4", [("iprev", "pass", None, None)]),
    ("mx.x.com; sender-id=pass header.From=a@b.com", [("sender-id", "pass", "b.com", None)]),
    ("mx.x.com; domainkeys=neutral (no sig) header.from=a@b.com", [("domainkeys", "neutral", "b.com", None)]),
    (
        "mx.x.com; spf=neutral (mx.x.com: 1.2.3.4 is neither permitted nor denied by best guess record for domain of a@b.com) smtp.mail=a@b.com",
        [("spf", "neutral", "b.com", None)],
    ),
    (
        "mx.x.com; spf=hardfail (mx.x.com: domain of a@b.com does not designate 1.2.3.4 as permitted sender) smtp.mail=a@b.com",
        [("spf", "hardfail", "b.com", None)],
    ),
    ("mx.x.com; spf=none smtp.mailfrom=a@b.com smtp.helo=h.c.com", [("spf", "none", "b.com", None)]),
    ("mx.x.com; spf=pass smtp.helo=h.c.com", [("spf", "pass", "h.c.com", None)]),
    ('mx.x.com; spf=pass smtp.mailfrom="" smtp.helo=h.c.com', [("spf", "pass", "h.c.com", None)]),
    ('mx.x.com; spf=pass smtp.mailfrom="a b"@b.com', [("spf", "pass", "b.com", None)]),
    (
        "mx.x.com; spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=B.COM; x.com; dkim=none (message not signed) header.d=none;x.com; dmarc=none action=none header.from=b.com;",
        [("spf", "pass", "b.com", None), ("dkim", "none", None, None), ("dmarc", "none", "b.com", None)],
    ),
    (
        "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=b.com; dkim=pass (signature was verified) header.d=b.com;dmarc=pass action=none header.from=b.com;compauth=pass reason=100",
        [
            ("spf", "pass", "b.com", None),
            ("dkim", "pass", "b.com", None),
            ("dmarc", "pass", "b.com", None),
            ("compauth", "pass", None, None),
        ],
    ),
    (
        "spf=pass (sender IP is 1.2.3.4)\n smtp.mailfrom=b.com; dkim=test (signature was verified) header.d=b.com;",
        [("spf", "pass", "b.com", None), ("dkim", "test", "b.com", None)],
    ),
    (
        "dkim=none (message not signed)\n header.d=none;dmarc=none action=none header.from=b.com;",
        [("dkim", "none", None, None), ("dmarc", "none", "b.com", None)],
    ),
    (
        'mx.google.com; dkim=pass header.i=@b.com header.s=s1 header.b="a/b+c"; dkim=pass header.i=@c.com header.s=s2 header.b=x; spf=pass (google.com: domain of a@b.com designates 2001:db8::1 as permitted sender) smtp.mailfrom=a@b.com; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=b.com',
        [
            ("dkim", "pass", "b.com", "s1"),
            ("dkim", "pass", "c.com", "s2"),
            ("spf", "pass", "b.com", None),
            ("dmarc", "pass", "b.com", None),
        ],
    ),
    (
        'mx.google.com; spf=pass (google.com: domain of a+caf_=u=x.com@b.com designates 1.2.3.4 as permitted sender) smtp.mailfrom="a+caf_=u=x.com@b.com"',
        [("spf", "pass", "b.com", None)],
    ),
    (
        "mx.google.com; arc=pass (i=2 spf=pass spfdomain=b.com dkim=pass dkdomain=b.com dmarc=pass fromdomain=b.com); spf=fail smtp.mailfrom=a@c.com",
        [("arc", "pass", None, None), ("spf", "fail", "c.com", None)],
    ),
    (
        "mx.google.com; dkim=temperror (no key for signature) header.i=@b.com header.s=x",
        [("dkim", "temperror", "b.com", "x")],
    ),
    ("mx.google.com; dkim=neutral (body hash did not verify) header.i=@b.com", [("dkim", "neutral", "b.com", None)]),
    ("mail.protection.outlook.com; spf=fail", [("spf", "fail", None, None)]),
    (
        "mta1234.mail.ne1.yahoo.com  from=b.com; domainkeys=neutral (no sig);  from=b.com; dkim=permerror (no key)",
        [("domainkeys", "neutral", None, None), ("dkim", "permerror", None, None)],
    ),
    (
        "atlas105.aol.mail.ne1.yahoo.com; dkim=pass header.i=@b.com header.s=s1; spf=pass smtp.mailfrom=b.com; dmarc=pass(p=REJECT) header.from=b.com;",
        [("dkim", "pass", "b.com", "s1"), ("spf", "pass", "b.com", None), ("dmarc", "pass", "b.com", None)],
    ),
    ("bimi.icloud.com; bimi=none", [("bimi", "none", None, None)]),
    ("dmarc.icloud.com; dmarc=pass header.from=b.com", [("dmarc", "pass", "b.com", None)]),
    (
        "dkim-verifier.icloud.com; dkim=pass (2048-bit key) header.d=b.com header.i=@b.com header.b=Abc",
        [("dkim", "pass", "b.com", None)],
    ),
    ('mx.mailbox.org; dkim=pass ("2048-bit key;\\r\\n unprotected") header.d=b.com', [("dkim", "pass", "b.com", None)]),
    ("x.com/1; spf=pass smtp.mailfrom=a@b.com", [("spf", "pass", "b.com", None)]),
    ("x.com 1; spf = pass smtp.mailfrom = a@b.com", [("spf", "pass", "b.com", None)]),
    ("x.com; SPF=Pass smtp.MailFrom=A@B.COM", [("spf", "pass", "b.com", None)]),
    (
        "x.com;\n dkim=pass\n  header.d=b.com;\n spf=softfail\n  smtp.mailfrom=b.com",
        [("dkim", "pass", "b.com", None), ("spf", "softfail", "b.com", None)],
    ),
    ("x.com; none", []),
    ("x.com", []),
    ("", []),
    ("x.com;", []),
    (";;;", []),
    ("x.com; =pass", []),
    ("x.com; spf=", []),
    ("x.com; dkim=pass header.d=xn--bcher-kva.example", [("dkim", "pass", "xn--bcher-kva.example", None)]),
    ("x.com; dkim=pass header.d=b.com. header.s=s", [("dkim", "pass", "b.com", "s")]),
    ('x.com; dkim=pass header.d="b.com" header.s="s"', [("dkim", "pass", "b.com", "s")]),
    ("x.com; dkim=pass header.i=u@sub.b.com header.s=s", [("dkim", "pass", "sub.b.com", "s")]),
    ("x.com; dkim=pass header.d=b.com header.i=@sub.b.com", [("dkim", "pass", "b.com", None)]),
    ("x.com; dkim=pass (ok) header.from=a@b.com", [("dkim", "pass", None, None)]),
    (
        "x.com; spf=pass (a;b) smtp.mailfrom=b.com; dmarc=pass (c(d;e)f) header.from=b.com",
        [("spf", "pass", "b.com", None), ("dmarc", "pass", "b.com", None)],
    ),
    (
        "x.com; spf=fail (domain owner discourages use of this host) smtp.mailfrom=b.com (client-ip=1.2.3.4; helo=x)",
        [("spf", "fail", "b.com", None)],
    ),
    (
        "x.com; vbr=pass header.mv=v.org; rrvs=pass; dnswl=pass dns.zone=list.dnswl.org policy.ip=1.2.3.4",
        [("vbr", "pass", None, None), ("rrvs", "pass", None, None), ("dnswl", "pass", None, None)],
    ),
    (
        "x.com; x-ptr=pass smtp.helo=h policy.ptr=h; x-tls=pass smtp.version=TLSv1.3",
        [("x-ptr", "pass", None, None), ("x-tls", "pass", None, None)],
    ),
    (
        "mxback.yandex.net; spf=pass (mxback: domain of b.com designates 1.2.3.4 as permitted sender, rule=[ip4:1.2.3.0/24]) smtp.mail=a@b.com; dkim=pass header.i=@b.com",
        [("spf", "pass", "b.com", None), ("dkim", "pass", "b.com", None)],
    ),
    (
        'smtp1.x.com; dkim=pass reason="1024-bit key; insecure key" header.d=b.com header.i=@b.com header.b=abc; dkim-adsp=pass',
        [("dkim", "pass", "b.com", None), ("dkim-adsp", "pass", None, None)],
    ),
]
# value, then name and address of each mailbox
MAILBOXES = [
    ("a@b.com", [(None, "a@b.com")]),
    ("<a@b.com>", [(None, "a@b.com")]),
    ("A <a@b.com>", [("A", "a@b.com")]),
    ('"A" <a@b.com>', [("A", "a@b.com")]),
    ('"A, B" <a@b.com>', [("A, B", "a@b.com")]),
    ("A, B <a@b.com>", [("A, B", "a@b.com")]),
    ("a@b.com (A)", [("A", "a@b.com")]),
    ("a@b.com (A (x))", [("A (x)", "a@b.com")]),
    ("'A' <a@b.com>", [("'A'", "a@b.com")]),
    ("A<a@b.com>", [("A", "a@b.com")]),
    ('"A"<a@b.com>', [("A", "a@b.com")]),
    ("=?utf-8?B?546L?= <a@b.com>", [("王", "a@b.com")]),
    ('"=?utf-8?B?546L?=" <a@b.com>', [("王", "a@b.com")]),
    ("=?utf-8?Q?M=C3=BCller=2C_A?= <a@b.com>", [("Müller, A", "a@b.com")]),
    ("=?gb2312?B?zfU=?= <a@b.com>", [("王", "a@b.com")]),
    ("=?utf-8?B?5byg?= =?utf-8?B?5LiJ?= <a@b.com>", [("张三", "a@b.com")]),
    ("A =?utf-8?Q?B?= C <a@b.com>", [("A B C", "a@b.com")]),
    ('"A \\"B\\" C" <a@b.com>', [('A "B" C', "a@b.com")]),
    ('"A\\\\B" <a@b.com>', [("A\\B", "a@b.com")]),
    ("A B C <a@b.com>", [("A B C", "a@b.com")]),
    ("  A   B  <a@b.com>  ", [("A B", "a@b.com")]),
    ("A via B <a@b.com>", [("A via B", "a@b.com")]),
    ("a@b.com <a@b.com>", [("a@b.com", "a@b.com")]),
    ('"a@b.com" <c@d.com>', [("a@b.com", "c@d.com")]),
    ("A. B. C <a@b.com>", [("A. B. C", "a@b.com")]),
    ("A (x) <a@b.com>", [("A (x)", "a@b.com")]),
    ('"A (x)" <a@b.com>', [("A (x)", "a@b.com")]),
    ("<>", []),
    ("", []),
    ("A <>", [("A", None)]),
    ("A", [(None, "A")]),
    ("A B", [("A B", None)]),
    ("undisclosed-recipients:;", []),
    ("G: a@b.com, c@d.com;", [(None, "a@b.com"), (None, "c@d.com")]),
    ("G:;, a@b.com", [(None, "a@b.com")]),
    ("a@b.com, c@d.com", [(None, "a@b.com"), (None, "c@d.com")]),
    ("a@b.com; c@d.com", [(None, "a@b.com"), (None, "c@d.com")]),
    ("a@b.com,,c@d.com,", [(None, "a@b.com"), (None, "c@d.com")]),
    ("A <a@b.com>, B <c@d.com>", [("A", "a@b.com"), ("B", "c@d.com")]),
    ("<@r.com:a@b.com>", [(None, "a@b.com")]),
    ("<@r.com,@s.com:a@b.com>", [(None, "a@b.com")]),
    ('"a b"@c.com', [(None, '"a b"@c.com')]),
    ("a@[1.2.3.4]", [(None, "a@[1.2.3.4]")]),
    ("a@[IPv6:2001:db8::1]", [(None, "a@[IPv6:2001:db8::1]")]),
    ("A <a@[1.2.3.4]>", [("A", "a@[1.2.3.4]")]),
    ("A <a@b.com", [("A", "a@b.com")]),
    ("A <<a@b.com>>", [("A", "a@b.com")]),
    ("A < a@b.com >", [("A", "a@b.com")]),
    ("王伟 <a@b.com>", [("王伟", "a@b.com")]),
    ("Ü <ü@b.com>", [("Ü", "ü@b.com")]),
    ("MAILER-DAEMON@b.com (Mail Delivery System)", [("Mail Delivery System", "MAILER-DAEMON@b.com")]),
    ("<MAILER-DAEMON>", [(None, "MAILER-DAEMON")]),
    ("A [B] <a@b.com>", [("A [B]", "a@b.com")]),
    ('"A: B" <a@b.com>', [("A: B", "a@b.com")]),
    ("A\t<a@b.com>", [("A", "a@b.com")]),
    ("O'Neil <o'neil@b.com>", [("O'Neil", "o'neil@b.com")]),
    ("a+b@c.com", [(None, "a+b@c.com")]),
    ('"" <a@b.com>', [(None, "a@b.com")]),
    ("=?utf-8?Q??= <a@b.com>", [(None, "a@b.com")]),
    ("A (B) C <a@b.com>", [("A C (B)", "a@b.com")]),
]


@pytest.mark.parametrize(("value", "clauses"), RECEIVED)
def test_received(value, clauses):
    hop = received.parse(value)
    assert (hop.from_, hop.by, hop.with_, hop.id, hop.for_) == clauses
    assert hop.time is not None and (hop.time - MOMENT) % 1800 in (0, 1791)  # some zones, one without seconds


@pytest.mark.parametrize(("value", "seconds"), DATES)
def test_date(value, seconds):
    assert dates.parse(value) == (None if seconds is None else MOMENT + seconds)


@pytest.mark.parametrize(("value", "expected"), RESULTS)
def test_results(value, expected):
    _, results = authres.parse(value)
    assert [(one.method, one.result, one.domain, one.selector) for one in results] == expected


@pytest.mark.parametrize(("value", "expected"), MAILBOXES)
def test_mailboxes(value, expected):
    assert [(one.name, one.address) for one in addresses.parse(value)] == expected
