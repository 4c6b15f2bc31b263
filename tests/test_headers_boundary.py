"""Who wrote what: roles of hops, operators, which results can be trusted, the ARC chain, what DMARC concludes."""

import pytest
from header_samples import SAMPLES
from test_headers_findings import ARC, CLEAN, sealed, verdict

from checkers import headers
from checkers.headers import lookalike, operators
from checkers.knowledge import table


def report(text: str) -> dict:
    return headers.check(text).to_dict()


def trusted(text: str) -> dict[tuple[str, str], bool | None]:
    return {(one["source"], one["method"]): one["trusted"] for one in report(text)["authentication"]}


def test_roles_follow_the_way():
    assert [hop["role"] for hop in report(CLEAN)["hops"]] == ["sender", "relay", "receiver"]
    assert [hop["boundary"] for hop in report(CLEAN)["hops"]] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "roles", "operator"),
    [
        ("provider/gmail", ["sender", "receiver", "receiver"], [None, "Google", None]),
        ("provider/exchange-online", ["receiver"] * 4, ["Microsoft"] * 4),
        ("provider/mailman-forward", ["relay", "relay", "receiver"], [None] * 3),
        ("provider/odoo-online", ["sender", "receiver"], ["Odoo", None]),
    ],
)
def test_roles_and_operators_of_real_shapes(name, roles, operator):
    hops = headers.check(SAMPLES[name].data).to_dict()["hops"]
    assert [hop["role"] for hop in hops] == roles
    assert [hop["operator"] for hop in hops] == operator


def test_a_mailbox_at_the_senders_own_provider():
    text = (
        "Delivered-To: b@gmail.com\nReceived: by 2002:a05:6000::1 with SMTP id 1; Mon, 23 Nov 2026 00:30:09 -0800\n"
        "Received: from mail-sor-f41.google.com (mail-sor-f41.google.com. [203.0.113.41])\n"
        " by mx.google.com with SMTPS id 2"
        "\n for <b@gmail.com>; Mon, 23 Nov 2026 00:30:08 -0800\nAuthentication-Results: mx.google.com;"
        " spf=pass smtp.mailfrom=a@gmail.com; dkim=pass header.i=@gmail.com\n"
        "Received: by 2002:a05:6000::2 with SMTP id 3; Mon, 23 Nov 2026 00:30:07 -0800\n"
        "From: a@gmail.com\nTo: b@gmail.com\n\n"
    )
    found = report(text)
    assert [hop["boundary"] for hop in found["hops"]] == [False, True, False]
    assert all(one["trusted"] for one in found["authentication"])


def test_only_the_receivers_results_are_trusted():
    assert trusted(CLEAN)[("Authentication-Results", "spf")] is True
    assert trusted(CLEAN)[("DKIM-Signature", "dkim")] is None
    bank = "Authentication-Results: bank.example; dkim=pass header.d=bank.example\n"
    forged = CLEAN.replace("From: Wang", bank + "From: Wang")
    assert [one["trusted"] for one in report(forged)["authentication"]][-1] is False
    stranger = CLEAN.replace("Authentication-Results: mx.example.net;", "Authentication-Results: relay.example.org;")
    assert trusted(stranger)[("Authentication-Results", "spf")] is False
    own_below = CLEAN.replace("From: Wang", "Authentication-Results: mx.example.net; iprev=pass\nFrom: Wang")
    assert trusted(own_below)[("Authentication-Results", "iprev")] is None
    top = "Authentication-Results: filter.inside.example; x-scan=pass\n" + CLEAN
    assert trusted(top)[("Authentication-Results", "x-scan")] is True
    bare = "From: a@b.example\nTo: c@d.example\nAuthentication-Results: mx.d.example; spf=pass\n\n"
    assert trusted(bare)[("Authentication-Results", "spf")] is None
    assert all(one["trusted_why"] for one in report(CLEAN)["authentication"] if one["trusted"] is not None)


def test_what_the_receiver_noted_wins_over_a_field_on_top_of_it():
    """A relay's field between the receiver's own hop and its results does not decide."""
    text = CLEAN.replace(
        "Authentication-Results: mx.example.net;",
        "Authentication-Results: relay.example.org; dmarc=fail header.from=example.com\n"
        "Authentication-Results: mx.example.net;",
    )
    assert "dmarc-fail" not in [finding["id"] for finding in report(text)["findings"]]


SECOND = ARC.replace("i=1", "i=2").replace("cv=none", "cv=pass").replace("relay.example.org", "b.example.org")
CHAINS = {
    "none": (CLEAN, "none"),
    "whole": (sealed(CLEAN), "unverified"),
    "two sets": (sealed(CLEAN, SECOND + ARC), "unverified"),
    "confirmed": (sealed(verdict("dmarc=pass", "arc=pass arc.oldest-pass=1; dmarc=pass"), SECOND + ARC), "pass"),
    "refuted": (sealed(verdict("dmarc=pass", "arc=fail; dmarc=pass"), SECOND + ARC), "fail"),
    "gap": (sealed(CLEAN, SECOND), "broken"),
    "double": (sealed(CLEAN, ARC + ARC), "broken"),
    "seal missing": (sealed(CLEAN, ARC.partition("\n")[2]), "broken"),
    "wrong cv": (sealed(CLEAN, SECOND.replace("cv=pass", "cv=none") + ARC), "broken"),
    "first pass": (sealed(CLEAN, ARC.replace("cv=none", "cv=pass")), "broken"),
    "failed on the way": (sealed(CLEAN, SECOND.replace("cv=pass", "cv=fail") + ARC), "fail"),
    "no number": (sealed(CLEAN, ARC.replace("i=1", "i=x")), "broken"),
    "huge number": (sealed(CLEAN, ARC.replace("i=1", "i=" + "9" * 5000)), "broken"),
}


@pytest.mark.parametrize("shape", CHAINS)
def test_arc_chain(shape):
    text, expected = CHAINS[shape]
    chain = report(text)["arc"]
    assert chain["verdict"] == expected
    assert bool(chain["problems"]) == (expected == "broken")
    assert [one["instance"] for one in chain["sets"]] == sorted(one["instance"] for one in chain["sets"])


def test_arc_says_who_vouches_for_what():
    chain = report(CHAINS["confirmed"][0])["arc"]
    assert chain["oldest_pass"] == 1
    assert chain["sets"][0]["sealer"] == chain["sets"][0]["authority"] == "relay.example.org"
    assert {"method": "dmarc", "result": "pass", "domain": "example.com"} in chain["sets"][0]["results"]


PROVIDER = verdict("header.d=example.com", "header.d=provider.example.org")
CONCLUSIONS = {
    "both": (CLEAN, "pass", ["spf", "dkim"], "own"),
    "SPF only": (PROVIDER, "pass", ["spf"], "provider"),
    "nothing aligned": (
        verdict(
            "dmarc=pass",
            "dmarc=fail (p=REJECT dis=NONE)",
            verdict("mailfrom=wang@example.com", "mailfrom=b@other.example", PROVIDER),
        ),
        "fail",
        [],
        "provider",
    ),
    "no signature": (verdict("dkim=pass header.d=example.com header.s=s1", "dkim=none"), "pass", ["spf"], "none"),
}


@pytest.mark.parametrize("shape", CONCLUSIONS)
def test_dmarc_conclusion(shape):
    text, result, by, signed = CONCLUSIONS[shape]
    found = report(text)["dmarc_conclusion"]
    assert (found["result"], found["by"], found["signed_by"]["kind"]) == (result, by, signed)
    assert found["domain"] == "example.com" and found["text"] and found["signed_by"]["text"]


def test_dmarc_policy_is_quoted():
    found = report(CONCLUSIONS["nothing aligned"][0])["dmarc_conclusion"]
    assert (found["stated"], found["policy"], found["disposition"]) == ("fail", "reject", "none")
    assert report("From: a@b.example\nSubject: x\n\n")["dmarc_conclusion"] is None


def test_operators_are_whole():
    rows = table("checkers.headers", "operators.toml")["operator"]
    hosts = [host for row in rows for host in row["hosts"]]
    assert len(set(hosts)) == len(hosts) and len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["hosts"], row["id"]
        assert row["kind"] in ("mailbox", "gateway", "service", "hosting", "list", "odoo"), row["id"]
        for host in row["hosts"]:
            assert operators.operator(f"mx1.{host}") is row
    assert operators.operator("notgoogle.com") is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("mx.example.co.uk", "example.co.uk"),
        ("a.outlook.com", "microsoft"),
        ("localhost", None),
        ("web.local", None),
        ("192.0.2.1", None),
        ("2001:db8::1", None),
        ("", None),
        (None, None),
        ("x." * 200, None),
        ("a.amazonaws.com", "amazon"),
        ("b.amazonses.com", "amazon"),
    ],
)
def test_hosts_belong_together(host, expected):
    assert operators.group(host) == expected


@pytest.mark.parametrize(
    ("domain", "known", "imitates"),
    [
        ("paypa1.com", (), True),
        ("rnicrosoft.com", (), True),
        ("paypal.com", (), False),
        ("exarnple.com", ("example.com",), True),
        ("example.com", ("example.com",), False),
        ("example.org", ("example.com",), False),
        ("\u0430\u0440\u0440\u04cf\u0435.com", (), True),
        ("xn--80ak6aa92e.com", (), True),
        ("\u043f\u0440\u0438\u043c\u0435\u0440.example", (), False),
        ("xn--fsqu00a.example", (), False),
        ("m\u00fcller.example", (), False),
    ],
)
def test_lookalike_domains(domain, known, imitates):
    assert (lookalike.imitated(domain, known) is not None) == imitates


@pytest.mark.parametrize(
    ("name", "domain", "brand"),
    [
        ("PayPal", "example.com", "paypal"),
        ("PayPal Customer Service", "paypal-mail.de", None),
        ("支付宝客服", "example.com", "支付宝"),
        ("Apple Wang", "example.com", None),
        ("Microsoft Account Team", "evil.example", "microsoft"),
        ("Odoo", "odoo.com", None),
        ("Amazon.com", "amazon.co.jp", None),
        ("中国银行", "a.example", "中国银行"),
        (None, "a.example", None),
    ],
)
def test_brands_in_names(name, domain, brand):
    assert lookalike.shown_brand(name, domain) == brand
