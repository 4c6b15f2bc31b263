"""Odoo as the receiver: routing errors, the notices it mails back, its log lines, and what is no failure."""

import pytest
from odoo_wrappings import ANY, assert_failure, failures, only

# --- incoming email --------------------------------------------------------------------------------------

ROUTE = (
    "No possible route found for incoming message from li.na@example.net to info@example.com (Message-Id "
    "<b77@mail.example.net>:). Create an appropriate mail.alias or force the destination model."
)
INCOMING = {
    "no-route": (ROUTE, "unknown-mailbox", "info@example.com"),
    "no-route-exception": ("ValueError: " + ROUTE, "unknown-mailbox", "info@example.com"),
    "no-target": ("Mailbox unavailable - target model unspecified", "unknown-mailbox", None),
    "unknown-target": ("Mailbox unavailable - unknown target model helpdesk.ticket", "unknown-mailbox", None),
    "target-refuses": (
        "Mailbox unavailable - model res.users does not accept document creation",
        "unknown-mailbox",
        None,
    ),
    "no-target-zh": ("邮箱不可用 - 目标模型未指定", "unknown-mailbox", None),
    "record-gone": (
        "Routing mail with Message-Id <b77@mail.example.net>: route ('crm.lead', 42, {}, 1, None): reply to missing "
        "document (crm.lead,42), fall back on document creation",
        "unknown-mailbox",
        None,
    ),
    "record-without-update": (
        "reply to model res.users that does not accept document update, fall back on document creation",
        "unknown-mailbox",
        None,
    ),
    "model-without-mail": (
        "Undeliverable mail with Message-Id <b77@mail.example.net>, model res.country does not accept incoming emails",
        "unknown-mailbox",
        None,
    ),
    "followers": ("alias Support: restricted to followers", "recipient-filtered", None),
    "authors": ("Mailbox unavailable - alias Sales: restricted to known authors", "recipient-filtered", None),
    "members-15": ("alias General: restricted to channel members", "recipient-filtered", None),
    "followers-zh": ("仅限于关注者", "recipient-filtered", None),
    "authors-zh": ("仅限于已知的作者", "recipient-filtered", None),
    "broken-alias": ("alias Sales: incorrectly configured alias", "system-error", None),
    "broken-alias-reference": (
        "alias Sales: incorrectly configured alias (unknown reference record)",
        "system-error",
        None,
    ),
    "broken-alias-zh": ("不正确配置的别名", "system-error", None),
    "notice-catchall": (
        "This address is used to collect replies and should not be used to directly contact My Company",
        "unknown-mailbox",
        None,
    ),
    "notice-catchall-zh": ("此地址用于收集答复，不用于直接联系 我的公司", "unknown-mailbox", None),
    "notice-restricted": (
        "The message below could not be accepted by the address sales@example.com.\n"
        "Only addresses linked to registered partners are allowed to contact it.",
        "recipient-filtered",
        "sales@example.com",
    ),
    "notice-broken": (
        "The message below could not be accepted by the address sales@example.com.\n"
        "Please try again later or contact My Company instead.",
        "system-error",
        None,
    ),
    "notice-loop-guard": (
        "sales@example.com does not take this: you have contacted it too many times in the last few minutes.",
        "rate-limited",
        None,
    ),
    "notice-loop-guard-zh": ("您在过去的几分钟里联系了太多次", "rate-limited", None),
    "loop-guard-log": ("Email address li.na@example.net created too many <crm.lead>.", "rate-limited", None),
    "loop-detected": (
        "Ignored mail from li.na@example.net to catchall@example.com with Message-Id <b77@mail.example.net>: reply to "
        "a bounce notification detected by headers",
        "mail-loop",
        None,
    ),
}


@pytest.mark.parametrize("text", INCOMING)
def test_incoming(text):
    words, reason, recipient = INCOMING[text]
    assert_failure(words, reason, recipient=recipient)


@pytest.mark.parametrize("text", ["no-route", "no-target", "record-gone", "model-without-mail", "notice-catchall"])
def test_own_alias_is_no_dead_address(text):
    """It is our own Odoo that lacks an alias; nobody has to take an address off a list."""
    assert not only(INCOMING[text][0])["hard"]


NOTICE = """Return-Path: <>
From: MAILER-DAEMON <bounce@example.com>
To: li.na@example.net
Subject: Re: Offer
Message-ID: <482910337756120.1767225600.123456001281738-openerp-loop-detection-bounce-email@web-7f9c>
References: <b77@mail.example.net>
 <482910337756120.1767225600.123456001281738-openerp-loop-detection-bounce-email@web-7f9c>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hello li.na@example.net,

{}

--------
Please send me your price list.
"""


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            "This address is used to collect replies and should not be used to directly contact My Company.",
            "unknown-mailbox",
        ),
        (
            "The message below could not be accepted by the address sales@example.com. Only addresses linked to "
            "registered partners are allowed to contact it.",
            "recipient-filtered",
        ),
        (
            "The message below could not be accepted by the address sales@example.com. Please try again later or "
            "contact My Company instead.",
            "system-error",
        ),
        ("You have contacted it too many times in the last few minutes.", "rate-limited"),
    ],
    ids=["catchall", "restricted", "broken", "loop-guard"],
)
def test_notice_as_a_message(words, reason):
    assert_failure(NOTICE.format(words), reason, recipient=ANY, form="notice")


# --- lines of odoo.log -----------------------------------------------------------------------------------

LOG = (
    "2026-01-12 08:20:41,009 17 INFO shop-prod odoo.addons.base.models.ir_mail_server: Mail delivery failed via SMTP "
    "server 'None'.\n"
    "SMTPSenderRefused: (553, b'5.7.1 <bounce@company.example>: Sender address rejected: not owned by user "
    "sales@company.example', 'bounce@company.example')\n"
    "2026-01-12 08:20:41,015 17 ERROR shop-prod odoo.addons.mail.models.mail_mail: failed sending mail (id: 5122) due "
    "to Mail Delivery Failed\n"
)


def test_log_lines():
    assert_failure(LOG, "sender-rejected", 553, "5.7.1")


# --- what is no failure ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Connection Test Successful!", "连接测试成功！", "Mail delivery failed via SMTP server 'None'."],
    ids=["test-en", "test-zh", "wrapper-alone"],
)
def test_no_reason_is_made_up(text):
    assert [failure["reason"] for failure in failures(text)] in ([], ["unknown"])
