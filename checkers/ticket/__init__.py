"""A text for Odoo Support: the answers of a form, what the checkers say about the error or the email, and its words.

The page hands over one JSON object and gets the text in the language asked for, with people, addresses, hosts and IPs
masked where that is wanted. Answers, headers and conclusions share their masks, so the text still hangs together.
"""

import json
from collections.abc import Callable, Iterator

import checkers
from checkers import headers
from checkers.headers.fieldset import FieldSet
from checkers.headers.redaction import Masking
from checkers.report import Report
from checkers.ticket.questions import GROUPS, Question
from checkers.wording import SOURCE_LANGUAGE, Text, Wording, in_language, text

__all__ = ["TicketReport", "check", "template"]

MAX_ANSWER = 5000  # characters of one answer
MAX_QUOTED = 8000  # characters of an error or of headers that go into the text
MAX_FINDINGS = 12

ERROR = text("Error text")
HEADERS = text("Headers of the email")
CHECKED = text("What the checker says")
CUT = text("(The rest was left out.)")
MASKED = text("(Email addresses, hosts and IP addresses are masked; the same mask always stands for the same value.)")
_COLON = {False: ": ", True: "："}
_COMMA = {False: ", ", True: "；"}
SEVERITY = {"error": text("Error"), "warning": text("Warning")}


def check(source: str | bytes) -> "TicketReport":
    """The text for what the page sent.

    ``source`` is a JSON object: ``answers`` {id of a question: text, id of a choice, or list of ids}, ``evidence`` (an
    error, a bounce, an email or its headers), ``language`` of the text, ``page`` (language of the page), ``mask``. What
    is missing, unknown or of another type counts as not said.
    """
    try:
        asked = json.loads(source)
    except (ValueError, RecursionError):
        asked = None
    asked = asked if isinstance(asked, dict) else {}
    answers, evidence = asked.get("answers"), asked.get("evidence")
    return TicketReport(
        answers if isinstance(answers, dict) else {},
        evidence if isinstance(evidence, str) else "",
        _wording(asked.get("language")),
        _wording(asked.get("page")),
        asked.get("mask") is True,
    )


def _wording(code: object) -> Wording:
    try:
        return in_language(code if isinstance(code, str) else SOURCE_LANGUAGE)
    except LookupError:
        return in_language(SOURCE_LANGUAGE)


class TicketReport(Report):
    """The text, and which of the questions that matter most have no answer yet."""

    kind = "ticket"

    def __init__(self, answers: dict, evidence: str, wording: Wording, page: Wording, mask: bool) -> None:
        self.decoded = ""
        self.answers = answers
        self.evidence = evidence.strip()
        self.wording = wording
        self.page = page
        self.report = checkers.check(self.evidence)
        self.fields = self._fields()
        self.masking = Masking(self.fields or headers.check("").fields) if mask else None

    def _fields(self) -> FieldSet | None:
        """The header fields where the evidence is a message; a line of an error can look like a field, too."""
        if isinstance(self.report, headers.HeadersReport):
            return self.report.fields if self.report.is_message else None
        if self.report.format in ("dsn", "notice"):
            found = headers.check(self.evidence)
            return found.fields if "from" in found.fields else None
        return None

    def facts(self, wording: Wording) -> dict:
        """The text in the language that was asked for, whatever ``wording`` says; ``missing`` in the page's."""
        return {"kind": self.kind, "text": _joined(self.lines(wording)), "missing": self.missing()}

    def missing(self) -> list[str]:
        """The questions that Support would ask back, in the page's language."""
        return [
            self.page(question.ask)
            for group in GROUPS
            for question in group.questions
            if question.vital and not self._answer(question)
        ]

    def lines(self, wording: Wording) -> list[str]:
        out: list[str] = []
        for group in GROUPS:
            told = [(each.told, self._answer(each)) for each in group.questions]
            out += _block(self.wording(group.told), [_line(self.wording, name, said) for name, said in told if said])
        if self.evidence:
            out += self._evidence()
        if out and self.masking:
            out += ["", self.wording(MASKED)]
        return out

    def _answer(self, question: Question) -> str:
        """What was answered, ready for the text."""
        given = self.answers.get(question.id)
        if question.kind == "checks":
            ids = given if isinstance(given, list) else []
            chosen = (self.wording(words) for key, words in question.choices.items() if key in ids)
            return _comma(self.wording).join(chosen)
        if not isinstance(given, str):
            return ""
        if question.kind == "choice":
            return self.wording(question.choices[given]) if given in question.choices else ""
        return self._hide(given.strip()[:MAX_ANSWER])

    def _hide(self, words: str) -> str:
        return self.masking.prose(words) if self.masking else words

    def _evidence(self) -> Iterator[str]:
        """The words of the error or the headers, then what the checkers make of them."""
        report = self.report
        if self.fields is None:
            yield from _block(self.wording(ERROR), [self._cut(self._hide(self.evidence[: MAX_QUOTED + 1]))])
        said = list(self._headers_say(report) if report.kind == "headers" else self._smtp_says(report))
        yield from _block(self.wording(CHECKED), said)
        if self.fields is not None and report.kind == "headers":
            yield from _block(self.wording(HEADERS), [self._cut(self._header_block())])

    def _header_block(self) -> str:
        if self.masking:
            return self.masking.block()
        return "\n".join(f"{each.name}:{each.raw}".rstrip() for each in self.fields.fields)

    def _cut(self, words: str) -> str:
        return words if len(words) <= MAX_QUOTED else f"{words[:MAX_QUOTED]}\n{self.wording(CUT)}"

    def _smtp_says(self, report: Report) -> Iterator[str]:
        facts = report.facts(self._masked())
        if not facts["failures"]:
            yield facts["title"]
        for failure in facts["failures"][:MAX_FINDINGS]:
            yield f"- {failure['title']}"
            yield f"  {failure['explanation']}"
            codes = [str(failure[key]) for key in ("reply_code", "enhanced_code") if failure[key]]
            told = (
                (text("Failed recipient"), self._hide(failure["recipient"] or "")),
                (text("Codes"), " ".join(codes)),
                (text("Remote server"), self._hide(failure["remote_mta"] or "")),
                (text("Server's words"), self._hide(failure["diagnostic"][:MAX_ANSWER]) if self.fields else ""),
                (text("Rule"), failure["rule"]),
            )
            yield from ("  " + _line(self.wording, name, said) for name, said in told if said)

    def _headers_say(self, report: Report) -> Iterator[str]:
        facts = report.facts(self._masked())
        found = [each for each in facts["findings"] if each["severity"] in SEVERITY]
        if not found:
            yield from (f"- {each['title']}" for each in facts["findings"][:1])
        for finding in found[:MAX_FINDINGS]:
            yield f"- {self.wording(SEVERITY[finding['severity']])}: {finding['title']} ({finding['id']})"
        for one in facts["authentication"][:MAX_FINDINGS]:
            if one["result"]:
                yield f"- {one['method']}={one['result']} {self._hide(one['domain'] or '')}".rstrip()
        if report.bounce is not None:
            yield from self._smtp_says(report.bounce)

    def _masked(self) -> Wording:
        """A wording that masks what the email filled into our sentences."""
        return MaskedWording(self.wording, self._hide) if self.masking else self.wording


class MaskedWording(Wording):
    """Another wording, with the values of its texts hidden."""

    __slots__ = ("_hide", "_wording")

    def __init__(self, wording: Wording, hide: Callable[[str], str]) -> None:
        super().__init__(wording.language)
        self._wording, self._hide = wording, hide

    def __call__(self, message: Text | str) -> str:
        if not isinstance(message, Text):
            return self._wording(message)
        values = {name: self._value(value) for name, value in message.values.items()}
        return self._wording(Text(message.message, values))

    def _value(self, value: object) -> object:
        if isinstance(value, Text):
            return self(value)
        return self._hide(value) if isinstance(value, str) else value


def template(wording: Wording) -> str:
    """The questions as a text to fill in by hand."""
    out: list[str] = []
    for group in GROUPS:
        lines = []
        for question in group.questions:
            lines.append(_line(wording, question.told, ""))
            lines += [f"  [ ] {wording(each)}" for each in question.choices.values()]
        out += _block(wording(group.told), lines)
    return _joined([*out, *_block(wording(ERROR), [""])])


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"


def _block(title: str, lines: list[str]) -> list[str]:
    """A heading with its lines, after an empty line; nothing where there are none."""
    return ["", f"== {title} ==", *lines] if lines else []


def _line(wording: Wording, name: Text, said: str) -> str:
    """A named answer; one of several lines begins on a line of its own."""
    named = wording(name) + _COLON[_is_chinese(wording)]
    if "\n" in said:
        return "\n".join([named.rstrip(), *(f"  {line}" for line in said.splitlines())])
    return (named + said).rstrip()


def _comma(wording: Wording) -> str:
    return _COMMA[_is_chinese(wording)]


def _is_chinese(wording: Wording) -> bool:
    return wording.language.startswith("zh")
