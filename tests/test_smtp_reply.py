"""Reply codes and enhanced status codes, where servers and programs put them, and numbers that are none."""

import pytest

from checkers.smtp import reply

# text: (reply code, enhanced code)
STATED = {
    "550 5.1.1 User unknown": (550, "5.1.1"),
    "550 User unknown": (550, None),
    "550-5.7.26 one\n550 5.7.26 two": (550, "5.7.26"),
    "550-first line\n550 5.1.1 last line": (550, "5.1.1"),
    "553: 5.1.8 <a@example.com>... Domain": (553, "5.1.8"),
    "550, 5.1.1, no": (550, "5.1.1"),
    "550 #5.1.0 Address rejected.": (550, "5.1.0"),
    "550 [5.7.1] no": (550, "5.7.1"),
    "550 (5.7.1) no": (550, "5.7.1"),
    "smtp;550 5.1.1 no": (550, "5.1.1"),
    "smtp; 550-5.1.1 no": (550, "5.1.1"),
    "host mx.example.com[192.0.2.1] said: 450 4.2.0 Greylisted (in reply to RCPT TO command)": (450, "4.2.0"),
    "Remote host said: 554 delivery error": (554, None),
    "<<< 552 5.2.2 Over quota": (552, "5.2.2"),
    "Remote Server returned '554 5.4.14 Hop count exceeded'": (554, "5.4.14"),
    "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##": (550, "5.1.1"),
    "#5.1.1 smtp;550 5.1.1 no": (550, "5.1.1"),
    "(#5.1.1)": (None, "5.1.1"),
    "Sorry, no mailbox here by that name. (#5.1.1)": (None, "5.1.1"),
    "SMTPDataError: (554, b'5.7.1 Rejected')": (554, "5.7.1"),
    "{'a@example.com': (550, b'5.1.1 no')}": (550, "5.1.1"),
    "dsn=5.1.1, status=bounced (host mx said: 550 5.1.1 no (in reply to RCPT TO command))": (550, "5.1.1"),
    "退信原因：550 5.1.1 用户不存在": (550, "5.1.1"),
    "服务器返回：554，拒收": (554, None),
    "501 #5.1.1 bad address @example.com": (501, "5.1.1"),
    "421 4.7.0 [TSS04] Messages temporarily deferred": (421, "4.7.0"),
    "535 5.7.139 Authentication unsuccessful": (535, "5.7.139"),
    # classes that disagree are both the server's words
    "550 4.2.2 Mailbox full": (550, "4.2.2"),
    # a relay's own code, and the remote server's behind it: the remote server decides
    "554 5.4.7 expired (timeout) - last error: 451 4.3.0 database down": (451, "4.3.0"),
    # no codes
    "": (None, None),
    "Hello, how are you?": (None, None),
    "5500 items, 550.00 EUR, order 450-12, 1.5.1.1, port:5500": (None, None),
    "from 192.0.2.550 and 10.5.1.1": (None, None),
    "connect to mx.example.com[2a00:1450:4864:20::433]:25: Connection timed out": (None, None),
    "v5.1.1-rc and a5.1.1": (None, None),
    "250 2.0.0 Ok": (None, None),
    "354 End data": (None, None),
    "550 bytes were sent": (None, None),
    "Mon, 16 Nov 2026 at 17:45:01 +0450": (None, None),
}


@pytest.mark.parametrize("text", STATED, ids=repr)
def test_codes_that_a_text_states(text):
    found = reply.first(text)
    assert ((found.reply, found.enhanced) if found else (None, None)) == STATED[text]
    if found:
        assert text[found.start : found.end].lstrip("#([ ").startswith(str(found.reply or found.enhanced))


def test_find_gives_every_code_in_order():
    text = "550 5.1.1 one\n450 4.2.0 two\n554 three"
    assert [(code.reply, code.enhanced) for code in reply.find(text)] == [(550, "5.1.1"), (450, "4.2.0"), (554, None)]
    assert [text[code.start : code.end] for code in reply.find(text)] == ["550 5.1.1", "450 4.2.0", "554"]


def test_find_stays_within():
    text = "550 5.1.1 one\n450 4.2.0 two"
    assert [code.reply for code in reply.find(text, 10)] == [450]
    assert [code.reply for code in reply.find(text, 0, 12)] == [550]


def test_number_of_codes_is_bounded():
    assert len(reply.find("550 no\n" * 10_000)) == reply.MAX_CODES


@pytest.mark.parametrize(("enhanced", "generic"), [("5.7.26", "x.7.26"), ("4.2.2", "x.2.2")])
def test_generic(enhanced, generic):
    assert reply.generic(enhanced) == generic


def test_lone_enhanced_code():
    found = reply.lone_enhanced("x (#4.4.1)")
    assert (found.reply, found.enhanced) == (None, "4.4.1")
    assert reply.lone_enhanced("version 5.1.1.2") is None
