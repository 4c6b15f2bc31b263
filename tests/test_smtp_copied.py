"""What people copy out of a bounce, without its header: few words, a screen, a returned message below."""

import pytest

from checkers import smtp
from checkers.smtp import recognise

RETURNED = "\n\nOriginal message follows.\n\nReceived: from a by b; Fri, 4 Apr 2003\nFrom: jo@example.com\n"
# name: (text, [(recipient, reply code, enhanced code, reason)])
COPIED = {
    "one sentence above the returned message": (
        f"Unknown user: kim@example.org{RETURNED}To: kim@example.org\nSubject: boat\n",
        [("kim@example.org", None, None, "unknown-mailbox")],
    ),
    "the reason leads to the address": (
        "Unknown recipient(s):\n     kim@example.org\n\n--- Original message ---\n"
        "From: jo@example.com\nTo: kim@example.org\nSubject: x\n",
        [("kim@example.org", None, None, "unknown-mailbox")],
    ),
    "address and reason, then a whole header": (
        "|------- Failed addresses follow: -------|\n <kim@example.org> ... unknown user\n"
        "|------- Message text follows: -------|\nReceived: from a by b; today\nFrom: jo@example.com\n"
        "To: kim@example.org\nSubject: Prices\nMessage-ID: <1@b>\n",
        [("kim@example.org", None, None, "unknown-mailbox")],
    ),
    "Korean": (
        "보내신 메일이 아래와 같은 이유로 전달되지 못하고 반송되었습니다.\n\n받는 사람: kim@example.org\n\n서버 응답:\n"
        "550 No such user\n",
        [("kim@example.org", 550, None, "unknown-mailbox")],
    ),
    "Russian": (
        "Это письмо создано автоматически.\n\nПисьмо для <kim@example.org> не доставлено: ящик переполнен.\n\n",
        [("kim@example.org", None, None, "mailbox-full")],
    ),
    "Gmail's delay": (
        "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to kim@example.org. "
        "Gmail will retry for 46 more hours.\n\nThe response was:\n\n"
        "The recipient server did not accept our requests to connect. mx.example.org: timed out\n",
        [("kim@example.org", None, None, "unreachable")],
    ),
    "Gmail's missing domain": (
        "Address not found\nYour message wasn't delivered to kim@example.org because the domain example.org couldn't "
        "be found. Check for typos or unnecessary spaces and try again.\n",
        [("kim@example.org", None, None, "unknown-domain")],
    ),
    "Microsoft's code stands alone before it stands with words": (
        "Your message to all@example.org couldn't be delivered.\n\nMore Info for Email Admins\n"
        "Status code: 550 5.7.133\n\nOriginal Message Details\nSender Address:\tjo@example.com\n"
        "Recipient Address:\tall@example.org\n\nError Details\nReported error:\t550 5.7.133 "
        "RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required\n",
        [("all@example.org", 550, "5.7.133", "recipient-filtered")],
    ),
    "Sendmail's own line below the server's": (
        "   ----- The following addresses had permanent fatal errors -----\n<kim@example.org>\n\n"
        "   ----- Transcript of session follows -----\n... while talking to mx.example.org.:\n"
        ">>> RCPT To:<kim@example.org>\n<<< 550 kim IS NOT ACCEPTING MAIL FROM THIS SENDER\n"
        "550 <kim@example.org>... User unknown\n",
        [("kim@example.org", 550, None, "recipient-filtered")],
    ),
    "double-spaced, with report fields": (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\n\nTo: jo@example.com\n\n"
        "Subject: Undelivered Mail\n\n\n\n<kim@example.org>: user unknown\n\n\n\n"
        "Final-Recipient: rfc822; kim@example.org\n\nAction: failed\n\nStatus: 5.1.1\n\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n",
        [("kim@example.org", 550, "5.1.1", "unknown-mailbox")],
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("name", COPIED)
def test_copied(name, end):
    text, expected = COPIED[name]
    failures = smtp.check(text.replace("\n", end)).to_dict()["failures"]
    names = ("recipient", "reply_code", "enhanced_code", "reason")
    assert [tuple(failure[key] for key in names) for failure in failures] == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "> "], ids=["plain", "quoted"])
def test_copied_into_a_forward(mark, end):
    body = "\n".join(mark + line for line in COPIED["one sentence above the returned message"][0].split("\n"))
    source = f"From: Jo <jo@example.com>\nTo: help@example.com\nSubject: Fwd: Undeliverable Mail\n\n{body}\n"
    failures = smtp.check(source.replace("\n", end)).to_dict()["failures"]
    assert [(failure["recipient"], failure["reason"]) for failure in failures] == [
        ("kim@example.org", "unknown-mailbox")
    ]


LETTERS = {
    "an address to use instead": "My mailbox is full, please use this one instead:\nkim@example.org\n\nKim",
    "a signature": "The list of our customers is a new one.\n\nRegards\n\nKim\nkim@example.org\n",
    "a greeting": "Hello kim@example.org,\nwe write to let you know that the shop is closed.\n\nBye",
}


@pytest.mark.parametrize("name", LETTERS)
def test_letters_are_no_notices(name):
    assert not recognise.is_notice_text(LETTERS[name])
