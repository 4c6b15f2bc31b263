"""Forwarding, lists and gateways between sender and mailbox: recognised, and what they broke."""

from checkers.headers import traits
from checkers.headers.authentication import Statement
from checkers.headers.boundary import Boundary
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings
from checkers.headers.operators import group, operator
from checkers.headers.transit import Passage
from checkers.wording import Text


def judge(
    fields: FieldSet,
    way: list[Passage],
    boundary: Boundary,
    stated: list[Statement],
    verdicts: list[Statement],
    findings: Findings,
) -> None:
    """Add the findings on a gateway in front of the mailbox, and on results that passed earlier and no longer do."""
    gateway = _gateway(way, boundary, stated, verdicts)
    if gateway is not None:
        passage, row = gateway
        findings.add("gateway", fields.span(passage.field), operator=Text(row["name"]))
    sent_on = (
        gateway is not None
        or traits.forwarding_evidence(fields) is not None
        or traits.is_mailing_list(fields)
        or any(boundary.role(passage) == "relay" for passage in way)
        or "arc-seal" in fields
    )
    if sent_on:
        _judge_broken(fields, boundary, stated, verdicts, findings)


def _gateway(
    way: list[Passage], boundary: Boundary, stated: list[Statement], verdicts: list[Statement]
) -> tuple[Passage, dict] | None:
    """The gateway that handed over at the boundary, if it served the recipient: it noted results, or SPF was judged on
    it and failed. A sender's own gateway leaves no such trace."""
    if not boundary.index:
        return None
    handed = way[boundary.index].hop
    row = operator(handed.from_rdns) or operator(handed.from_)
    passage = next(
        (
            one
            for one in reversed(way[: boundary.index])
            if group(one.hop.by) == group(handed.from_rdns or handed.from_)
        ),
        None,
    )
    if (
        row is None
        or row["kind"] != "gateway"
        or passage is None
        or boundary.receiver == group(handed.from_rdns or handed.from_)
    ):
        return None
    noted = any(one.result.authority and operator(one.result.authority) is row for one in stated)
    spf = next((one.result.result for one in verdicts if one.result.method == "spf"), None)
    return (passage, row) if noted or spf in ("fail", "softfail") else None


def _judge_broken(
    fields: FieldSet, boundary: Boundary, stated: list[Statement], verdicts: list[Statement], findings: Findings
) -> None:
    broken: dict[str, Statement] = {}
    for method in ("spf", "dkim"):
        final = [one for one in verdicts if one.result.method == method]
        if not final or any(one.result.result == "pass" and _counts(one) for one in final):
            continue
        earlier = next((one for one in stated if one not in verdicts and _passed_earlier(one, method, boundary)), None)
        if earlier is not None:
            broken[method.upper()] = earlier
    if broken:
        first = next(iter(broken.values()))
        findings.add(
            "forwarding-broke",
            *(fields.span(one.field) for one in broken.values()),
            what=", ".join(broken),
            server=first.result.authority or "?",
        )


def _counts(statement: Statement) -> bool:
    """SPF passes for whatever the Return-Path is; a signature counts when it is that of From."""
    return statement.result.method == "spf" and statement.aligned is not False or bool(statement.aligned)


def _passed_earlier(statement: Statement, method: str, boundary: Boundary) -> bool:
    result = statement.result
    return (
        result.method == method
        and result.result == "pass"
        and bool(statement.aligned)
        and result.source in ("Authentication-Results", "ARC-Authentication-Results")
        and bool(result.authority)
        and not boundary.is_own(result.authority or "")
    )
