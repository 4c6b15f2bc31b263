"""The words of the checker in the page, and which kinds of checker a page can hold.

All of them are messages of the catalogue domain ``checkers``. The directive puts them into the page in the page's
language, so that the JavaScript needs no catalogue: ``PAGE`` is written into the form, ``SCRIPT`` is handed over
as one table of ready words. ``{placeholders}`` in ``SCRIPT`` are filled by ``fill`` in ``dom.js``,
which also takes the form that fits ``count``.
"""

from dataclasses import dataclass

from checkers.wording import Text, plural, text


@dataclass(frozen=True, slots=True)
class Example:
    """A button that fills the field: its label and a file of ``examples/``, per language where one exists."""

    label: Text
    file: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of checker asks for."""

    label: Text
    hint: Text
    examples: tuple[Example, ...]


ODOO = Example(text("Odoo error"), "odoo.txt")
REPLY = Example(text("Mail server reply"), "reply.txt")
BOUNCE = Example(text("Bounce email"), "bounce.eml")
HEADERS = Example(text("Email headers"), "headers.eml")

KINDS = {
    "auto": Kind(
        text("Paste the error, the bounce email or the email headers"),
        text(
            "The error that Odoo shows, the reply of a mail server, a whole bounce email, or the headers of an "
            "email. You can also drop files here."
        ),
        (ODOO, REPLY, BOUNCE, HEADERS),
    ),
    "smtp": Kind(
        text("Paste the error or the whole bounce email"),
        text(
            "The error that Odoo shows, the reply of a mail server, or a whole bounce email. You can also drop "
            "files here."
        ),
        (ODOO, REPLY, BOUNCE),
    ),
    "headers": Kind(
        text("Paste the email headers or the whole email"),
        text("The headers alone are enough. A whole email shows more: drop its EML or Outlook file (.msg) here."),
        (HEADERS,),
    ),
}

# What a text can be read as, by the name of the checker; where there is no other choice than one, none is offered.
CHOICES = {
    "auto": text("Automatic"),
    "smtp": text("SMTP error or bounce"),
    "headers": text("Email headers"),
}

# The name of something of the whole site: a feed, a book.
OF_SITE = text("{site}: {title}")

PAGE = {
    "keys": text("Pasting starts the check. After typing, press the button or Ctrl+Enter."),
    "run": text("Check"),
    "choose": text("Open files…"),
    "clear": text("Clear"),
    "cancel": text("Cancel"),
    "examples": text("Try an example:"),
    "progress": text("Progress"),
    "private": text(
        "What you paste stays in this browser tab until you clear it or close the tab; nothing is sent anywhere. "
        "The checker itself, about {size} MB, is loaded in the background; with data saving on, only when you use it."
    ),
    "noscript": text("The checker needs JavaScript. Without it, run {command} on your own computer."),
    "elsewhere_at": text(
        "The checker works on the web page: {address}. On your own computer, run {command}."
    ),
    "elsewhere": text("The checker works on the web page. On your own computer, run {command}."),
}

SCRIPT = {
    # what is going on
    "loading": text("Loading the checker…"),
    "preparing": text("Starting the checker…"),
    "ready": text("The checker is ready."),
    "reading": text("Reading the file…"),
    "working": text("Checking…"),
    "done": text("Done. The result is below."),
    "cancelled": text("Cancelled. Your text is still here."),
    "timeout": plural(
        "The check took longer than {count} seconds and was stopped. Your text is still here. A shorter "
        "piece, such as the error or the headers alone, may work."
    ),
    "empty": text("There is nothing to check yet. Paste a text, open a file, or try an example."),
    "tooLarge": text(
        "This is too large: {size} MB, the limit is {limit} MB. Take only the part with the error or the headers."
    ),
    "unreadable": text("The file {name} could not be read. Please open it again."),
    "unpacksTooLarge": text(
        "{name} is larger than {limit} MB once it is unpacked, so it was not read. Unpack it yourself and take only "
        "the part with the error or the headers."
    ),
    "damaged": text("{name} could not be unpacked: the file is damaged or not complete."),
    "firstOnly": plural("Only the first {limit} of the {count} files were read."),
    "firstMessage": text("This file is a mailbox with several emails. Only the first one was read."),
    "workingFiles": plural("Checking {count} file…", "Checking {count} files…"),
    "ruleAwaited": text("This link is about the rule {rule}. Paste a text: if the rule applies, it is shown."),
    "loadFailed": text("The checker could not be loaded. Check your connection, then try again."),
    "crashed": text("The checker stopped unexpectedly. Your text is still here. Please try again."),
    "unsupported": text(
        "This browser is too old for the checker. Use a current one, or run {command} on your own computer."
    ),
    "retry": text("Try again"),
    "file": text("File: {name} ({size})"),
    "filesChosen": plural("{count} file", "{count} files"),
    "fileRemove": text("Remove the file"),
    "filesRemove": text("Remove the files"),
    # the result
    "copyText": text("Copy as text"),
    "copyMarkdown": text("Copy as Markdown"),
    "copyJson": text("Copy as JSON"),
    "copied": text("Copied."),
    "copyFailed": text("Copying was refused by the browser."),
    "who": text("Who acts"),
    "steps": text("What to do"),
    "faq": text("In the FAQ: {link}"),
    "details": text("Details"),
    "reason": text("Reason"),
    "replyCode": text("Reply code"),
    "enhancedCode": text("Enhanced status code"),
    "diagnostic": text("Server's words"),
    "permanence": text("Permanence"),
    "hardBounce": text("The address itself is dead. Take it off your lists."),
    "remote": text("Remote server"),
    "provider": text("Mail system"),
    "confidence": text("Certainty"),
    "rule": text("Rule"),
    "references": text("Sources: {links}"),
    "format": text("Read as: {format}"),
    "taken": text("Taken for: {format}"),
    "readAs": text("Read it as:"),
    "ruleLink": text("Link to this rule"),
    "reference": text("This rule in the reference"),
    "failures": text("Failed recipients: {count}"),
    "showAll": text("Show all {count}"),
    "evidence": text("Your text, with the words that decided"),
    "toEvidence": text("Show in the text"),
    "toFinding": text("Back to result {number}"),
    "linesLeft": plural("{count} line left out", "{count} lines left out"),
    "charactersLeft": plural("{count} character left out", "{count} characters left out"),
    "notStated": text("not stated"),
    # the header checker
    "headersTitle": text("What the headers say"),
    "summary": text("Summary"),
    "subject": text("Subject"),
    "from": text("From"),
    "to": text("To"),
    "date": text("Date"),
    "messageId": text("Message-ID"),
    "returnPath": text("Return-Path"),
    "replyTo": text("Reply-To"),
    "findings": text("Findings"),
    "error": text("Error"),
    "warning": text("Warning"),
    "info": text("Note"),
    "good": text("Good"),
    "noFindings": text("Nothing conspicuous was found."),
    "firstStep": text("What to do first"),
    "why": text("Show the finding"),
    "others": text("Further errors and warnings: {count}"),
    "cc": text("Cc"),
    "inReplyTo": text("In-Reply-To"),
    "sender": text("Sender"),
    "listId": text("List-Id"),
    "mailer": text("Program"),
    "notes": text("Notes: {count}"),
    "hops": text("Way of the email"),
    "noHops": text("There are no Received fields, so the way of the email is not known."),
    "chart": text("Time from server to server"),
    "transit": text("Total time: {duration}"),
    "hop": text("Hop"),
    "handedOver": text("Handed over by"),
    "by": text("Received by"),
    "protocol": text("Protocol"),
    "time": text("Time (UTC)"),
    "delay": text("Delay"),
    "noTime": text("no readable time"),
    "clockDelay": text("{duration} (a clock is wrong)"),
    "clockLegend": text("hatched: no wait, but the clock of a server is wrong"),
    "axis": text("Time since the first server, {time} UTC"),
    "side": text("Side"),
    "sideSender": text("sender"),
    "sideRelay": text("in between"),
    "sideReceiver": text("receiver"),
    "boundary": text("From here on the receiver’s own servers wrote the fields; what came before may be made up."),
    "boundaryShort": text("boundary"),
    "noTls": text("no TLS stated"),
    "hopDetails": text("All that the hops say"),
    "hopNumber": text("Hop {number}"),
    "helo": text("Name it gave itself (HELO)"),
    "verifiedName": text("Name in DNS"),
    "fromIp": text("IP address"),
    "byIp": text("IP address of the receiving server"),
    "queueId": text("Queue ID"),
    "forRecipient": text("For"),
    "encryption": text("Encryption"),
    "comments": text("Comments"),
    "authentication": text("Authentication"),
    "noAuthentication": text("No server wrote down a result of SPF, DKIM or DMARC."),
    "method": text("Method"),
    "result": text("Result"),
    "domain": text("Domain"),
    "selector": text("Selector"),
    "aligned": text("Aligned with From"),
    "policy": text("Policy that the domain publishes"),
    "disposition": text("What the server did"),
    "trusted": text("Can be trusted"),
    "untrusted": text("Cannot be trusted"),
    "trustUnknown": text("Cannot be told"),
    "otherResults": text("Results of other servers, and signatures: {count}"),
    "arc": text("Chain of forwarders (ARC)"),
    "arcPass": text("The receiving server found the chain valid."),
    "arcFail": text("The chain is not valid."),
    "arcBroken": text("The chain is incomplete or in disorder:"),
    "arcUnverified": text("The chain is complete by its form; no server noted whether its seals are valid."),
    "arcSet": text("Set"),
    "arcSealer": text("Sealed by"),
    "arcBefore": text("Chain before it"),
    "arcServer": text("Results of the server"),
    "arcResults": text("Results"),
    "verdicts": text("What filters wrote"),
    "verdictsHint": text("These are claims: they count as far as the server that wrote them is trusted."),
    "verdictsAgainst": text("What counts against the email"),
    "verdictsNone": text("No filter counts anything against the email."),
    "verdictsRest": text("Other values of filters, explained: {count}"),
    "verdictField": text("Field"),
    "verdictValue": text("Value"),
    "meaning": text("What it means"),
    "yes": text("yes"),
    "no": text("no"),
    "signature": text("signature only"),
    "bounce": text("This email is a bounce"),
    # what else can be done with the headers
    "redact": text("Make a redacted copy"),
    "redactHint": text(
        "For a support ticket: people, addresses, hosts, IP addresses and ids masked, each the same way throughout. "
        "The text of the email is left out."
    ),
    "redactDone": text("Read the copy through before you pass it on: not everything that names people can be known."),
    "redacted": text("Redacted copy"),
    "redactCopy": text("Copy the redacted headers"),
    "compare": text("Compare with another email"),
    "compareHint": text(
        "Take one that arrived and one that did not: what differs is often the reason. The other email is not sent "
        "anywhere either."
    ),
    "compareLabel": text("Headers of the other email, or the whole email"),
    "compareRun": text("Compare"),
    "compareOpen": text("Open a file…"),
    "compareTitle": text("What differs"),
    "comparePart": text("Part"),
    "compareA": text("A: the email above"),
    "compareB": text("B: the other email"),
    "compareOnlyA": text("Found only in A, the email above"),
    "compareOnlyB": text("Found only in B, the other email"),
    "seconds": plural("{count} s"),
    "minutes": plural("{count} min"),
    "hours": plural("{count} h"),
    "days": plural("{count} d"),
}
