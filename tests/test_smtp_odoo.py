"""Server replies inside Odoo's error texts, in the wrapping of each version and language, as readers paste it.

Odoo 15 to 17 put the arguments of an exception on lines of their own, 18 and later print Python's tuple; Chinese
screens have their own sentences, full-width colons and quotation marks. The server's own reply inside decides.
"""

import pytest
from odoo_wrappings import ANY, WRAPPINGS, assert_failure, failures, only, tuple_text

REPLIES = {
    "microsoft-send-as": (
        "SMTPDataError",
        (
            550,
            "5.7.60 SMTP; Client does not have permissions to send as this sender "
            "[AM0PR01MB0001.eurprd01.prod.outlook.com]",
        ),
        ("sender-rejected", 550, "5.7.60"),
    ),
    "microsoft-send-as-denied": (
        "SMTPDataError",
        (
            554,
            "5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process "
            "message due to a permanent exception with message Cannot submit message.",
        ),
        ("sender-rejected", 554, "5.2.0"),
    ),
    "microsoft-smtp-auth-off": (
        "SMTPAuthenticationError",
        (
            535,
            "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. "
            "Visit https://aka.ms/smtp_auth_disabled for more information.",
        ),
        ("login-required", 535, "5.7.139"),
    ),
    "gmail-bad-credentials": (
        "SMTPAuthenticationError",
        (535, "5.7.8 Username and Password not accepted. For more information, go to BadCredentials - gsmtp"),
        ("login-required", 535, "5.7.8"),
    ),
    "gmail-daily-quota": (
        "SMTPDataError",
        (550, "5.4.5 Daily user sending quota exceeded. k2-20020a5d1234 - gsmtp"),
        ("daily-limit", 550, "5.4.5"),
    ),
    "gmail-login-attempts": (
        "SMTPAuthenticationError",
        (454, "4.7.0 Too many login attempts, please try again later. - gsmtp"),
        ("rate-limited", 454, "4.7.0"),
    ),
    "qq-same-as-user": (
        "SMTPSenderRefused",
        (501, "mail from address must be same as authorization user", "bounce@company.example"),
        ("sender-rejected", 501, None),
    ),
    "netease-equal-user": (
        "SMTPSenderRefused",
        (553, "Mail from must equal authorized user", "bounce@company.example"),
        ("sender-rejected", 553, None),
    ),
    "postfix-not-owned": (
        "SMTPSenderRefused",
        (
            553,
            "5.7.1 <bounce@company.example>: Sender address rejected: not owned by user sales@company.example",
            "bounce@company.example",
        ),
        ("sender-rejected", 553, "5.7.1"),
    ),
    "zoho-relaying": (
        "SMTPDataError",
        (553, "Relaying disallowed as sales@company.example"),
        ("sender-rejected", 553, None),
    ),
    "sendgrid-identity": (
        "SMTPDataError",
        (550, "The from address does not match a verified Sender Identity."),
        ("sender-rejected", 550, None),
    ),
    "exim-sender-verify": (
        "SMTPDataError",
        (550, "Verification failed for <bounce-12@company.example>\nSender verify failed"),
        ("sender-rejected", 550, None),
    ),
    "spf-of-bounce": (
        "SMTPSenderRefused",
        (
            550,
            "5.7.1 Refused, check MX and/or SPF records of bounce+12-sale.order-7@company.example",
            "bounce+12-sale.order-7@company.example",
        ),
        ("auth-failure", 550, "5.7.1"),
    ),
    "free-mail-dmarc": (
        "SMTPDataError",
        (
            550,
            "5.7.0 (SNT004) Unfortunately, messages on behalf of (yahoo.com) could not be delivered due to "
            "domain owner policy restrictions.",
        ),
        ("auth-failure", 550, "5.7.0"),
    ),
    "content-spam": (
        "SMTPDataError",
        (554, "5.7.1 Message rejected as spam by content filtering"),
        ("spam", 554, "5.7.1"),
    ),
    "too-large": (
        "SMTPDataError",
        (552, "5.3.4 Message size exceeds fixed limit"),
        ("message-too-large", 552, "5.3.4"),
    ),
    # The class name is all that says what was refused: MAIL FROM, or the content after DATA.
    "sender-refused-without-words": (
        "SMTPSenderRefused",
        (550, "Not today", "bounce@company.example"),
        ("sender-rejected", 550, None),
    ),
    "login-refused-without-words": ("SMTPAuthenticationError", (535, "Not today"), ("login-required", 535, None)),
    "data-refused-without-words": ("SMTPDataError", (554, "Not today"), ("policy", 554, None)),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("reply", REPLIES)
def test_reply_in_its_wrapping(reply, wrapping):
    name, arguments, (reason, reply_code, enhanced_code) = REPLIES[reply]
    text = WRAPPINGS[wrapping](name, *arguments)
    assert_failure(text, reason, reply_code, enhanced_code, form="odoo")


@pytest.mark.parametrize("reply", [name for name in REPLIES if not name.endswith("without-words")])
def test_bare_python_exception(reply):
    name, arguments, (reason, reply_code, enhanced_code) = REPLIES[reply]
    assert_failure(f"smtplib.{name}: {tuple_text(*arguments)}", reason, reply_code, enhanced_code, form="python")


@pytest.mark.parametrize(
    "reply", [name for name in REPLIES if name.startswith(("microsoft", "gmail", "qq", "netease", "zoho", "sendgrid"))]
)
def test_provider_speaks_before_the_exception_name(reply):
    name, arguments, _ = REPLIES[reply]
    failure = only(WRAPPINGS["18-en"](name, *arguments))
    assert not failure["rule"].startswith(("odoo-", "python-", "oauth-", "code-"))


# --- refused recipients: one failure for each ------------------------------------------------------------

REFUSED = (
    "{'li.na@example.net': (550, b'5.1.1 <li.na@example.net>: Recipient address rejected: User unknown'), "
    "'wang@example.org': (452, b'4.2.2 Mailbox full')}"
)


@pytest.mark.parametrize(
    "before",
    [
        "Mail Delivery Failed\nMail delivery failed via SMTP server 'None'.\nSMTPRecipientsRefused: ",
        "邮件投递失败\n通过SMTP发送邮件失败 'None'.\nSMTPRecipientsRefused: ",
        "邮件发送失败\n通过 SMTP 服务器 “None” 发送邮件失败。\nSMTPRecipientsRefused：",
        "smtplib.SMTPRecipientsRefused: ",
    ],
    ids=["en", "15-zh", "18-zh", "python"],
)
def test_refused_recipients(before):
    found = [(f["recipient"], f["reason"], f["reply_code"], f["enhanced_code"]) for f in failures(before + REFUSED)]
    assert found == [
        ("li.na@example.net", "unknown-mailbox", 550, "5.1.1"),
        ("wang@example.org", "mailbox-full", 452, "4.2.2"),
    ]


def test_refused_recipients_glued():
    inside = f"Mail delivery failed via SMTP server 'None'.\nSMTPRecipientsRefused: {REFUSED}"
    text = repr(("Mail Delivery Failed", inside))
    assert [f["recipient"] for f in failures(text)] == ["li.na@example.net", "wang@example.org"]


def test_no_recipients_to_refuse():
    text = WRAPPINGS["18-without-title"]("SMTPRecipientsRefused").removesuffix("()") + "{}"
    assert_failure(text, "invalid-address", form="odoo")
    assert not only(text)["hard"]


def test_two_dialogs():
    both = (REPLIES["too-large"], REPLIES["qq-same-as-user"])
    text = "\n\n".join(WRAPPINGS["18-en"](name, *arguments) for name, arguments, _ in both)
    assert [f["reason"] for f in failures(text)] == ["message-too-large", "sender-rejected"]


# --- replies in Chinese, as bytes ------------------------------------------------------------------------


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_chinese_bytes(charset):
    shown = repr("收件人地址不存在".encode(charset))
    text = f"邮件发送失败\n通过 SMTP 服务器 “None” 发送邮件失败。\nSMTPDataError：(550, {shown})"
    assert_failure(text, "unknown-mailbox", 550, recipient=ANY, form="odoo")
    assert "收件人地址不存在" in only(text)["diagnostic"]
