"""Address fields as programs and people write them, odd but seen."""

import pytest

from checkers.headers import addresses

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
MENDED = {
    "a comment before the address": ("Joe Smith (ACME) <joe@a.com>", [("Joe Smith (ACME)", "joe@a.com")]),
    "an encoded comment": ("Joe (=?utf-8?B?5byg5LiJ?=) <joe@a.com>", [("Joe (张三)", "joe@a.com")]),
    "a comment behind the address": ("Joe <joe@a.com> (by way of Bob <b@c.com>)", [("Joe", "joe@a.com")]),
    "only a comment behind brackets": ("<joe@a.com> (Joe)", [(None, "joe@a.com")]),
    "blanks in the address": ("Joe <joe @a.com>, bob@ b. com", [("Joe", "joe@a.com"), (None, "bob@b.com")]),
    "a comment in the address": ("joe(home)@a.com", [("home", "joe@a.com")]),
    "an archive's disguise": ("joe at a.com (Joe Smith)", [("Joe Smith", "joe at a.com")]),
    "a backslash in quotes": ('"ACME\\joe" <joe@a.com>', [("ACMEjoe", "joe@a.com")]),
    "a route": ("Joe <@b.com,@c.com:joe@a.com>", [("Joe", "joe@a.com")]),
    "empty quotes": ('""', []),
    "a question mark in the encoded name": ("=?utf-8?Q?What?_Now?= <joe@a.com>", [("What? Now", "joe@a.com")]),
}


@pytest.mark.parametrize(("value", "expected"), MAILBOXES)
def test_mailboxes(value, expected):
    assert [(one.name, one.address) for one in addresses.parse(value)] == expected


@pytest.mark.parametrize("shape", MENDED)
def test_shapes_once_read_wrongly(shape):
    value, expected = MENDED[shape]
    assert [(one.name, one.address) for one in addresses.parse(value)] == expected
