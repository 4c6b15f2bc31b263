"""The shape every checker returns: plain values, texts put in last, the same bytes every time."""

import json

import pytest

from checkers.report import Finding, Report, Span
from checkers.wording import Wording, text


def finding() -> Finding:
    return Finding(
        id="clock-behind",
        severity="warning",
        title=text("A clock is behind"),
        explanation=text("{host} is {seconds} s behind", host="mx.example.com", seconds=7),
        steps=(text("Set the clock"),),
        faq="delays#sent-at-once",
        evidence=(Span(2, 5),),
    )


class Example(Report):
    kind = "example"

    def __init__(self, decoded: str) -> None:
        self.decoded = decoded

    def facts(self, wording: Wording) -> dict:
        return {"kind": self.kind, "findings": [finding().to_dict(wording)]}

    def lines(self, wording: Wording) -> list[str]:
        return ["one", wording(text("two {n}", n=2))]


def test_finding():
    assert finding().to_dict(Wording("en")) == {
        "id": "clock-behind",
        "severity": "warning",
        "title": "A clock is behind",
        "explanation": "mx.example.com is 7 s behind",
        "steps": ["Set the clock"],
        "faq": "delays#sent-at-once",
        "evidence": [{"start": 2, "end": 5}],
    }


def test_finding_needs_little():
    bare = Finding("x", "good", text("t"), text("e")).to_dict(Wording("en"))
    assert (bare["steps"], bare["faq"], bare["evidence"]) == ([], None, [])


def test_span_is_a_pair_of_offsets():
    start, end = Span(3, 7)
    assert "0123456789"[start:end] == "3456"
    assert Span(3, 7).to_dict() == {"start": 3, "end": 7}


def test_json_is_one_line_and_keeps_characters():
    line = Example("邮件").to_json()
    assert "\n" not in line and json.loads(line)["kind"] == "example"
    assert line == Example("邮件").to_json()


def test_text_ends_in_a_line_end():
    assert Example("").to_text() == "one\ntwo 2\n"


def test_unknown_language():
    for method in (Example("").to_dict, Example("").to_json, Example("").to_text):
        with pytest.raises(LookupError):
            method("xx")


def test_a_report_without_facts_is_a_mistake():
    class Bare(Report):
        pass

    with pytest.raises(NotImplementedError):
        Bare().to_dict()
    with pytest.raises(NotImplementedError):
        Bare().to_text()
