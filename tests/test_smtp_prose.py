"""Text about mail is no failure; a reply without its code is one."""

import pytest

from checkers import knowledge, smtp

PROSE = {
    "a heading": "SPF, DKIM and DMARC",
    "a definition": "A blacklist is what some servers ask before they take mail.",
    "a habit of many": "Many servers refuse mail from addresses without reverse DNS.",
    "a condition": "If the mailbox is full, the sender gets a notice.",
    "a step": "Set the SPF record of your domain so that it names the relay.",
    "a glossary entry": "greylisting A server turns an unknown sender away for some minutes.",
    "a label before a list": "Reasons for which mail is refused as spam:",
    "two sentences around a guess": "Choose the mailbox of the team. The full text is below.",
    "a heading in Chinese": "SPF、DKIM 与 DMARC",
    "a condition in Chinese": "如果邮箱已满，发件人会收到通知。",
    "a step in Chinese": "添加 SPF 记录，否则会被拒收。",
    "what a plan holds": "The limits of the free plan are reached after 200 emails a day.",
    "what limits are for": "The limits of the free plan protect the reputation of the shared servers.",
    "another name in Chinese": "发信服务保存的名单，也叫抑制列表，记有曾经退信或投诉的地址。服务不再向这些地址发信。",
    "what a port can do, in Chinese": "在不支持 STARTTLS 的端口上用了它",
    "marks of a document": "{term}`SPF` and {term}`DKIM` fail for forwarded mail",
    "a count": "550 messages with links went out yesterday",
    "a count below a sentence": "We sent a campaign.\n550 recipients with links in it.",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_no_failure(name):
    assert smtp.check(PROSE[name]).to_dict()["failures"] == []


TOLD = [
    ("User unknown", "unknown-mailbox"),
    ("mailbox full", "mailbox-full"),
    ("Relay access denied", "relay-denied"),
    ("邮箱已满", "mailbox-full"),
    ("sender rejected", "sender-rejected"),
    ("blocked using zen.spamhaus.org", "ip-blocked"),
    ("SPF: softfail", "auth-failure"),
    ("daily limit reached", "daily-limit"),
    ("Daily sending cap hit, 1000/1000", "daily-limit"),
    ("The free plan limit has been reached: 200 emails a day", "daily-limit"),
    ("You have reached the limits of the free plan, 200 emails a day", "daily-limit"),
    ("only owners can write to this list", "recipient-filtered"),
    ("host denies relay.", "relay-denied"),
    ("Benutzer unbekannt", "unknown-mailbox"),
    ("The server said: mailbox is full", "mailbox-full"),
    ("Odoo shows “Relay access denied” on this page.", "relay-denied"),
    ("550 messages with links are rejected here", "domain-blocked"),
]


@pytest.mark.parametrize(("text", "reason"), TOLD)
def test_a_reply_without_its_code_is_a_failure(text, reason):
    assert [failure["reason"] for failure in smtp.check(text).to_dict()["failures"]] == [reason]


def test_a_letter_that_shows_what_odoo_said_is_read():
    """Long, without a code: but the line below the colon is somebody else's."""
    letter = (
        "We sent our customer an invoice yesterday, and the envelope beside it turned red. He says that he never got "
        "it. Odoo shows this when I point at the envelope:\nThe recipient's mailbox is full and can't accept messages "
        "now\nWe have sent him invoices for years and never had any trouble, so I do not know why this happens now."
    )
    assert [failure["reason"] for failure in smtp.check(letter).to_dict()["failures"]] == ["mailbox-full"]
    assert smtp.check(letter.replace("envelope:", "envelope.")).to_dict()["failures"] == []


ITEMS = [(name, item) for name, items in knowledge.table("checkers.smtp", "prose.toml").items() for item in items]


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_an_item_of_the_table_is_well_formed(name, item):
    if isinstance(item, str):
        item = {"words": [item]}
    assert item.keys() <= {"words", "then", "between", "unless_before", "unless_behind"} and item["words"]
    for words in (*item["words"], *item.get("then", ())):
        assert words.strip("*").strip() and "*" not in words[1:-1]


def test_each_item_stands_once():
    for name in {name for name, _ in ITEMS}:
        items = [str(item) for list_name, item in ITEMS if list_name == name]
        assert len(items) == len(set(items)), name
