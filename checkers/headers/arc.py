"""The ARC sets of a message in order, and whether their chain holds by its form (RFC 8617 sections 4 and 5.2).

No signature is verified here; what the receiving server found is in its own results (``arc=pass``).
"""

from dataclasses import dataclass, field

from checkers.headers import authres
from checkers.headers.authentication import Statement
from checkers.headers.boundary import Boundary
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import Findings, listed
from checkers.message import Field
from checkers.wording import Text, Wording, plural, text

MAX_SETS = 50  # RFC 8617 section 5.1.1: no chain may be longer
_KINDS = {
    "arc-authentication-results": "results",
    "arc-message-signature": "signature",
    "arc-seal": "seal",
}
_NAMES = {"results": "ARC-Authentication-Results", "signature": "ARC-Message-Signature", "seal": "ARC-Seal"}


@dataclass(slots=True)
class ArcSet:
    """One instance: its fields by kind, who sealed it, and what it says of the chain before it (cv)."""

    instance: int
    fields: dict[str, list[Field]] = field(default_factory=dict)
    sealer: str | None = None
    selector: str | None = None
    cv: str | None = None
    authority: str | None = None
    results: list[authres.Result] = field(default_factory=list)

    def to_dict(self) -> dict:
        return {
            "instance": self.instance,
            "sealer": self.sealer,
            "selector": self.selector,
            "cv": self.cv,
            "authority": self.authority,
            "results": [
                {"method": one.method, "result": one.result, "domain": one.domain} for one in self.results[:50]
            ],
        }


@dataclass(slots=True)
class Chain:
    """All sets in order; ``verdict`` is none, pass, fail, broken or unverified."""

    sets: list[ArcSet]
    verdict: str = "none"
    problems: list[Text] = field(default_factory=list)
    oldest_pass: int | None = None

    def to_dict(self, wording: Wording) -> dict:
        return {
            "verdict": self.verdict,
            "problems": [wording(problem) for problem in self.problems],
            "oldest_pass": self.oldest_pass,
            "sets": [one.to_dict() for one in self.sets],
        }


def read(fields: FieldSet) -> Chain:
    """The chain by its form; ``settle`` adds what the receiver found."""
    sets: dict[int, ArcSet] = {}
    stray = False
    for name, kind in _KINDS.items():
        for found in fields.all(name)[: MAX_SETS * 2]:
            value = fields.value_of(found)
            instance = _instance(value)
            if instance is None:
                stray = True
                continue
            one = sets.setdefault(instance, ArcSet(instance))
            one.fields.setdefault(kind, []).append(found)
            if len(one.fields[kind]) == 1:
                _fill(one, kind, value)
    chain = Chain([sets[instance] for instance in sorted(sets)])
    if chain.sets or stray:
        chain.problems = _problems(chain.sets, stray)
        chain.verdict = "broken" if chain.problems else "fail" if chain.sets[-1].cv == "fail" else "unverified"
    return chain


def _instance(value: str) -> int | None:
    for part in value[:400].split(";")[:12]:
        name, equals, number = part.partition("=")
        if equals and name.strip().lower() == "i":
            number = number.strip()
            return int(number) if number.isdecimal() and number.isascii() and 0 < int(number[:6]) <= 1000 else None
    return None


def _fill(one: ArcSet, kind: str, value: str) -> None:
    if kind == "results":
        one.authority, one.results = authres.parse(value, "ARC-Authentication-Results")
        return
    pairs = authres.tags(value)
    if kind == "seal":
        one.cv = (pairs.get("cv") or "").lower() or None
        one.sealer, one.selector = authres.domain_of(pairs.get("d")), pairs.get("s")
    elif one.sealer is None:
        one.sealer, one.selector = authres.domain_of(pairs.get("d")), pairs.get("s")


def _problems(sets: list[ArcSet], stray: bool) -> list[Text]:
    found: list[Text] = []
    if stray:
        found.append(text("An ARC field has no readable instance number (i=)."))
    expected = 1
    for one in sets[: MAX_SETS + 1]:
        if one.instance != expected:
            found.append(text("The set i={n} is missing.", n=expected))
        expected = one.instance + 1
        for kind, name in _NAMES.items():
            count = len(one.fields.get(kind, ()))
            if count == 0:
                found.append(text("The set i={n} lacks the field {name}.", n=one.instance, name=name))
            elif count > 1:
                said = plural("The set i={n} has {name} {count} times.", n=one.instance, name=name, count=count)
                found.append(said)
        if "seal" not in one.fields:
            continue
        right = "none" if one.instance == 1 else "pass"
        is_last_fail = one.cv == "fail" and one is sets[-1]
        if one.cv != right and not is_last_fail:
            found.append(
                text(
                    "The set i={n} says cv={cv}, but has to say cv={right}.",
                    n=one.instance,
                    cv=one.cv or "?",
                    right=right,
                )
            )
    if len(sets) > MAX_SETS:
        found.append(text("The chain has more than {n} sets.", n=MAX_SETS))
    return found[:12]


def settle(chain: Chain, verdicts: list[Statement]) -> None:
    """Add what the receiving server found out about the chain (``verdicts`` are its results)."""
    for statement in verdicts:
        result = statement.result
        if result.method != "arc":
            continue
        if chain.verdict in ("unverified", "none") and result.result in ("pass", "fail") and chain.sets:
            chain.verdict = result.result
        oldest = result.properties.get("arc.oldest-pass", "")
        if oldest.isdecimal() and oldest.isascii():
            chain.oldest_pass = int(oldest[:4])
        return


def judge(chain: Chain, fields: FieldSet, boundary: Boundary, verdicts: list[Statement], findings: Findings) -> None:
    """Add the findings on the chain's form, and on what a forwarder vouches for where the receiver's checks fail."""
    if chain.problems:
        spans = [fields.span(found) for one in chain.sets[:3] for kind in one.fields.values() for found in kind[:1]]
        if not spans:
            spans = [fields.span(found) for name in _KINDS for found in fields.all(name)[:1]]
        passed = any(one.result.result == "pass" and one.aligned for one in verdicts)
        findings.add("arc-broken", *spans[:3], severity="info" if passed else None, problem=chain.problems[0])
        return
    own = {statement.result.method: statement.result.result for statement in reversed(verdicts)}
    if not any(own.get(method) not in (None, "pass") for method in ("spf", "dkim", "dmarc")):
        return
    for one in chain.sets:
        if one.authority and boundary.is_own(one.authority):
            continue
        vouched = [
            result.method.upper()
            for result in one.results
            if result.result == "pass"
            and result.method in ("spf", "dkim", "dmarc")
            and own.get(result.method) != "pass"
        ]
        if vouched:
            findings.add(
                "arc-vouched",
                fields.span(one.fields["results"][0]),
                sealer=one.sealer or one.authority or "?",
                methods=listed(vouched),
            )
            return
