"""The pattern language: whole words, bounded gaps, nothing else."""

import pytest

from checkers.smtp.pattern import GAP, Pattern, Phrases, fold, locate, plain

FOLDED = {
    "case and white space": ("  Mailbox\n\t FULL ", "mailbox full"),
    "curly quotes": ("couldn\u2019t \u201cbe\u201d", 'couldn\'t "be"'),
    "full-width punctuation": ("退信原因\uff1a\uff08550\uff09\uff0c", "退信原因:(550),"),
    "dashes": ("5\u20117\u20131\u2014x", "5-7-1-x"),
    "no-break and zero-width space": ("a\u00a0b\u200bc", "a bc"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", FOLDED)
def test_fold(name):
    text, folded = FOLDED[name]
    assert fold(text) == folded
    assert fold(folded) == folded


MATCHES = {
    "words": ("mailbox full", "552 the MAILBOX  full.", True),
    "inside a word on the left": ("full", "unfull", False),
    "inside a word on the right": ("full", "fully", False),
    "digit beside": ("full", "full2", False),
    "punctuation beside": ("full", "(full)", True),
    "dash beside": ("full", "mailbox-full", True),
    "Chinese beside": ("spam", "垃圾spam邮件", True),
    "Chinese inside Chinese": ("已满", "邮箱已满了", True),
    "gap": ("mailbox * full", "mailbox is very full", True),
    "gap of nothing": ("mailbox * full", "mailbox full", True),
    "gap at its widest": ("mailbox * full", "mailbox" + "x" * 0 + " " * 1 + "y" * (GAP - 2) + " full", True),
    "gap too wide": ("mailbox * full", "mailbox " + "y" * (GAP + 5) + " full", False),
    "gap keeps the order": ("mailbox * full", "full mailbox", False),
    "gap keeps whole words": ("mail * full", "mailbox full", False),
    "open right side": ("block*", "blocklist", True),
    "open right side keeps the left": ("block*", "unblock", False),
    "open left side": ("*list", "blocklist", True),
    "open left side keeps the right": ("*list", "listed", False),
    "glued in the middle": ("list*sender", "listed by sender", True),
    "special characters are plain": ("a.b (c) [d] ^$", "x a.b (c) [d] ^$ y", True),
    "dot is a dot": ("a.b", "axb", False),
    "ends in punctuation": ("#5.1.1", "(#5.1.1)", True),
    "code is no longer code": ("5.7.1", "5.7.139", False),
    "case": ("RESOLVER.ADR", "resolver.adr.recipnotfound", True),
}


@pytest.mark.parametrize("name", MATCHES)
def test_pattern(name):
    source, text, found = MATCHES[name]
    assert (Pattern(source).search(fold(text)) is not None) == found


@pytest.mark.parametrize("source", ["", "*", " * ", "**"], ids=repr)
def test_a_pattern_needs_words(source):
    with pytest.raises(ValueError):
        Pattern(source)


def test_phrases_find_any():
    phrases = Phrases(["mailbox full", "user unknown"])
    assert phrases.search("the user unknown here")[0] == "user unknown"
    assert phrases.search("hello") is None


PLAIN = {
    "web address": ("see https://www.example.com/spam/policy?ip=1, blocked", "blocked"),
    "mail address": ("abuse-spam@example.com: mailbox full", "mailbox full"),
    "purpose": ("to protect our users from spam, we ask you to wait. greylisted", "greylisted"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_leaves_out_what_is_no_reason(name):
    text, kept = PLAIN[name]
    found = plain(text)
    assert kept in found and "spam" not in found


LOCATED = {
    "as it stands": ("user unknown", "550 User unknown", "User unknown"),
    "wrapped": ("user unknown in table", "550 User\n    unknown in\n table", "User\n    unknown in\n table"),
    "quoted": ("user unknown", "> 550 User\n> unknown", "User\n> unknown"),
    "not there": ("user unknown", "550 nobody", None),
    "special characters": ("(#5.1.1)", "no. (#5.1.1)", "(#5.1.1)"),
    "curly quote": ("couldn't be found", "it couldn\u2019t be found", "couldn\u2019t be found"),
    "full-width punctuation": ("原因:已满", "退信原因\uff1a已满", "原因\uff1a已满"),
}


@pytest.mark.parametrize("name", LOCATED)
def test_locate(name):
    words, text, cut = LOCATED[name]
    found = locate(words, text)
    assert (text[found[0] : found[1]] if found else None) == cut


def test_locate_within():
    text = "user unknown, user unknown"
    assert locate("user unknown", text, 1) == (14, 26)
    assert locate("user unknown", text, 1, 20) is None
