"""Notices of gateways, list servers and systems of the nineties, made up here: what each of their habits needs."""

import pytest

from checkers import smtp

HEADER = (
    "Return-Path: <>\nFrom: {sender}\nTo: shop@example.com\nSubject: {subject}\nDate: Mon, 2 Mar 1998 08:00:00 +0000\n"
)
REPORT = 'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="B"\n'


def notice(sender: str, subject: str, body: str, fields: str = "") -> str:
    return f"{HEADER.format(sender=sender, subject=subject)}{fields}\n{body}"


def report(group: str) -> str:
    return (
        f"--B\nContent-Type: text/plain\n\nNot delivered.\n--B\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example.net\n\n{group}\n--B--\n"
    )


BOUNCE = (
    "Return-Path: <>\nDate: 1 Jun 2004 10:00:00 -0000\nFrom: MAILER-DAEMON@lists.example.net\n"
    "To: walk-return-1-@lists.example.net\nSubject: failure notice\n\nHi. This is the qmail-send program at "
    "lists.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
    "<kim@example.org>:\nRemote host said: 550 5.1.1 unknown user\n"
)
# name: (source, [(recipient, reply code, enhanced code, reason)])
GATEWAYS = {
    "cc:Mail": (
        notice(
            "cc:Mail Link to SMTP Administrator <postmaster@example.org>",
            "Message not deliverable",
            "     User Kim_Lee@example.org is not listed in the cc:Mail directory.\n\n"
            "     ------------------ Text of message ------------------\nReceived: from a by b\n"
            "From: shop@example.com\nTo: Kim_Lee@example.org\nSubject: lunch\n",
        ),
        [("Kim_Lee@example.org", None, None, "unknown-mailbox")],
    ),
    "CompuServe: only the returned message names the recipient": (
        notice(
            "Electronic Postmaster <POSTMASTER@example.org>",
            "Undeliverable message",
            "Your message could not be delivered as addressed.\n\n--- Returned message ---\n\n"
            "Sender: shop@example.com\nTo: 70000.1234@example.org\nSubject: hello\n",
        ),
        [("70000.1234@example.org", None, None, "unknown")],
    ),
    "Exchange 5.5 in Spanish": (
        notice(
            "Administrador del sistema <postmaster@example.org>",
            "No se puede entregar: Planos",
            "Su mensaje\n\n  Para: a@example.org; b@example.org\n\nno llegó a los siguientes destinatarios:\n\n"
            "a@example.org en Wed, 7 Mar 2001 10:00:05 +0100\n    Unknown Recipient\n\n"
            "b@example.org en Wed, 7 Mar 2001 10:00:06 +0100\n    Message too large\n",
        ),
        [
            ("a@example.org", None, None, "unknown-mailbox"),
            ("b@example.org", None, None, "message-too-large"),
        ],
    ),
    "X.400": (
        notice(
            "X400 Gateway <postmaster@example.org>",
            "Delivery Report (failure)",
            report(
                "Original-Recipient: rfc822; kim@example.org\n"
                "Final-Recipient: x400; /G=Kim/S=Lee/P=example/A=atlas/C=fr/\nAction: failed\nStatus: 5.1.1\n"
                "Diagnostic-Code: x400; 1 (unable-to-transfer), 0 (unrecognised-OR-name)\n"
            ),
            REPORT,
        ),
        [("kim@example.org", None, "5.1.1", "unknown-mailbox")],
    ),
    "LISTSERV: the title names the list": (
        notice(
            '"L-Soft list server" <LISTSERV@lists.example.org>',
            "Rejected posting to CHESS-L@lists.example.org",
            "You  are not  authorized to  send mail  to the  CHESS-L list  from your shop@example.com account.\n"
            "Please contact the list owners: CHESS-L-request@lists.example.org.\n",
        ),
        [("CHESS-L@lists.example.org", None, None, "recipient-filtered")],
    ),
    "ezmlm shows a member the bounce": (
        notice(
            "walk-help@lists.example.net",
            "ezmlm response: delivery problem",
            "Hi! This is the ezmlm program. I'm managing the\nwalk@lists.example.net mailing list.\n\n"
            f"--- Enclosed is a copy of the bounce message I received.\n\n{BOUNCE}",
        ),
        [("kim@example.org", 550, "5.1.1", "unknown-mailbox")],
    ),
    "Postfix: what a delivery program printed": (
        notice(
            "MAILER-DAEMON@mx.example.net",
            "Undelivered Mail Returned to Sender",
            report(
                "Final-Recipient: rfc822; erp@example.org\nAction: failed\nStatus: 5.3.0\nDiagnostic-Code: X-Postfix; "
                'Command died with status 1:\n    "/opt/gate.py". Command output: Traceback (most recent call last):\n'
                "    socket.error: [Errno 111] Connection refused\n"
            ),
            REPORT,
        ),
        [("erp@example.org", None, "5.3.0", "mailer-error")],
    ),
    "Czech, by the reply below a daemon's name": (
        notice(
            "Poštovní systém <mailer-daemon@example.org>",
            "Oznámení",
            "Dobrý den,\n\nVaši zprávu nelze předat na adresu kim@example.org.\n\n"
            "Odpověď serveru: 550 5.1.1 Schránka neexistuje.\n",
        ),
        [("kim@example.org", 550, "5.1.1", "unknown-mailbox")],
    ),
    "MDaemon: the title has the words": (
        notice(
            "MDaemon at mx.example.net <MDaemon@example.net>",
            "Warning: kim@example.org - User unknown!",
            "The following data may contain sections which represent BASE64 encoded\nfile attachments.\n\n"
            "Failed address: kim@example.org\n\n--- Session Transcript ---\n"
            " Tue 2009-02-03 10:00:00: --> RCPT To:<kim@example.org>\n"
            " Tue 2009-02-03 10:00:00: <-- 550 <kim@example.org>, Recipient unknown\n --- End Transcript ---\n",
        ),
        [("kim@example.org", 550, None, "unknown-mailbox")],
    ),
    "virus gateway": (
        notice(
            "mailgateway@example.org",
            "Mail Security detected that you sent a message containing a virus",
            'Recipient of the message: "kim" <kim@example.org>\n\n'
            "The message was deleted because attachment invoice.zip was infected with W32.Bugbear@mm.\n",
        ),
        [("kim@example.org", None, None, "virus")],
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("name", GATEWAYS)
def test_gateway(name, end):
    source, expected = GATEWAYS[name]
    failures = smtp.check(source.replace("\n", end).encode()).to_dict()["failures"]
    names = ("recipient", "reply_code", "enhanced_code", "reason")
    assert [tuple(failure[key] for key in names) for failure in failures] == expected


def test_report_without_a_header_in_a_forward():
    group = "Final-Recipient: rfc822; kim@example.org\nAction: failed\nStatus: 5.1.1\n"
    inner = f"{REPORT}\n{report(group)}"
    source = (
        'From: jo@example.com\nTo: help@example.com\nSubject: Fwd\nContent-Type: multipart/mixed; boundary="A"\n\n'
        f"--A\nContent-Type: text/plain\n\nSee.\n--A\nContent-Type: message/rfc822\n\n{inner}\n--A--\n"
    )
    failures = smtp.check(source).to_dict()["failures"]
    assert [(failure["recipient"], failure["reason"]) for failure in failures] == [
        ("kim@example.org", "unknown-mailbox")
    ]
