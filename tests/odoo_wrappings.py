"""What the tests of Odoo's and Python's texts share: wrappings of each version, one way to compare a failure."""

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
