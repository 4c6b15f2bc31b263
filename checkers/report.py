"""The one shape that every checker returns: a kind, the text it read, and evidence as spans of that text."""

import json
from dataclasses import dataclass
from typing import Literal, NamedTuple

from checkers.wording import Text, Wording, in_language

Severity = Literal["error", "warning", "info", "good"]


class Span(NamedTuple):
    """A piece of the decoded input, in characters: ``decoded[start:end]``."""

    start: int
    end: int

    def to_dict(self) -> dict:
        return {"start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a checker has to say, with the words in the input that it rests on."""

    id: str
    severity: Severity
    title: Text
    explanation: Text
    steps: tuple[Text, ...] = ()
    faq: str | None = None
    evidence: tuple[Span, ...] = ()

    def to_dict(self, wording: Wording) -> dict:
        return {
            "id": self.id,
            "severity": self.severity,
            "title": wording(self.title),
            "explanation": wording(self.explanation),
            "steps": [wording(step) for step in self.steps],
            "faq": self.faq,
            "evidence": [span.to_dict() for span in self.evidence],
        }


class Report:
    """What a checker found out about one input. Subclasses say ``kind`` and lay out their own facts."""

    kind: str
    decoded: str  # the input as text; spans count in it

    def facts(self, wording: Wording) -> dict:
        """The report as contract.md's JSON object, its texts in ``wording``'s language."""
        raise NotImplementedError

    def lines(self, wording: Wording) -> list[str]:
        """The report for a person to read, line by line."""
        raise NotImplementedError

    def to_dict(self, language: str = "en") -> dict:
        """The JSON object of this report; LookupError for a language without a catalogue."""
        return self.facts(in_language(language))

    def to_json(self, language: str = "en") -> str:
        """``to_dict`` as one line, the same bytes on every Python and in the browser."""
        return json.dumps(self.to_dict(language), ensure_ascii=False)

    def to_text(self, language: str = "en") -> str:
        """The report as readable text that ends in a line end; LookupError as above."""
        return "\n".join(self.lines(in_language(language))) + "\n"
