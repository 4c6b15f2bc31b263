"""Notices in the layouts of many mail systems, old and new: the one reader goes by shape, so each layout is tried once.

Written from how these programs lay out their notices; addresses and texts are made up.
"""

import pytest

from checkers import smtp

HEADER = (
    "From: {sender}\nTo: list-owner@example.net\nSubject: {subject}\n"
    "Date: Mon, 1 Jan 2024 00:00:00 +0000\nMessage-ID: <1@x.example>\n\n"
)
ORIGINAL = (
    "\nReceived: from a by b\nFrom: list-owner@example.net\nTo: x@example.org\n"
    "Subject: hello\nMessage-ID: <2@x>\n\nbody\n"
)
# (sender, subject, body, recipient, reason)
NOTICES = {
    "failed recipients list": (
        "MAILER-DAEMON@a.example",
        "Undelivered",
        "here is your list of failed recipients\n"
        "\n"
        "user1@example.org\n"
        "    User unknown\n"
        "\n"
        "here is your returned mail\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
    "sendmail transcript": (
        "Mail Delivery Subsystem <MAILER-DAEMON@a.example>",
        "Returned mail: User unknown",
        "The original message was received at Mon\n"
        "from x\n"
        "\n"
        "   ----- The following addresses had permanent fatal errors -----\n"
        "<user1@example.org>\n"
        "    (expanded from: <user0@example.org>)\n"
        "\n"
        "   ----- Transcript of session follows -----\n"
        "... while talking to mx.example.org.:\n"
        ">>> RCPT To:<user1@example.org>\n"
        "<<< 550 5.1.1 <user1@example.org>... User unknown\n"
        "550 5.1.1 <user1@example.org>... User unknown\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
    "interscan": (
        "postmaster@a.example",
        "Undeliverable mail",
        "message from interscan e-mail viruswall nt\n"
        "\n"
        "rcpt to: <user1@example.org>\n"
        "550 no such user\n"
        "\n"
        "end of message\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
    "smail": (
        "Smail <postmaster@a.example>",
        "mail failed, returning to sender",
        "|------------------------- Message log follows: -------------------------|\n"
        " no valid recipients were found for this message\n"
        "|------------------------- Failed addresses follow: ---------------------|\n"
        " user1@example.org ... unknown host\n"
        "|------------------------- Message text follows: ------------------------|\n" + ORIGINAL,
        "user1@example.org",
        "unknown-domain",
    ),
    "machine generated": (
        "postmaster@newmail.example",
        "Mail failure",
        "This is the machine generated message from mail service.\n"
        "Unable to deliver to:\n"
        "<user1@example.org>: mailbox is full\n"
        "\n"
        "--- Below the next line is a copy of the message.\n" + ORIGINAL,
        "user1@example.org",
        "mailbox-full",
    ),
    "mdaemon": (
        "MDaemon@a.example",
        "Warning: a.example - Undeliverable",
        "The attached message had PERMANENT fatal delivery errors!\n"
        "\n"
        "After one or more unsuccessful delivery attempts the attached message has\n"
        "been removed from the mail queue on this server.\n"
        "\n"
        "YOUR MESSAGE WAS NOT DELIVERED TO ONE OR MORE RECIPIENTS!\n"
        "\n"
        "The following addresses did NOT receive a copy of your message:\n"
        "\n"
        "> user1@example.org\n"
        "\n"
        "--- Session Transcript ---\n"
        " Mon 2024: Connecting\n"
        " <-- 550 No such user here\n"
        "--- End Transcript ---\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
    "intended recipient": (
        "postmaster@usa.example",
        "Undeliverable mail",
        "Intended recipient:  user1@example.org\n"
        "\n"
        "This user's mailbox is over quota.\n"
        "\n"
        "--------RETURNED MAIL FOLLOWS--------\n" + ORIGINAL,
        "user1@example.org",
        "mailbox-full",
    ),
    "undeliverable address": (
        "MAILER-DAEMON@a.example",
        "Undeliverable",
        "Undeliverable Address: user1@example.org\nReason: User not known\n\nOriginal message attached\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
    "imail": (
        "Postmaster <postmaster@a.example>",
        "Undeliverable Mail",
        "undeliverable to user1@example.org\nUnknown user\n\nOriginal message follows.\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
    "yahoo old": (
        "MAILER-DAEMON",
        "failure delivery",
        "Message from yahoo.com.\n"
        "Unable to deliver message to the following address(es).\n"
        "\n"
        "<user1@example.org>:\n"
        "This user doesn't have a yahoo.com account (user1@example.org) [-5]\n"
        "\n"
        "--- Original message follows.\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
    "imail quota": (
        "SMTP32 <postmaster@a.example>",
        "Undeliverable Mail",
        "User mailbox exceeds allowed size: user1@example.org\n\nOriginal message follows.\n" + ORIGINAL,
        "user1@example.org",
        "mailbox-full",
    ),
    "exchange 5.5": (
        "System Administrator <postmaster@a.example>",
        "Undeliverable: hello",
        "Your message\n"
        "\n"
        "  To:      x@example.org\n"
        "  Subject: hello\n"
        "  Sent:    Mon, 1 Jan 2024\n"
        "\n"
        "did not reach the following recipient(s):\n"
        "\n"
        "user1@example.org on Mon, 1 Jan 2024 00:00:00 +0000\n"
        "    The e-mail account does not exist at the organization this message was sent to.\n"
        "    <mail.example.org #5.1.1>\n",
        "user1@example.org",
        "unknown-mailbox",
    ),
    "netscape": (
        "Mail Administrator <Postmaster@a.example>",
        "Mail System Error - Returned Mail",
        "This Message was undeliverable due to the following reason:\n"
        "\n"
        "Each of the following recipients was rejected by a remote mail server.\n"
        "The reasons given by the server are included to help you determine why\n"
        "each recipient was rejected.\n"
        "\n"
        "    Recipient: <user1@example.org>\n"
        "    Reason:    5.1.1 <user1@example.org>: unknown user\n"
        "\n"
        "\n"
        "Please reply to Postmaster@a.example\n"
        "if you feel this message to be in error.\n",
        "user1@example.org",
        "unknown-mailbox",
    ),
    "groupwise": (
        "Mailer-Daemon@a.example",
        "Message status - undeliverable",
        "The message that you sent was undeliverable to the following:\n"
        "\tuser1@example.org (user not found)\n"
        "\n"
        "Possibly truncated original message follows:\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
    "deliver program": (
        "MAILER-DAEMON@a.example",
        "failure notice",
        "Hi. This is the deliver program at a.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n"
        "\n"
        "<user1@example.org>\n"
        "User does not exist, but will deliver to /homes/x/y\n"
        "\n"
        "--- Below this line is a copy of the message.\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
    "pmdf": (
        "Mail Delivery System <MAILER-DAEMON@a.example>",
        "Delivery Notification: Delivery has failed",
        "This report relates to a message you sent with the following header fields:\n"
        "\n"
        "  Message-id: <abc@x.example>\n"
        "  Date: Mon\n"
        "  From: me <list-owner@example.net>\n"
        "  To: x@example.org\n"
        "  Subject: hi\n"
        "\n"
        "Your message cannot be delivered to the following recipients:\n"
        "\n"
        "  Recipient address: user1@example.org\n"
        "  Reason: Remote SMTP server has rejected address\n"
        "  Diagnostic code: smtp;550 5.1.1 unknown or illegal alias: user1@example.org\n"
        "  Remote system: dns;mx.example.org\n",
        "user1@example.org",
        "unknown-mailbox",
    ),
    "iis": (
        "postmaster@a.example",
        "Delivery Status Notification (Failure)",
        "This is an automatically generated Delivery Status Notification.\n"
        "\n"
        "Delivery to the following recipients failed.\n"
        "\n"
        "       user1@example.org\n"
        "\n",
        "user1@example.org",
        "unknown",
    ),
    "gmail new": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        "** Address not found **\n"
        "\n"
        "Your message wasn't delivered to user1@example.org because the address"
        " couldn't be found, or is unable to receive mail.\n"
        "\n"
        "The response from the remote server was:\n"
        "550 5.1.1 The email account that you tried to reach does not exist.\n",
        "user1@example.org",
        "unknown-mailbox",
    ),
    "mercury": (
        "postmaster@a.example",
        "Nondeliverable mail",
        "--Transcript of session follows --\n"
        "Mail could not be delivered to domain example.org\n"
        "user1@example.org: 550 Mailbox quota exceeded\n" + ORIGINAL,
        "user1@example.org",
        "mailbox-full",
    ),
    "reason for the problem": (
        "bounce@a.example",
        "Delivery failure",
        "The following message to <user1@example.org> was undeliverable.\n"
        "The reason for the problem:\n"
        "5.1.0 - Unknown address error 550-'user1@example.org... No such user'\n",
        "user1@example.org",
        "unknown-mailbox",
    ),
    "communigate": (
        "MAILER-DAEMON@a.example (Mail Delivery System)",
        "Delivery Failure",
        "Failed to deliver to 'user1@example.org'\n"
        "SMTP module(domain example.org) reports:\n"
        " host mx.example.org says:\n"
        " 550 5.1.1 unknown user\n",
        "user1@example.org",
        "unknown-mailbox",
    ),
    "not accepting mail from": (
        "postmaster@mail.a.example",
        "Returned mail: see transcript",
        "Your mail to the following recipients could not be delivered because they are not accepting mail"
        " from list-owner@example.net:\n"
        "\tuser1\n" + ORIGINAL.replace("x@example.org", "user1@aol.example"),
        "user1@aol.example",
        "recipient-filtered",
    ),
    "failed recipient": (
        "Mail Delivery <MAILER-DAEMON@a.example>",
        "mail delivery failed",
        "Could not deliver message to the following recipient(s):\n"
        "\n"
        "Failed Recipient: user1@example.org\n"
        "Reason: Remote host said: 550 5.2.1 mailbox disabled\n"
        "\n"
        "   -- The header and top 20 lines of the message follows --\n" + ORIGINAL,
        "user1@example.org",
        "mailbox-disabled",
    ),
    "chinese notice": (
        "postmaster@a.example",
        "系统退信/Systems bounce",
        "抱歉，您的邮件被退回来了……\n"
        "\n"
        "原邮件信息：\n"
        "时 间：2024-01-01\n"
        "主 题：hello\n"
        "收件人：user1@example.org\n"
        "\n"
        "退信原因：\n"
        "收件人邮件地址（user1@example.org）不存在，邮件无法送达。\n"
        "SMTP error, RCPT TO: 550 Mailbox not found\n",
        "user1@example.org",
        "unknown-mailbox",
    ),
    "exchange chinese": (
        "postmaster@a.example",
        "未送达: hello",
        "您的邮件未能送达以下收件人或组:\n"
        "\n"
        "user1@example.org<mailto:user1@example.org>\n"
        "找不到您输入的电子邮件地址。请检查收件人的电子邮件地址，然后尝试重新发送邮件。\n"
        "\n"
        "供管理员使用的诊断信息:\n"
        "\n"
        "生成服务器: EX01.a.example\n"
        "\n"
        "user1@example.org\n"
        "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
        "\n"
        "原始邮件头:\n" + ORIGINAL,
        "user1@example.org",
        "unknown-mailbox",
    ),
}


@pytest.mark.parametrize("name", NOTICES)
def test_layout(name):
    sender, subject, body, recipient, reason = NOTICES[name]
    found = smtp.check(HEADER.format(sender=sender, subject=subject) + body).to_dict()["failures"]
    assert [(failure["recipient"], failure["reason"]) for failure in found] == [(recipient, reason)]
