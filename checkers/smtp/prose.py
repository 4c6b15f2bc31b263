"""Whether words without any code are a server's, or somebody's about mail: a heading, a question, a step, a glossary.

Words of a subject ("SPF", "daily limit", "mailbox") stand in both. A server says of one email that something failed; a
text about mail names the subject, or says what happens if, when, often, to some. So the sentence with the words that
decided must speak of failing, and neither be a condition, a habit, a definition nor a step. Words in quotes are
somebody else's, whatever is around them.
"""

import re
from functools import cache

from checkers.knowledge import table
from checkers.smtp import gist
from checkers.smtp.pattern import fold, plain

_MAX_TEXT = 8000
_QUESTION_MARKS = ("?", "\uff1f")
_QUOTES = re.compile(r"[:\uff1a\"\u201c\u300c<>]|'\w")
_ADDRESS_OR_URL = re.compile(r"https?://\S{1,500}|[\w.+-]{1,64}@[\w.-]{1,255}")
_WHEN_BEHIND = re.compile(
    r"(?<![\u8d85\u53ca\u540c\u6682\u4e34\u6309\u5c0f\u5b9e])\u65f6(?=[\uff0c,\u3002\uff08]|$)|"
    r"\u7684\u65f6\u5019|(?:\u4e4b)?[\u540e\u524d]\uff0c|\u7684\u8bdd\uff0c"
)
# Marks of a document, and a product that is named outside of an address
_MARKS = (
    r"(?<![/\w.@<\"'-])odoo(?![\w/.@>\"'-])|-->|\{[a-z]{2,20}\}`|^\s{0,3}#{1,6} |\*\*|^\(?[\w-]{1,60}\)=\s|^:::|\]\("
)
# An entry of a glossary: a term, and what it is
_DEFINED = re.compile(
    r"[\w.\u2019' -]{2,40}\n\s{0,8}(?:: {0,3})?(?:A|An|The|One|What|To|How|Whether) |"
    r"[a-z][a-z -]{2,30} (?:A|An|One|What) |"
    r"[A-Z]{2,6} (?:A|The|An) [a-z]|[一-鿿]{2,12}\uff08[A-Za-z -]{2,40}\uff09$"
)
_LEFT_OPEN = (":", "\uff1a", *_QUESTION_MARKS)
_SENTENCES = 2  # a server comes to the point
_NEAR = 60  # characters between a subject and what is said of it, as with notions of the gist
_LONG = 300  # characters: what is longer, and has no code, is a text about something
_ENDS = re.compile(r"(?<![.!])(?<!\bmax)[.!;](?=\s|$)|[\u3002\uff01\uff1b]|\n\s{0,20}(?=\n|[-*\u2022] |\d{1,2}[.)] )")
_OPEN_QUOTES = {'"': '"', "\u201c": "\u201d", "`": "`", "\u300c": "\u300d", "\u2018": "\u2019"}


# How the words of a list stand in a text, where not just anywhere
_FRAMES = {
    "introducing": r"(?:WORDS)[^:\uff1a\n]{0,16}[:\uff1a]\s{0,4}$",
    "failing": r"\bover$|WORDS",
    "document": rf"(?m:{_MARKS})|WORDS",
    "step": r"\s{0,3}(?:[-*\u2022] |\d{1,2}[.)] )?(?:WORDS)(?![a-z])",
}


@cache
def _lists() -> dict[str, list[str]]:
    return table("checkers.smtp", "prose.toml")


@cache
def _forms(name: str) -> re.Pattern[str]:
    """A list of prose.toml as one expression in its frame."""
    ways = [way for item in _lists()[name] for way in _ways(item)]
    # most places of a text begin no word: what does begin one is tried at the others only
    begun = [way.removeprefix(r"\b") for way in ways if way.startswith(r"\b")]
    others = [way for way in ways if not way.startswith(r"\b")]
    words = "|".join([rf"\b(?:{'|'.join(begun)})", *others] if begun else others)
    return re.compile(_FRAMES.get(name, "WORDS").replace("WORDS", words), re.IGNORECASE)


def _ways(item: str | dict) -> list[str]:
    """The expressions of an item of a list: its words, what may follow them, and what must not stand around them."""
    if isinstance(item, str):
        return [_word(item)]
    before = "".join(f"(?<!{re.escape(words)})" for words in item.get("unless_before", ()))
    behind = "|".join(re.escape(words).replace(r"\*", r"\w+") for words in item.get("unless_behind", ()))
    behind = f"(?!{behind})" if behind else ""
    between = "|".join(map(re.escape, item.get("between", ())))
    between = f" (?:(?:{between}) )?" if between else " "
    then = "|".join(_word(words).removeprefix(r"\b") for words in item.get("then", ()))
    then = f"{between}(?:{then})" if then else ""
    ways = []
    for words in item["words"]:
        first = _word(words)
        edge = r"\b" if first.startswith(r"\b") else ""
        ways.append(edge + before + first.removeprefix(edge) + then + behind)
    return ways


def _word(words: str) -> str:
    """Words with their edges: whole, but open where a star is glued to them."""
    bare = words.strip("*")
    left = r"\b" if bare == words.removesuffix("*") and _spaced(bare[0]) else ""
    right = r"\b" if bare == words.removeprefix("*") and _spaced(bare[-1]) else ""
    return left + re.escape(bare).replace(r"\#", r"\d") + right


def _spaced(char: str) -> bool:
    return char.isascii() and char.isalnum()


def asks(text: str) -> bool:
    """Whether a text without any code is a question or the title of a guide, which quotes nobody.

    A server does not ask, and it states no "how to"; a person who does, and quotes a server, uses a colon or quotes.
    """
    words = _ADDRESS_OR_URL.sub(" ", text[:_MAX_TEXT]).strip()
    return not _QUOTES.search(words) and (words.endswith(_QUESTION_MARKS) or _forms("asking").match(words) is not None)


def tells(text: str, start: int, end: int, guessed: bool = False, own: bool = False) -> bool:
    """Whether a text without any code tells that something failed, by the words from ``start`` to ``end``.

    False for what speaks about mail: headings, steps, conditions, habits, definitions; and for a guess whose two
    notions stand in two sentences. ``guessed``: the words are the two notions of a gist; ``own``: nobody but one
    provider's software writes them. Either speaks of failing by itself.
    """
    quote = _quote(text, start, end)
    if quote is not None and " " in quote.strip() and _fails(quote, 0, 0, len(quote), len(quote)):
        return True
    if len(text) > _LONG and (line := _shown_line(text, start, end)):
        text, start, end = text[slice(*line)], start - line[0], end - line[0]
    begin = max((found.end() for found in _ENDS.finditer(text, 0, start)), default=0)
    stop = found.start() if (found := _ENDS.search(text, end)) else len(text)
    colon = max(text.rfind(":", begin, start), text.rfind("\uff1a", begin, start))
    introduced = colon >= 0 and _forms("introducing").search(text, max(begin, colon - 60), colon + 2) is not None
    if introduced:
        text, start, end, stop = text[colon + 1 :], start - colon - 1, end - colon - 1, stop - colon - 1
        begin = 0
    sentence = text[begin:stop]
    return (
        len(text) <= _LONG
        and not (guessed and _ENDS.search(text, start, max(start, end - 1)))
        and (guessed or own or _fails(text, begin, start, end, stop))
        and not _forms("condition").search(text, begin, start)
        and not _WHEN_BEHIND.search(sentence)
        and not _forms("habit").search(sentence)
        and not _forms("step").match(sentence.lstrip())
        and not _forms("step").match(text)
        and not _forms("document").search(text)
        and not _DEFINED.match(text)
        and text.rstrip()[-1:] not in _LEFT_OPEN
        and len(_ENDS.findall(text, 0, start)) < _SENTENCES
    )


def _fails(text: str, begin: int, start: int, end: int, stop: int) -> bool:
    """Whether those words speak of failing, or the sentence around them does so close by."""
    words = text[max(begin, start - _NEAR) : min(stop, end + _NEAR)]
    return _forms("failing").search(words) is not None or gist.states(plain(fold(words)))


def _shown_line(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The line with those words, where the line before it ends in a colon: a letter that shows what Odoo said."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    if text[:line].rstrip()[-1:] not in (":", "\uff1a"):
        return None
    return line, len(text) if stop < 0 else stop


def _quote(text: str, start: int, end: int) -> str | None:
    """What stands in quotes on a line, if those words are in it. Marks of a document, {term}`SPF`, are none."""
    line = max(text.rfind("\n", 0, start) + 1, start - 400)
    for opens, closes in _OPEN_QUOTES.items():
        at = text.rfind(opens, line, start)
        before = text[line:start]
        inside = before.count(opens) % 2 == 1 if opens == closes else at > before.rfind(closes) + line
        if at >= 0 and inside and text[max(0, at - 1) : at] != "}":
            stop = text.find(closes, end, end + 400)
            if stop >= 0:
                return text[at + 1 : stop]
    return None
