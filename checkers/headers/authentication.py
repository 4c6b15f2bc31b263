"""Who vouches for a message: the servers' results, their alignment with From, and what follows from them."""

from dataclasses import dataclass

from checkers.headers import authres
from checkers.headers.authres import Result
from checkers.headers.boundary import SEALED, Boundary
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings, listed
from checkers.headers.psl import aligned
from checkers.message import Field
from checkers.report import Severity
from checkers.wording import Text, Wording, text

MAX_FIELDS = 300  # fields of one kind that are read
ASKED_SINCE = 1325376000  # 2012-01-01, when DMARC began; nobody missed SPF or DKIM on older mail
_SOURCES = {
    "authentication-results": "Authentication-Results",
    "arc-authentication-results": "ARC-Authentication-Results",
    "received-spf": "Received-SPF",
    "dkim-signature": "DKIM-Signature",
}
_ALIGNABLE = frozenset(("spf", "dkim", "dmarc"))


@dataclass(slots=True)
class Statement:
    """One result with the field that states it and its alignment with the domain in From."""

    result: Result
    field: Field
    aligned: bool | None
    trusted: bool | None = None
    trusted_why: Text | None = None

    def to_dict(self, wording: Wording) -> dict:
        result = self.result
        return {
            "method": result.method,
            "result": result.result,
            "domain": result.domain,
            "selector": result.selector,
            "aligned": self.aligned,
            "source": result.source,
            "authority": result.authority,
            "comment": result.comment,
            "trusted": self.trusted,
            "trusted_why": wording(self.trusted_why) if self.trusted_why else None,
        }


def statements(fields: FieldSet, boundary: Boundary) -> list[Statement]:
    """Every result of every field, in the order of the message, and whether it can be trusted; signatures carry no
    result."""
    found: list[Statement] = []
    read = dict.fromkeys(_SOURCES, 0)
    for field in fields.fields:
        name = field.name.lower()
        if name not in _SOURCES or read[name] >= MAX_FIELDS:
            continue
        read[name] += 1
        value = fields.value_of(field)
        if name == "received-spf":
            results = [spf] if (spf := authres.parse_received_spf(value)) else []
        elif name == "dkim-signature":
            results = [authres.parse_signature(value)]
        else:
            results = authres.parse(value, _SOURCES[name])[1]
        trusted, why = (None, None) if name == "dkim-signature" or not results else _trust(boundary, field, results[0])
        for result in results:
            match = aligned(result.domain, fields.from_domain) if result.method in _ALIGNABLE else None
            found.append(Statement(result, field, match, trusted, why))
    return found


def _trust(boundary: Boundary, field: Field, result: Result) -> tuple[bool | None, Text]:
    """Results of ARC count like the receiver's own where the receiver sealed them, else as far as their sealer."""
    if result.source == "ARC-Authentication-Results" and not (
        result.authority
        and boundary.index is not None
        and field.start < boundary.below
        and boundary.is_own(result.authority)
    ):
        return None, SEALED
    if result.source == "Received-SPF" and result.authority and "." not in result.authority.strip("."):
        return boundary.trust(field, None)  # the program's name, not the server's
    return boundary.trust(field, result.authority)


def received(stated: list[Statement]) -> list[Statement]:
    """The results of the reader's own server: those that can be trusted, else those of the topmost field.

    Fields below come from servers on the way or from the sender, and may be made up.
    """
    results = [statement for statement in stated if statement.result.source == "Authentication-Results"]
    top = next((statement for statement in results if statement.trusted), results[0] if results else None)
    spf = [statement for statement in stated if statement.result.source == "Received-SPF"]
    if top is None:
        return [statement for statement in spf if statement.trusted][:1] or spf[:1]
    own = [
        statement
        for statement in results
        if statement.result.authority == top.result.authority and (statement.trusted or not top.trusted)
    ]
    if not any(statement.result.method == "spf" for statement in own):
        own += [statement for statement in spf if statement.trusted == top.trusted][:1]
    return own


def judge(fields: FieldSet, stated: list[Statement], forwarded: bool, findings: Findings) -> None:
    """Add the findings on SPF, DKIM, DMARC and ARC as the receiving server judged them."""
    verdicts = received(stated)
    signatures = [statement for statement in stated if statement.result.source == "DKIM-Signature"]
    if not verdicts:
        findings.add("no-authentication")
        return
    spf = next((statement for statement in verdicts if statement.result.method == "spf"), None)
    dkim = [statement for statement in verdicts if statement.result.method == "dkim"]
    dmarc = next((statement for statement in verdicts if statement.result.method == "dmarc"), None)
    aligned_pass = [
        statement
        for statement in ([spf] if spf else []) + dkim
        if statement.result.result == "pass" and statement.aligned
    ]
    proven = bool(aligned_pass) or (dmarc is not None and dmarc.result.result == "pass")
    failed = dmarc is not None and dmarc.result.result == "fail"
    context = _Context(fields, findings, proven, forwarded, failed)
    if dmarc:
        context.dmarc(dmarc)
    if spf:
        context.spf(spf)
    context.dkim(dkim, signatures, has_results=bool(stated))
    context.alignment(spf, dkim, aligned_pass)
    for statement in verdicts:
        result = statement.result
        if result.method == "arc" and result.result == "fail":
            findings.add("arc-fail", context.evidence(statement))
        elif result.method == "compauth" and result.result in ("fail", "softfail") and not failed:
            findings.add(
                "compauth-fail",
                context.evidence(statement),
                result=result.result,
                reason=result.properties.get("reason", "?"),
                from_domain=context.from_domain,
            )
    if proven and not failed:
        passed = [statement.result.method.upper() for statement in aligned_pass] or ["DMARC"]
        findings.add(
            "authenticated",
            *(context.evidence(statement) for statement in aligned_pass[:2]),
            methods=listed(passed),
            from_domain=context.from_domain,
        )


def judge_trust(
    fields: FieldSet, stated: list[Statement], verdicts: list[Statement], boundary: Boundary, findings: Findings
) -> None:
    """Say so where none of the results was noted by the reader's own server."""
    if verdicts and boundary.index is not None and all(statement.trusted is False for statement in verdicts):
        findings.add(
            "untrusted-results",
            fields.span(verdicts[0].field),
            authority=verdicts[0].result.authority or text("an unnamed server"),
            by=boundary.way[boundary.index].hop.by or text("an unnamed server"),
        )


class _Context:
    """The facts that decide how grave a result is: whether another one proves the sender, and forwarding."""

    def __init__(self, fields: FieldSet, findings: Findings, proven: bool, forwarded: bool, dmarc_failed: bool) -> None:
        self.fields = fields
        self.findings = findings
        self.proven = proven
        self.forwarded = forwarded
        self.dmarc_failed = dmarc_failed
        self.from_domain: str | Text = fields.from_domain or text("the domain in From")

    def evidence(self, statement: Statement):
        """The words of the result in its field, or the field."""
        field, result = statement.field, statement.result
        if result.source == "Received-SPF":
            return self.fields.span(field)
        for words in (f"{result.method}={result.result}", f"{result.method} = {result.result}"):
            at = field.raw.lower().find(words)
            if at >= 0:
                return self.fields.layout.span(field.value_start + at, field.value_start + at + len(words))
        return self.fields.span(field)

    def unless_old(self, usual: Severity) -> Severity:
        """A missing record or signature is no fault of a message that is older than the custom."""
        date = self.fields.date
        return "info" if date is not None and date < ASKED_SINCE else self.milder(usual)

    def milder(self, usual: Severity) -> Severity:
        """Another method proves the sender: what would be an error is worth a look, a warning a note."""
        if not self.proven:
            return usual
        return {"error": "warning", "warning": "info"}.get(usual, usual)

    def spf(self, statement: Statement) -> None:
        result = statement.result
        word = {"hardfail": "fail", "error": "temperror", "unknown": "permerror"}.get(
            result.result or "", result.result
        )
        usual: dict[str, Severity] = {
            "fail": "error",
            "softfail": "warning",
            "neutral": "info",
            "none": "warning",
            "temperror": "warning",
            "permerror": "error",
        }
        if word not in usual:
            return
        severity = self.unless_old(usual[word]) if word == "none" else self.milder(usual[word])
        if self.forwarded and self.proven:
            severity = "info"
        ip = result.properties.get("client-ip") or _sender_ip(result.comment) or text("address not stated")
        self.findings.add(
            f"spf-{word}", self.evidence(statement), severity=severity, domain=result.domain or self.from_domain, ip=ip
        )

    def dkim(self, results: list[Statement], signatures: list[Statement], has_results: bool) -> None:
        passed = any(statement.result.result == "pass" for statement in results)
        if (
            not results
            and not signatures
            and has_results
            or results
            and all(s.result.result == "none" for s in results)
            and not signatures
        ):
            evidence = [self.evidence(statement) for statement in results[:1]]
            self.findings.add("dkim-none", *evidence, severity=self.unless_old("warning"), from_domain=self.from_domain)
            return
        for statement in results:
            result = statement.result
            word = {"hardfail": "fail", "invalid": "permerror", "bad": "fail"}.get(result.result or "", result.result)
            usual: dict[str, Severity] = {
                "fail": "error",
                "neutral": "info",
                "temperror": "warning",
                "permerror": "error",
                "policy": "info",
            }
            if word not in usual or f"dkim-{word}" in self.findings:
                continue
            severity = self.milder(usual[word])
            if passed and self.proven:
                severity = "info"
            self.findings.add(
                f"dkim-{word}",
                self.evidence(statement),
                severity=severity,
                domain=result.domain or self.from_domain,
                selector=result.selector or self._selector(signatures, result.domain),
            )

    @staticmethod
    def _selector(signatures: list[Statement], domain: str | None) -> str | Text:
        for statement in signatures:
            if statement.result.domain == domain and statement.result.selector:
                return statement.result.selector
        return text("selector")

    def dmarc(self, statement: Statement) -> None:
        word = {"bestguesspass": "none", "bestguessfail": "none"}.get(
            statement.result.result or "", statement.result.result
        )
        if word in ("none", "temperror", "permerror"):
            self.findings.add(
                f"dmarc-{word}",
                self.evidence(statement),
                severity="info" if word != "none" and self.proven else None,
                from_domain=self.from_domain,
            )
        elif word == "fail":
            self.findings.add("dmarc-fail", self.evidence(statement), from_domain=self.from_domain)

    def alignment(self, spf: Statement | None, dkim: list[Statement], aligned_pass: list[Statement]) -> None:
        """Passes that belong to other domains than From."""
        spf_elsewhere = spf is not None and spf.result.result == "pass" and spf.aligned is False
        signers = [statement for statement in dkim if statement.result.result == "pass" and statement.aligned is False]
        dkim_aligned = any(statement.result.method == "dkim" for statement in aligned_pass)
        if signers and not dkim_aligned:
            self.findings.add(
                "signed-by-provider-only",
                self.evidence(signers[0]),
                severity="info" if self.proven or self.dmarc_failed else None,
                domain=signers[0].result.domain,
                from_domain=self.from_domain,
            )
        if spf_elsewhere and spf is not None:
            self.findings.add(
                "spf-not-aligned", self.evidence(spf), domain=spf.result.domain, from_domain=self.from_domain
            )
        if (spf_elsewhere or signers) and not self.proven and not self.dmarc_failed:
            domains = dict.fromkeys(s.result.domain or "" for s in ([spf] if spf_elsewhere and spf else []) + signers)
            self.findings.add(
                "not-aligned",
                *(self.evidence(s) for s in signers[:1]),
                severity="info" if signers and not dkim_aligned else None,
                from_domain=self.from_domain,
                domains=", ".join(domains),
            )


def _sender_ip(comment: str | None) -> str | None:
    """``sender IP is 192.0.2.1`` (Microsoft), ``designates 192.0.2.1`` (Google and others)."""
    words = (comment or "").split()
    for before in ("is", "designate", "designates", "of"):
        for at, word in enumerate(words[:-1]):
            if (
                word == before
                and (words[at + 1].count(".") == 3 or ":" in words[at + 1])
                and words[at + 1][0] in "0123456789abcdef"
            ):
                return words[at + 1]
    return None
