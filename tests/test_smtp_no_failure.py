"""Mail that reports no failure must give none: a false alarm takes a good address off a list."""

import pytest

from checkers import smtp

REST = "\nTo: b@example.org\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nMessage-ID: <a@b.example>\n\n"
DAEMON = "From: Mail Delivery System <MAILER-DAEMON@x.example>\nSubject: "
MESSAGES = {
    "order of 550 pieces": "From: a@example.com\nSubject: Re: your order 550"
    + REST
    + "Your 550 pieces were rejected by customs. The user could not be found in our database.\n",
    "parcel": "From: parcels@example.com\nSubject: Delivery failed: your parcel"
    + REST
    + "Your parcel could not be delivered to Main Street 5.\n",
    "DMARC report": "From: dmarc@example.com\nSubject: Report domain: example.org Submitter: example.com"
    + REST
    + "UEsDBAoAAAAA\n",
    "maintenance notice": "From: postmaster@example.com\nSubject: Scheduled maintenance of the mail server"
    + REST
    + "Mail sent meanwhile may be deferred with 450 4.3.2. Questions: support@example.com\n",
    "quota warning": "From: postmaster@example.com\nSubject: Mailbox quota warning"
    + REST
    + "Your mailbox is full to 98 percent: b@example.org\n",
    "spam digest": "From: MAILER-DAEMON@example.com\nSubject: Spam digest" + REST + "5 messages from x@y.example\n",
    "vacation by subject": "From: a@example.com\nSubject: Abwesenheitsnotiz: Hallo" + REST + "Ich bin nicht da.\n",
    "vacation by empty sender": "Return-Path: <>\nFrom: a@example.com\nSubject: Holiday"
    + REST
    + "I am away until 5 January. My mailbox is full of mail. Contact c@example.org\n",
    "has left": "Return-Path: <>\nFrom: a@example.com\nSubject: Re: meeting"
    + REST
    + "I no longer work here. Please write to c@example.org\n",
    "success told in words": DAEMON
    + "Successful Mail Delivery Report"
    + REST
    + "This is the mail system at host x.example.\n\nYour message was successfully delivered to the destination(s)\n"
    "listed below.\n\n<a@example.com>: delivery via mx[192.0.2.1]:25: 250 2.0.0 Ok: queued as 550\n",
    "challenge": "From: a@example.com\nSubject: Please confirm your message"
    + REST
    + "This message was created automatically. Your message is being held. Reply to confirm.\n",
    "delayed, then delivered": DAEMON
    + "Delivered: your delayed message"
    + REST
    + "Your message to c@example.org, which was reported as delayed earlier, has now been delivered.\n",
    "group expanded, told in words": DAEMON
    + "Delivery Status Notification (Expanded)"
    + REST
    + "Your message has been successfully expanded for the group all@example.org.\n",
    "answer to a bounce, in German": "From: rita@example.com\nSubject: AW: Unzustellbar: Angebot"
    + REST
    + "Nimm rita@example.com.\n\n> Von: Mail Delivery System\n> Betreff: Unzustellbar: Angebot\n"
    "> <kim@example.org>: host mx said: 550 5.1.1 user unknown\n",
    "answer of a ticket system": "From: help@example.com\nSubject: [Ticket #4411] Re: Undelivered Mail"
    + REST
    + "We have your request.\n> <kim@example.org>: host mx said: 550 5.1.1 User unknown\n",
    "answer in Chinese": "From: kim@example.org\nSubject: 回复: 系统退信"
    + REST
    + "之前邮箱满了，现在可以收到了。请重新发送到 kim@example.org。\n",
    "newsletter on codes": "From: tips@example.com\nSubject: Delivery failed? 5 codes explained"
    + REST
    + "550 5.1.1 means that the user is unknown. A line of it:\n"
    "<jane@example.org>: host mx.example.org said: 550 5.1.1 User unknown\n",
    "statistics of bounces": "From: weekly@example.com\nSubject: Why 550 5.1.1 bounces rose this quarter"
    + REST
    + "User unknown, 41 percent.\n<jane@example.org>: host mx said: 550 5.1.1 no such user\n",
    "digest that quotes a bounce": "Return-Path: <club-bounces@lists.example.com>\nList-Id: <club.lists.example.com>\n"
    "From: club-bounces@lists.example.com\nSubject: Club digest: undeliverable posts discussed"
    + REST
    + "1. Mail delivery failed (Ann)\n<jane@example.org>: host mx said: 550 5.1.1 user unknown\n",
    "headers without folding": "DKIM-Signature: v=1; a=rsa-sha256;\nd=example.com;\nReceived: from a by b;\n"
    "From: a@example.com\n"
    "To: b@example.org\nSubject: Hello\nAuthentication-Results: mx; dmarc=fail\nMessage-ID: <1@x>\nDate: today\n",
}


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_no_false_alarm(name, end):
    report = smtp.check(MESSAGES[name].replace("\n", end)).to_dict()
    assert report["failures"] == []
    assert report["title"]
