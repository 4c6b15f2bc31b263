"""Bounces that Outlook saved (.msg): what they report is read like that of a bounce saved as EML."""

import random

import msg_samples
import pytest

import checkers

WORDS = "550 5.1.1 <wang.fang@client.example>: Recipient address rejected: User unknown"
STATUS = f"""\
Reporting-MTA: dns; mx.shop.example

Final-Recipient: rfc822; wang.fang@client.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.client.example
Diagnostic-Code: smtp; {WORDS}
"""
HEADERS = """\
Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.shop.example>
To: bounce@shop.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="=_b1"
Message-ID: <7@mx.shop.example>
"""
BODY = f"Your message could not be delivered.\r\n\r\n<wang.fang@client.example>: host mx.client.example said: {WORDS}"


def report(kind: str, words: str = "", headers: str = "", body: str = BODY, attached: str = "") -> bytes:
    """A report as Outlook keeps it: class, text and the words about each recipient apart from one another."""
    tree = msg_samples.fixed(32, {0x3FFD: 65001}, {0x0E06: 1795422603})
    tree |= msg_samples.text(0x001A, kind) | msg_samples.text(0x0037, "无法送达: 报价单")
    tree |= msg_samples.text(0x0C1A, "Microsoft Outlook") | msg_samples.text(0x5D02, "postmaster@shop.example")
    tree |= msg_samples.text(0x1000, body)
    if headers:
        tree |= msg_samples.text(0x007D, headers.replace("\n", "\r\n"))
    recipient = msg_samples.text(0x3001, "Wang Fang") | msg_samples.text(0x39FE, "wang.fang@client.example")
    tree["__recip_version1.0_#00000000"] = (
        msg_samples.fixed(8, {0x0C15: 1}) | recipient | (msg_samples.text(0x0C1B, words) if words else {})
    )
    if attached:
        tree["__attach_version1.0_#00000000"] = msg_samples.text(0x370E, "message/delivery-status") | {
            "__substg1.0_37010102": attached.encode()
        }
    return msg_samples.compound(tree)


NDR = "REPORT.IPM.Note.NDR"
BOUNCES = {
    "words of each recipient": report(NDR, f"<mx.client.example #5.1.1 smtp;{WORDS}>"),
    "words in the text": report(NDR),
    "text alone, ordinary class": report("IPM.Note", headers=HEADERS),
    "delivery status attached": report("IPM.Note", headers=HEADERS, body="It failed.", attached=STATUS),
    "no class, headers of a bounce": report("", headers=HEADERS),
}


@pytest.mark.parametrize("name", BOUNCES)
def test_a_bounce_out_of_outlook_is_explained(name):
    data = BOUNCES[name]
    found = checkers.check(data)
    assert found.kind == "smtp"
    [failure] = found.to_dict()["failures"]
    assert failure["recipient"] == "wang.fang@client.example"
    assert (failure["reply_code"], failure["enhanced_code"], failure["reason"]) == (550, "5.1.1", "unknown-mailbox")
    words = [found.decoded[span["start"] : span["end"]] for span in failure["evidence"]]
    assert any("User unknown" in piece for piece in words)
    assert checkers.smtp.check(data).to_dict() == found.to_dict()


@pytest.mark.parametrize("name", BOUNCES)
def test_header_checker_hands_it_over(name):
    found = checkers.headers.check(BOUNCES[name]).to_dict()
    assert [one["reason"] for one in found["bounce"]["failures"]] == ["unknown-mailbox"]
    assert "bounce-message" in {finding["id"] for finding in found["findings"]}


def test_headers_of_the_bounce_stay():
    found = checkers.headers.check(BOUNCES["text alone, ordinary class"]).to_dict()["summary"]
    assert (found["message_id"], found["return_path"]) == ("7@mx.shop.example", "")
    assert found["from"]["address"] == "mailer-daemon@mx.shop.example"


@pytest.mark.parametrize(
    "data",
    [report("REPORT.IPM.Note.DR", "delivered", body="Your message was delivered."), msg_samples.message()],
    ids=["delivered", "ordinary"],
)
def test_no_failure_is_made_up(data):
    assert checkers.smtp.check(data).to_dict()["failures"] == []


def test_a_damaged_file_is_named_in_plain_words():
    for data in (BOUNCES["words in the text"][:700], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        found = checkers.smtp.check(data).to_dict()
        assert found["failures"] == [] and found["format"] == "unknown"
        assert "Outlook" in found["title"] and "EML" in found["explanation"]
        assert [one["id"] for one in checkers.check(data).to_dict()["findings"]] == ["unreadable-msg"]


@pytest.mark.parametrize("seed", range(4))
def test_any_damage_gives_a_report(seed):
    chance = random.Random(seed)
    whole = list(BOUNCES.values())[seed]
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(8, len(data))] = chance.choice((0, 1, 254, 255, chance.randrange(256)))
        assert checkers.check(bytes(data)).to_dict() and checkers.smtp.check(bytes(data)).to_dict()
