# ruff: noqa: E501  (a field is easier to compare in one piece)
"""Authentication-Results as servers write them, odd but seen."""

import pytest

from checkers.headers import authres

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


@pytest.mark.parametrize(("value", "expected"), RESULTS)
def test_results(value, expected):
    _, results = authres.parse(value)
    assert [(one.method, one.result, one.domain, one.selector) for one in results] == expected
