"""The header checker's report: summary, hops, authentication and findings, as contract.md lays them out."""

from checkers.headers import dates, odoo
from checkers.headers.answer import Answer, conclude
from checkers.headers.arc import Chain
from checkers.headers.authentication import Statement, received
from checkers.headers.boundary import Boundary
from checkers.headers.conclusion import Conclusion
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import duration
from checkers.headers.operators import operator
from checkers.headers.tokens import blanked, comments
from checkers.headers.transit import Passage, transit_s
from checkers.headers.verdicts import Verdict
from checkers.report import Finding, Report
from checkers.wording import Text, Wording, text

MAX_RECIPIENTS = 500


class HeadersReport(Report):
    """What the headers of one message say. ``bounce`` is the SMTP checker's report where the message is a bounce."""

    kind = "headers"

    def __init__(
        self,
        fields: FieldSet,
        passages: list[Passage],
        statements: list[Statement],
        findings: tuple[Finding, ...],
        bounce: Report | None = None,
        *,
        boundary: Boundary | None = None,
        arc: Chain | None = None,
        verdicts: list[Verdict] | None = None,
        conclusion: Conclusion | None = None,
        notes: tuple[Text, ...] = (),
    ) -> None:
        self.decoded = fields.layout.paste.decoded
        self.fields = fields
        self.passages = passages
        self.statements = statements
        self.findings = findings
        self.bounce = bounce
        self.boundary = boundary
        self.arc = arc or Chain([])
        self.verdicts = verdicts or []
        self.conclusion = conclusion
        self.notes: tuple[Text, ...] = (*notes, *fields.layout.notes)

    @property
    def verdict_statements(self) -> list[Statement]:
        """The results of the reader's own server."""
        return received(self.statements)

    @property
    def answer(self) -> Answer:
        """What counts most of the findings, and whose move it is."""
        failures = self.bounce.failures if self.bounce is not None else ()
        return conclude(self.findings, self.fields.from_domain, failures[0].title if failures else None)

    @property
    def is_message(self) -> bool:
        """Whether header fields were found at all."""
        return bool(self.fields.fields)

    def summary(self) -> dict:
        """The fields that name the message and its parties; addresses decoded, dates in UTC."""
        fields = self.fields
        return {
            "subject": fields.text("subject"),
            "from": fields.senders[0].to_dict() if fields.senders else None,
            "to": [mailbox.to_dict() for mailbox in fields.mailboxes("to")[:MAX_RECIPIENTS]],
            "date": dates.iso(fields.date),
            "message_id": _bare(fields.value("message-id")),
            "return_path": _return_path(fields.value("return-path")),
            "cc": [mailbox.to_dict() for mailbox in fields.mailboxes("cc")[:MAX_RECIPIENTS]],
            "reply_to": [mailbox.to_dict() for mailbox in fields.mailboxes("reply-to")[:MAX_RECIPIENTS]],
            "sender": next((mailbox.to_dict() for mailbox in fields.mailboxes("sender")), None),
            "in_reply_to": _bare(fields.value("in-reply-to")),
            "list_id": fields.text("list-id"),
            "mailer": fields.text("x-mailer") or fields.text("user-agent"),
        }

    def facts(self, wording: Wording) -> dict:
        found = {
            "kind": self.kind,
            "summary": self.summary(),
            "hops": [self._hop(passage, wording) for passage in self.passages],
            "transit_s": transit_s(self.passages),
            "authentication": [statement.to_dict(wording) for statement in self.statements],
            "findings": [finding.to_dict(wording) for finding in self.findings],
            "notes": [wording(note) for note in self.notes],
            "odoo": odoo.to_dict(self.fields),
            "verdicts": [verdict.to_dict(wording) for verdict in self.verdicts],
            "arc": self.arc.to_dict(wording),
            "dmarc_conclusion": self.conclusion.to_dict(wording) if self.conclusion else None,
            "answer": self.answer.to_dict(wording),
        }
        if self.bounce is not None:
            found["bounce"] = self.bounce.facts(wording)
        return found

    def redacted(self) -> str:
        """The header block as text for a ticket: people, addresses, hosts, IPs and ids masked, each the same way
        throughout, so that a check of the copy still shows what went wrong. The body is left out."""
        from checkers.headers.redaction import redact  # only when somebody asks for the copy

        return redact(self.fields)

    def _hop(self, passage: Passage, wording: Wording) -> dict:
        """A hop with what its place tells: on whose side it is, who runs it, whether the message crossed over there."""
        found = passage.to_dict()
        row = operator(passage.hop.by)
        boundary = self.boundary
        found["role"] = boundary.role(passage) if boundary else None
        found["operator"] = wording(row["name"]) if row else None
        found["boundary"] = boundary is not None and boundary.index == passage.index - 1
        return found

    def lines(self, wording: Wording) -> list[str]:
        out = [*self._answer_lines(wording), wording(text("Findings"))]
        marks = {"error": "✗", "warning": "!", "info": "i", "good": "✓"}
        for finding in self.findings:
            out.append(f"{marks[finding.severity]} {wording(finding.title)}")
            out.append(f"    {wording(finding.explanation)}")
            out += [f"    - {wording(step)}" for step in finding.steps]
        for note in self.notes:
            out.append(f"i {wording(note)}")
        if not self.fields.fields:
            return out
        return (
            out
            + self._summary_lines(wording)
            + self._hop_lines(wording)
            + self._result_lines(wording)
            + self._verdict_lines(wording)
            + self._bounce_lines(wording)
        )

    def _answer_lines(self, wording: Wording) -> list[str]:
        """The answer, who acts and the first step; a bounce is answered by its own report further down."""
        answer = self.answer.to_dict(wording)
        colon = wording(text("{label}: {value}"))
        rows = ((text("Who acts"), answer["who_label"]), (text("What to do first"), answer["step"]))
        said = [colon.format(label=wording(label), value=value) for label, value in rows if value]
        return [answer["text"], *said, ""]

    def _summary_lines(self, wording: Wording) -> list[str]:
        summary = self.summary()
        out = ["", wording(text("Summary"))]
        rows = (
            ("Subject", summary["subject"]),
            ("From", _person(summary["from"])),
            ("To", ", ".join(_person(to) or "" for to in summary["to"][:10])),
            ("Date", summary["date"]),
            ("Message-ID", summary["message_id"]),
            ("Return-Path", summary["return_path"]),
            ("Reply-To", ", ".join(_person(to) or "" for to in summary["reply_to"][:5])),
        )
        return out + [f"  {name}: {value}" for name, value in rows if value]

    def _hop_lines(self, wording: Wording) -> list[str]:
        if not self.passages:
            return []
        total = transit_s(self.passages)
        out = [
            "",
            wording(text("Hops, oldest first"))
            + (f" ({wording(duration(total))})" if total is not None and total >= 0 else ""),
        ]
        for passage in self.passages:
            hop = passage.hop
            delay = ""
            if passage.delay_s is not None:
                delay = ("-" if passage.delay_s < 0 else "+") + wording(duration(passage.delay_s))
            way = " → ".join(name for name in (hop.from_, hop.by) if name)
            out.append(
                f"  {passage.index}. {dates.iso(hop.time) or '?'}  {delay:>8}  {way}"
                + (f"  ({hop.with_})" if hop.with_ else "")
            )
        return out

    def _result_lines(self, wording: Wording) -> list[str]:
        if not self.statements:
            return []
        out = ["", wording(text("Authentication"))]
        if self.conclusion is not None:
            out += [f"  {wording(self.conclusion.text)}", f"  {wording(self.conclusion.signed)}"]
        for statement in self.statements:
            result = statement.result
            alignment = {True: wording(text("aligned")), False: wording(text("not aligned")), None: ""}[
                statement.aligned
            ]
            parts = (
                f"{result.method}={result.result}" if result.result else result.method,
                result.domain,
                result.selector,
                alignment,
            )
            out.append(f"  {result.source}: " + "  ".join(part for part in parts if part))
        return out

    def _verdict_lines(self, wording: Wording) -> list[str]:
        told = [verdict for verdict in self.verdicts if verdict.part != "tests" or verdict.weight != "info"]
        if not told:
            return []
        out = ["", wording(text("What filters wrote"))]
        marks = {"error": "✗", "warning": "!", "info": "i", "good": "✓"}
        for verdict in told:
            name = f"{verdict.field} {verdict.part}" if verdict.part else verdict.field
            out.append(f"  {marks[verdict.weight]} {name}: {verdict.value}")
            out.append(f"      {wording(verdict.meaning)}")
        return out

    def _bounce_lines(self, wording: Wording) -> list[str]:
        return ["", wording(text("Bounce")), *self.bounce.lines(wording)] if self.bounce is not None else []


def _bare(value: str | None) -> str | None:
    """An id without angle brackets, and without what stands beside them; ``<>`` gives an empty string."""
    if value is None:
        return None
    plain = blanked(value, comments(value)) if "(" in value else value
    start = plain.find("<")
    end = plain.find(">", start)
    return " ".join((value[start + 1 : end] if start >= 0 and end >= 0 else plain).split()).strip("<> ")


def _return_path(value: str | None) -> str | None:
    """The address of Return-Path without brackets, comments and an obsolete route; ``<>`` gives an empty string."""
    bare = _bare(value)
    return bare.rpartition(":")[2] if bare and bare[0] == "@" else bare


def _person(mailbox: dict | None) -> str | None:
    if not mailbox:
        return None
    return f"{mailbox['name']} <{mailbox['address'] or ''}>" if mailbox["name"] else mailbox["address"]
