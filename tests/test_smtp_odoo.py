"""What Odoo and Python print, in the wrapping of each version and language, as readers paste it.

Odoo 15 to 17 put the arguments of an exception on lines of their own, 18 and later print Python's tuple; Chinese
screens have their own sentences, full-width colons and quotation marks. The server's own reply inside decides; where
there is none, the row of odoo.toml does.
"""

import pytest

from checkers.smtp import check

ANY = object()  # several answers are right, or the text leaves it open


def failures(text):
    return check(text).to_dict()["failures"]


def only(text):
    """The one failure that ``text`` reports."""
    found = failures(text)
    assert len(found) == 1, [failure["reason"] for failure in found]
    return found[0]


def assert_failure(text, reason, reply_code=None, enhanced_code=None, recipient=None, form=ANY):
    report = check(text).to_dict()
    assert len(report["failures"]) == 1
    failure = report["failures"][0]
    stated = {name: failure[name] for name in ("reason", "reply_code", "enhanced_code", "recipient")}
    expected = {
        "reason": reason,
        "reply_code": reply_code,
        "enhanced_code": enhanced_code,
        "recipient": stated["recipient"] if recipient is ANY else recipient,
    }
    assert stated == expected
    if form is not ANY:
        assert report["format"] == form


# --- the wrappings ---------------------------------------------------------------------------------------


def lines(*arguments):
    """Arguments as 15 to 17 print them: one a line, bytes decoded."""
    return "\n".join(str(argument) for argument in arguments)


def tuple_text(*arguments):
    """Arguments as 18 and later print them: the exception's ``str``, replies as bytes."""
    shown = [
        repr(argument.encode()) if isinstance(argument, str) and index == 1 else repr(argument)
        for index, argument in enumerate(arguments)
    ]
    return f"({', '.join(shown)})"


WRAPPINGS = {
    "15-en": lambda name, *arguments: (
        f"Mail Delivery Failed\nMail delivery failed via SMTP server 'None'.\n{name}: {lines(*arguments)}"
    ),
    "18-en": lambda name, *arguments: (
        f"Mail Delivery Failed\nMail delivery failed via SMTP server 'None'.\n{name}: {tuple_text(*arguments)}"
    ),
    "15-zh": lambda name, *arguments: f"邮件投递失败\n通过SMTP发送邮件失败 'None'.\n{name}: {lines(*arguments)}",
    "17-zh": lambda name, *arguments: f"邮件发送失败\n通过SMTP发送邮件失败 'None'。\n{name}：{lines(*arguments)}",
    "18-zh": lambda name, *arguments: (
        f"邮件发送失败\n通过 SMTP 服务器 “None” 发送邮件失败。\n{name}：{tuple_text(*arguments)}"
    ),
    "18-without-title": lambda name, *arguments: (
        f"Mail delivery failed via SMTP server 'None'.\n{name}: {tuple_text(*arguments)}"
    ),
    "15-glued": lambda name, *arguments: repr(
        (
            "Mail Delivery Failed",
            f"Mail delivery failed via SMTP server 'None'.\n{name}: {lines(*arguments)}",
        )
    ),
    "18-glued": lambda name, *arguments: repr(
        (
            "Mail Delivery Failed",
            f"Mail delivery failed via SMTP server 'None'.\n{name}: {tuple_text(*arguments)}",
        )
    ),
    "18-windows": lambda name, *arguments: (
        f"Mail Delivery Failed\r\nMail delivery failed via SMTP server 'None'.\r\n{name}: {tuple_text(*arguments)}\r\n"
    ),
}

# exception, its arguments, then what has to come out: reason, reply code, enhanced code
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


# --- connecting and logging in ---------------------------------------------------------------------------

# exception, number, words, reason
NETWORK = {
    "refused": ("ConnectionRefusedError", 111, "Connection refused", "unreachable"),
    "reset": ("ConnectionResetError", 104, "Connection reset by peer", "unreachable"),
    "timed-out": ("TimeoutError", 110, "Connection timed out", "unreachable"),
    "unreachable": ("OSError", 101, "Network is unreachable", "unreachable"),
    "no-route": ("OSError", 113, "No route to host", "unreachable"),
    "no-address": ("OSError", 99, "Cannot assign requested address", "unreachable"),
    "name-unknown": ("gaierror", -2, "Name or service not known", "unreachable"),
    "name-lookup": ("gaierror", -3, "Temporary failure in name resolution", "unreachable"),
    "wrong-version": ("SSLError", 1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:542)", "tls-failure"),
    "certificate": (
        "SSLCertVerificationError",
        1,
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:997)",
        "tls-failure",
    ),
    "certificate-name": (
        "SSLCertVerificationError",
        1,
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for "
        "'mail.example.com'. (_ssl.c:1007)",
        "tls-failure",
    ),
}


@pytest.mark.parametrize("fault", NETWORK)
class TestNetwork:
    def test_wrapped_on_lines(self, fault):
        name, number, words, reason = NETWORK[fault]
        assert_failure(WRAPPINGS["15-en"](name, number, words), reason, form="odoo")

    def test_wrapped_with_errno(self, fault):
        name, number, words, reason = NETWORK[fault]
        shown = words if words.startswith("[") else f"[Errno {number}] {words}"
        text = f"邮件发送失败\n通过 SMTP 服务器 “None” 发送邮件失败。\n{name}：{shown}"
        assert_failure(text, reason, form="odoo")

    def test_failure_reason_15(self, fault):
        _, number, words, reason = NETWORK[fault]
        assert_failure(words if words.startswith("[") else f"[Errno {number}] {words}", reason, form="python")

    def test_failure_reason_18(self, fault):
        """Neither wrapper nor class name: the number and the words."""
        _, number, words, reason = NETWORK[fault]
        assert_failure(lines(number, words), reason)

    @pytest.mark.parametrize("wrapper", ["Unable to connect to SMTP Server", "无法连接到 SMTP 服务器"])
    def test_pop_up(self, fault, wrapper):
        _, number, words, reason = NETWORK[fault]
        assert_failure(f"{wrapper}\n{lines(number, words)}", reason, form="odoo")

    def test_traceback(self, fault):
        name, number, words, reason = NETWORK[fault]
        shown = words if words.startswith("[") else f"[Errno {number}] {words}"
        text = (
            "Traceback (most recent call last):\n"
            '  File "/srv/odoo/odoo/addons/base/models/ir_mail_server.py", line 535, in connect\n'
            '  File "/usr/lib/python3.10/smtplib.py", line 451, in login\n'
            f"{'socket.' if name == 'gaierror' else ''}{name}: {shown}\n"
        )
        assert_failure(text, reason, form="python")


LOGIN = {
    "failure-reason-15": "(535, b'5.7.8 Error: authentication failed: authentication failure')",
    "failure-reason-18": "535\nb'5.7.8 Error: authentication failed: authentication failure'",
    "pop-up-15": "Unable to connect to SMTP Server\n(535, b'5.7.8 Error: authentication failed')",
    "pop-up-18": "Unable to connect to SMTP Server\n535\nb'5.7.8 Error: authentication failed'",
    "pop-up-18-zh": "无法连接到 SMTP 服务器\n535\nb'5.7.8 Error: authentication failed'",
}


@pytest.mark.parametrize("place", LOGIN)
def test_login_without_class_name(place):
    assert_failure(LOGIN[place], "login-required", 535, "5.7.8")


# text, reason; all are Python's own words
PYTHON = {
    "closed": ("SMTPServerDisconnected: Connection unexpectedly closed", "unreachable"),
    "closed-slow": (
        "SMTPServerDisconnected: Connection unexpectedly closed: The read operation timed out",
        "unreachable",
    ),
    "not-connected": ("SMTPServerDisconnected: please run connect() first", "unreachable"),
    "old-timeout": ("socket.timeout: timed out", "unreachable"),
    "timeout-with-port": ("TimeoutError: timed out: smtp.example.com:587", "unreachable"),
    "windows-refused": (
        "ConnectionRefusedError: [WinError 10061] No connection could be made because the target machine actively "
        "refused it",
        "unreachable",
    ),
    "handshake-timeout": ("socket.timeout: _ssl.c:1112: The handshake operation timed out", "unreachable"),
    "starttls": ("SMTPNotSupportedError: STARTTLS extension not supported by server.", "tls-failure"),
    "auth": ("SMTPNotSupportedError: SMTP AUTH extension not supported by server.", "login-required"),
    "auth-method": ("SMTPException: No suitable authentication method found.", "login-required"),
    "eof": ("ssl.SSLEOFError: EOF occurred in violation of protocol (_ssl.c:2396)", "tls-failure"),
    "certificate-error": (
        "ssl.CertificateError: hostname 'mail.example.com' doesn't match 'provider.example.net'",
        "tls-failure",
    ),
    "ascii": (
        "UnicodeEncodeError: 'ascii' codec can't encode character '\\xe1' in position 1: ordinal not in range(128)",
        "invalid-address",
    ),
    "smtputf8": (
        "SMTPNotSupportedError: One or more source or delivery addresses require internationalized email support, but "
        "the server does not advertise the required SMTPUTF8 capability",
        "invalid-address",
    ),
}


@pytest.mark.parametrize("fault", PYTHON)
@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "wrapped"])
def test_python_words(fault, wrapped):
    text, reason = PYTHON[fault]
    if wrapped:
        text = f"Mail Delivery Failed\nMail delivery failed via SMTP server 'None'.\n{text}"
    assert_failure(text, reason, form="odoo" if wrapped else "python")


GREETING = {
    "blocked-ip": (
        "SMTPConnectError",
        (554, "5.7.1 Client host [192.0.2.1] blocked using dnsbl.example.org"),
        "ip-blocked",
    ),
    "no-words": ("SMTPConnectError", (554, "Not today"), "ip-blocked"),
    "too-many": ("SMTPConnectError", (421, "4.7.0 Too many connections from your IP address"), "rate-limited"),
    "helo": ("SMTPHeloError", (501, "Not today"), "missing-ptr"),
}


@pytest.mark.parametrize("fault", GREETING)
def test_greeting_refused(fault):
    name, arguments, reason = GREETING[fault]
    enhanced = arguments[1].split()[0] if arguments[1][0].isdigit() else None
    assert_failure(WRAPPINGS["18-en"](name, *arguments), reason, arguments[0], enhanced, form="odoo")


def test_neutralised_copy():
    failure = only("Mail delivery failed via SMTP server 'invalid'.\ngaierror: [Errno -2] Name or service not known")
    assert (failure["reason"], failure["rule"]) == ("unreachable", "odoo-neutralised")
    assert not failure["retry"]["useful"]


# --- Test Connection: template of each version and language, with what follows ---------------------------

# name: (templates, what stands inside, reason)
TEST_CONNECTION = {
    "server-name": (
        [
            "Invalid server name !\n {}",
            "Invalid server name!\n {}",
            "无效的服务器名称 ！\n {}",
            "服务器名称无效！\n {}",
        ],
        "label empty or too long",
        "unreachable",
    ),
    "no-response": (
        [
            "No response received. Check server address and port number.\n {}",
            "没有收到响应. 检查服务器地址和端口地址.\n {}",
            "未收到响应。检查服务器地址和端口号。\n {}",
        ],
        "[Errno -2] Name or service not known",
        "unreachable",
    ),
    "closed": (
        [
            "The server has closed the connection unexpectedly. Check configuration served on this port number.\n {}",
            "服务器意外关闭了连接. 检查该端口上的配置.\n {}",
            "服务器意外关闭连接。检查该端口号上的配置。\n {}",
        ],
        "None",
        "unreachable",
    ),
    "option-starttls": (
        [
            "An option is not supported by the server:\n {}",
            "服务器不支持以下选项:\n {}",
            "服务器不支持某个选项：\n {}",
        ],
        "STARTTLS extension not supported by server.",
        "tls-failure",
    ),
    "option-auth": (
        ["An option is not supported by the server:\n {}", "服务器不支持某个选项：\n {}"],
        "SMTP AUTH extension not supported by server.",
        "login-required",
    ),
    "option-none": (["An option is not supported by the server:\n {}"], "None", "tls-failure"),
    "smtp-exception": (
        [
            "An SMTP exception occurred. Check port number and connection security type.\n {}",
            "发生 SMTP 异常. 检查端口号和连接安全类型.\n {}",
            "出现 SMTP 异常。检查端口号和连接安全类型。\n {}",
        ],
        "No suitable authentication method found.",
        "login-required",
    ),
    "ssl-exception": (
        [
            "An SSL exception occurred. Check connection security type.\n {}",
            "发生 SSL 异常. 检查连接安全类型.\n {}",
            "出现 SSL 异常。检查连接安全类型。\n {}",
        ],
        "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1129)",
        "tls-failure",
    ),
    "ssl-exception-19": (
        ["An SSL exception occurred. Check connection security type.\n CertificateError: {}"],
        "hostname 'mail.example.com' doesn't match 'provider.example.net'",
        "tls-failure",
    ),
    "anything-else": (
        [
            "Connection Test Failed! Here is what we got instead:\n {}",
            "连接测试失败!这是我们得到的结果:\n {}",
            "连接测试失败！ 原因是：\n {}",
        ],
        "[Errno 111] Connection refused",
        "unreachable",
    ),
    "no-server": (
        [
            "Missing SMTP Server\nPlease define at least one SMTP server, or provide the SMTP parameters explicitly.{}",
            "缺少 SMTP 服务器{}",
            "SMTP 服务器丢失{}",
        ],
        "",
        "unreachable",
    ),
}


@pytest.mark.parametrize(
    ("template", "inside", "reason"),
    [
        pytest.param(template, inside, reason, id=f"{name}-{number}")
        for name, (templates, inside, reason) in TEST_CONNECTION.items()
        for number, template in enumerate(templates)
    ],
)
def test_test_connection(template, inside, reason):
    assert_failure(template.format(inside), reason, form="odoo")


@pytest.mark.parametrize(
    "template",
    [
        "Server replied with following exception:\n {}",
        "服务器回复以下异常:\n {}",
        "服务器已回复，但以下情况除外：\n {}",
        "服务器操作异常：\n {}",
    ],
    ids=["en", "15-zh", "16-zh", "17-zh"],
)
@pytest.mark.parametrize(
    ("inside", "reason", "reply_code", "enhanced_code"),
    [
        pytest.param("b'5.7.8 Username and Password not accepted'", "login-required", None, "5.7.8", id="bytes-only"),
        pytest.param("(535, b'5.7.8 Error: authentication failed')", "login-required", 535, "5.7.8", id="tuple"),
        pytest.param(
            "(501, b'mail from address must be same as authorization user')", "sender-rejected", 501, None, id="qq"
        ),
        pytest.param("b'Not today'", "unknown", None, None, id="no-words"),
    ],
)
def test_server_replied(template, inside, reason, reply_code, enhanced_code):
    """A wrapper and nothing else: the inner reply decides, and without words nothing is made up."""
    assert_failure(template.format(inside), reason, reply_code, enhanced_code, form="odoo")


REFUSED_AT = {
    "sender-en": (
        "The server refused the sender address (li.na@example.com) with error b'Not today'",
        "sender-rejected",
        None,
        None,
    ),
    "sender-15-zh": ("服务器拒绝发送地址 (li.na@example.com)，错误 b'Not today'", "sender-rejected", None, None),
    "sender-18-zh": ("服务器拒绝发件人地址（li.na@example.com），错误为 b'Not today'", "sender-rejected", None, None),
    "sender-not-logged-in": (
        "The server refused the sender address (li.na@example.com) with error b'5.7.0 Authentication required'",
        "login-required",
        "5.7.0",
        None,
    ),
    "recipient-en": (
        "The server refused the test recipient (noreply@odoo.com) with error b'5.7.1 Not today'",
        "relay-denied",
        "5.7.1",
        "noreply@odoo.com",
    ),
    "recipient-relay": (
        "The server refused the test recipient (noreply@odoo.com) with error "
        "b'5.7.1 <noreply@odoo.com>: Relay access denied'",
        "relay-denied",
        "5.7.1",
        "noreply@odoo.com",
    ),
    "recipient-zh": (
        "服务器拒绝测试收件人（noreply@odoo.com），错误为 b'Not today'",
        "relay-denied",
        None,
        "noreply@odoo.com",
    ),
    "data-en": ("The server refused the test connection with error b'Not today'", "policy", None, None),
    "data-spam": (
        "The server refused the test connection with error b'5.7.1 Message rejected as spam'",
        "spam",
        "5.7.1",
        None,
    ),
    "data-zh": ("服务器拒绝测试连接，错误为 b'Not today'", "policy", None, None),
}


@pytest.mark.parametrize("step", REFUSED_AT)
def test_refused_in_the_test(step):
    text, reason, enhanced_code, recipient = REFUSED_AT[step]
    assert_failure(text, reason, None, enhanced_code, recipient, form="odoo")


# --- fixed sentences of Odoo -----------------------------------------------------------------------------

SENTENCES = {
    "user-without-email": (
        "Please configure an email on the current user to simulate sending an email message via this outgoing server",
        "sender-rejected",
    ),
    "user-without-email-zh": ("请为当前用户配置电子邮件地址，以模拟通过此发信服务器发送邮件", "sender-rejected"),
    "archived": ('The server "Old provider" cannot be used because it is archived.', "system-error"),
    "archived-17-zh": ("无法使用服务器“旧服务商”，因为它已存档。", "system-error"),
    "archived-18-zh": ("无法使用服务器“旧服务商”，因为它已归档。", "system-error"),
    "archive-in-use": (
        "You cannot archive this Outgoing Mail Server (Old) because it is still used in the following case(s):",
        "system-error",
    ),
    "client-key": ("SSL private key is missing for Provider.", "tls-failure"),
    "client-certificate": ("SSL certificate is missing for Provider.", "tls-failure"),
    "client-certificate-zh": ("Provider缺少 SSL 证书。", "tls-failure"),
    "client-pem": (
        "The private key or the certificate is not a valid file. \n[('PEM routines', '', 'no start line')]",
        "tls-failure",
    ),
    "client-pem-zh": ("私钥或证书不是有效文件。", "tls-failure"),
    "client-load": ("Could not load your certificate / private key. \nkey values mismatch", "tls-failure"),
    "client-load-zh": ("无法加载您的证书/私钥。", "tls-failure"),
    "max-size": ('The server "Provider" doesn\'t return the maximum email size.', "system-error"),
    "personal-create": ("You may not create a message using another user's mail server.", "sender-rejected"),
    "personal-forced": ('The server "li.na" cannot be forced as it belongs to a user.', "sender-rejected"),
    "personal-some": ("Unauthorized server for some of the sending mails.", "sender-rejected"),
    # OAuth
    "gmail-credentials": ("Please configure your Gmail credentials.", "login-required"),
    "gmail-credentials-zh": ("请配置您的Gmail凭据。", "login-required"),
    "outlook-credentials": ("Please configure your Outlook credentials.", "login-required"),
    "outlook-credentials-zh": ("请配置您的 Outlook 凭据。", "login-required"),
    "gmail-administrator": ("Only the administrator can link a Gmail mail server.", "login-required"),
    "outlook-administrator": ("Only the administrator can link an Outlook mail server.", "login-required"),
    "administrator-zh": ("只有管理员可以链接Outlook邮件服务器。", "login-required"),
    "gmail-password": (
        'Please leave the password field empty for Gmail mail server "Box". The OAuth process does not require it',
        "login-required",
    ),
    "outlook-password-zh": ("请将 Outlook 邮件服务器“Box”的密码字段留空。OAuth 流程不需要它", "login-required"),
    "gmail-encryption": (
        'Incorrect Connection Security for Gmail mail server "Box". Please set it to "TLS (STARTTLS)".',
        "tls-failure",
    ),
    "outlook-encryption-zh": (
        "Outlook 邮件服务器“Box”的连接安全性不正确。请将其设置为“TLS (STARTTLS)”。",
        "tls-failure",
    ),
    "gmail-username": (
        'Please fill the "Username" field with your Gmail username (your email address). This should be the same '
        "account as the one used for the Gmail OAuthentication Token.",
        "login-required",
    ),
    "username-zh": ('请在"用户名"一栏填写您的 Outlook/Office365 用户名（您的电子邮件地址）。', "login-required"),
    "gmail-token": ("An error occurred when fetching the access token.", "login-required"),
    "gmail-token-zh": ("获取访问令牌时发生错误。", "login-required"),
    "outlook-token": (
        "An error occurred when fetching the access token. AADSTS7000222: The provided client secret keys for app "
        "'00000000-0000-0000-0000-000000000000' are expired.",
        "login-required",
    ),
    "outlook-token-zh": ("获取登入token时发生错误。", "login-required"),
    "outlook-login-15": ("Please login your Outlook mail server before using it.", "login-required"),
    "outlook-login-16": ("Please connect with your Outlook account before using it.", "login-required"),
    "outlook-login-zh": ("使用前请先连接 Outlook 帐户。", "login-required"),
    "incoming-ssl-16": ("SSL is required for the server 'Support box'.", "tls-failure"),
    "incoming-ssl-18": ("SSL is required for server “Support box”.", "tls-failure"),
    "personal-address": (
        "This server 'Box' can only be used for your personal email address. Please fill the \"from_filter\" field "
        "with 'li.na@example.com'.",
        "sender-rejected",
    ),
    "personal-address-zh": ("此服务器'Box'只能用于您的个人电子邮件地址。", "sender-rejected"),
    "sign-in-service": ("Oops, we could not authenticate you. Please try again later.", "login-required"),
    "sign-in-service-zh": ("糟糕，我们无法验证您的身份。请稍后再试。", "login-required"),
    "redirect-google": ("Error 400: redirect_uri_mismatch", "login-required"),
    "redirect-microsoft": (
        "AADSTS500112: The reply address 'http://odoo.example.com/microsoft_outlook/confirm' does not match the reply "
        "address provided when requesting Authorization code.",
        "login-required",
    ),
    # fixed failure reasons
    "no-recipient": (
        "At least one valid recipient address should be specified for outgoing emails (To/Cc/Bcc)",
        "invalid-address",
    ),
    "no-sender": (
        "You must either provide a sender address explicitly or configure using the combination of "
        "`mail.catchall.domain` and `mail.default.from` ICPs, in the server configuration file or with the "
        "--email-from startup parameter.",
        "sender-rejected",
    ),
    "no-return-path": ("The Return-Path or From header is required for any outbound email", "sender-rejected"),
    "malformed-sender": (
        "Malformed 'Return-Path' or 'From' address: sales at example - It should contain one valid plain ASCII email",
        "sender-rejected",
    ),
    "without-recipients": (
        "Error without exception. Probably due to sending an email without computed recipients.",
        "system-error",
    ),
    "without-recipients-15": (
        "Error without exception. Probably due do sending an email without computed recipients.",
        "system-error",
    ),
    "without-recipients-zh": ("错误无一例外。可能是由于发送没有计算收件人的电子邮件。", "system-error"),
    "concurrent": (
        "Error without exception. Probably due to concurrent access update of notification records. Please see with an "
        "administrator.",
        "system-error",
    ),
    "poster-16": ("Unable to send message, please configure the sender's email address.", "sender-rejected"),
    "poster-15": ("Unable to log message, please configure the sender's email address.", "sender-rejected"),
    "not-ascii": ("Invalid text: wáng@example.com", "invalid-address"),
    # incoming
    "incoming-no-response": ("No response received. Check server information.\n timed out", "unreachable"),
    "incoming-tls": (
        "An SSL exception occurred. Check SSL/TLS configuration on server port.\n [SSL: WRONG_VERSION_NUMBER] wrong "
        "version number (_ssl.c:1129)",
        "tls-failure",
    ),
    "incoming-login": ("Connection test failed: b'[AUTHENTICATIONFAILED] Authentication failed.'", "login-required"),
    "incoming-login-zh": ("连接测试失败：b'LOGIN failed.'", "login-required"),
    "incoming-app-password": (
        "Server replied with following exception:\n b'[ALERT] Application-specific password required'",
        "login-required",
    ),
    "incoming-18": (
        "Couldn't get your emails. Check out the error message below for more info:\n"
        "[Errno -2] Name or service not known",
        "unreachable",
    ),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentence_of_odoo(sentence):
    text, reason = SENTENCES[sentence]
    recipient = ANY if sentence == "not-ascii" else None
    form = ANY if sentence.startswith("redirect-") else "odoo"  # in Google's and Microsoft's own words
    assert_failure(text, reason, recipient=recipient, form=form)


LABELS = {
    "connection-en": ("Connection failed (outgoing mail server problem)", "unreachable"),
    "connection-15-zh": ("连接失败(发件服务器问题)", "unreachable"),
    "connection-16-zh": ("连接失败（发信服务器问题）", "unreachable"),
    "spam": ("Detected As Spam", "spam"),
    "invalid-address": ("Invalid email address", "invalid-address"),
    "invalid-address-zh": ("无效的EMail地址", "invalid-address"),
    "missing-address": ("Missing email address", "invalid-address"),
    "missing-address-15": ("Missing email addresss", "invalid-address"),
    "missing-address-zh": ("缺少电子邮件地址", "invalid-address"),
    "missing-address-queue-zh": ("缺少电子邮件", "invalid-address"),
    "invalid-sender": ("Invalid from address", "sender-rejected"),
    "invalid-sender-zh": ("来自地址无效", "sender-rejected"),
    "missing-sender": ("Missing from address", "sender-rejected"),
    "missing-sender-zh": ("地址丢失", "sender-rejected"),
    "blacklisted": ("Blacklisted Address", "suppressed"),
    "blacklisted-zh": ("黑名单地址", "suppressed"),
    "opted-out": ("Opted Out", "suppressed"),
    "duplicate": ("Duplicated Email", "suppressed"),
    "duplicate-15-zh": ("重复的电子邮件", "suppressed"),
    "duplicate-zh": ("复制电子邮件", "suppressed"),
}


@pytest.mark.parametrize("label", LABELS)
def test_label_of_the_failure_type(label):
    text, reason = LABELS[label]
    assert_failure(text, reason)


@pytest.mark.parametrize("text", ["Bounce", "Unknown error", "No Error", "退回", "未知错误", "没有错误", "选择退出"])
def test_label_that_says_nothing(text):
    """Too short or too common: every newsletter lets its readers 选择退出 (opt out)."""
    assert failures(text) == []


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
