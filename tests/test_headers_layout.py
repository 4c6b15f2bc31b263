"""The same headers in all the ways in which they are pasted, and evidence that still points into the paste."""

import html
import re
import textwrap

import pytest
from header_samples import SAMPLES, WELL_FORMED, reported, stated

from checkers import headers, paste
from checkers.headers.layout import lay_out


def unfold(head: str) -> str:
    return re.sub(r"\n[ \t]+", " ", head)


def each_line(text: str, lead: str) -> str:
    return "\n".join(lead + line for line in text.split("\n"))


def wrapped(head: str, width: int) -> str:
    lines = []
    for line in unfold(head).split("\n"):
        lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(lines)


def cut(head: str, width: int) -> str:
    return "\n".join(
        line[at : at + width] for line in unfold(head).split("\n") for at in range(0, max(1, len(line)), width)
    )


GMAIL_PAGE = (
    "Original Message\n\nMessage ID\t<x@y.example>\n"
    "Created at:\tMon, 23 Nov 2026 at 16:30 (Delivered after 4 seconds)\n"
    "From:\tA <a@b.example>\nTo:\tc@d.example\nSubject:\tx\nSPF:\tPASS with IP 192.0.2.25 Learn more\n"
    "DKIM:\t'PASS' with domain example.com Learn more\n\n\nDownload Original\t\nCopy to clipboard\n"
)
WAYS = {
    "quoted": lambda head, body: each_line(head + body, "> "),
    "quoted without a blank": lambda head, body: each_line(head + body, ">"),
    "quoted twice, behind a line of prose": lambda head, body: "Bob wrote:\n" + each_line(head + body, "> > "),
    "quoted and wrapped": lambda head, body: wrapped(each_line(unfold(head), "> "), 76),
    "indented": lambda head, body: each_line(head + body, "    "),
    "indented by a tab": lambda head, body: each_line(head + body, "\t"),
    "numbered": lambda head, body: "\n".join(f"{at:4d}: {line}" for at, line in enumerate(head.split("\n"), 1)),
    "double-spaced": lambda head, body: (head + body).replace("\n", "\n\n"),
    "fields set apart": lambda head, body: re.sub(r"\n(?![ \t])", "\n\n", head),
    "folding lost": lambda head, body: "\n".join(line.strip() for line in (head + body).split("\n")),
    "re-wrapped": lambda head, body: wrapped(head, 72) + body,
    "cut at a column": lambda head, body: cut(head, 100) + body,
    "value on the next line": lambda head, body: re.sub(r"(?m)^([A-Za-z0-9-]+):[ ]?", r"\1:\n", unfold(head)) + body,
    "no-break spaces": lambda head, body: head.replace(" ", "\xa0") + body,
    "folded with no-break spaces": lambda head, body: re.sub(r"(?m)^[ \t]+", "\xa0\xa0", head) + body,
    "HTML codes": lambda head, body: html.escape(head) + body,
    "HTML codes and breaks": lambda head, body: html.escape(head, False).replace("\n", "<br>\n") + body,
    "prose before": lambda head, body: "Hello,\nthis is the email:\n\nNote: please look\n\n" + head + body,
    "prose right before": lambda head, body: "My customer did not get this\n" + head + body,
    "prose behind": lambda head, body: head + "\nThanks\nBob\n",
    "Gmail's page": lambda head, body: GMAIL_PAGE + head + body,
    "code block": lambda head, body: "```\n" + head + "```\n",
    "blanks collapsed": lambda head, body: re.sub(r"[ \t]+", " ", head) + body,
    "blanks at line ends": lambda head, body: head.replace("\n", "  \n") + body,
    "mbox": lambda head, body: "From a@example.com Mon Nov 23 08:30:09 2026\n" + head + body,
    "byte order mark": lambda head, body: "\ufeff" + head + body,
    "UTF-16": lambda head, body: (head + body).encode("utf-16"),
    "empty lines first": lambda head, body: "\n\n \n" + head + body,
    "line ends written out": lambda head, body: (head + body).replace("\n", "\\r\\n"),
    "all on one line": lambda head, body: " ".join(unfold(head).split("\n")),
    "numbered, two blanks": lambda head, body: "\n".join(
        f"{at:3d}  {line}" for at, line in enumerate(head.split("\n"), 1)
    ),
    "the source of a page": lambda head, body: "<pre>" + html.escape(head) + "</pre>",
    "HTML breaks without line ends": lambda head, body: html.escape(head).replace("\n", "<br />"),
    "wide blanks": lambda head, body: head.replace(" ", "\u2002") + body,
    "blanks before the colon": lambda head, body: re.sub(r"(?m)^([A-Za-z0-9-]+):", r"\1 :", head) + body,
    "a question with a subject line": lambda head, body: "Subject: help\n\nPlease look:\n\n" + head + body,
    "headers only": lambda head, body: head,
}
# An end of line cannot be told from an end of value where a date is cut once (rfc/dates), and an empty first line of
# a field cannot be told from the end of the headers (rfc/authentication-results).
LOST = {("cut at a column", "rfc/dates"), ("value on the next line", "rfc/authentication-results")}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", WELL_FORMED)
def test_a_damaged_paste_is_read_like_the_sound_message(way, name):
    if (way, name) in LOST:
        pytest.skip("this damage cannot be undone")
    sample = SAMPLES[name]
    report = headers.check(WAYS[way](sample.head, sample.body)).to_dict()
    assert reported(report) == stated(sample.facts)


@pytest.mark.parametrize("way", WAYS)
def test_evidence_points_into_the_paste(way):
    """The fields that evidence names stand where it points, whatever was mended."""
    sample = SAMPLES["provider/odoo-online"]
    report = headers.check(WAYS[way](sample.head, sample.body))
    evidence = {finding.id: finding.evidence for finding in report.findings}
    words = [report.decoded[span.start : span.end].replace("\xa0", " ") for span in evidence["odoo-sent"]]
    assert all(word.startswith("Message-Id") and "sale.order" in word for word in words) and words
    words = [report.decoded[span.start : span.end] for span in evidence["dmarc-fail"]]
    assert all("dmarc" in word for word in words) and words


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("quoted", "Quote marks"),
        ("indented", "Blanks in front"),
        ("numbered", "Line numbers"),
        ("double-spaced", "Empty lines"),
        ("folding lost", "lost their folding"),
        ("HTML codes", "HTML codes"),
        ("no-break spaces", "Special blanks"),
        ("prose before", "Text in front"),
        ("line ends written out", "Line ends written"),
        ("all on one line", "Line breaks between"),
    ],
)
def test_the_report_says_what_was_mended(way, words):
    sample = SAMPLES["provider/gmail"]
    notes = headers.check(WAYS[way](sample.head, sample.body)).to_dict()["notes"]
    assert any(words in note for note in notes)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sound_message_is_not_mended(name):
    assert headers.check(SAMPLES[name].data).to_dict()["notes"] == []


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff", b"", b"\xff\xfe"])
def test_empty_input_says_so(text):
    report = headers.check(text).to_dict()
    assert [finding["id"] for finding in report["findings"]] == ["empty-input"]
    assert report["hops"] == [] and report["summary"]["from"] is None


@pytest.mark.parametrize(
    "text",
    [
        "Dear support, my customer did not get the quotation. Regards",
        "550 5.1.1 User unknown",
        '{"a": 1}',
        "10:30 Meeting\n11:00 Lunch\n",
        "\0\1\2" * 50,
        "Note: read this\nTip: and this\n",
    ],
)
def test_foreign_input_says_so(text):
    report = headers.check(text)
    assert [finding.id for finding in report.findings] == ["no-headers"]
    assert not report.is_message


def test_a_stray_line_is_no_part_of_a_field():
    text = (
        "Received: from a.example by b.example\n\twith SMTP id 1; Mon, 23 Nov 2026 08:30:00 +0000\n"
        "Subject: x\njunk\nTo: a@b.example\n\nHi\n"
    )
    layout = lay_out(paste.read(text))
    assert [field.value for field in layout.fields][1:] == ["x", "a@b.example"]
    assert [text[start:end] for start, end in layout.stray] == ["junk"]


# a block, then the names of its fields, in the ways in which lines of a field look like fields and fields like lines
NAMES = {
    "names of news and mailboxes": (
        "> To: undisclosed-recipients:;\n> Path: a!b\n> Lines: 3\n> Xref: a b:1\n> Subject: x\n> Status: RO\n",
        ["To", "Path", "Lines", "Xref", "Subject", "Status"],
    ),
    "a name that nobody knows, folding kept": (
        "> Subject: x\n> Zork: y\n> To: a@b.example,\n>  c@d.example\n",
        ["Subject", "Zork", "To"],
    ),
    "a subject that was wrapped": (
        "Subject: the quick brown fox jumps over a lazy dog\nonce more: and again\nTo: a@b.example\nX-A: "
        + "b c " * 10,
        ["Subject", "To", "X-A"],
    ),
    "a comment that was wrapped": (
        "Received: from a.example (b [192.0.2.1]) (Authenticated\nsender: c@d.example) by e.example with ESMTP; 1\n"
        "Jan 2026 00:00:00 +0000\nTo: a@b.example\n",
        ["Received", "To"],
    ),
    "a time that was wrapped": (
        "Received: from a.example by b.example (x) id aa1; 23 Nov 88\n8:30 EST\nTo: a@b.example\nFrom: b@c.example\n",
        ["Received", "To", "From"],
    ),
    "empty values on lines of their own": (
        "From:\na@b.example\nX-Status:\n\nX-UID:\n12\nSubject:\nDate: 5 May\nTo:\nc@d.example\n",
        ["From", "X-Status", "X-UID", "Subject", "To"],
    ),
    "a fence behind": ("From: a@b.example\nTo: c@d.example\nSubject: x\n```\nthanks\n", ["From", "To", "Subject"]),
    "From with a blank before the colon": ("From : a@b.example\nTo : c@d.example\n\nHi\n", ["From", "To"]),
}


@pytest.mark.parametrize("kind", NAMES)
def test_fields_are_told_from_lines(kind):
    text, names = NAMES[kind]
    assert [field.name for field in lay_out(paste.read(text)).fields] == names
