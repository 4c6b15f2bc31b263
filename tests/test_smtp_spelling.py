"""One spelling: words that administrators write in several ways are one word, and are found again as they stand."""

import pytest

from checkers import smtp
from checkers.smtp.pattern import fold, locate, plain
from checkers.smtp.spelling import ways

SPELLINGS = {
    "not, and its short form": ("the user doesn't exist", "the user does not exist"),
    "cannot": ("it can't, it can not", "it cannot, it cannot"),
    "will not": ("we won't relay", "we will not relay"),
    "no apostrophe": ("user doesnt exist", "user does not exist"),
    "accents for an apostrophe": ("user isn\u00b4t here", "user is not here"),
    "British and American": ("not authorised, not recognised", "not authorized, not recognized"),
    "one word, two, a hyphen": ("e-mail from a black-listed mail box", "email from a blacklisted mailbox"),
    "grey and gray": ("gray-listing, greylisted", "greylisting, greylisted"),
    "slips": ("unknow recepient adress", "unknown recipient address"),
    "grammar": ("mailbox not exists", "mailbox not exist"),
    "a word inside another stays": ("readdressed unknowns", "readdressed unknowns"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_one_spelling(name):
    written, one = SPELLINGS[name]
    assert plain(fold(written)) == one
    assert plain(one) == one


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("does not exist", "The user doesn\u2019t exist.", "doesn\u2019t exist"),
        ("cannot be found", "kim can't be found", "can't be found"),
        ("is not authorized", "kim isn't authorised", "isn't authorised"),
        ("blacklisted", "you are black listed", "black listed"),
        ("unknown recipient", "UNKNOWN\n> RECEPIENT", "UNKNOWN\n> RECEPIENT"),
        ("mailbox full", "mail box  full", "mail box  full"),
        ("not exist", "does not exists", "not exist"),
        ("mailbox full", "mailbox empty", None),
    ],
)
def test_words_are_found_as_they_were_written(words, text, found):
    place = locate(words, text)
    assert (text[place[0] : place[1]] if place else None) == found


def test_a_word_is_the_first_of_its_own_ways():
    for words in ("mailbox", "blacklisted", "does not", "are not", "zebra"):
        assert ways(words)[0] == words
        assert len(set(ways(words))) == len(ways(words))
    assert ways("zebra") == ("zebra",)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("550 the recepient doesnt exist", "unknown-mailbox"),
        ("550 unknow user", "unknown-mailbox"),
        ("550 you are not authorised to send from this address", "sender-rejected"),
        ("550 mail box is full", "mailbox-full"),
        ("451 you've been grey-listed", "greylisted"),
        ("550 your IP is black listed", "ip-blocked"),
    ],
)
def test_a_reply_with_slips_is_read(reply, reason):
    failure = smtp.check(reply).to_dict()["failures"][0]
    assert failure["reason"] == reason
    assert failure["evidence"]
