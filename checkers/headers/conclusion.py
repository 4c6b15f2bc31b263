"""What DMARC makes of the results that can be trusted, and in whose name the message is signed (RFC 7489)."""

import re
from dataclasses import dataclass

from checkers.headers.authentication import Statement
from checkers.headers.fieldset import FieldSet
from checkers.headers.finding import listed
from checkers.wording import Text, Wording, text

_POLICY = re.compile(r"\bp=(none|quarantine|reject)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """``result`` is pass, fail or unknown; ``stated`` what the server itself said of DMARC."""

    result: str
    domain: str | None
    by: tuple[str, ...]
    stated: str | None
    policy: str | None
    disposition: str | None
    own: tuple[str, ...]
    others: tuple[str, ...]
    text: Text
    signed: Text

    def to_dict(self, wording: Wording) -> dict:
        return {
            "result": self.result,
            "domain": self.domain,
            "by": list(self.by),
            "stated": self.stated,
            "policy": self.policy,
            "disposition": self.disposition,
            "text": wording(self.text),
            "signed_by": {
                "kind": "own" if self.own else "provider" if self.others else "none",
                "own": list(self.own),
                "others": list(self.others),
                "text": wording(self.signed),
            },
        }


def conclude(fields: FieldSet, verdicts: list[Statement], stated: list[Statement]) -> Conclusion | None:
    """The conclusion from the receiver's results ``verdicts``; None for a message without From or without results."""
    domain = fields.from_domain
    if domain is None or not stated:
        return None
    checks = [one for one in verdicts if one.result.method in ("spf", "dkim")]
    dmarc = next((one for one in verdicts if one.result.method == "dmarc"), None)
    spf = next((one for one in checks if one.result.method == "spf"), None)
    passed = [one for one in checks if one.result.result == "pass" and (one.result.method == "dkim" or one is spf)]
    by = tuple(dict.fromkeys(one.result.method for one in passed if one.aligned))
    said = dmarc.result.result if dmarc else None
    if by or said == "pass":
        result = "pass"
    elif checks or said == "fail":
        result = "fail"
    else:
        result = "unknown"
    policy, disposition = _policy(dmarc)
    own, others = _signers(verdicts, stated)
    return Conclusion(
        result,
        domain,
        by,
        said,
        policy,
        disposition,
        own,
        others,
        _say(result, by, domain, said),
        _signed(own, others, domain),
    )


def _policy(dmarc: Statement | None) -> tuple[str | None, str | None]:
    """The policy that the server quotes (``p=REJECT``) and what it did (``dis=…``, ``action=…``)."""
    if dmarc is None:
        return None, None
    found = _POLICY.search(dmarc.result.comment or "")
    given = dmarc.result.properties
    policy = found[1] if found else given.get("policy.published-domain-policy") or given.get("policy.p")
    did = re.search(r"\bdis=([A-Za-z]{4,12})", dmarc.result.comment or "")
    disposition = did[1] if did else given.get("action") or given.get("policy.applied-disposition")
    return (policy.lower() if policy else None), (disposition.lower() if disposition else None)


def _signers(verdicts: list[Statement], stated: list[Statement]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Domains of valid signatures, own ones apart; where no server judged them, of all signatures."""
    dkim = [one for one in verdicts if one.result.method == "dkim" and one.result.result == "pass"]
    if not any(one.result.method == "dkim" for one in verdicts):
        dkim = [one for one in stated if one.result.source == "DKIM-Signature"]
    own = dict.fromkeys(one.result.domain for one in dkim if one.result.domain and one.aligned)
    others = dict.fromkeys(one.result.domain for one in dkim if one.result.domain and not one.aligned)
    return tuple(own)[:20], tuple(others)[:20]


def _say(result: str, by: tuple[str, ...], domain: str, said: str | None) -> Text:
    if result == "pass" and by:
        return text(
            "DMARC passes for {domain}: {methods} passed for the domain in From.",
            domain=domain,
            methods=listed(name.upper() for name in by),
        )
    if result == "pass":
        return text("The receiving server says that DMARC passed for {domain}.", domain=domain)
    if result == "fail" and said in ("none", "bestguessfail"):
        return text(
            "{domain} has no DMARC record. With one, DMARC would fail: nothing that passed belongs to it.",
            domain=domain,
        )
    if result == "fail":
        return text("DMARC fails for {domain}: neither SPF nor DKIM passed for the domain in From.", domain=domain)
    return text("The results do not suffice to say what DMARC makes of {domain}.", domain=domain)


def _signed(own: tuple[str, ...], others: tuple[str, ...], domain: str) -> Text:
    if own and others:
        return text(
            "Signed by your domain ({own}) and by the provider ({others}).",
            own=", ".join(own),
            others=", ".join(others),
        )
    if own:
        return text("Signed by the domain in From ({own}).", own=", ".join(own))
    if others:
        return text(
            "Signed by the provider ({others}) only. This does not vouch for {domain}.",
            others=", ".join(others),
            domain=domain,
        )
    return text("No valid signature.")
