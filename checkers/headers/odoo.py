"""What a header proves about Odoo: sent by which record, will a reply find its record, where bounces and answers go.

The shapes are those that Odoo writes (13 to 19) and the order in which its routing reads an incoming message.
"""

import re
from dataclasses import dataclass

from checkers.headers import dates
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings, duration
from checkers.headers.psl import aligned
from checkers.wording import text

QUEUED_S = 3600  # from here on the time in Odoo's own queue is worth a note
MAX_IDS = 32  # Odoo reads the last 32 ids of References (18 on)

_ID = re.compile(r"<([^<>\s]{1,900})>")
# <R.T-openerp-TAG@HOST>; up to Odoo 10 the time stood first.
_ODOO_ID = re.compile(r"(?:(\d{15})\.)?(\d{9,11})\.(\d{1,20})-openerp-([^@>\s]{1,300})@([^>\s]{1,300})")
_LOOSE_ID = re.compile(r"-openerp-([^@>\s]{1,300})@")
_RECORD = re.compile(r"(\d{1,15})-([a-z0-9_.]{1,100})")
_ODOO_HOST = re.compile(r"[a-z0-9-]{1,63}\.(?:odoo\.com|dev\.odoo\.com)")
_INTERNAL = ("x-forge-to", "x-msg-to-add", "x-msg-to-consolidate")


@dataclass(frozen=True, slots=True)
class OdooId:
    """A Message-ID that Odoo made: its tag, the record if the tag names one, and when it was made (UTC seconds)."""

    tag: str
    record: int | None
    model: str | None
    time: int | None
    host: str | None


def read_id(message_id: str) -> OdooId | None:
    """An Odoo Message-ID taken apart; None for any other one.

    >>> read_id("<482910337756120.1767225600.123456001281738-openerp-42-sale.order@web-7f9c>").model
    'sale.order'
    """
    if "-openerp-" not in message_id:
        return None
    loose = _LOOSE_ID.search(message_id)
    if not loose:
        return None
    tag = loose[1]
    exact = _ODOO_ID.search(message_id)
    time = int(exact[2]) if exact else None
    record = _RECORD.fullmatch(tag)
    return OdooId(
        tag, int(record[1]) if record else None, record[2] if record else None, time, exact[5] if exact else None
    )


def to_dict(fields: FieldSet) -> dict | None:
    """What Odoo wrote into its own Message-ID, for the report; None for mail that Odoo did not send."""
    own = read_id(fields.value("message-id") or "") or read_id(fields.value("x-odoo-message-id") or "")
    if own is None:
        return None
    return {"model": own.model, "record": own.record, "tag": own.tag, "time": dates.iso(own.time), "host": own.host}


def is_sent_by_odoo(fields: FieldSet) -> bool:
    return "-openerp-" in (fields.value("message-id") or "") or "-openerp-" in (fields.value("x-odoo-message-id") or "")


def judge(fields: FieldSet, findings: Findings) -> None:
    """Add the findings on mail from and to Odoo."""
    own = read_id(fields.value("message-id") or "") or read_id(fields.value("x-odoo-message-id") or "")
    if own is not None:
        _judge_sent(fields, own, findings)
    else:
        _judge_reply(fields, findings)
    _judge_objects(fields, findings)
    original = fields.value("x-google-original-message-id") or ""
    if "SMTPIN_ADDED_BROKEN@mx.google.com" in (fields.value("message-id") or "") and (
        "open" in original or "=?" in original
    ):
        findings.add("odoo-broken-message-id", *fields.spans("message-id", "x-google-original-message-id"))
    for name in _INTERNAL:
        field = fields.first(name)
        if field is not None:
            findings.add("odoo-internal-fields", fields.span(field), field=field.name)
            break


def _judge_sent(fields: FieldSet, own: OdooId, findings: Findings) -> None:
    evidence = fields.spans("message-id")
    time = dates.iso(own.time) or text("an unknown date")
    if own.model:
        findings.add("odoo-sent", *evidence, model=own.model, record=str(own.record), time=time)
    else:
        findings.add("odoo-sent-unlinked", *evidence, tag=own.tag, time=time)
    if own.time is not None and fields.date is not None and fields.date - own.time >= QUEUED_S:
        findings.add("odoo-queued", *evidence, *fields.spans("date"), duration=duration(fields.date - own.time))
    _judge_return_path(fields, findings)
    sender = fields.senders[0] if fields.senders else None
    replies = fields.mailboxes("reply-to")
    if (
        own.tag != "reply_to"
        and sender is not None
        and sender.address
        and (not replies or (replies[0].address or "").lower() == sender.address.lower())
    ):
        local = sender.address.partition("@")[0].lower()
        if local not in ("catchall", "notifications", "bounce"):
            findings.add("odoo-reply-to-user", *fields.spans("reply-to", "from"), address=sender.address)


def _judge_return_path(fields: FieldSet, findings: Findings) -> None:
    returns = next((mailbox for mailbox in fields.mailboxes("return-path") if mailbox.domain), None)
    if returns is None or returns.domain is None:
        return
    local = (returns.address or "").rpartition("@")[0].lower()
    evidence = fields.spans("return-path")
    if local.partition("+")[0] != "bounce" and not local.startswith("bounce-"):
        findings.add("odoo-return-path", *evidence, address=returns.address)
    elif (
        _ODOO_HOST.fullmatch(returns.domain) and fields.from_domain and not aligned(returns.domain, fields.from_domain)
    ):
        findings.add(
            "odoo-bounce-domain",
            *evidence,
            *fields.spans("from"),
            address=returns.address,
            from_domain=fields.from_domain,
        )


def _judge_reply(fields: FieldSet, findings: Findings) -> None:
    """Routing reads the ids of References, and those of In-Reply-To only where References holds none."""
    references = _ID.findall((fields.value("references") or "")[-40_000:])
    in_reply_to = _ID.findall((fields.value("in-reply-to") or "")[:4000])
    used = references or in_reply_to
    name = "references" if references else "in-reply-to"
    known = [found for found in (read_id(one) for one in used[-MAX_IDS:]) if found]
    if any("loop-detection-bounce-email" in found.tag for found in known):
        findings.add("odoo-reply-to-notice", *fields.spans(name))
        return
    linked = next((found for found in reversed(known) if found.model), None)
    if linked is not None:
        findings.add("odoo-reply-threads", *fields.spans(name), model=linked.model, record=str(linked.record))
        return
    skipped = next((found for found in (read_id(one) for one in in_reply_to) if found and found.model), None)
    if references and skipped is not None:
        findings.add(
            "odoo-reply-not-threaded",
            *fields.spans("references", "in-reply-to"),
            model=skipped.model,
            record=str(skipped.record),
        )
    elif any("reply_to" in found.tag for found in known):
        findings.add("odoo-reply-collected", *fields.spans(name))
    elif known:
        findings.add("odoo-reply-unlinked", *fields.spans(name), tag=known[-1].tag)
    elif _goes_to(fields, "catchall") is not None:
        _judge_catchall(fields, used, name, findings)


def _judge_catchall(fields: FieldSet, used: list[str], name: str, findings: Findings) -> None:
    if used and all(one.endswith(".amazonses.com") for one in used):
        findings.add("odoo-reply-replaced-id", *fields.spans(name))
    elif not used:
        address = _goes_to(fields, "catchall")
        where = "to" if "to" in fields else "delivered-to"
        findings.add("odoo-to-catchall", *fields.spans(where), address=address)


def _goes_to(fields: FieldSet, local: str) -> str | None:
    """The recipient with that local part; Odoo looks at To and Delivered-To."""
    for name in ("to", "delivered-to"):
        for mailbox in fields.mailboxes(name)[:50]:
            if (mailbox.address or "").lower().startswith(local + "@"):
                return mailbox.address
    return None


def _judge_objects(fields: FieldSet, findings: Findings) -> None:
    objects = fields.value("x-odoo-objects")
    if objects and not is_sent_by_odoo(fields):
        records = [part.strip() for part in objects[:2000].split(",") if part.strip()]
        if records:
            findings.add("odoo-documents", *fields.spans("x-odoo-objects"), records=", ".join(records[:10]))
