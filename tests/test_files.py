"""Reading a chosen file (files.js): unpacked, capped, of a mailbox the first message. Run in Node, which has the same
Blob and DecompressionStream as a browser."""

import base64
import gzip
import json
import subprocess

import pytest
from conftest import ROOT

from checkers.sphinxext import bundle

MODULE = ROOT / "checkers" / "sphinxext" / "static" / "files.js"
LIMIT = 200_000

EMAIL = b"Received: by mx.shop.example; Mon, 16 Nov 2026 17:14:11 +0800\r\nFrom: a@shop.example\r\n\r\nText.\r\n"
FIRST = b"From a@shop.example Mon Nov 16 17:14:11 2026\n" + EMAIL.replace(b"\r\n", b"\n")
NEXT = b"From - Tue Nov 17 09:00:00 2026\nSubject: second\n\nFrom here on: text\n\n"
# A mailbox whose first message is longer than a chunk of a stream (64 KB), its end at any place in a chunk.
LONG = FIRST + b"Far From it, 10:00, in 2026. " * 4000
OUTLOOK = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


READ = {
    "an email": (EMAIL, EMAIL, False),
    "nothing": (b"", b"", False),
    "four bytes": (b"From", b"From", False),
    "as long as allowed": (b"x" * LIMIT, b"x" * LIMIT, False),
    "packed": (packed(EMAIL), EMAIL, False),
    "packed nothing": (packed(b""), b"", False),
    "Outlook": (OUTLOOK, OUTLOOK, False),
    "Outlook, packed": (packed(OUTLOOK), OUTLOOK, False),
    "a mailbox with one message": (FIRST, FIRST, False),
    "a mailbox with two": (FIRST + b"\n" + NEXT, FIRST + b"\n", True),
    "a mailbox with CRLF": (
        FIRST.replace(b"\n", b"\r\n") + b"\r\n" + NEXT.replace(b"\n", b"\r\n"),
        FIRST.replace(b"\n", b"\r\n") + b"\r\n",
        True,
    ),
    "a packed mailbox": (packed(FIRST + b"\n" + NEXT), FIRST + b"\n", True),
    "a mailbox larger than allowed": (FIRST + b"\n" + NEXT * 9000, FIRST + b"\n", True),
    "a packed mailbox larger than allowed": (packed(FIRST + b"\n" + NEXT * 9000), FIRST + b"\n", True),
    "From in the text is no next message": (FIRST + b"\nFrom the start\n", FIRST + b"\nFrom the start\n", False),
    "From without an empty line before it": (FIRST + NEXT, FIRST + NEXT, False),
    "an email that quotes a mailbox": (EMAIL + b"\n\n" + NEXT, EMAIL + b"\n\n" + NEXT, False),
    **{
        f"an end {shift} bytes into the message": (
            LONG + b"." * shift + b"\n\n" + NEXT,
            LONG + b"." * shift + b"\n\n",
            True,
        )
        for shift in range(0, 200, 13)
    },
}
REFUSED = {
    "too large": (b"x" * (LIMIT + 1), "tooLarge"),
    "a bomb": (packed(bytes(50_000_000)), "unpacksTooLarge"),
    "cut off": (packed(EMAIL * 100)[:-20], "damaged"),
    "no gzip behind its mark": (b"\x1f\x8b\x08" + b"x" * 100, "damaged"),
    "a mailbox with one message that is too large": (FIRST + b"x" * LIMIT, "tooLarge"),
}
SCRIPT = f"""
import {{ readFile }} from {json.dumps(MODULE.as_uri())};
import {{ readFileSync }} from "node:fs";
const found = {{}};
for (const [name, content] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {{
  try {{
    const {{ bytes, firstOfMany }} = await readFile(new Blob([Buffer.from(content, "base64")]), {LIMIT});
    found[name] = [Buffer.from(bytes).toString("base64"), firstOfMany];
  }} catch (error) {{
    found[name] = error.why ?? String(error);
  }}
}}
console.log(JSON.stringify(found));
"""


@pytest.fixture(scope="module")
def found() -> dict:
    cases = {name: base64.b64encode(case[0]).decode() for name, case in (READ | REFUSED).items()}
    done = subprocess.run(
        [bundle.node(), "--input-type=module", "-e", SCRIPT],
        input=json.dumps(cases), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", READ)
def test_read(found, name):
    _, content, first_of_many = READ[name]
    assert not isinstance(found[name], str), found[name]
    got, many = found[name]
    assert (base64.b64decode(got) == content, many) == (True, first_of_many)


@pytest.mark.parametrize("name", REFUSED)
def test_refused(found, name):
    assert found[name] == REFUSED[name][1]
