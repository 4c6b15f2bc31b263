"""What kind of email it is, who is who in it, and what filters wrote on it."""

import re
import unicodedata

from checkers.headers.addresses import Mailbox
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings
from checkers.headers.psl import aligned, organisational
from checkers.message import Field

_REPLY_SUBJECT = re.compile(
    r"\s{0,4}(?:re|aw|antw|sv|odp|回复|答复|回覆|答覆)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,3}[:：]", re.IGNORECASE
)
_ADDRESS_IN_NAME = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})")
_SCL = re.compile(r"(?:\A|;)\s{0,4}SCL:\s{0,2}(\d{1,2})")
_SFV = re.compile(r"(?:\A|;)\s{0,4}SFV:\s{0,2}(SPM|SKB|SKS)\b")
SPAM_CONFIDENCE = 5  # Microsoft's spam confidence level from which a message goes to Junk


def is_mailing_list(fields: FieldSet) -> bool:
    return "list-id" in fields or "list-post" in fields or "mailing-list" in fields


def is_bulk(fields: FieldSet) -> bool:
    """Whether the message says that many people got it, discussion lists left out."""
    if "list-post" in fields or "x-mailman-version" in fields or "mailing-list" in fields:
        return False
    precedence = (fields.value("precedence") or "").lower()
    return precedence in ("bulk", "list", "junk") or "list-unsubscribe" in fields or "x-campaign-id" in fields


def forwarding_evidence(fields: FieldSet) -> Field | None:
    """The field that shows that the message was forwarded or redirected before it arrived, None without one."""
    for name in ("x-forwarded-to", "x-forwarded-for", "resent-from", "resent-to", "x-ms-exchange-forwardingloop"):
        if name in fields:
            return fields.first(name)
    field = fields.first("return-path")
    if field is not None:
        local = fields.value_of(field).strip("<> ").lower()
        if local.startswith(("srs0", "srs1", "prvs=srs")) or "+srs=" in local or "+caf_=" in local:
            return field
    return None


def judge(fields: FieldSet, findings: Findings, is_odoo: bool, is_bounce: bool) -> None:
    """Add the findings on filters' marks, lists, bulk, automatic replies, forwarding and the parties named."""
    _judge_spam(fields, findings)
    listed = is_mailing_list(fields)
    if listed:
        name = "list-id" if "list-id" in fields else "list-post" if "list-post" in fields else "mailing-list"
        findings.add("mailing-list", *fields.spans(name), value=fields.text(name) or name)
    if is_bulk(fields):
        post = (fields.value("list-unsubscribe-post") or "").lower()
        if "one-click" not in post or "https://" not in (fields.value("list-unsubscribe") or "").lower():
            findings.add("bulk-without-one-click", *fields.spans("list-unsubscribe", "precedence"))
    forwarded = forwarding_evidence(fields)
    if forwarded is not None:
        findings.add("forwarded", fields.span(forwarded), field=forwarded.name)
    automatic = _automatic(fields)
    if automatic is not None and not is_bounce:
        findings.add("auto-reply", fields.span(automatic), field=automatic.name)
    subject = fields.text("subject") or ""
    if _REPLY_SUBJECT.match(subject) and "in-reply-to" not in fields and "references" not in fields:
        findings.add("reply-without-references", *fields.spans("subject"))
    _judge_parties(fields, findings, listed or is_bulk(fields), is_odoo)


def _automatic(fields: FieldSet) -> Field | None:
    field = fields.first("auto-submitted")
    if field is not None and fields.value_of(field).lower().startswith("auto-replied"):
        return field
    for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply"):
        found = fields.first(name)
        if found is not None and fields.value_of(found).lower() not in ("no", "false", "0"):
            return found
    field = fields.first("precedence")
    return field if field is not None and fields.value_of(field).lower() == "auto_reply" else None


def _judge_spam(fields: FieldSet, findings: Findings) -> None:
    """The plain marks that filters leave; one finding, on the first of them."""
    for name in (
        "x-spam-flag",
        "x-spam-status",
        "x-spam",
        "x-barracuda-spam-status",
        "x-spam-action",
        "x-rspamd-action",
        "x-ms-exchange-organization-scl",
        "x-forefront-antispam-report",
        "x-microsoft-antispam-mailbox-delivery",
    ):
        for field in fields.all(name)[:3]:
            value = fields.value_of(field)
            word = value[:40].strip().lower()
            marked = False
            if name == "x-ms-exchange-organization-scl":
                marked = word.isdecimal() and SPAM_CONFIDENCE <= int(word) <= 9
            elif name == "x-forefront-antispam-report":
                level = _SCL.search(value)
                marked = bool(level and int(level[1]) >= SPAM_CONFIDENCE or _SFV.search(value))
            elif name == "x-microsoft-antispam-mailbox-delivery":
                marked = "dest:j;" in value.lower()
            elif name in ("x-spam-action", "x-rspamd-action"):
                marked = word in ("reject", "add header", "rewrite subject", "quarantine")
            else:
                marked = word.startswith(("yes", "true", "spam")) and not word.startswith("spam detection")
            if marked:
                findings.add("marked-as-spam", fields.span(field), field=field.name, value=value)
                return


def _judge_parties(fields: FieldSet, findings: Findings, is_bulk_mail: bool, is_odoo: bool) -> None:
    from_domain = fields.from_domain
    sender = next((mailbox for mailbox in fields.senders if mailbox.domain), None)
    if from_domain is None or sender is None:
        return
    returns = next((mailbox for mailbox in fields.mailboxes("return-path") if mailbox.domain), None)
    if returns is not None and not is_odoo and not aligned(returns.domain, from_domain):
        findings.add(
            "return-path-differs",
            *fields.spans("return-path"),
            domain=returns.domain,
            from_domain=from_domain,
            address=returns.address,
        )
    replies = next(
        (mailbox for mailbox in fields.mailboxes("reply-to") if mailbox.domain and " " not in (mailbox.address or "")),
        None,
    )
    if replies is not None and not aligned(replies.domain, from_domain):
        findings.add(
            "reply-to-elsewhere",
            *fields.spans("reply-to"),
            severity=None if is_bulk_mail or is_odoo else "warning",
            domain=replies.domain,
            from_domain=from_domain,
            address=replies.address,
        )
    agent = next((mailbox for mailbox in fields.mailboxes("sender") if mailbox.domain), None)
    if agent is not None and not aligned(agent.domain, from_domain):
        findings.add("sender-differs", *fields.spans("sender"), address=agent.address, from_address=sender.address)
    _judge_name(fields, sender, findings)
    for name, proper in (("from", "From"), ("reply-to", "Reply-To")):
        domain = from_domain if name == "from" else replies.domain if replies else None
        if domain and mixes_scripts(domain):
            findings.add("lookalike-domain", *fields.spans(name), field=proper, domain=organisational(domain))


def _judge_name(fields: FieldSet, sender: Mailbox, findings: Findings) -> None:
    shown = _ADDRESS_IN_NAME.search(sender.name or "")
    if shown and shown[0].lower() != (sender.address or "").lower() and not aligned(shown[1], sender.domain):
        findings.add("name-shows-other-address", *fields.spans("from"), name=sender.name, address=sender.address)


def mixes_scripts(domain: str) -> bool:
    """Whether one label of the domain mixes Latin with Cyrillic or Greek letters, which look alike.

    >>> mixes_scripts("p\\u0430ypal.example"), mixes_scripts("example.com"), mixes_scripts("\\u4f8b\\u5b50.example")
    (True, False, False)
    """
    if domain.isascii() and "xn--" not in domain:
        return False
    for label in organisational(domain).split("."):
        scripts = {unicodedata.name(char, "").partition(" ")[0] for char in label if char.isalpha()}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
            return True
    return False
