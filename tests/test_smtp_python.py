"""What Python's smtplib, socket and ssl say when no server replied: connecting, TLS, logging in."""

import pytest
from odoo_wrappings import WRAPPINGS, assert_failure, lines, only

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
