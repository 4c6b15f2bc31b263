"""Cut, shuffled and huge input: always a report, in time that grows with the size only."""

import random

import growth
import pytest
from header_samples import SAMPLES

from checkers import headers

PIECES = [
    b"(", b")", b'"', b"<", b">", b";", b":", b"\n", b"\n ", b"\n\n", b"=?utf-8?b?", b"=?x?q?", b"?=", b",", b"\0",
    b"\xff", b"\xe5\xbc", b"Received: ", b"From: ", b"\r", b"&lt;", b"> ", b"=", b"@", b"[", b"\\", b"\xef\xbb\xbf",
    b"Date: ", b"99999999999999999999", b"xn--\xc3\xa9.", b"\xc2\xa0", b"+", b"-",
]  # fmt: skip


def is_whole(source: str | bytes) -> None:
    report = headers.check(source)
    found = report.to_dict()
    assert found["kind"] == "headers" and found["findings"]
    assert report.to_text()
    for finding in found["findings"]:
        for span in finding["evidence"]:
            assert 0 <= span["start"] <= span["end"] <= len(report.decoded)


@pytest.mark.parametrize("name", SAMPLES)
def test_any_cut_gives_a_report(name):
    data = SAMPLES[name].data
    for at in range(0, len(data), 97):
        is_whole(data[:at])
        is_whole(data[at:])


@pytest.mark.parametrize("seed", range(8))
def test_any_change_gives_a_report(seed):
    chance = random.Random(seed)
    samples = [sample.data for sample in SAMPLES.values()]
    for _ in range(60):
        data = bytearray(chance.choice(samples))
        for _ in range(chance.randint(1, 25)):
            at = chance.randrange(len(data) + 1)
            match chance.randrange(4):
                case 0:
                    del data[at : at + chance.randint(1, 80)]
                case 1:
                    data[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 2, 40))
                case 2:
                    data[at : at + 1] = bytes([chance.randrange(256)])
                case 3:
                    other = chance.randrange(len(data) + 1)
                    data[at:at] = data[other : other + chance.randint(1, 300)]
        is_whole(bytes(data))
        is_whole(bytes(data).decode("utf-8", "surrogateescape"))


HOP = "Received: from a.example by b.example with SMTP id 1; Mon, 23 Nov 2026 08:30:09 +0000\n"
TAIL = "From: a@example.com\nSubject: x\nDate: Mon, 23 Nov 2026 08:30:08 +0000\nMessage-ID: <1@example.com>\n\nHi\n"
# how it is made of n pieces, and how many pieces a huge one has
HUGE = {
    "hops": (lambda n: HOP * n + TAIL, 100_000),
    "an attachment": (lambda n: TAIL + ("A" * 76 + "\n") * n, 330_000),
    "prose": (lambda n: "lorem ipsum dolor sit amet\n" * n, 900_000),
    "one line": (lambda n: "x" * n, 25_000_000),
    "one line of fields": (lambda n: "From: a To: b Subject: c Date: d " * n, 30_000),
    "open comments": (lambda n: "Received: " + "(" * n + "\n" + TAIL, 500_000),
    "quotes": (lambda n: "From: " + '"<' * n + "\n" + TAIL, 250_000),
    "recipients": (lambda n: "To: " + "a@b.example, " * n + "\n" + TAIL, 400_000),
    "encoded words": (lambda n: "Subject: " + "=?utf-8?b?5L2g?= " * n + "\n" + TAIL, 100_000),
    "words of question marks": (lambda n: "Subject: " + "=?utf-8?q?a?b?c" * n + "\n" + TAIL, 100_000),
    "open words": (lambda n: "Subject: " + "=?utf-8?q?" * n + "\n" + TAIL, 100_000),
    "results": (lambda n: "Authentication-Results: x" + "; dkim=pass (a) header.d=b" * n + "\n" + TAIL, 100_000),
    "many fields": (lambda n: "X-A: b\n" * n + TAIL, 100_000),
    "quoted fields": (lambda n: "> Subject: x\n" * n, 100_000),
    "double-spaced": (lambda n: "Received: from a\n\n" * n, 50_000),
    "names without values": (lambda n: "X-A:\n\n" * n + "To:\nc\n", 50_000),
    "folding lost": (lambda n: "Received: from a\n" + "by b; x\n" * n + "To: c\n", 100_000),
    "HTML codes": (lambda n: "From: &lt;a@b&gt; &amp;\n" * n, 50_000),
    "HTML breaks": (lambda n: "From: &lt;a@b&gt;<br>" * n, 50_000),
    "small blocks": (lambda n: "text\n\nFrom: x\n\n" * n, 50_000),
    "stray lines": (lambda n: "Subject: a\n b\n" + "zz\nTo: q\n" * n, 50_000),
    "zeros": (lambda n: b"\0" * n, 3_000_000),
}


@pytest.mark.parametrize("kind", HUGE)
def test_huge_input_gives_a_report(kind):
    make, count = HUGE[kind]
    is_whole(make(count))


@pytest.mark.parametrize("kind", HUGE)
def test_the_time_grows_evenly(kind):
    make, count = HUGE[kind]
    growth.assert_even(headers.check, make(count // 80), make(count // 20))
