"""What kind of email it is, and who is who in it."""

import re

from checkers.headers.addresses import Mailbox
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings
from checkers.headers.lookalike import imitated, shown_brand
from checkers.headers.psl import aligned, organisational
from checkers.message import Field

_REPLY_SUBJECT = re.compile(
    r"\s{0,4}(?:re|aw|antw|sv|odp|回复|答复|回覆|答覆)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,3}[:：]", re.IGNORECASE
)
# What mail programs put before the subject of the message that they answer, and what people write there.
_AUTOMATIC_SUBJECT = re.compile(
    r"\s{0,4}(?:auto(?:matic|mated)?[ -]?(?:reply|response)|autoreply|out of (?:the )?office|自动回复|自動回覆|"
    r"abwesenheitsnotiz|automatische antwort|réponse automatique|respuesta automática)\b",
    re.IGNORECASE,
)
ONE_CLICK_SINCE = 1483228800  # 2017-01-01, the month of RFC 8058; older mail lacks nothing
_ADDRESS_IN_NAME = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})")


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
    """Add the findings on lists, bulk, automatic replies, forwarding and the parties named."""
    listed = is_mailing_list(fields)
    if listed:
        name = "list-id" if "list-id" in fields else "list-post" if "list-post" in fields else "mailing-list"
        findings.add("mailing-list", *fields.spans(name), value=fields.text(name) or name)
    if is_bulk(fields):
        post = (fields.value("list-unsubscribe-post") or "").lower()
        if "one-click" not in post or "https://" not in (fields.value("list-unsubscribe") or "").lower():
            is_older = fields.date is not None and fields.date < ONE_CLICK_SINCE
            findings.add(
                "bulk-without-one-click",
                *fields.spans("list-unsubscribe", "precedence"),
                severity="info" if is_older else None,
            )
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
    field = next((one for one in fields.all("precedence")[:5] if fields.value_of(one).lower() == "auto_reply"), None)
    if field is None and _AUTOMATIC_SUBJECT.match(fields.text("subject") or ""):
        return fields.first("subject")
    return field


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
    _judge_name(fields, sender, findings, is_bulk_mail)
    known = tuple(
        mailbox.domain for name in ("to", "delivered-to") for mailbox in fields.mailboxes(name)[:5] if mailbox.domain
    )
    for name, proper, domain in (
        ("from", "From", from_domain),
        ("reply-to", "Reply-To", replies.domain if replies else None),
        ("sender", "Sender", agent.domain if agent else None),
    ):
        if not domain or len(domain) > 255:
            continue
        how = imitated(domain, known if name == "from" else (*known, from_domain))
        if how is not None:
            findings.add("lookalike-domain", *fields.spans(name), field=proper, domain=organisational(domain), how=how)
        elif "xn--" in domain and not organisational(domain).isascii():
            findings.add(
                "punycode-domain", *fields.spans(name), field=proper, domain=organisational(domain), encoded=domain
            )


def _judge_name(fields: FieldSet, sender: Mailbox, findings: Findings, is_bulk_mail: bool) -> None:
    shown = _ADDRESS_IN_NAME.search(sender.name or "")
    if shown and shown[0].lower() != (sender.address or "").lower() and not aligned(shown[1], sender.domain):
        findings.add("name-shows-other-address", *fields.spans("from"), name=sender.name, address=sender.address)
        return
    brand = shown_brand(sender.name, sender.domain or "")
    if brand is not None:
        findings.add(
            "name-shows-brand",
            *fields.spans("from"),
            severity="info" if is_bulk_mail else None,  # brands send through services, and write to lists
            name=sender.name,
            brand=brand.title(),
            domain=sender.domain,
        )
