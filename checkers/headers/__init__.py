"""The header checker: an EML file, or only its headers, in any shape in which people paste them."""

from checkers import paste
from checkers.headers import authentication, odoo, required, traits, transit
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings
from checkers.headers.layout import lay_out
from checkers.headers.report import HeadersReport
from checkers.message import parse
from checkers.report import Report

__all__ = ["HeadersReport", "check"]


def check(source: str | bytes) -> HeadersReport:
    """Explain the headers in ``source``: summary, way, who vouches, findings. Any input gives a report."""
    pasted = paste.read(source)
    fields = FieldSet(lay_out(pasted))
    findings = Findings()
    if not fields.fields:
        findings.add("no-headers" if pasted.text.strip() else "empty-input")
        return HeadersReport(fields, [], [], findings.sorted())
    way = transit.passages(fields)
    stated = authentication.statements(fields)
    bounce = _bounce(source, fields)
    if bounce is not None:
        findings.add("bounce-message", *fields.spans("content-type" if "content-type" in fields else "subject"))
    authentication.judge(fields, stated, traits.forwarding_evidence(fields) is not None, findings)
    required.judge(fields, findings)
    transit.judge(fields, way, findings)
    traits.judge(fields, findings, odoo.is_sent_by_odoo(fields), bounce is not None)
    odoo.judge(fields, findings)
    if not findings.has("error", "warning") and way and bounce is None:
        findings.add("nothing-wrong")
    return HeadersReport(fields, way, stated, findings.sorted(), bounce)


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
