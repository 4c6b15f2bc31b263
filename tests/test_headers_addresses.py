"""Address fields, kept as they are seen where they are broken."""

import growth
import pytest

from checkers.headers.addresses import Mailbox, parse

READ = {
    "a@b.example": [(None, "a@b.example")],
    "A B <a@b.example>": [("A B", "a@b.example")],
    '"Li, Na" <a@b.example>, c@d.example': [("Li, Na", "a@b.example"), (None, "c@d.example")],
    "a@b.example (John (the) Doe)": [("John (the) Doe", "a@b.example")],
    "Team: a@b.example, C <c@d.example>;": [(None, "a@b.example"), ("C", "c@d.example")],
    "undisclosed-recipients:;": [],
    "Undisclosed recipients:": [],
    "<@relay.example,@b.example:a@c.example>": [(None, "a@c.example")],
    "=?gb2312?B?1cXI/Q==?= <a@b.example>": [("张三", "a@b.example")],
    '"=?utf-8?q?a=2C_b?=" <a@b.example>': [("a, b", "a@b.example")],
    '"a \\"q\\" b" <a@b.example>': [('a "q" b', "a@b.example")],
    '"a b"@c.example': [(None, '"a b"@c.example')],
    "a@b.example; c@d.example": [(None, "a@b.example"), (None, "c@d.example")],
    "Foo, Bar <a@b.example>": [("Foo, Bar", "a@b.example")],
    "Foo: Bar <a@b.example>": [("Foo: Bar", "a@b.example")],
    "MAILER-DAEMON": [(None, "MAILER-DAEMON")],
    "Only A Name": [("Only A Name", None)],
    "Foo <a@b.example": [("Foo", "a@b.example")],
    '"Foo <a@b.example>': [("Foo", "a@b.example")],
    "<<a@b.example>>": [(None, "a@b.example")],
    "a b@c.example": [(None, "a b@c.example")],
    "a@b@c.example": [(None, "a@b@c.example")],
    "<>": [],
    "": [],
    ",,;": [],
}


@pytest.mark.parametrize("value", READ)
def test_mailboxes(value):
    assert [(mailbox.name, mailbox.address) for mailbox in parse(value)] == READ[value]


def test_the_domain_is_in_lower_case():
    assert Mailbox(None, "a@B.Example").domain == "b.example"
    assert Mailbox("a", None).domain is None


@pytest.mark.parametrize("piece", ['"', "<", "(<", "a,", ":", '"<', "a <b>,", '\\"', ",a<@", "(a),", '(a)"', "x "])
def test_the_time_for_long_nonsense_grows_evenly(piece):
    growth.assert_even(parse, piece * 5_000, piece * 20_000)
