"""Authentication results as servers write them, with and without the standard."""

import growth
import pytest

from checkers.headers import authres

RESULTS = {
    "RFC 8601 with version and comment": (
        "mx.example 1; spf=pass (a (nested; one)) smtp.mailfrom=u@a.example",
        "mx.example",
        [("spf", "pass", "a.example", None)],
    ),
    "no result": ("mx.example; none", "mx.example", []),
    "Google": (
        "mx.google.com; dkim=pass header.i=@a.example header.s=s1 header.b=q/w=;"
        " arc=pass (i=1 spf=pass dkim=pass); dmarc=pass (p=NONE dis=NONE) header.from=a.example",
        "mx.google.com",
        [("dkim", "pass", "a.example", "s1"), ("arc", "pass", None, None), ("dmarc", "pass", "a.example", None)],
    ),
    "Microsoft": (
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=none (message not signed) header.d=none;"
        "dmarc=bestguesspass action=none header.from=a.example;compauth=pass reason=109",
        None,
        [
            ("spf", "pass", "a.example", None),
            ("dkim", "none", None, None),
            ("dmarc", "bestguesspass", "a.example", None),
            ("compauth", "pass", None, None),
        ],
    ),
    "Microsoft with the recipient's domain between": (
        "spf=none (sender IP is ) smtp.mailfrom=u@a.example; b.example; dkim=fail header.d=a.example;b.example;",
        None,
        [("spf", "none", "a.example", None), ("dkim", "fail", "a.example", None)],
    ),
    "old Yahoo": (
        "mta1.example  from=a.example; domainkeys=neutral (no sig);  from=a.example; dkim=pass (ok)",
        "mta1.example",
        [("domainkeys", "neutral", None, None), ("dkim", "pass", None, None)],
    ),
    "Yahoo": (
        "atlas.example; dmarc=pass(p=REJECT) header.from=a.example;",
        "atlas.example",
        [("dmarc", "pass", "a.example", None)],
    ),
    "QQ": (
        "mx.qq.com; spf=softfail smtp.mailfrom=<u@a.example>",
        "mx.qq.com",
        [("spf", "softfail", "a.example", None)],
    ),
    "163": ("gz-1; spf=pass smtp.mail=u@a.example", "gz-1", [("spf", "pass", "a.example", None)]),
    "SES": (
        "ses.example; spf=pass (x) client-ip=192.0.2.1; envelope-from=u@a.example; helo=h.example;"
        " dkim=pass header.i=@b.example",
        "ses.example",
        [("spf", "pass", "a.example", None), ("dkim", "pass", "b.example", None)],
    ),
    "null sender": (
        "mx.example; spf=none smtp.mailfrom=<> smtp.helo=h.example",
        "mx.example",
        [("spf", "none", "h.example", None)],
    ),
    "versions, blanks and quotes": (
        'mx.example; dkim/1 = fail reason="bad; \\"x\\"" header.d = A.Example',
        "mx.example",
        [("dkim", "fail", "a.example", None)],
    ),
    "no semicolons": (
        "spf=pass smtp.mailfrom=u@a.example dkim=pass header.d=b.example",
        None,
        [("spf", "pass", "a.example", None), ("dkim", "pass", "b.example", None)],
    ),
    "unclosed comment": (
        "mx.example; dkim=pass (cut header.d=a.example; spf=pass smtp.mailfrom=b.example",
        "mx.example",
        [("dkim", "pass", "a.example", None), ("spf", "pass", "b.example", None)],
    ),
    "other methods": (
        "mx.example; auth=pass smtp.auth=u@a.example; iprev=fail policy.iprev=192.0.2.1; x-tls.subject=q",
        "mx.example",
        [("auth", "pass", "a.example", None), ("iprev", "fail", None, None)],
    ),
    "nothing": (";=;; =", None, []),
}


@pytest.mark.parametrize("shape", RESULTS)
def test_results_of_a_field(shape):
    value, authority, expected = RESULTS[shape]
    name, results = authres.parse(value)
    assert name == authority
    assert [(result.method, result.result, result.domain, result.selector) for result in results] == expected


def test_an_arc_set_names_its_server_behind_the_instance():
    name, results = authres.parse("i=2; mx.example; spf=fail smtp.mailfrom=a.example", "ARC-Authentication-Results")
    assert name == "mx.example"
    assert [result.source for result in results] == ["ARC-Authentication-Results"]


RECEIVED_SPF = {
    "pass (mx.example: domain of u@a.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1;": (
        "pass",
        "a.example",
    ),
    "SoftFail (mx.example: domain of transitioning a.example discourages use of 192.0.2.1)": ("softfail", "a.example"),
    "None (mx.example: a.example does not designate permitted sender hosts)": ("none", "a.example"),
    'Pass (mailfrom) identity=mailfrom; envelope-from="u@a.example"; helo=h.example': ("pass", "a.example"),
    "none (no record) identity=helo; helo=h.example; envelope-from=u@a.example": ("none", "h.example"),
    "TempError (mx.example: error in processing during lookup of a.example: DNS Timeout)": ("temperror", "a.example"),
    "pass (mx.example: SPF record at a.example designates 192.0.2.1 as permitted sender)": ("pass", "a.example"),
    "neutral client-ip=192.0.2.1; helo=h.example": ("neutral", "h.example"),
}


@pytest.mark.parametrize("value", RECEIVED_SPF)
def test_received_spf(value):
    result = authres.parse_received_spf(value)
    assert (result.result, result.domain) == RECEIVED_SPF[value]


def test_a_received_spf_without_a_result_is_none():
    assert authres.parse_received_spf(" ; helo=x") is None


def test_a_signature_names_domain_and_selector_without_a_result():
    result = authres.parse_signature("v=1; a=rsa-sha256; d=A.Example;\n s=se l; b=x y; d=other.example")
    assert (result.result, result.domain, result.selector) == (None, "a.example", "sel")
    assert authres.parse_signature("i=@b.example; s=q").domain == "b.example"


@pytest.mark.parametrize("piece", ["(", ";", "spf=pass ", "spf=pass;", '"', "= ", '\\"', "a=b;(", "domain of "])
def test_the_time_for_long_nonsense_grows_evenly(piece):
    growth.assert_even(authres.parse, piece * 2_000, piece * 8_000)
    growth.assert_even(authres.parse_received_spf, "pass " + piece * 2_000, "pass " + piece * 8_000)
