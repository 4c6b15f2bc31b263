"""Bare replies: what servers say, in the layouts in which people paste it."""

from random import Random

from mails import facts

# Code, enhanced status code, words; the shapes of large providers, of Postfix, Exim and Exchange, and of Chinese hosts.
WORDINGS = [
    ("550", "5.1.1", "<{recipient}>: Recipient address rejected: User unknown in virtual mailbox table"),
    ("550", "5.1.1", "The email account that you tried to reach does not exist. gsmtp {token}"),
    ("550", "5.1.10", "RESOLVER.ADR.RecipientNotFound; Recipient {recipient} not found by SMTP address lookup"),
    ("552", "5.2.2", "The recipient's inbox is out of storage space. gsmtp {token}"),
    ("554", "5.2.2", "mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException"),
    ("550", "5.2.1", "Mailbox {recipient} disabled for this recipient"),
    ("550", "5.7.1", "Message rejected: SPF check failed for company.example, client {relay_ip}"),
    ("550", "5.7.26", "Unauthenticated email from company.example is not accepted due to domain's DMARC policy."),
    ("554", "5.7.1", "Service unavailable; Client host [{relay_ip}] blocked using bl.example.net; listed"),
    ("550", "5.7.1", "Our system has detected that this message is likely unsolicited mail. {token}"),
    ("554", "5.7.1", "<{recipient}>: Relay access denied"),
    ("451", "4.7.1", "Greylisting in action, please come back in {number} seconds"),
    ("450", "4.2.1", "The user {recipient} is receiving mail at a rate that prevents additional messages"),
    ("421", "4.7.0", "Too many connections from {relay_ip}, try again later"),
    ("452", "4.3.1", "Insufficient system storage on {mx}"),
    ("552", "5.3.4", "Message size exceeds fixed limit of {number}0000 bytes"),
    ("550", "5.7.25", "Client host [{relay_ip}] has no reverse DNS (PTR) record"),
    ("530", "5.7.0", "Must issue a STARTTLS command first"),
    ("535", "5.7.8", "Error: authentication failed: user {sender} or password not accepted"),
    ("554", "5.4.6", "Too many hops {number}: mail loop to {recipient}"),
    ("554", "5.6.0", "Message contains invalid header in queue {queue_id}"),
    ("553", "5.1.8", "<{sender}>: Sender address rejected: Domain not found"),
    ("550", "5.1.1", "User not found: {recipient} 用户不存在"),
    ("554", "5.7.1", "[A10] 邮件内容被反垃圾系统判定为垃圾邮件 {token}"),
]

BARE = "{code} {enhanced} {words}"
LOG = (
    "Nov 17 08:12:44 {relay} postfix/smtp[{number}]: {queue_id}: to=<{recipient}>, relay={mx}[{ip}]:25, delay=1.9,"
    " delays=0.1/0/1.2/0.6, dsn={enhanced}, status=bounced (host {mx}[{ip}] said: {code} {enhanced} {words})"
)
LAYOUTS = [
    BARE,
    "<{recipient}>: host {mx}[{ip}] said: {code} {enhanced} {words} (in reply to RCPT TO command)",
    "Remote Server returned '{code} {enhanced} {words}'",
    "{recipient}: smtp;{code} {enhanced} {words}",
    LOG,
    '"error": "{recipient}: {code} {enhanced} {words}\\r\\n"',
    "SMTPRecipientsRefused: {{'{recipient}': ({code}, b'{enhanced} {words}')}}",
    "> {code} {enhanced} {words}",
]


def said(rng: Random, values: dict[str, str]) -> dict[str, str]:
    """``values`` with a reply about them: ``code``, ``enhanced`` and ``words``."""
    code, enhanced, words = rng.choice(WORDINGS)
    return values | {"code": code, "enhanced": enhanced, "words": words.format(**values)}


def reply(rng: Random, layout: str) -> str:
    """One reply, one line."""
    return layout.format(**said(rng, facts(rng)))


def replies(rng: Random, count: int) -> list[str]:
    """``count`` replies to different recipients, in all layouts in turn."""
    return [reply(rng, LAYOUTS[index % len(LAYOUTS)]) for index in range(count)]


def paste(rng: Random, count: int, layout: str) -> str:
    """``count`` replies in one text, a line each."""
    return "\n".join(reply(rng, layout) for _ in range(count))
