"""Decide why a delivery failed: match the server's words and codes against the knowledge, the most telling row first.

Order of trust: words that only one provider writes, general wording, the enhanced status code, the reply code. Text
beats a code, because codes are what servers get wrong most; a code decides only where the words say nothing, or
adds certainty where both agree. Among rows of one trust the most specific reason wins, then the longer match.
"""

from dataclasses import dataclass

from checkers.smtp import gist, reply
from checkers.smtp.pattern import fold, plain, words_of
from checkers.smtp.rules import PROVIDER, Knowledge, Reason, Row, load

# Enhanced codes that servers send for anything (RFC 3463: "other or undefined", "delivery not authorized")
_CATCH_ALL = frozenset(["x.0.0", "x.1.0", "x.2.0", "x.3.0", "x.4.0", "x.5.0", "x.6.0", "x.7.0", "x.7.1"])
MAX_TEXT = 4000  # characters of a diagnostic that are looked at; the words that decide stand at its beginning


@dataclass(slots=True)
class Verdict:
    """Why, how sure, by which row, and which words decided (folded; empty when a code did)."""

    reason: Reason
    rule: str
    row: Row | None
    words: str
    confidence: str
    provider: str | None
    trust: int = 0


def provider_of(host: str | None, known: Knowledge | None = None) -> str | None:
    """The provider whose servers bear that host name, None when it is nobody we know."""
    if not host:
        return None
    host = host.lower().rstrip(".")
    best: tuple[int, str] | None = None
    for provider in (known or load()).providers.values():
        for suffix in provider.hosts:
            if (host == suffix or host.endswith("." + suffix)) and (best is None or len(suffix) > best[0]):
                best = (len(suffix), provider.id)
    return best[1] if best else None


def _marked(folded: str, known: Knowledge) -> str | None:
    for mark, provider in known.marks:
        if mark.anchor in folded and mark.regex.search(folded):
            return provider
    return None


def classify(text: str, reply_code: int | None, enhanced_code: str | None, host: str | None = None) -> Verdict:
    """The verdict on one diagnostic. ``text`` may be empty; unknown is an answer."""
    known = load()
    folded = fold(text[:MAX_TEXT])
    provider = provider_of(host, known) or _marked(folded, known)
    codes = _code_names(reply_code, enhanced_code)
    general = plain(folded)
    best: tuple[tuple[int, ...], Row, str] | None = None
    for word in (None, *(words_of(folded) | words_of(general))):
        for number, row, pattern in known.by_word.get(word, ()):
            words = folded if row.whole_text else general
            if pattern.anchor not in words or not (found := pattern.regex.search(words)):
                continue
            if not _applies(row, codes, provider, words):
                continue
            # the last three only make the choice the same everywhere: a set of words has no order
            score = (
                _trust(row, provider, pattern.length),
                row.reason.rank,
                pattern.length,
                -number,
                -found.start(),
                -found.end(),
            )
            if best is None or score > best[0]:
                best = (score, row, found[0])
    by_code = _by_code(known, reply_code, enhanced_code, provider, codes)
    sure = max(best[0][0] if best else 0, by_code.trust if by_code else 0)
    if sure <= 35 and (guess := gist.find(general, codes)):
        reason = known.reasons[guess[0].reason]
        # a row may say the same with better words; a code that means one thing gives way to clear words only
        outdone = by_code is None or by_code.trust < 30 or (by_code.trust == 30 and guess[0].clear)
        if outdone and (best is None or best[1].reason is not reason):
            return Verdict(reason, guess[0].id, None, guess[1], "low", provider, 22)
    if best and (by_code is None or best[0][0] >= by_code.trust):
        score, row, words = best
        agrees = by_code is not None and by_code.reason is row.reason
        confidence = (
            "high" if score[0] >= 60 or (score[0] >= 40 and agrees) else "medium" if score[0] >= 30 or agrees else "low"
        )
        return Verdict(row.reason, row.id, row, words, confidence, _named(row, provider, known), score[0])
    if by_code:
        return by_code
    return Verdict(known.reasons["unknown"], "unknown", None, "", "low", provider)


def _named(row: Row, provider: str | None, known: Knowledge) -> str | None:
    """The provider to report: the row's own, unless it is software that anybody runs and the host is known."""
    of_row = known.providers[row.provider] if row.provider else None
    if of_row is None or of_row.anonymous or (provider and not of_row.hosts):
        return provider
    return of_row.id


def _trust(row: Row, provider: str | None, length: int) -> int:
    """How far words can be trusted, 0 to 100; a specific enhanced code counts 30."""
    if row.reason.id == "unknown":
        return 5
    if row.tier == PROVIDER:
        if row.provider == provider:
            return 90
        if row.reason.id == "policy":
            return 40  # another server may write the same words and then say which policy
        return 70 if length >= 10 else 50
    return (20, 35, 45, 65)[row.weight]


def _code_names(reply_code: int | None, enhanced_code: str | None) -> frozenset[str]:
    """Every way a row's ``codes`` may name the codes of this reply."""
    names = set()
    if reply_code:
        names |= {str(reply_code), str(reply_code)[0]}
    if enhanced_code:
        names |= {enhanced_code, reply.generic(enhanced_code)}
        if not reply_code:
            names.add(enhanced_code[0])
    return frozenset(names)


def _applies(row: Row, codes: frozenset[str], provider: str | None, words: str) -> bool:
    if row.codes and not codes.intersection(row.codes):
        return False
    if row.scoped and row.provider != provider:
        return False
    return not any(pattern.search(words) for pattern in row.without)


def _by_code(
    known: Knowledge,
    reply_code: int | None,
    enhanced_code: str | None,
    provider: str | None,
    codes: frozenset[str],
) -> Verdict | None:
    """What the codes alone say: the provider's own meaning first, then the registry's."""
    for row in known.scoped_rows.get(provider or "", ()):
        if codes.intersection(row.codes):
            return Verdict(row.reason, row.id, row, "", "medium", provider, 55)
    if enhanced_code and provider is None and reply.generic(enhanced_code) not in known.enhanced:
        # a code that no registry knows is its vendor's own: 5.7.606 names Microsoft as well as a host would
        for rows in known.scoped_rows.values():
            for row in rows:
                if enhanced_code in row.codes or reply.generic(enhanced_code) in row.codes:
                    return Verdict(row.reason, row.id, row, "", "medium", row.provider, 40)
    if enhanced_code:
        generic = reply.generic(enhanced_code)
        entry = known.enhanced.get(generic)
        if entry and entry.get("reason"):
            trust = 15 if generic in _CATCH_ALL else 30
            # beside another reply code than the registry's, an enhanced code may mean something else
            reason = entry.get("reasons", {}).get(str(reply_code), entry["reason"])
            return Verdict(known.reasons[reason], f"code-{generic}", None, "", "medium", provider, trust)
    if reply_code:
        entry = known.replies.get(str(reply_code))
        if entry and entry.get("reason"):
            return Verdict(known.reasons[entry["reason"]], f"code-{reply_code}", None, "", "low", provider, 10)
    return None
