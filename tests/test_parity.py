"""The same input gives the same report under CPython and in the browser's Python, byte for byte.

Pyodide runs in Node with the very files that the site ships, once from the archives and once from the snapshot: a
module left out of the bundle, or not imported before the snapshot was taken, fails here too.
"""

import base64
import gzip
import json
import random
import subprocess
from pathlib import Path

import pytest
from test_bundle import PYODIDE, ROOT, app

import checkers
from checkers import headers, smtp
from checkers.sphinxext import bundle
from checkers.sphinxext.directive import EXAMPLES

CHECK = {"auto": checkers.check, "smtp": smtp.check, "headers": headers.check}
LANGUAGES = ("en", "zh_CN")

CHARSETS = (
    "big5", "cp1251", "cp1252", "euc-jp", "euc-kr", "gb18030", "gb2312", "gbk", "hz", "iso-2022-jp", "iso-8859-8",
    "iso-8859-15", "koi8-r", "shift_jis", "tis-620", "utf-16", "utf-7", "utf-8", "windows-874", "x-unknown",
)  # fmt: skip


def bounce_in(charset: str) -> bytes:
    """A bounce whose parts and encoded words are in ``charset``: the codecs are looked up late, by name."""
    try:
        words = "邮箱 почта メール".encode(charset, "replace")
    except LookupError:
        words = b"\xff\xfe\x80"
    encoded = base64.b64encode(words).decode()
    return (
        f"From: =?{charset}?B?{encoded}?= <a@example.com>\r\nSubject: =?{charset}?Q?=41=FF?=\r\n"
        f"Received: from a.example by b.example with ESMTP id 1; Mon, 16 Nov 2026 09:14:09 +0800\r\n"
        f'Content-Type: text/plain; charset="{charset}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        f"{base64.b64encode(words + b' 550 5.1.1 <b@example.net> User unknown').decode()}\r\n"
    ).encode()


def ugly() -> dict[str, str | bytes]:
    """Inputs that nobody means to paste, and that somebody will."""
    noise = random.Random(20261123)
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{depth}"\n\n--b{depth}\n' for depth in range(200))
    return {
        "empty": "",
        "blank": " \n\t\r\n",
        "nul": "\0" * 300,
        "nul in reply": "550 5.1.1\0 User \0unknown",
        "lone surrogate": "550 5.1.1 User unknown \ud800 \udfff",
        "astral": "😀 550 5.1.1 <a@example.com> User unknown 😀",
        "bidi": "550 5.7.1 \u202eresu nwonknu\u202c \u2066x\u2069",
        "markup": '<script>alert(1)</script> 550 5.1.1 "><img src=x onerror=alert(2)>',
        "utf-16 file": "550 5.1.1 User unknown".encode("utf-16"),
        "byte order mark": b"\xef\xbb\xbfReceived: from a by b; Mon, 16 Nov 2026 09:14:09 +0000\n\n",
        "noise": noise.randbytes(5000),
        "8-bit": bytes(range(256)) * 8,
        "nested": nested,
        "long line": "550 5.7.1 " + "x" * 200_000,
        "many lines": "Received: from a by b; Mon, 16 Nov 2026 09:14:09 +0000\n" * 500,
        "bad dates": "Received: from a by b; Mon, 99 Foo 2026 29:14:09 +9999\nDate: \uffff\n\nx",
        "digits": "٥٥٠ ５５０ 5．1．1 ²³",
        "case": "ẞßİı ŉ 550 USER UNKNOWN straße İSTANBUL",
    }


def inputs() -> dict[str, str | bytes]:
    found: dict[str, str | bytes] = {f"example {path.name}": path.read_bytes() for path in sorted(EXAMPLES.iterdir())}
    for path in sorted((ROOT / "tests" / "corpus").rglob("*")):
        if path.suffix in (".eml", ".txt", ".mbox"):
            found[f"corpus {path.relative_to(ROOT / 'tests' / 'corpus').as_posix()}"] = path.read_bytes()
    found |= {f"charset {charset}": bounce_in(charset) for charset in CHARSETS}
    return found | ugly()


INPUTS = inputs()
JOBS = [(name, kind) for name in INPUTS for kind in CHECK]


# How Python is started: what is on the wire for it.
STARTS = {"files": bundle.FALLBACK, "snapshot": ("lean", "snapshot")}


@pytest.fixture(scope="module", params=STARTS)
def in_pyodide(request, tmp_path_factory) -> dict[tuple[str, str], list[str]]:
    folder = tmp_path_factory.mktemp("parity")
    made = bundle.collect(app())
    roles = {role: role for role in STARTS[request.param]} | {"words": "words zh_CN"}
    files = []
    for name, role in roles.items():
        content = made.content[made.roles[role][0]]
        files.append(folder / (f"{name}.mjs" if name in ("glue", "lean") else name))
        files[-1].write_bytes(gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content)
    lines = []
    for name, kind in JOBS:
        source = INPUTS[name]
        lines.append(
            json.dumps(
                {"kind": kind, "text": source}
                if isinstance(source, str)
                else {"kind": kind, "base64": base64.b64encode(source).decode()}
            )
        )
    (folder / "jobs.jsonl").write_text("\n".join(lines), "utf-8")
    script = Path(__file__).with_name("parity.mjs")
    files += [folder / "jobs.jsonl", folder / "answers.jsonl"]
    done = subprocess.run([bundle.node(), script, PYODIDE, *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    answers = [json.loads(line) for line in (folder / "answers.jsonl").read_text("utf-8").split("\n")[:-1]]
    return dict(zip(JOBS, answers, strict=True))


@pytest.mark.parametrize(("name", "kind"), JOBS, ids=[f"{name}-{kind}" for name, kind in JOBS])
def test_same_report(in_pyodide, name, kind):
    report = CHECK[kind](INPUTS[name])
    here = (
        [report.to_json(language) for language in LANGUAGES]
        + [report.to_text(language) for language in LANGUAGES]
        + [report.decoded]
    )
    assert in_pyodide[name, kind] == here
