"""Replies in words that no row lists: which notions stand in them, and who is meant; nothing is guessed in vain."""

import tomllib
from pathlib import Path

import pytest

from checkers import smtp
from checkers.knowledge import table
from checkers.smtp import gist
from checkers.smtp.pattern import plain
from checkers.smtp.rules import load

CODES = frozenset(["550", "5"])
DATA = table("checkers.smtp", "gist.toml")
# Made up in the style of servers around the world, in many languages: {reason: [reply]}
REPLIES = tomllib.loads(Path(__file__).with_name("replies.toml").read_text(encoding="utf-8"))
WRAPPINGS = {
    "bare": "{}",
    "relay": "host mx.example.net[192.0.2.99] said: {} (in reply to end of DATA command)",
    "field": "Diagnostic-Code: smtp; {}",
    "exchange": "Remote Server returned '{}'",
    "python": "smtplib.SMTPDataError: {}",
}
CASES = [(reason, reply) for reason, replies in REPLIES.items() for reply in replies]


@pytest.mark.parametrize(("reason", "reply"), CASES, ids=[f"{reason}: {reply}" for reason, reply in CASES])
def test_reply(reason, reply):
    failures = smtp.check(reply).to_dict()["failures"]
    assert [failure["reason"] for failure in failures] == [reason]


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_wrapping_changes_nothing(wrapping):
    replies = [(reason, reply) for reason, reply in CASES if reply[0] in "45" and reply[3:4] in " -"]
    assert len(replies) > 100
    faults = []
    for reason, reply in replies:
        failures = smtp.check(WRAPPINGS[wrapping].format(reply)).to_dict()["failures"]
        if [failure["reason"] for failure in failures] != [reason]:
            faults.append((reply, reason, [failure["reason"] for failure in failures]))
    assert len(faults) <= len(replies) // 25, faults  # a phase named around the words may weigh in


def test_every_reason_is_tried():
    assert set(REPLIES) == set(load().reasons) - {"unknown"}


# The same word, said of somebody else: (text, reason)
WHO_IS_MEANT = [
    ("550 our blacklist holds your ip", "ip-blocked"),
    ("550 our blacklist holds this link", "domain-blocked"),
    ("550 the recipient's blacklist holds you", "recipient-filtered"),
    ("550 your domain stands on a blacklist here", "domain-blocked"),
    ("550 mail from 192.0.2.7 is unwelcome", "ip-blocked"),
]


@pytest.mark.parametrize(("text", "reason"), WHO_IS_MEANT, ids=[text for text, _ in WHO_IS_MEANT])
def test_whoever_stands_closest_is_meant(text, reason):
    assert [failure["reason"] for failure in smtp.check(text).to_dict()["failures"]] == [reason]


def reason_of(text: str, codes: frozenset[str] = CODES) -> str | None:
    found = gist.find(plain(text), codes)
    return found[0].reason if found else None


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("la boîte est pleine", "la boite est pleine"),
        ("the user is not registered", "the user isn't registered"),
        ("this mailbox does not exist", "this mailbox doesn't exist"),
        ("the user cannot be found", "the user can't be found"),
        ("użytkownik nieznany", "uzytkownik nieznany"),
    ],
)
def test_accents_and_short_forms_do_not_matter(text, same):
    assert reason_of(text) == reason_of(same) is not None


def test_words_of_the_program_that_passes_a_reply_on_are_no_gist():
    assert reason_of("server replied with following exception: no") is None
    assert reason_of("this is the mail system at host mx.example.net. problem report") is None


def test_words_far_apart_do_not_belong_together():
    assert reason_of("mailbox " + "x" * (gist.NEAR + 5) + " expired") is None
    assert reason_of("mailbox expired") == "mailbox-disabled"


def test_words_are_whole():
    assert reason_of("scuserx notfoundish") is None
    assert reason_of("the benutzername ist unbekannt") == "unknown-mailbox"  # an open end


def test_what_decided_is_named_as_it_stands_in_the_text():
    assert gist.find("sorry: la boîte est pleine, voilà", CODES)[1] == "boîte est pleine"


@pytest.mark.parametrize("text", ["", " ", "@", "...", "\u4e0d", "no", "550", "\ud800", "thank you very much"])
def test_nothing_is_guessed_from_nothing(text):
    assert gist.find(text, CODES) is None


# --- the table


def test_gists_name_notions_and_reasons_that_exist():
    notions, reasons = DATA["notions"], load().reasons
    ids = [row["id"] for row in DATA["gist"]]
    assert len(ids) == len(set(ids))
    for row in DATA["gist"]:
        assert row["reason"] in reasons and row["id"].startswith("gist-")
        assert len(row["near"]) == 2 and {*row["near"], *row.get("not", ())} <= notions.keys()
        assert set(row) <= {"id", "reason", "near", "not", "codes", "clear", "group"}


def test_every_notion_is_used_and_holds_words_once():
    used = {name for row in DATA["gist"] for name in (*row["near"], *row.get("not", ()))}
    assert set(DATA["notions"]) == used
    for name, words in DATA["notions"].items():
        assert len(words) == len(set(words)), name
        assert all(word == word.strip() and word.strip("*") and "*" not in word[1:-1] for word in words), name
        assert not any(word.startswith("*") and word.endswith("*") for word in words), name


def test_gists_of_a_group_stand_together():
    groups = [row.get("group") for row in DATA["gist"]]
    for group in {group for group in groups if group}:
        places = [at for at, name in enumerate(groups) if name == group]
        assert places == list(range(places[0], places[-1] + 1))


@pytest.mark.parametrize(
    "unit", ["user ", "not ", "n't ", "用户", "a.", "1.1.1.1 ", "from 1.1.1.1 is ", "é", "mailbox full "]
)
def test_steps_grow_with_the_text_only(unit):
    """The spans that are found are bounded by the words of the text: nothing is searched anew from every place."""
    lexicon = gist._load()[0]
    short, long = unit * 200, unit * 400
    count = [sum(map(len, lexicon.places(text).values())) for text in (short, long)]
    assert count[1] <= 2 * count[0] + 10
    assert count[1] <= 80 * len(long)
    gist.find(long, CODES)
