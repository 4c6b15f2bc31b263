"""The header checker: an EML file, or only its headers, in any shape in which people paste them."""

from checkers import paste
from checkers.headers import (
    arc,
    authentication,
    boundary,
    conclusion,
    forwarding,
    odoo,
    required,
    signatures,
    traits,
    transit,
    verdicts,
)
from checkers.headers.comparison import Comparison, compare_reports
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings
from checkers.headers.layout import lay_out
from checkers.headers.report import HeadersReport
from checkers.message import parse
from checkers.report import Report
from checkers.wording import Text, text

__all__ = ["Comparison", "HeadersReport", "check", "compare", "compare_reports"]


MSG_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file, as Outlook saves messages


def check(source: str | bytes) -> HeadersReport:
    """Explain the headers in ``source``: summary, way, who vouches, findings. Any input gives a report."""
    findings, notes = Findings(), ()
    if isinstance(source, bytes | bytearray) and source[:8] == MSG_MAGIC:
        source, notes = _out_of_msg(bytes(source), findings)
    pasted = paste.read(source)
    fields = FieldSet(lay_out(pasted))
    if "unreadable-msg" in findings:
        return HeadersReport(fields, [], [], findings.sorted())
    if not fields.fields:
        findings.add("no-headers" if pasted.text.strip() else "empty-input")
        return HeadersReport(fields, [], [], findings.sorted())
    way = transit.passages(fields)
    crossing = boundary.find(fields, way)
    stated = authentication.statements(fields, crossing)
    own = authentication.received(stated)
    chain = arc.read(fields)
    arc.settle(chain, own)
    marks = verdicts.read(fields)
    bounce = _bounce(source, fields)
    if bounce is not None:
        findings.add("bounce-message", *fields.spans("content-type" if "content-type" in fields else "subject"))
    authentication.judge(fields, stated, traits.forwarding_evidence(fields) is not None, findings)
    authentication.judge_trust(fields, stated, own, crossing, findings)
    signatures.judge(fields, stated, way, findings)
    arc.judge(chain, fields, crossing, own, findings)
    required.judge(fields, findings)
    transit.judge(fields, way, findings)
    forwarding.judge(fields, way, crossing, stated, own, findings)
    verdicts.judge(marks, findings)
    traits.judge(fields, findings, odoo.is_sent_by_odoo(fields), bounce is not None)
    odoo.judge(fields, findings)
    if not findings.has("error", "warning") and way and bounce is None:
        findings.add("nothing-wrong")
    return HeadersReport(
        fields,
        way,
        stated,
        findings.sorted(),
        bounce,
        boundary=crossing,
        arc=chain,
        verdicts=marks,
        conclusion=conclusion.conclude(fields, own, stated),
        notes=notes,
    )


def compare(a: str | bytes, b: str | bytes) -> Comparison:
    """What differs between two messages, best the one that arrived (``a``) and the one that did not (``b``)."""
    return compare_reports(check(a), check(b))


def _out_of_msg(data: bytes, findings: Findings) -> tuple[str, tuple[Text, ...]]:
    """The headers of an Outlook file; its reader is loaded when one comes."""
    from checkers.headers import msg

    try:
        message = msg.read(data)
    except msg.MsgError as error:
        findings.add("unreadable-msg", why=error.why)
        return "", ()
    if message.arrived:
        return message.headers, (text("The headers were taken out of an Outlook file (.msg)."),)
    return message.headers, (
        text("This Outlook file (.msg) holds no headers of its way; sender, recipients and subject were read."),
    )


def _bounce(source: str | bytes, fields: FieldSet) -> Report | None:
    """The SMTP checker's report if the message is a bounce; only suspects are parsed whole."""
    if not _may_be_bounce(fields):
        return None
    from checkers import smtp  # checkers do not depend on each other, except where one hands over

    if not smtp.is_bounce(parse(fields.layout.paste.text)):
        return None
    return smtp.check(source)


def _may_be_bounce(fields: FieldSet) -> bool:
    if "x-failed-recipients" in fields or (fields.value("content-type") or "").lower().startswith("multipart/report"):
        return True
    if (fields.value("return-path") or "").replace(" ", "") == "<>" or (
        fields.value("auto-submitted") or ""
    ).lower().startswith("auto-"):
        return True
    sender = (fields.value("from") or "").lower()
    subject = (fields.text("subject") or "").lower()
    return any(
        name in sender for name in ("mailer-daemon", "postmaster", "mail delivery", "postoffice", "mailmaster")
    ) or any(
        word in subject
        for word in (
            "undeliver",
            "delivery status",
            "delivery fail",
            "failure notice",
            "returned mail",
            "退信",
            "系统退信",
            "not delivered",
            "delivery notification",
        )
    )
