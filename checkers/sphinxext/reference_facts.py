"""What a row of the knowledge says besides its texts: how its words are shown, what its sample states, what it is
looked for by."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from checkers.smtp import reply
from checkers.smtp.rules import Reason, load

GAP = " … "


@dataclass(frozen=True, slots=True)
class Statement:
    """A sample reply of a row: which codes it states, and whose row it is."""

    rule: str
    part: str
    reply_code: str | None
    enhanced_code: str | None


def shown(pattern: str) -> str:
    """A pattern as a reader reads it: a gap is an ellipsis.

    >>> shown("mailbox * full"), shown("block*")
    ('mailbox … full', 'block…')
    """
    return pattern.replace(" * ", GAP).replace("*", "…")


def permanence(row: dict, reason: Reason) -> str:
    """Whether the failure of a row is permanent: what the row says, else its sample's code, else its reason."""
    if row.get("permanence"):
        return row["permanence"]
    codes = reply.first(row["sample"])
    if codes is None:
        return reason.permanence
    digit = str(codes.reply or codes.enhanced)[0]
    return {"4": "temporary", "5": "permanent"}.get(digit, reason.permanence)


def statement(row: dict, part: str) -> Statement:
    """The codes that the sample of a row states."""
    codes = reply.first(row["sample"])
    stated = (codes.reply and str(codes.reply), codes.enhanced) if codes else (None, None)
    return Statement(row["id"], part, *stated)


def tags(row: dict) -> Iterator[str]:
    """The one-word marks of a row as readers look for them, alone and with the word behind: DT:SPM, DT:SPM 163.

    Sentences are no names to look for: the search finds them by their words.
    """
    sample = row["sample"].split()
    for tag in (words for words in row.get("match", ()) if not set(words) & set(" *")):
        yield tag
        following = next((after for word, after in pairwise(sample) if word == tag), "")
        if following.isalnum():
            yield f"{tag} {following}"


def unregistered(row: dict) -> Iterator[str]:
    """The enhanced codes of a row that are its vendor's own, alone and behind the reply code: only it explains them."""
    stated = statement(row, "")
    for code in dict.fromkeys([stated.enhanced_code, *row.get("codes", ())]):
        if code and code.count(".") == 2 and code[0] != "x" and reply.generic(code) not in load().enhanced:
            yield code
            if stated.reply_code:
                yield from (f"{stated.reply_code}{between}{code}" for between in " -")


def classes(replies: list[str]) -> list[str]:
    """The classes to show an enhanced status code with, by the reply codes that it goes with.

    >>> classes(["550"]), classes(["250"]), classes(["250", "451"])
    (['5', '4'], ['2'], ['5', '4', '2'])
    """
    stated = {code[0] for code in replies}
    if stated == {"2"}:
        return ["2"]
    return ["5", "4", "2"] if "2" in stated else ["5", "4"]
