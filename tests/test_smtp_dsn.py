"""Delivery status notifications (RFC 3464): field groups, addresses, hosts, and the same fields in plain text."""

import pytest

from checkers.message import parse
from checkers.smtp import dsn

HEAD = "Content-Type: message/delivery-status\n\n"


def attempts(body: str) -> list[dsn.Attempt]:
    return dsn.attempts(parse(HEAD + body))


GROUP = """Final-Recipient: rfc822; a@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; 550 5.1.1 <a@example.com>:
    User unknown
"""


def test_one_group():
    [attempt] = attempts("Reporting-MTA: dns; mx1.example.net\nArrival-Date: today\n\n" + GROUP)
    assert (attempt.recipient, attempt.action, attempt.status, attempt.remote_mta) == (
        "a@example.com",
        "failed",
        "5.1.1",
        "mx.example.com",
    )
    assert attempt.text.split() == "550 5.1.1 <a@example.com>: User unknown".split()


def test_the_place_of_the_diagnosis():
    whole = HEAD + GROUP
    [attempt] = dsn.attempts(parse(whole))
    assert "550 5.1.1 <a@example.com>:\n    User unknown" in whole[attempt.start : attempt.end]
    assert "Remote-MTA" not in whole[attempt.start : attempt.end]


def test_encoded_part_has_no_place():
    import base64

    body = base64.b64encode(GROUP.encode()).decode()
    [attempt] = dsn.attempts(
        parse(f"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{body}\n")
    )
    assert (attempt.recipient, attempt.start, attempt.end) == ("a@example.com", None, None)


# name: (body, recipients)
GROUPS = {
    "two groups": (GROUP + "\n" + GROUP.replace("a@", "b@"), ["a@example.com", "b@example.com"]),
    "more empty lines between": (GROUP + "\n\n\n" + GROUP.replace("a@", "b@"), ["a@example.com", "b@example.com"]),
    "no empty line between": (GROUP + GROUP.replace("a@", "b@"), ["a@example.com", "b@example.com"]),
    "message fields run into the first group": ("Reporting-MTA: dns; x.example\n" + GROUP, ["a@example.com"]),
    "message fields alone": ("Reporting-MTA: dns; x.example\n", []),
    "original recipient alone": (
        "Original-Recipient: rfc822;a@example.com\nAction: failed\nStatus: 5.0.0\n",
        ["a@example.com"],
    ),
    "final recipient wins": ("Original-Recipient: rfc822;b@example.com\n" + GROUP, ["a@example.com"]),
    "upper-case names": (GROUP.upper().replace("A@EXAMPLE.COM", "a@example.com"), ["a@example.com"]),
    "status and action without a recipient": ("Action: failed\nStatus: 5.0.0\n", [None]),
    "nonsense between": (
        GROUP + "\nthis is no field\n\n" + GROUP.replace("a@", "b@"),
        ["a@example.com", "b@example.com"],
    ),
    "nothing": ("", []),
    "cut inside a name": ("Final-Recip", []),
}


@pytest.mark.parametrize("name", GROUPS)
def test_groups(name):
    body, recipients = GROUPS[name]
    assert [attempt.recipient for attempt in attempts(body)] == recipients


ADDRESSES = {
    "rfc822; a@example.com": "a@example.com",
    "RFC822;a@example.com": "a@example.com",
    "rfc822; <a@example.com>": "a@example.com",
    "rfc822; Anna <a@example.com>": "a@example.com",
    "rfc822; a@example.com (Anna)": "a@example.com",
    "a@example.com": "a@example.com",
    'rfc822; "odd name"@example.com': '"odd name"@example.com',
    'rfc822; "odd..name"@example.com': "odd..name@example.com",
    "utf-8; 李娜@例子.example": "李娜@例子.example",
    "rfc822; a+tag=x@example.com": "a+tag=x@example.com",
    "x400; /c=us/s=smith/": "/c=us/s=smith/",
    "rfc822;": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize("value", ADDRESSES, ids=repr)
def test_address(value):
    assert dsn.address(value) == ADDRESSES[value]


HOSTS = {
    "dns; mx.example.com": "mx.example.com",
    "dns;MX.Example.COM.": "mx.example.com",
    "dns; mx.example.com (192.0.2.1, the server for the domain example.com.)": "mx.example.com",
    "dns;mx.example.jp (TCP|192.0.2.9|4804|192.0.2.1|25)": "mx.example.jp",
    "mx.example.com": "mx.example.com",
    "dns; [192.0.2.1]": "192.0.2.1",
    "dns;": None,
    "": None,
    "dns; <>": None,
}


@pytest.mark.parametrize("value", HOSTS, ids=repr)
def test_host(value):
    assert dsn.host(value) == HOSTS[value]


OUTCOMES = {
    ("delivered", "2.0.0"): True,
    ("relayed", "2.0.0"): True,
    ("expanded", "2.0.0"): True,
    ("delivered", "5.0.0"): True,
    (None, "2.1.5"): True,
    ("failed", "5.1.1"): False,
    ("failed", "2.0.0"): False,
    ("delayed", "4.4.1"): False,
    (None, "5.1.1"): False,
    (None, None): False,
}


@pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
def test_succeeded(outcome):
    action, status = outcome
    assert dsn.succeeded(dsn.Attempt(action=action, status=status)) == OUTCOMES[outcome]


ACTIONS = {"failed": "failed", "FAILED": "failed", "failed (user unknown)": "failed", "delayed;": "delayed", "": None}


@pytest.mark.parametrize("value", ACTIONS, ids=repr)
def test_action(value):
    [attempt] = attempts(f"Final-Recipient: rfc822; a@example.com\nAction: {value}\n")
    assert attempt.action == ACTIONS[value]


STATUSES = {
    "5.1.1": "5.1.1",
    "5.1.1 (bad address)": "5.1.1",
    "4.4.7": "4.4.7",
    "2.0.0": "2.0.0",
    "5": None,
    "": None,
    "bad": None,
}


@pytest.mark.parametrize("value", STATUSES, ids=repr)
def test_status(value):
    [attempt] = attempts(f"Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: {value}\n")
    assert attempt.status == STATUSES[value]


DIAGNOSES = {
    "smtp; 550 no; really": "550 no; really",
    "smtp;550 no": "550 no",
    "X-Postfix; connect to mx: Connection refused": "connect to mx: Connection refused",
    "550 no": "550 no",
    "Amazon SES has suppressed this; see the guide": "Amazon SES has suppressed this; see the guide",
    "": "",
}


@pytest.mark.parametrize("value", DIAGNOSES, ids=repr)
def test_diagnosis(value):
    [attempt] = attempts(f"Final-Recipient: rfc822; a@example.com\nAction: failed\nDiagnostic-Code: {value}\n")
    assert attempt.text == DIAGNOSES[value]


IN_TEXT = {
    "as they are": ("Dear all,\n\n" + GROUP, ["a@example.com"]),
    "indented": (
        "Dear all,\n\n" + "".join(f"    {line}\n" for line in GROUP.replace("\n    ", " ").splitlines()),
        ["a@example.com"],
    ),
    "quoted": ("".join(f"> {line}\n" for line in GROUP.replace("\n    ", " ").splitlines()), ["a@example.com"]),
    "prose about fields": ("The field Final-Recipient: says who.\nThe Status: field says what.", []),
    "status alone": ("Status: open\nStatus: closed\nAction: none\n", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize("name", IN_TEXT)
def test_fields_in_a_text(name):
    text, recipients = IN_TEXT[name]
    found = dsn.attempts_in_text(text, 0)
    assert [attempt.recipient for attempt in found] == recipients
    for attempt in found:
        assert attempt.status == "5.1.1"
        if attempt.start is not None:
            assert "550 5.1.1" in text[attempt.start : attempt.end]


def test_number_of_recipients_is_bounded():
    assert len(attempts("\n".join([GROUP] * 6000))) <= 5000
    assert len(attempts(GROUP * 6000)) <= 5000
