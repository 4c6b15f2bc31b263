"""Cut, shuffled and huge input: always a report, in time that grows with the size only."""

import random
import time

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
HUGE = {
    "100,000 hops": HOP * 100_000 + TAIL,
    "25 MB attachment": TAIL + ("A" * 76 + "\n") * 330_000,
    "25 MB of prose": ("lorem ipsum dolor sit amet\n") * 900_000,
    "25 MB on one line": "x" * 25_000_000,
    "one line of fields": "From: a To: b Subject: c Date: d " * 30_000,
    "half a million open comments": "Received: " + "(" * 500_000 + "\n" + TAIL,
    "half a million quotes": "From: " + '"<' * 250_000 + "\n" + TAIL,
    "400,000 recipients": "To: " + "a@b.example, " * 400_000 + "\n" + TAIL,
    "many encoded words": "Subject: " + "=?utf-8?b?5L2g?= " * 100_000 + "\n" + TAIL,
    "many open words": "Subject: " + "=?utf-8?q?" * 100_000 + "\n" + TAIL,
    "100,000 results": "Authentication-Results: x" + "; dkim=pass (a) header.d=b" * 100_000 + "\n" + TAIL,
    "many fields": "X-A: b\n" * 100_000 + TAIL,
    "many quoted fields": "> Subject: x\n" * 100_000,
    "double-spaced": "Received: from a\n\n" * 50_000,
    "folding lost": "Received: from a\n" + "by b; x\n" * 100_000 + "To: c\n",
    "HTML codes": "From: &lt;a@b&gt; &amp;\n" * 50_000,
    "many small blocks": "text\n\nFrom: x\n\n" * 50_000,
    "stray lines": "Subject: a\n b\n" + "zz\nTo: q\n" * 50_000,
    "zeros": b"\0" * 3_000_000,
}


@pytest.mark.parametrize("kind", HUGE)
def test_huge_input_is_read_in_time(kind):
    """Seconds on a slow machine that does other things too; what is not linear would take minutes."""
    started = time.perf_counter()
    is_whole(HUGE[kind])
    assert time.perf_counter() - started < 20
