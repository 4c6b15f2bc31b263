"""Turn what the readers found into failures: settle the codes, classify, and point at the words that decided."""

import re

from checkers.paste import Paste
from checkers.report import Span
from checkers.smtp import bounce, prose, reply
from checkers.smtp.address import ADDRESS
from checkers.smtp.attempt import Attempt
from checkers.smtp.classify import Verdict, classify, provider_of
from checkers.smtp.failure import Failure, SmtpReport
from checkers.smtp.pattern import locate
from checkers.wording import Text, text

_SHORT = 300  # characters: a pasted sentence that may be a server's, too short to be about something else
_SENTENCE = 22  # bytes
_SURE = 70  # trust from which words are a provider's own, see classify
# Rows of whole sentences that nobody writes by chance: Odoo's, Python's, an authorisation server's
_OWN_SENTENCES = ("odoo-", "python-", "oauth-")
_SAYS_LITTLE = frozenset(["policy", "system-error", "unknown"])
# What a gist may not conclude from the sentences around a server's words: every notice speaks of mail and trouble
_OF_ANY_NOTICE = frozenset(
    ["system-error", "policy", "expired", "unreachable", "content-rejected", "recipient-filtered"]
)
_SAID = re.compile(r"<<<[ \t]?[45]\d\d[ -]")
_MAX_DIAGNOSTIC = 2000  # characters of a server's words that a report repeats
# Reasons that speak of the recipient, so that an address in the reply is his
_ABOUT_RECIPIENT = frozenset(
    [
        "unknown-mailbox",
        "invalid-address",
        "mailbox-moved",
        "mailbox-full",
        "mailbox-disabled",
        "recipient-filtered",
        "relay-denied",
        "suppressed",
        "greylisted",
    ]
    + ["unknown-domain", "domain-no-mail"]
)
_NOTHING: dict[str, tuple[Text, Text]] = {
    "empty": (
        text("There is nothing to check yet"),
        text("Paste the error message, the bounce or its EML file, then run the check."),
    ),
    "error": (
        text("No SMTP error was found in this text"),
        text(
            "It holds no reply code and no wording of a mail server that we know. "
            "Paste the complete error message, or the bounce as an EML file."
        ),
    ),
    "damaged": (
        text("This Outlook file cannot be read"),
        text("It is cut off or damaged, or no email. Save the bounce as EML, or copy its text and paste it here."),
    ),
    "ordinary": (
        text("This is an ordinary message, not a bounce"),
        text("It reports no failed delivery. To see its way and who vouches for it, use the header checker."),
    ),
    "auto-reply": (
        text("This is an automatic reply, not a bounce"),
        text("The message arrived: the recipient's mailbox answered by itself, for example because of a holiday."),
    ),
    "complaint": (
        text("This is a complaint report, not a bounce"),
        text("The message arrived, and the recipient marked it as spam. Take the address off your mailing lists."),
    ),
    "receipt": (
        text("This is a read receipt, not a bounce"),
        text("The message arrived, and the recipient's mail program says what became of it."),
    ),
    "success": (
        text("This notice reports success, not a failure"),
        text("The message was delivered, or handed on to a system that sends no further reports."),
    ),
}


def report(pasted: Paste, text_format: str, attempts: list[Attempt], kind: str) -> SmtpReport:
    """The report on one input: its failures, or words that say why there are none."""
    failures = [failure for failure in (_failure(pasted, attempt) for attempt in attempts) if failure is not None]
    if text_format == "unknown" and kind == "error":
        # a text without codes counts as an error only if its words do
        failures = [failure for failure in failures if _is_told(pasted, failure)]
        if failures:
            text_format = "reply"
    if text_format in ("reply", "unknown"):
        text_format = _format_by_rule(failures) or text_format
    if failures:
        return SmtpReport(pasted.decoded, text_format, failures)
    title, explanation = _NOTHING.get(kind, _NOTHING["error"])
    return SmtpReport(
        pasted.decoded,
        text_format if kind not in ("empty", "error", "damaged") or text_format == "log" else "unknown",
        [],
        title,
        explanation,
        about_delivery=kind in ("success", "complaint", "receipt"),
    )


def _is_told(pasted: Paste, failure: Failure) -> bool:
    """Whether words without any code say that something failed: a guess needs a short text besides."""
    verdict = failure.verdict
    if verdict.reason.id == "unknown":
        return False
    if verdict.confidence == "low" and len(pasted.text) > _SHORT:
        return False
    found = locate(verdict.words, pasted.text) if verdict.words else None
    start, end = found or (0, min(len(pasted.text), _SHORT))
    if verdict.rule.startswith(_OWN_SENTENCES):
        # a sentence, or all that there is; a Chinese character, three bytes, says as much as three letters
        said = len(pasted.text[start:end].encode("utf-8", "replace"))
        if said >= _SENTENCE or (end - start) * 3 >= len(pasted.text.strip()):
            return True
    if verdict.confidence == "low" and verdict.reason.id in _SAYS_LITTLE and pasted.text.strip().count(" ") == 1:
        return False  # "Unknown error" is a label of a program that does not know either
    guessed = verdict.rule.startswith("gist-")
    return prose.tells(pasted.text, start, end, guessed=guessed, own=verdict.trust >= _SURE)


def _format_by_rule(failures: list[Failure]) -> str | None:
    """Sentences of Odoo and Python are known by the row that reads them, where no wrapper gives them away."""
    for failure in failures:
        source = failure.verdict.rule.partition("-")[0]
        if source in ("odoo", "oauth", "python"):
            return "python" if source == "python" else "odoo"
    return None


def _failure(pasted: Paste, attempt: Attempt) -> Failure | None:
    _settle_codes(attempt)
    host = attempt.remote_mta
    spoke = (
        bounce.host_in(attempt.text) or (host if provider_of(host) else None) or bounce.host_in(attempt.context) or host
    )
    verdict = classify(_server_words(attempt), attempt.reply_code, attempt.enhanced_code, spoke)
    if verdict.reason.id == "unknown":  # the relay's sentence before the code may still tell
        verdict = classify(attempt.text, attempt.reply_code, attempt.enhanced_code, spoke)
    if attempt.exception and verdict.trust <= 10:  # at which command it was raised
        raised = classify(attempt.exception, None, None)
        verdict = raised if raised.trust > verdict.trust else verdict
    if verdict.trust <= 30 and attempt.context.strip():
        # what the reporting system says around the words: only where they say nothing, or hardly anything
        wider = classify(attempt.context, attempt.reply_code, attempt.enhanced_code, spoke)
        if wider.rule.startswith("gist-") and wider.reason.id in _OF_ANY_NOTICE:
            wider = verdict
        says_little = verdict.reason.id in _SAYS_LITTLE or not verdict.words
        if verdict.reason.id == "unknown" or (says_little and wider.trust >= (65 if verdict.words else 45)):
            wider.confidence = "medium" if wider.confidence == "high" else wider.confidence
            verdict = wider
    if verdict.rule.startswith("python-") and (by_program := _by_program(attempt)) is not None:
        verdict = by_program
    permanence = _permanence(attempt, verdict)
    recipient = attempt.recipient
    if recipient is None and verdict.reason.id in _ABOUT_RECIPIENT:
        recipient = _recipient_in(attempt.text)
    return Failure(
        verdict=verdict,
        recipient=recipient.strip(".") if recipient else None,
        reply_code=attempt.reply_code,
        enhanced_code=attempt.enhanced_code,
        permanence=permanence,
        remote_mta=host or spoke,
        diagnostic=" ".join(attempt.text.split())[:_MAX_DIAGNOSTIC],
        evidence=_evidence(pasted, attempt, verdict),
    )


def _recipient_in(words: str) -> str | None:
    """The address that a reply speaks of: no Message-ID, which looks like one, and nobody behind "from"."""
    for found in ADDRESS.finditer(words[:2000]):
        before = words[max(0, found.start() - 24) : found.start()].lower()
        if "message-id" not in before and not before.rstrip("<\"' ").endswith(
            ("from", "by", "contact", "ask", "hello", "dear", "hi")
        ):
            return found[0]
    return None


def _by_program(attempt: Attempt) -> Verdict | None:
    """A local program that failed (Postfix pipe(8), "Command output: ..."): what it printed is about itself, and
    that it could not connect or log in somewhere is no word of the recipient's server. None where it is not so."""
    words, output, _ = attempt.text.partition("Command output:")
    return classify(words, attempt.reply_code, attempt.enhanced_code) if output else None


def _said(transcript: str) -> str:
    """The lines of the first refusal that a transcript marks as the server's; empty if they have no words."""
    lines: list[str] = []
    for line in transcript[:8000].split("\n"):
        if _SAID.match(line.lstrip(" \t>")):
            lines.append(line.strip())
        elif lines:
            break
    return "\n".join(lines) if sum(map(str.isalpha, "".join(lines))) >= 8 else ""


def _server_words(attempt: Attempt) -> str:
    """The remote server's own words: a relay's sentence before them ("SMTP error after MAIL FROM:") is not theirs.

    In a transcript of the session (Sendmail, Courier) they are marked "<<<"; below them Sendmail says what it makes of
    the code, "550 5.1.1 <a@b>... User unknown", whatever the server's words were.
    """
    if "<<<" in attempt.text and (said := _said(attempt.text)):
        return said
    codes = reply.first(attempt.text)
    if codes is None or codes.reply is None or codes.weight < 2 or codes.start > 600:
        return attempt.text
    words = attempt.text[codes.start :]
    return words if sum(map(str.isalpha, words[:200])) >= 8 else attempt.text


def _settle_codes(attempt: Attempt) -> None:
    """The codes of the server's own words win; the Status field fills in what they leave out."""
    if attempt.reply_code is None and attempt.enhanced_code is None:
        codes = reply.first(attempt.text)
        if codes is None or codes.reply is None:
            other = reply.first(attempt.context[:4000]) if attempt.context else None
            if (
                other is not None
                and (codes is None or other.reply is not None)
                and not (attempt.status and codes is None and other.reply is None)
            ):
                codes = other if codes is None else other._replace(enhanced=codes.enhanced or other.enhanced)
        if codes:
            attempt.reply_code, attempt.enhanced_code = codes.reply, codes.enhanced
    if attempt.enhanced_code is None:
        attempt.enhanced_code = attempt.status


def _permanence(attempt: Attempt, verdict: Verdict) -> str:
    """Permanent or temporary: what the row knows, else the action, else the codes, else what the reason is like."""
    stated = attempt.reply_code or attempt.enhanced_code
    if verdict.reason.id == "expired" and verdict.row is not None and verdict.row.permanence:
        return verdict.row.permanence  # "expired" is final, whatever the Action field says (OpenSMTPD: "delayed")
    if attempt.action == "delayed":
        return "temporary"
    if verdict.row is not None and verdict.row.permanence and (stated or attempt.action is None):
        # a 5xx that clears by itself (a limit for the day) is still final for this message: the code is the server's
        # word, and that sending again helps is told by ``retry``
        final_code = attempt.reply_code is not None and attempt.reply_code >= 500
        return "permanent" if final_code else verdict.row.permanence
    if attempt.reply_code:
        return "permanent" if attempt.reply_code >= 500 else "temporary"
    if attempt.enhanced_code:
        # "Action: failed" is final; 4.x.x beside it says that another day may be better, but not for a dead address
        final = attempt.action == "failed" and verdict.reason.hard
        return "permanent" if final or attempt.enhanced_code[0] == "5" else "temporary"
    if attempt.action == "failed":
        return "permanent"
    return verdict.reason.permanence


def _evidence(pasted: Paste, attempt: Attempt, verdict: Verdict) -> tuple[Span, ...]:
    """The words that decided and the codes, in the pasted text; the whole diagnostic where nothing narrower is."""
    if attempt.start is None or attempt.end is None:
        where = locate(" ".join(attempt.text.split()[:12]), pasted.text) if attempt.text else None
        if where is None:
            return ()
        start, end = where[0], min(len(pasted.text), where[0] + len(attempt.text) + 200)
    else:
        start, end = attempt.start, attempt.end
    spans: list[tuple[int, int]] = []
    if verdict.words and (found := locate(verdict.words, pasted.text, start, end)):
        spans.append(found)
    codes = reply.first(pasted.text, start, end)
    if codes is not None and (codes.reply == attempt.reply_code or codes.enhanced == attempt.enhanced_code):
        spans.append((codes.start, codes.end))
    elif where := _codes_elsewhere(pasted.text, attempt):
        spans.append(where)
    if not spans:
        spans.append((start, min(end, start + _MAX_DIAGNOSTIC)))
    return tuple(pasted.span(*span) for span in _merged(spans))


def _codes_elsewhere(text: str, attempt: Attempt) -> tuple[int, int] | None:
    """Where the codes stand when another paragraph than the one that decided states them."""
    if not (attempt.reply_code and attempt.enhanced_code):
        return None
    for between in (" ", "-", " #"):
        words = f"{attempt.reply_code}{between}{attempt.enhanced_code}"
        if (start := text.find(words)) >= 0:
            return start, start + len(words)
    return None


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
