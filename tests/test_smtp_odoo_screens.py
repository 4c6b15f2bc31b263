"""Sentences of Odoo's screens: Test Connection, OAuth, fixed failure reasons, labels of the failure type."""

import pytest
from odoo_wrappings import ANY, assert_failure, failures

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
