"""Notices in the ways of many mail systems, made up here: whom they name, what they say, with any line end."""

import pytest

from checkers import smtp

FIELDS = "To: shop@example.com\nDate: Mon, 23 Nov 2026 08:00:04 +0000\nMessage-ID: <b@mx.example.net>\n"
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.example.net>"
QMAIL = (
    "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the "
    "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
)


def notice(subject: str, body: str, sender: str = DAEMON, fields: str = "") -> str:
    return f"Return-Path: <>\nFrom: {sender}\nSubject: {subject}\n{FIELDS}{fields}\n{body}"


def report(group: str, words: str = "x") -> str:
    kind = 'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="B"\n'
    parts = (
        f"--B\nContent-Type: text/plain\n\n{words}\n--B\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example.net\n\n{group}\n--B--\n"
    )
    return notice("Undelivered Mail Returned to Sender", parts, fields=kind)


# name: (source, [(recipient, reply code, enhanced code, reason, permanence)])
SYSTEMS = {
    "Exchange 2003, date in figures": (
        notice(
            "Undeliverable: Your order",
            "Your message did not reach some or all of the intended recipients.\n\n"
            "      Subject:\tYour order\n      Sent:\t11/23/2026 8:00 AM\n\n"
            "The following recipient(s) could not be reached:\n\n      a@example.org on 11/23/2026 8:00 AM\n"
            "            The e-mail system was unable to deliver the message, but did not report a specific reason.\n"
            "            < mx.example.org #5.7.1 smtp;550 5.7.1 Mail from this network is on our blacklist>\n",
            "System Administrator <postmaster@example.com>",
        ),
        [("a@example.org", 550, "5.7.1", "ip-blocked", "permanent")],
    ),
    "IronPort: the enhanced code before the reply": (
        notice(
            "Delivery failure",
            "The following message to <a@example.org> was undeliverable.\nThe reason for the problem:\n"
            '5.1.0 - Unknown address error 550-"Mailbox unknown"\n',
        ),
        [("a@example.org", 550, "5.1.0", "unknown-mailbox", "permanent")],
    ),
    "Mimecast: the reply behind a list mark": (
        notice(
            "[Postmaster] Email Delivery Failure",
            "This is a delivery failure notification message indicating that\n"
            "an email you addressed to email address :\n"
            "-- a@example.org\n\ncould not be delivered. The problem appears to be :\n-- Recipient email server "
            "rejected the message\n\nAdditional information follows :\n-- 550 Rejected by header based manually "
            "blocked senders: shop@example.com\n\nThis condition occurred after 1 attempt(s).\n",
        ),
        [("a@example.org", 550, None, "recipient-filtered", "permanent")],
    ),
    "Sendmail: recipients first, then the session": (
        notice(
            "Returned mail: User unknown",
            "   ----- The following addresses had permanent fatal errors -----\n<a@example.org>\n<b@example.org>\n\n"
            "   ----- Transcript of session follows -----\n... while talking to mx.example.org.:\n"
            ">>> RCPT To:<a@example.org>\n<<< 550 <a@example.org>... User unknown\n"
            "550 <a@example.org>... User unknown\n>>> RCPT To:<b@example.org>\n"
            "<<< 552 <b@example.org>... Mailbox full\n"
            "552 <b@example.org>... Mailbox full\n",
        ),
        [
            ("a@example.org", 550, None, "unknown-mailbox", "permanent"),
            ("b@example.org", 552, None, "mailbox-full", "permanent"),
        ],
    ),
    "a gateway that found a virus": (
        notice(
            "Warning - email sent by you was blocked: virus found",
            "The email security service found a virus in an email you sent.\n\nTo: a@example.org\n"
            "The email was stopped and not delivered. Virus name: W32.Test\n",
            "postmaster@cloud.example.net",
        ),
        [("a@example.org", None, None, "virus", "permanent")],
    ),
    "a list that rejected a post": (
        notice(
            "Request to mailing list Friends rejected",
            "Your request to the Friends mailing list\n\n    Posting of your message\n\nhas been rejected by the list "
            'moderator:\n\n"Non-members are not allowed to post messages to this list."\n',
            "friends-bounces@lists.example.org",
        ),
        [(None, None, None, "recipient-filtered", "permanent")],
    ),
    "a local program's exit status": (
        report(
            "Final-Recipient: rfc822;a@example.org\nAction: failed\nStatus: 5.3.0\n"
            "Diagnostic-Code: X-UNIX; 75 (filter script ended)\n"
        ),
        [("a@example.org", None, "5.3.0", "mailer-error", "permanent")],
    ),
    "an address behind the word error": (
        notice(
            "Returned mail: Host unknown",
            "Message could not be delivered.\n\nError: <a@example.invalid>: Host unknown\n",
        ),
        [("a@example.invalid", None, None, "unknown-domain", "permanent")],
    ),
    "no words in the field, words in the notice": (
        report(
            "Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.7.1\n",
            "<a@example.org>: host mx.example.org[192.0.2.2] said: 550 5.7.1 Message looks like\n    spam",
        ),
        [("a@example.org", 550, "5.7.1", "spam", "permanent")],
    ),
    "groups without a line between": (
        report(
            "Final-Recipient: rfc822;a@example.org\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 5.1.1 nobody\n"
            "Final-Recipient: rfc822;b@example.org\nAction: delayed\nStatus: 4.2.2\n"
            "Diagnostic-Code: smtp; 452 4.2.2 full\n"
        ),
        [
            ("a@example.org", 550, "5.1.1", "unknown-mailbox", "permanent"),
            ("b@example.org", 452, "4.2.2", "mailbox-full", "temporary"),
        ],
    ),
    "qmail under Plesk": (
        notice(
            "failure notice",
            QMAIL + "<a@example.org>:\nThe users mailfolder is over the allowed quota (size). (#5.2.2)\n",
        ),
        [("a@example.org", None, "5.2.2", "mailbox-full", "permanent")],
    ),
    "GroupWise": (
        notice(
            "Message status - undeliverable",
            "The message that you sent was undeliverable to the following:\n"
            "\tkim@example.org (550 disk quota of this user is used up)\n\n"
            "Possibly truncated original message follows:\n",
        ),
        [("kim@example.org", 550, None, "mailbox-full", "permanent")],
    ),
    "CommuniGate": (
        notice(
            "Undelivered mail",
            "Failed to deliver to 'kim@example.org'\nSMTP module(domain example.org) reports:\n"
            " host mx.example.org says:\n"
            " 550 kim: mailbox is over its quota\n",
        ),
        [("kim@example.org", 550, None, "mailbox-full", "permanent")],
    ),
    "addresses in a row": (
        notice(
            "Undeliverable mail",
            "Your message could not be delivered to the following recipients:\na@example.org, b@example.org\n\n"
            "Reason: 550 5.7.1 DKIM signature missing\n",
        ),
        [
            ("a@example.org", 550, "5.7.1", "auth-failure", "permanent"),
            ("b@example.org", 550, "5.7.1", "auth-failure", "permanent"),
        ],
    ),
    "Korean": (
        notice(
            "메일이 전송되지 못하였습니다.",
            "받는 사람: kim@example.org\n\n실패 사유: 받는 사람의 메일함이 가득 찼습니다.\n",
            fields="Content-Type: text/plain; charset=utf-8\n",
        ),
        [("kim@example.org", None, None, "mailbox-full", "permanent")],
    ),
    "French": (
        notice(
            "Échec de remise : Votre commande",
            "Votre message n'a pas pu être remis au destinataire suivant :\n\n   a@example.org\n\n"
            "   Raison : la boîte aux lettres du destinataire est pleine\n",
            fields="Content-Type: text/plain; charset=utf-8\n",
        ),
        [("a@example.org", None, None, "mailbox-full", "permanent")],
    ),
    "a warning after four hours": (
        notice(
            "Delayed Mail (still being retried)",
            "THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\n"
            "It will be retried until it is 5 day(s) "
            "old.\n\n<a@example.org>: connect to mx.example.org[192.0.2.1]:25: Connection refused\n",
        ),
        [("a@example.org", None, None, "unreachable", "temporary")],
    ),
    "a limit for the day is final for this message": (
        "554 5.7.1 You have reached the daily limit of your account",
        [(None, 554, "5.7.1", "daily-limit", "permanent")],
    ),
    "MDaemon: the session behind a sentence on the attached message": (
        notice(
            "Permanent Delivery Failure",
            "The attached message had PERMANENT fatal delivery errors.\n\nFailed address: a@example.org\n\n"
            "--- Session Transcript ---\nMon 08:00:01: --> RCPT To:<a@example.org>\n"
            "Mon 08:00:02: <-- 550 no such recipient here\nMon 08:00:02: --> QUIT\n--- End Transcript ---\n",
        ),
        [("a@example.org", 550, None, "unknown-mailbox", "permanent")],
    ),
    "the reply behind the host's address": (
        notice(
            "Message could not be delivered",
            "Your message could not be sent.\n\nFailed to send to identified host,\n"
            "a@example.org: [192.0.2.9], 550 Relaying denied\n",
        ),
        [("a@example.org", 550, None, "relay-denied", "permanent")],
    ),
    "Sendmail 5: the reason behind the address and dots": (
        notice(
            "Returned mail: Host unknown",
            "   ----- Transcript of session follows -----\n554 <a@example.invalid>... 550 Host unknown\n",
        ),
        [("a@example.invalid", 550, None, "unknown-domain", "permanent")],
    ),
    "IronPort: a reply in quotes behind a dash": (
        notice(
            "Delivery Status Notification (Failure)",
            "The following message to <a@example.org> was undeliverable.\nThe reason for the problem:\n"
            "5.3.0 - Other mail system problem 554-'rejected due to poor reputation of your IP'\n",
        ),
        [("a@example.org", 554, "5.3.0", "ip-blocked", "permanent")],
    ),
    "the address behind the reply": (
        notice("failure notice", "-------server message\n550 mailbox unavailable <a@example.org>\n"),
        [("a@example.org", 550, None, "unknown-mailbox", "permanent")],
    ),
    "an address in brackets, then small letters": (
        notice("Delivery report", "Recipients of your message:\n\n  <a@example.org>  delivery failed; user unknown\n"),
        [("a@example.org", None, None, "unknown-mailbox", "permanent")],
    ),
    "an alias that led to the recipient": (
        notice(
            "Undelivered Mail Returned to Sender",
            '<a@example.org> (expanded from <team@example.com>):\n    Command died with status 1: "/bin/import"\n',
        ),
        [("a@example.org", None, None, "mailer-error", "permanent")],
    ),
    "an alias in a field of its own": (
        notice(
            "Delivery Notification: Delivery has failed",
            "Your message cannot be delivered to the following recipients:\n\n  Recipient address: a@example.org\n"
            "  Original address: alias@example.net\n  Reason: Over quota\n"
            "  Diagnostic code: smtp;550 5.2.2 Over quota\n",
        ),
        [("a@example.org", 550, "5.2.2", "mailbox-full", "permanent")],
    ),
    "one that arrived beside one that did not": (
        notice(
            "Delivery Status Notification (Failure)",
            "Results:\n\nb@example.org: delivered\na@example.org: failed (550 5.1.1 no such user)\n",
        ),
        [("a@example.org", 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "an address to use instead": (
        notice(
            "Undeliverable: your letter",
            "Your e-mail to kim@example.org was not delivered.\nThis address is no longer valid. "
            "Please use kim@example.net instead.\n",
        ),
        [("kim@example.org", None, None, "mailbox-moved", "permanent")],
    ),
    "a quoted local part with a space": (
        notice("Undelivered Mail", '<"kim lee"@example.org>: host mx.example.org said: 550 5.1.1 User unknown\n'),
        [('"kim lee"@example.org', 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "a local part in letters of any script": (
        notice("Undelivered Mail", "<金@例子.example>: host mx.example.org said: 550 5.1.1 User unknown\n"),
        [("金@例子.example", 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "a rewritten address (SRS)": (
        notice("Undelivered Mail", "<SRS0=ab=cd=example.net=kim@example.org>: 550 5.1.1 User unknown\n"),
        [("SRS0=ab=cd=example.net=kim@example.org", 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "a title and words in a language nobody listed": (
        notice("Pošta se vrátila tam", "Adresát zprávy:\n\na@example.org\n\n550 5.1.1 <a@example.org>: User unknown\n"),
        [("a@example.org", 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "only one address that is not the sender's": (
        notice(
            "退信", "抱歉，给 a@example.org 的信没有到，因为邮箱已满。\n如有疑问，请写信给 postmaster@example.net\n"
        ),
        [("a@example.org", None, None, "mailbox-full", "permanent")],
    ),
    "a link to the address that shows a name": (
        notice(
            "Undeliverable: Offer",
            '<html><body>Your message to <a href="mailto:kim@example.org">Kim Lee</a> couldn\'t be delivered.<br>'
            "550 5.1.1 user unknown</body></html>",
            fields="Content-Type: text/html\n",
        ),
        [("kim@example.org", 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "an address in brackets that HTML would take for a tag": (
        notice(
            "Undeliverable: Offer",
            "<html><body><p>Could not be delivered to:</p><p><kim@example.org></p><p>550 5.1.1 user unknown</p></body>",
            fields="Content-Type: text/html\n",
        ),
        [("kim@example.org", 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "a list names itself in a field": (
        notice(
            "Request to mailing list Friends rejected",
            "Your request to the Friends mailing list has been rejected by the list moderator:\n\n"
            '"Non-members are not allowed to post messages to this list."\n\nQuestions go to:\n\n'
            "    friends-owner@lists.example.org\n",
            "friends-bounces@lists.example.org",
            "X-BeenThere: friends@lists.example.org\n",
        ),
        [("friends@lists.example.org", None, None, "recipient-filtered", "permanent")],
    ),
    "a filter that refuses by a receipt": (
        notice(
            "Automatically rejected mail",
            "--R\nContent-Type: text/plain\n\nYour message to <a@example.org> was automatically rejected:\n"
            "Mailbox is full\n--R\nContent-Type: message/disposition-notification\n\n"
            "Final-Recipient: rfc822; a@example.org\n"
            "Disposition: automatic-action/MDN-sent-automatically; deleted\n--R--\n",
            fields="Content-Type: multipart/report; report-type=disposition-notification; boundary=R\n",
        ),
        [("a@example.org", None, None, "mailbox-full", "permanent")],
    ),
    "the empty line behind the part's header is missing": (
        report("Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n").replace(
            "delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n",
            "delivery-status\nReporting-MTA: dns; mx.test\n",
        ),
        [("a@example.org", None, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "from one to the other, in a sentence": (
        notice(
            "AVVISO DI MANCATA CONSEGNA: Fattura",
            'Nel messaggio proveniente da "shop@example.com" e destinato all\'utente "a@example.org" è stato rilevato '
            "un errore 5.1.1 - indirizzo non valido.\n",
            "posta-certificata@example.net",
            "Content-Type: text/plain; charset=utf-8\n",
        ),
        [("a@example.org", None, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "a JSON notification, indented": (
        notice(
            "Notification",
            '{\n  "eventType": "Bounce",\n  "bounce": {"bouncedRecipients": [\n    {"emailAddress": "a@example.org", '
            '"status": "5.1.1",\n     "diagnosticCode": "smtp; 550 5.1.1 user unknown"}]},\n'
            '  "mail": {"destination": ["a@example.org", "b@example.org"]}\n}\n',
            "no-reply@sns.amazonaws.com",
        ),
        [("a@example.org", 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
    "a local name, in full in the words about it": (
        report(
            "Final-Recipient: rfc822; kim\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 5.1.1 <kim@example.org>: no such user\n"
        ),
        [("kim@example.org", 550, "5.1.1", "unknown-mailbox", "permanent")],
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("name", SYSTEMS)
def test_system(name, end):
    source, expected = SYSTEMS[name]
    failures = smtp.check(source.replace("\n", end).encode()).to_dict()["failures"]
    names = ("recipient", "reply_code", "enhanced_code", "reason", "permanence")
    assert [tuple(failure[key] for key in names) for failure in failures] == expected


AUTOMATIC = "Auto-Submitted: auto-replied\n"
NO_FAILURE = {
    "goods that are undeliverable": notice(
        "Automatic reply: Undeliverable goods", "550 people wrote today.\n", "Service <service@example.org>", AUTOMATIC
    ),
    "somebody left": notice(
        "Auto: Kim has left the company", "Kim no longer works here.\n", "Kim <kim@example.org>", AUTOMATIC
    ),
    "held for a moderator": notice(
        "Your message to Friends awaits moderator approval",
        "Is being held until the list moderator can review it.\n\n    Post by non-member to a members-only list\n",
        "friends-bounces@lists.example.org",
    ),
    "handed on": report(
        "Final-Recipient: rfc822; a@example.org\nAction: relayed\nStatus: 2.0.0\n", "Delivery is complete"
    ),
    "a list expanded": report("Final-Recipient: rfc822; l@example.org\nAction: expanded\nStatus: 2.0.0\n"),
    "a newsletter about bounces": notice(
        "What 550 5.1.1 user unknown means",
        "A reply like 550 5.1.1 says that the mailbox does not exist.\n",
        "News <news@example.org>",
        "List-Unsubscribe: <https://example.org/u>\n",
    ),
    "a ticket about bounces": notice(
        "[Ticket 7] Undelivered mail", "We have received your request and opened ticket 7.\n", "Desk <desk@example.org>"
    ),
    "a postmaster who answers": notice(
        "Re: rejected mail 554 5.7.1",
        "We took you off our list. The reply 554 5.7.1 should not appear any more.\n",
        "Postmaster <postmaster@example.org>",
        "In-Reply-To: <1@example.com>\n",
    ),
    "delivered, in Chinese": notice("已送达: 报价单", "您的邮件已送达以下收件人：\n\na@example.org\n"),
    "a postmaster's announcement": notice(
        "Mail system update on Saturday",
        "Mail sent to sales@example.com will be delayed. Messages over 25 MB are rejected with 552 5.3.4.\n",
        "Postmaster <postmaster@example.com>",
    ).replace("Return-Path: <>", "Return-Path: <postmaster@example.com>"),
    "success told by Exim": notice(
        "Delivery Status Notification",
        "----- The following addresses had successful delivery notifications -----\n  <a@example.org>\n",
    ),
    "success by its title": notice(
        "Successful Mail Delivery Report", "<a@example.org>: delivery via mx.example.org[192.0.2.1]:25: 250 2.1.5 Ok\n"
    ),
    "delivered, told in words": notice(
        "Delivery report", "Your message has been successfully delivered to:\n\n  a@example.org\n"
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("name", NO_FAILURE)
def test_no_failure(name, end):
    assert smtp.check(NO_FAILURE[name].replace("\n", end).encode()).to_dict()["failures"] == []


PROSE = [
    "Hello, thank you for your order.",
    "Please use the new address of our office.",
    "I forgot my password, please help.",
    "We sent 500 messages today, is there a limit?",
    "Thank you for subscribing to our list",
]


@pytest.mark.parametrize("text", PROSE)
def test_a_guess_needs_a_code_or_a_sentence_of_a_mail_program(text):
    assert smtp.check(text).to_dict()["failures"] == []
