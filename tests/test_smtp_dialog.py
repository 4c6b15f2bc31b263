"""Errors as Odoo and Python print them: dialogs of all versions in two languages, tuples, bytes, escapes."""

# Dialogs and exceptions stand here on one line, as they were printed.
# ruff: noqa: E501

import pytest

from checkers import smtp
from checkers.smtp import dialog

UNESCAPED = {
    "bytes": ("(550, b'5.1.1 no')", "(550, 5.1.1 no)"),
    "bytes in double quotes": ('b"it\'s"', "it's"),
    "UTF-8 in bytes": (r"b'\xe9\x82\xae\xe4\xbb\xb6'", "邮件"),
    "GBK in bytes": (r"b'\xca\xd5\xbc\xfe\xc8\xcb\xb2\xbb\xb4\xe6\xd4\xda'", "收件人不存在"),
    "line end in bytes": (r"b'one\ntwo'", "one\ntwo"),
    "CRLF in bytes": (r"b'one\r\ntwo'", "one\ntwo"),
    "line end without bytes": (r"one\ntwo", "one\ntwo"),
    "quote": (r"it\'s", "it's"),
    "UTF-8 without bytes": (r"\xe9\x82\xae", "邮"),
    "unicode escape": (r"\u90ae\u4ef6", "邮件"),
    "half a surrogate": (r"\ud83d", "\ufffd"),
    "pair of surrogates": (r"\ud83d\ude00", "\ufffd\ufffd"),
    "bytes never closed": ("(550, b'5.1.1 no", "(550, b'5.1.1 no"),
    "broken escape": (r"b'\x9'", r"b'\x9'"),
    "every escape of bytes": (r"""b'\\ \' \" \x41\102\t\q'""", "\\ ' \" AB\t\\q"),
    "a word that ends in b": ("verb 'no'", "verb 'no'"),
    "nothing to do": ("550 no", "550 no"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", UNESCAPED)
def test_unescape(name):
    escaped, plain = UNESCAPED[name]
    assert dialog.unescape(escaped) == plain


WRAPPER_15 = "Mail Delivery Failed\nMail delivery failed via SMTP server 'None'.\n"
WRAPPER_15_ZH = "邮件投递失败\n通过SMTP发送邮件失败 'None'.\n"
WRAPPER_18_ZH = "邮件发送失败\n通过 SMTP 服务器 “None” 发送邮件失败。\n"

# name: (text, format, [(recipient, reply code, enhanced code, reason)])
DIALOGS = {
    "15, SMTPDataError on lines": (
        WRAPPER_15 + "SMTPDataError: 554\n5.7.1 Message rejected as spam by content filtering",
        "odoo",
        [(None, 554, "5.7.1", "spam")],
    ),
    "18, SMTPDataError as a tuple": (
        WRAPPER_15 + "SMTPDataError: (554, b'5.7.1 Message rejected as spam by content filtering')",
        "odoo",
        [(None, 554, "5.7.1", "spam")],
    ),
    "15, SMTPSenderRefused": (
        WRAPPER_15
        + "SMTPSenderRefused: 553\n5.7.1 <bounce@example.com>: Sender address rejected: not owned by user sales@example.com\nbounce@example.com",
        "odoo",
        [(None, 553, "5.7.1", "sender-rejected")],
    ),
    "18, SMTPSenderRefused": (
        WRAPPER_15
        + "SMTPSenderRefused: (553, b'5.7.1 <bounce@example.com>: Sender address rejected: not owned by user sales@example.com', 'bounce@example.com')",
        "odoo",
        [(None, 553, "5.7.1", "sender-rejected")],
    ),
    "SMTPRecipientsRefused, one": (
        WRAPPER_15
        + "SMTPRecipientsRefused: {'li.na@example.com': (550, b'5.1.1 <li.na@example.com>: Recipient address rejected: User unknown')}",
        "odoo",
        [("li.na@example.com", 550, "5.1.1", "unknown-mailbox")],
    ),
    "SMTPRecipientsRefused, two": (
        WRAPPER_15
        + "SMTPRecipientsRefused: {'a@example.com': (550, b'5.1.1 User unknown'), 'b@example.org': (452, b'4.2.2 Mailbox full')}",
        "odoo",
        [("a@example.com", 550, "5.1.1", "unknown-mailbox"), ("b@example.org", 452, "4.2.2", "mailbox-full")],
    ),
    "SMTPRecipientsRefused, several lines of a reply": (
        WRAPPER_15 + r"SMTPRecipientsRefused: {'a@example.com': (550, b'5.7.1 one\n5.7.1 Relay access denied')}",
        "odoo",
        [("a@example.com", 550, "5.7.1", "relay-denied")],
    ),
    "SMTPAuthenticationError": (
        WRAPPER_15 + "SMTPAuthenticationError: 535\n5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
        "odoo",
        [(None, 535, "5.7.8", "login-required")],
    ),
    "login refused without a wrapper, 15": (
        "(535, b'5.7.8 Error: authentication failed')",
        "reply",
        [(None, 535, "5.7.8", "login-required")],
    ),
    "login refused without a wrapper, 18": (
        "535\nb'5.7.8 Error: authentication failed'",
        "reply",
        [(None, 535, "5.7.8", "login-required")],
    ),
    "tuple of wrapper and error": (
        "('Mail Delivery Failed', \"Mail delivery failed via SMTP server 'None'.\\nSMTPDataError: 552\\n5.3.4 Message too big for system\")",
        "odoo",
        [(None, 552, "5.3.4", "message-too-large")],
    ),
    "Chinese, 15": (
        WRAPPER_15_ZH + "SMTPDataError: 550\n5.7.1 Relaying denied",
        "odoo",
        [(None, 550, "5.7.1", "relay-denied")],
    ),
    "Chinese, 18, full-width colon": (
        WRAPPER_18_ZH + "SMTPDataError：(550, b'5.7.1 Relaying denied')",
        "odoo",
        [(None, 550, "5.7.1", "relay-denied")],
    ),
    "Chinese, full-width colon, GBK bytes": (
        WRAPPER_18_ZH + r"SMTPDataError：(550, b'\xca\xd5\xbc\xfe\xc8\xcb\xb2\xbb\xb4\xe6\xd4\xda')",
        "odoo",
        [(None, 550, None, "unknown-mailbox")],
    ),
    "two dialogs in one paste": (
        WRAPPER_15
        + "SMTPDataError: 550\n5.7.1 Relaying denied\n\n"
        + WRAPPER_15
        + "SMTPDataError: 552\n5.3.4 Message too big",
        "odoo",
        [(None, 550, "5.7.1", "relay-denied"), (None, 552, "5.3.4", "message-too-large")],
    ),
    "refused connection, 15": (
        WRAPPER_15 + "ConnectionRefusedError: 111\nConnection refused",
        "odoo",
        [(None, None, None, "unreachable")],
    ),
    "refused connection, 18": (
        WRAPPER_15 + "ConnectionRefusedError: [Errno 111] Connection refused",
        "odoo",
        [(None, None, None, "unreachable")],
    ),
    "no such host": (
        "Unable to connect to SMTP Server\n[Errno -2] Name or service not known",
        "odoo",
        [(None, None, None, "unreachable")],
    ),
    "Chinese, no connection": (
        "无法连接到 SMTP 服务器\n[Errno 111] Connection refused",
        "odoo",
        [(None, None, None, "unreachable")],
    ),
    "time-out": ("smtplib.SMTPConnectError: timed out", "python", [(None, None, None, "unreachable")]),
    "socket's time-out": ("socket.timeout: timed out", "python", [(None, None, None, "unreachable")]),
    "wrong TLS mode": (
        "ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)",
        "python",
        [(None, None, None, "tls-failure")],
    ),
    "bad certificate": (
        "An SSL exception occurred. Check connection security type.\n [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)",
        "odoo",
        [(None, None, None, "tls-failure")],
    ),
    "no STARTTLS": (
        "SMTPNotSupportedError: STARTTLS extension not supported by server.",
        "python",
        [(None, None, None, "tls-failure")],
    ),
    "no AUTH": (
        "An option is not supported by the server:\n SMTP AUTH extension not supported by server.",
        "odoo",
        [(None, None, None, "login-required")],
    ),
    "test recipient refused": (
        "The server refused the test recipient (noreply@odoo.com) with error 554 5.7.1 <noreply@odoo.com>: Relay access denied",
        "odoo",
        [("noreply@odoo.com", 554, "5.7.1", "relay-denied")],
    ),
    "sender refused by the test": (
        "The server refused the sender address (bounce@example.com) with error 501 mail from address must be same as authorization user",
        "odoo",
        [(None, 501, None, "sender-rejected")],
    ),
    "Chinese, sender refused by the test": (
        "服务器拒绝发件人地址（bounce@example.com），错误：501 mail from address must be same as authorization user",
        "odoo",
        [(None, 501, None, "sender-rejected")],
    ),
    "Odoo's daily limit is a reply like others": (
        WRAPPER_15 + "SMTPDataError: (550, b'5.4.5 Daily user sending quota exceeded.')",
        "odoo",
        [(None, 550, "5.4.5", "daily-limit")],
    ),
    "traceback": (
        "Traceback (most recent call last):\n  File \"/usr/lib/python3/dist-packages/odoo/addons/base/models/ir_mail_server.py\", line 550, in send_email\n    smtp.send_message(message)\n  File \"/usr/lib/python3.11/smtplib.py\", line 885, in sendmail\n    raise SMTPRecipientsRefused(senderrs)\nsmtplib.SMTPRecipientsRefused: {'a@example.com': (450, b'4.2.0 Greylisted')}",
        "python",
        [("a@example.com", 450, "4.2.0", "greylisted")],
    ),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("name", DIALOGS)
def test_dialog(name, ends):
    text, recognised, expected = DIALOGS[name]
    report = smtp.check(text.replace("\n", ends))
    found = report.to_dict()
    assert found["format"] == recognised
    assert [
        (failure["recipient"], failure["reply_code"], failure["enhanced_code"], failure["reason"])
        for failure in found["failures"]
    ] == expected
    for failure in found["failures"]:
        for span in failure["evidence"]:
            assert 0 <= span["start"] < span["end"] <= len(report.decoded)


def test_evidence_stands_in_the_dialog_of_its_recipient():
    text = DIALOGS["SMTPRecipientsRefused, two"][0]
    report = smtp.check(text)
    first, second = report.failures
    border = text.index("'b@example.org'")
    assert first.evidence and all(span.end <= border for span in first.evidence)
    assert second.evidence and all(span.start >= border for span in second.evidence)


def test_two_thousand_refused_recipients():
    one = "'u{0}@example.com': (550, b'5.1.1 User unknown')"
    text = WRAPPER_15 + "SMTPRecipientsRefused: {" + ", ".join(one.format(number) for number in range(2_000)) + "}"
    failures = smtp.check(text).failures
    assert len(failures) == 2_000
    assert failures[1_999].recipient == "u1999@example.com"


@pytest.mark.parametrize("text", ["", "Hello", "550 5.1.1 User unknown", "Error: no", "the SMTP server"], ids=repr)
def test_neither_odoo_nor_python(text):
    assert not dialog.is_odoo(text) and not dialog.is_python(text)
