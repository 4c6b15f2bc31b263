"""The text for Odoo Support: what was answered and found stands in it; what is to be masked does not."""

import json

import pytest
from conftest import ROOT

from checkers import ticket
from checkers.ticket.questions import GROUPS
from checkers.wording import in_language

EXAMPLES = ROOT / "checkers" / "sphinxext" / "examples"
HEADERS = (EXAMPLES / "headers.eml").read_text("utf-8")
BOUNCE = (EXAMPLES / "bounce.eml").read_text("utf-8")
ODOO = (
    "Mail delivery failed via SMTP server 'None'.\nSMTPSenderRefused: (553, b'5.7.1 <bounce@company.example>: Sender "
    "address rejected: not owned by user sales@company.example', 'bounce@company.example')"
)
QUESTIONS = {question.id: question for group in GROUPS for question in group.questions}
ANSWERS = {
    "direction": "outgoing",
    "hosting": "online",
    "version": "18.0",
    "record": "S00042",
    "time": "10 January 2026, 11:45, CET",
    "files": ["original", "bounce"],
    "origin": "database",
    "route": "redirected",
    "addresses": "info@company.example to info@company.odoo.com",
    "changes": "none",
    "scope": "one",
    "case": "the domain client.example",
    "often": "always",
    "expected": "The order reaches li.na@client.example.",
    "happened": "Nothing arrives.",
    "sign": "elsewhere",
    "tried": "Another recipient: the same.\nAnother provider: arrives.",
}


def made(answers: dict | None = None, evidence: str = "", **more: object) -> dict:
    asked = {"answers": answers or {}, "evidence": evidence, "language": "en", "page": "en"} | more
    return ticket.check(json.dumps(asked)).to_dict()


def test_the_sample_answers_every_question():
    assert set(ANSWERS) == set(QUESTIONS)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_answer_stands_in_the_text(language):
    wording = in_language(language)
    found = made(ANSWERS, language=language)
    for ident, answer in ANSWERS.items():
        question = QUESTIONS[ident]
        assert wording(question.told) in found["text"], ident
        said = answer.splitlines() if isinstance(answer, str) else answer
        if question.choices:
            said = [wording(question.choices[each]) for each in said]
        assert all(words in found["text"] for words in said), ident
    assert found["missing"] == []


def test_what_was_not_answered_is_left_out_and_named():
    found = made({"version": "18.0"})
    assert found["text"] == "== Email ==\nOdoo version: 18.0\n"
    assert found["missing"] == [str(each.ask) for each in QUESTIONS.values() if each.vital]


def test_what_is_missing_is_told_in_the_language_of_the_page():
    found = made({"version": "18.0"}, language="en", page="zh_CN")
    assert "Odoo version" in found["text"] and "邮件往哪个方向走？" in found["missing"]


def test_an_error_is_quoted_and_explained():
    found = made(evidence=ODOO)["text"]
    assert ODOO.splitlines()[0] in found and "not owned by user sales@company.example" in found
    assert "553 5.7.1" in found and "The server does not accept the sender address" in found


def test_a_bounce_gives_recipient_and_servers_words():
    found = made(evidence=BOUNCE)["text"]
    assert "Failed recipient:" in found and "550 5.1.1" in found and "Server’s words:" in found
    assert "== Error text ==" not in found, "the file says it all; it is attached"


def test_headers_give_findings_verdicts_and_themselves():
    found = made(evidence=HEADERS)["text"]
    assert "dmarc-fail" in found and "- dmarc=fail" in found
    assert "== Headers of the email ==" in found and "DKIM-Signature:" in found


@pytest.mark.parametrize("evidence", [HEADERS, BOUNCE, ODOO], ids=["headers", "bounce", "odoo"])
def test_masked_text_names_nobody(evidence):
    plain, masked = made(ANSWERS, evidence)["text"], made(ANSWERS, evidence, mask=True)["text"]
    secrets = ["li.na@", "company.example", "client.example", "sales@"]
    assert any(secret in plain for secret in secrets)
    assert not [secret for secret in secrets if secret in masked]
    assert "masked" in masked and "masked" not in plain
    assert "S00042" in masked and "10 January 2026, 11:45, CET" in masked


def test_answers_and_evidence_share_their_masks():
    """The domain of the answer is the domain of the error."""
    found = made({"case": "mail from company.example"}, ODOO, mask=True)["text"]
    assert "Case: mail from domain1.example" in found and "bounce@domain1.example" in found


def test_masks_in_chinese_sentences_take_the_address_alone():
    asked = {"expected": "收件人li.na@client.example应当收到，IP是203.0.113.9。"}
    found = made(asked, mask=True, language="zh_CN")["text"]
    assert "收件人user1@domain1.example应当收到，IP是192.0.2.2。" in found


@pytest.mark.parametrize(
    "source",
    [
        "", "{", "[]", "null", b"\xff\x00", "[" * 100_000,
        '{"answers": 4, "evidence": [], "language": 7, "mask": "yes"}',
        '{"answers": {"files": "original", "direction": "sideways", "version": {"a": 1}}}', '{"language": "../etc"}',
    ],
)  # fmt: skip
def test_whatever_comes_gives_a_text(source):
    assert ticket.check(source).to_dict()["text"] == "\n"


def test_a_large_error_is_cut():
    found = made({"happened": "x " * 50_000}, "550 5.1.1 User unknown " * 50_000)["text"]
    assert len(found) < 20_000 and "(The rest was left out.)" in found


def test_the_template_asks_everything():
    for language in ("en", "zh_CN"):
        wording = in_language(language)
        words = ticket.template(wording)
        for question in QUESTIONS.values():
            assert wording(question.told) in words
            assert all(f"[ ] {wording(choice)}" in words for choice in question.choices.values())


def test_questions_are_known_by_one_name():
    asked = [question.id for group in GROUPS for question in group.questions]
    assert len(asked) == len(set(asked))
    assert {question.kind for question in QUESTIONS.values()} == {"choice", "checks", "line", "lines"}
    assert all(bool(question.choices) == (question.kind in ("choice", "checks")) for question in QUESTIONS.values())
