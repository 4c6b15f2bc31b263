"""Two messages side by side, "the one that arrived and the one that did not": what differs, and what that may mean."""

from dataclasses import dataclass

from checkers.headers import dates
from checkers.headers.finding import duration
from checkers.headers.operators import group, operator
from checkers.headers.report import HeadersReport
from checkers.headers.transit import transit_s
from checkers.report import Finding, Report, Severity
from checkers.wording import Text, Wording, text

MAX_DIFFERENCES = 200
SLOWER_S = 60  # seconds by which one message has to be slower before it is worth a line

_ASPECTS = {
    "authentication": text("Authentication"),
    "parties": text("Parties"),
    "way": text("Way"),
    "times": text("Times"),
    "verdicts": text("What filters wrote"),
}
_Shown = str | Text | None

PASSED_ONCE = text("It passed for one email and not for the other. Receivers refuse or sort out what does not pass.")
PASSED_ALIKE = text("Both passed or neither did; the results differ in detail.")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two messages differ; None where a message says nothing of it."""

    aspect: str
    part: Text | str
    a: _Shown
    b: _Shown
    weight: Severity
    meaning: Text | None = None

    def to_dict(self, wording: Wording) -> dict:
        return {
            "aspect": self.aspect,
            "part": _put(self.part, wording),
            "a": _put(self.a, wording),
            "b": _put(self.b, wording),
            "weight": self.weight,
            "meaning": wording(self.meaning) if self.meaning else None,
        }


def _put(value: _Shown, wording: Wording) -> str | None:
    return wording(value) if isinstance(value, Text) else value


class Comparison(Report):
    """What differs between the messages ``a`` and ``b``; their own reports hold the rest."""

    kind = "headers-comparison"

    def __init__(self, a: HeadersReport, b: HeadersReport, differences: list[Difference]) -> None:
        self.decoded = ""
        self.a, self.b = a, b
        self.differences = differences
        self.only_a = _findings_of(a, b)
        self.only_b = _findings_of(b, a)

    def facts(self, wording: Wording) -> dict:
        return {
            "kind": self.kind,
            "differences": [one.to_dict(wording) for one in self.differences],
            "only_a": [finding.to_dict(wording) for finding in self.only_a],
            "only_b": [finding.to_dict(wording) for finding in self.only_b],
            "a": self.a.facts(wording),
            "b": self.b.facts(wording),
        }

    def lines(self, wording: Wording) -> list[str]:
        if not (self.a.is_message and self.b.is_message):
            return [wording(text("Two messages are needed; one of the texts holds no email headers."))]
        if not (self.differences or self.only_a or self.only_b):
            return [wording(text("No difference that matters was found."))]
        out: list[str] = []
        aspect = None
        for one in self.differences:
            if one.aspect != aspect:
                aspect = one.aspect
                out += ["", wording(_ASPECTS[aspect])] if out else [wording(_ASPECTS[aspect])]
            a, b = _put(one.a, wording) or "—", _put(one.b, wording) or "—"
            out.append(f"  {_put(one.part, wording)}: A {a} | B {b}")
            if one.meaning:
                out.append(f"      {wording(one.meaning)}")
        for title, found in ((text("Only in A"), self.only_a), (text("Only in B"), self.only_b)):
            if found:
                out += ["", wording(title), *(f"  {wording(finding.title)}" for finding in found)]
        return out


def _findings_of(one: HeadersReport, other: HeadersReport) -> tuple[Finding, ...]:
    known = {finding.id for finding in other.findings}
    return tuple(finding for finding in one.findings if finding.id not in known)


def compare_reports(a: HeadersReport, b: HeadersReport) -> Comparison:
    """Compare two messages that were checked before."""
    if not (a.is_message and b.is_message):
        return Comparison(a, b, [])
    found = [*_authentication(a, b), *_parties(a, b), *_way(a, b), *_times(a, b), *_verdicts(a, b)]
    return Comparison(a, b, found[:MAX_DIFFERENCES])


def _authentication(a: HeadersReport, b: HeadersReport) -> list[Difference]:
    """The receivers' own results; a pass that the other message lacks weighs most."""
    found = []
    for method in ("spf", "dkim", "dmarc", "arc", "compauth"):
        one, other = _result(a, method), _result(b, method)
        if one != other:
            passes = {one is not None and one.startswith("pass"), other is not None and other.startswith("pass")}
            found.append(
                Difference(
                    "authentication",
                    text("{name} result", name=method.upper()),
                    one,
                    other,
                    "error" if len(passes) == 2 else "info",
                    PASSED_ONCE if len(passes) == 2 else PASSED_ALIKE,
                )
            )
    signers = [
        ", ".join((*report.conclusion.own, *report.conclusion.others)) if report.conclusion else "" for report in (a, b)
    ]
    if set(signers[0].split(", ")) != set(signers[1].split(", ")):
        found.append(
            Difference(
                "authentication",
                text("Valid signatures of"),
                signers[0] or None,
                signers[1] or None,
                "warning",
                text("The messages are signed by different domains: they may have left by different servers."),
            )
        )
    results = [report.conclusion.result if report.conclusion else None for report in (a, b)]
    if results[0] != results[1]:
        found.append(
            Difference(
                "authentication",
                text("DMARC conclusion"),
                a.conclusion.text if a.conclusion else None,
                b.conclusion.text if b.conclusion else None,
                "error",
                text("By DMARC the receiver decides whether it believes the domain in From. This is often the reason."),
            )
        )
    return found


def _result(report: HeadersReport, method: str) -> str | None:
    """The nearest server's results of a method with the domains they are of, as one word."""
    found = dict.fromkeys(
        f"{one.result.result} ({one.result.domain})" if one.result.domain else one.result.result or ""
        for one in report.verdict_statements
        if one.result.method == method
    )
    return ", ".join(sorted(found, key=lambda words: (not words.startswith("pass"), words))) or None


def _parties(a: HeadersReport, b: HeadersReport) -> list[Difference]:
    found = []
    for name, part, meaning in (
        ("from", text("Domain in From"), text("Each domain has SPF, DKIM and DMARC records of its own: compare them.")),
        ("return-path", text("Domain in Return-Path"), text("SPF is judged on this domain, and bounces go there.")),
        ("reply-to", text("Domain in Reply-To"), text("Answers to the two emails go to different places.")),
        ("to", text("Domain of the recipient"), text("Two receivers can judge the same email differently.")),
    ):
        one, other = _domain(a, name), _domain(b, name)
        if one != other:
            found.append(Difference("parties", part, one, other, "info" if name == "to" else "warning", meaning))
    for name, part, meaning in (
        ("x-mailer", text("Program"), text("The emails were made by different programs.")),
        ("message-id", text("Host in Message-ID"), text("The emails were made on different servers.")),
    ):
        one, other = a.fields.text(name), b.fields.text(name)
        if name == "message-id":
            one, other = (_id_host(value) for value in (one, other))
        if one != other:
            found.append(Difference("parties", part, one, other, "info", meaning))
    return found


def _domain(report: HeadersReport, name: str) -> str | None:
    if name == "from":
        return report.fields.from_domain
    return next((mailbox.domain for mailbox in report.fields.mailboxes(name)[:20] if mailbox.domain), None)


def _id_host(value: str | None) -> str | None:
    host = (value or "").rpartition("@")[2].strip("<> ")
    row = operator(host)
    return row["name"] if row else host or None


def _way(a: HeadersReport, b: HeadersReport) -> list[Difference]:
    found = []
    if len(a.passages) != len(b.passages):
        counts = [str(len(report.passages)) for report in (a, b)]
        found.append(Difference("way", text("Number of hops"), *counts, "info", text("They took different ways.")))
    one, other = _servers(a), _servers(b)
    only_one, only_other = [host for host in one if host not in other], [host for host in other if host not in one]
    if only_one or only_other:
        found.append(
            Difference(
                "way",
                text("Servers that only one of them passed"),
                ", ".join(only_one[:10]) or None,
                ", ".join(only_other[:10]) or None,
                "warning",
                text("Compare the outgoing mail server, the gateways and the forwarding of both."),
            )
        )
    for part, pick, meaning in (
        (
            text("Server that handed over to the receiver"),
            lambda hop: hop.from_rdns or hop.from_,
            text("The receiver judges an email by this server: by its name, its reputation and SPF."),
        ),
        (text("Its IP address"), lambda hop: hop.from_ip, text("Blocklists and reputation go by this address.")),
        (text("Encryption of that hop"), lambda hop: hop.tls_version, text("Some receivers demand encryption.")),
    ):
        values = [_at_boundary(report, pick) for report in (a, b)]
        if values[0] != values[1]:
            found.append(Difference("way", part, values[0], values[1], "info", meaning))
    return found


def _servers(report: HeadersReport) -> list[str]:
    """Operators or organisations on the way, in their order."""
    named = {}
    for passage in report.passages[:200]:
        for host in (passage.hop.from_rdns or passage.hop.from_, passage.hop.by):
            belongs = group(host)
            if belongs:
                row = operator(host)
                named.setdefault(belongs, row["name"] if row else belongs)
    return list(named.values())


def _at_boundary(report: HeadersReport, pick) -> str | None:
    boundary = report.boundary
    return pick(boundary.way[boundary.index].hop) if boundary is not None and boundary.index is not None else None


def _times(a: HeadersReport, b: HeadersReport) -> list[Difference]:
    found = []
    waited = text("Ask whoever runs the server where it waited: a queue, greylisting or a scan.")
    took = [transit_s(report.passages) for report in (a, b)]
    if None not in took and abs(took[0] - took[1]) >= SLOWER_S:
        found.append(Difference("times", text("Time on the way"), duration(took[0]), duration(took[1]), "info", waited))
    slowest = [max(((p.delay_s or 0, p.hop.by or "?") for p in report.passages), default=(0, "?")) for report in (a, b)]
    if abs(slowest[0][0] - slowest[1][0]) >= SLOWER_S:
        found.append(
            Difference(
                "times",
                text("Longest wait"),
                *(text("{duration} before {by}", duration=duration(s), by=by) for s, by in slowest),
                "info",
                waited,
            )
        )
    sent = [dates.iso(report.fields.date) for report in (a, b)]
    if sent[0] != sent[1]:
        found.append(Difference("times", text("Date"), sent[0], sent[1], "info"))
    return found


def _verdicts(a: HeadersReport, b: HeadersReport) -> list[Difference]:
    """Conclusions of filters by field and part; details that differ from message to message are left out."""
    one, other = ({(v.field.lower(), v.part): v for v in reversed(report.verdicts) if v.decides} for report in (a, b))
    found = []
    for key in dict.fromkeys((*one, *other)):
        left, right = one.get(key), other.get(key)
        if left and right and (left.value.lower() == right.value.lower() or left.meaning == right.meaning):
            continue
        worst = next((v for v in (right, left) if v and v.weight in ("error", "warning")), None)
        if worst is None and not (left and right):
            continue  # one side was let pass by a filter that the other never met
        shown = right or left
        name = f"{shown.field} {shown.part}" if shown.part else shown.field
        found.append(
            Difference(
                "verdicts",
                name,
                left.value if left else None,
                right.value if right else None,
                worst.weight if worst else "info",
                Text((worst or shown).meaning),
            )
        )
    return found
