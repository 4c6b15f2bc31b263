"""The registry of codes is whole, sourced, and says a reason only where the code alone can tell one."""

import tomllib
from pathlib import Path

import pytest

from checkers import knowledge, smtp
from checkers.sphinxext import catalogue

TABLE = knowledge.table("checkers.smtp", "codes.toml")
REPLIES = {row["code"]: row for row in TABLE["reply"]}
ENHANCED = {row["code"]: row for row in TABLE["enhanced"]}
REASONS = {row["id"] for row in knowledge.table("checkers.smtp", "reasons.toml")["reason"]}

# Reply codes of RFC 5321, 1985, 2645, 4954, 5248, 7504 and those that IANA names beside enhanced codes.
REGISTERED = """
211 214 220 221 235 250 251 252 253 334 354
421 422 430 432 450 451 452 453 454 455 458 459
500 501 502 503 504 521 523 524 525 530 533 534 535 538 550 551 552 553 554 555 556
""".split()

# The IANA registry "SMTP Enhanced Status Codes": the last detail of each subject; no gaps.
LAST_DETAIL = {0: 0, 1: 10, 2: 4, 3: 6, 4: 7, 5: 6, 6: 10, 7: 30}

PERMANENCE = {"2": "success", "3": "intermediate", "4": "temporary", "5": "permanent"}


def test_every_registered_reply_code():
    assert sorted(code for code, row in REPLIES.items() if "vendor" not in row) == sorted(REGISTERED)


def test_every_registered_enhanced_code():
    whole = [f"x.{subject}.{detail}" for subject, last in LAST_DETAIL.items() for detail in range(last + 1)]
    assert [row["code"] for row in TABLE["enhanced"]] == whole


def test_no_reply_code_twice():
    assert len(REPLIES) == len(TABLE["reply"])


@pytest.mark.parametrize("code", REGISTERED)
def test_permanence_is_the_first_digit(code):
    assert REPLIES[code]["permanence"] == PERMANENCE[code[0]]


@pytest.mark.parametrize("row", [*TABLE["reply"], *TABLE["enhanced"]], ids=lambda row: row["code"])
class TestRow:
    def test_meaning_is_one_sentence(self, row):
        meaning = row["meaning"]
        assert meaning[0].isupper() and meaning.endswith(".") and ". " not in meaning and len(meaning) <= 160

    def test_reason_is_in_the_vocabulary(self, row):
        assert row.get("reason") in {*REASONS, None}

    def test_success_has_no_reason(self, row):
        assert not (row.get("permanence") in ("success", "intermediate") and "reason" in row)

    def test_source(self, row):
        source, url = row["source"], row.get("url")
        if source.startswith("RFC "):
            number, _, section = source.removeprefix("RFC ").partition(" §")
            assert url == f"https://www.rfc-editor.org/rfc/rfc{number}" + (
                f"#section-{section}" if section else ""
            )
        else:
            assert source and (url is None or url.startswith("https://"))
            assert url or "vendor" in row, "a registered code has a document to read"

    def test_fields_are_known(self, row):
        reply = {"code", "vendor", "meaning", "permanence", "reason", "source", "url"}
        enhanced = {"code", "registry_name", "meaning", "reason", "source", "url", "replies"} | {"reasons"}
        assert row.keys() <= (enhanced if row["code"].startswith("x.") else reply)
        assert row.get("permanence", "success") in PERMANENCE.values()


@pytest.mark.parametrize("code", ["450", "550", "551", "553", "554", "x.0.0", "x.5.0", "x.7.0"])
def test_overloaded_code_names_no_reason(code):
    """These are sent for so many causes that a guess would be wrong more often than right."""
    assert "reason" not in {**REPLIES, **ENHANCED}[code]


@pytest.mark.parametrize("row", [row for row in TABLE["enhanced"] if "reasons" in row], ids=lambda row: row["code"])
def test_reason_beside_another_reply_code_differs(row):
    for reply, reason in row["reasons"].items():
        assert reply in REPLIES and reason in REASONS and reason != row["reason"]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("556 5.1.10", "domain-no-mail"),
        ("550 5.1.10 <kim@example.org>: Recipient address rejected", "unknown-mailbox"),
        ("521 5.3.2 go away", "domain-no-mail"),
        ("421 4.3.2 closing", "system-error"),
    ],
)
def test_pair_of_codes_decides(reply, reason):
    assert [failure["reason"] for failure in smtp.check(reply).to_dict()["failures"]] == [reason]


@pytest.mark.parametrize("row", TABLE["enhanced"], ids=lambda row: row["code"])
def test_enhanced_code_goes_with_registered_replies(row):
    assert set(row["replies"]) <= set(REGISTERED)
    assert row.get("registry_name") or row["code"] == "x.6.10", "only the duplicate has no name of its own"


def test_registry_names_are_not_translated():
    path = Path(catalogue.ROOT, "checkers/smtp/codes.toml")
    assert tomllib.loads(path.read_text("utf-8")) == TABLE
    found = {message.message for message in catalogue.from_table(path, catalogue.ROOT)}
    meanings = {row["meaning"] for row in [*TABLE["reply"], *TABLE["enhanced"]]}
    assert meanings <= found
    assert not found & {row.get("registry_name") for row in TABLE["enhanced"]}
