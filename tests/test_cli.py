"""``python -m checkers``: JSON Lines in the order given, exit codes, languages; run as people run it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import checkers

ROOT = Path(__file__).resolve().parents[1]
REPLY = "550 5.1.1 <li.na@example.com>: User unknown"


def run(
    *arguments: str | Path, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "checkers", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=ROOT, env=environment, timeout=120)


def objects(done: subprocess.CompletedProcess) -> list[dict]:
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    """Files as people have them: good, empty, binary, broken."""
    content = {
        "reply.txt": REPLY.encode(),
        "empty.eml": b"",
        "blank.txt": b" \n\n",
        "binary.bin": bytes(range(256)) * 40,
        "broken.eml": b"From: MAILER-DAEMON@x\r\nContent-Type: multipart/report; boundary=\r\n\r\n--\r\n550 5.2.2 full",
        "报价单 1.txt": "450 4.7.1 灰名单，请稍后再试".encode("gbk"),
        "-dash.txt": b"552 5.3.4 Message too big",
    }
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in content}


def test_one_object_a_file_in_the_order_given(files):
    order = [
        files[name]
        for name in ("binary.bin", "reply.txt", "empty.eml", "报价单 1.txt", "broken.eml", "reply.txt", "-dash.txt")
    ]
    done = run("smtp", "--json", *order)
    assert (done.returncode, done.stderr) == (0, b"")
    found = objects(done)
    assert [report["kind"] for report in found] == ["smtp"] * len(order)
    assert found == [json.loads(checkers.smtp.check(path.read_bytes()).to_json()) for path in order]
    assert [failure["reason"] for failure in found[1]["failures"]] == ["unknown-mailbox"]


@pytest.mark.parametrize("name", ["empty.eml", "blank.txt", "binary.bin"])
def test_what_holds_nothing_gives_an_object_too(files, name):
    [found] = objects(run("smtp", "--json", files[name]))
    assert found["failures"] == [] and found["format"] == "unknown" and found["title"]


def test_unreadable_files_are_named_and_the_others_reported(files, tmp_path):
    missing, folder = tmp_path / "missing.eml", tmp_path
    done = run("smtp", "--json", missing, files["reply.txt"], folder, files["-dash.txt"])
    assert done.returncode == 2
    assert [failure["reason"] for report in objects(done) for failure in report["failures"]] == [
        "unknown-mailbox",
        "message-too-large",
    ]
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 2 and lines[0].startswith(str(missing)) and lines[1].startswith(str(folder))
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["-"]], ids=["no file", "dash"])
def test_standard_input(arguments):
    [found] = objects(run("smtp", "--json", *arguments, stdin=REPLY.encode()))
    assert found["failures"][0]["reply_code"] == 550


def test_standard_input_among_files(files):
    done = run("smtp", "--json", files["-dash.txt"], "-", stdin=REPLY.encode())
    assert [report["failures"][0]["reply_code"] for report in objects(done)] == [552, 550]


def test_readable_report():
    done = run("smtp", stdin=REPLY.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == checkers.smtp.check(REPLY).to_text()
    assert "unknown-mailbox" in done.stdout.decode()


def test_readable_reports_name_their_files(files):
    text = run("smtp", files["reply.txt"], files["empty.eml"]).stdout.decode()
    first, second = text.index(str(files["reply.txt"])), text.index(str(files["empty.eml"]))
    assert first < text.index("unknown-mailbox") < second


def test_chinese():
    english, chinese = (
        objects(run("smtp", "--json", "--lang", code, stdin=REPLY.encode()))[0] for code in ("en", "zh_CN")
    )
    [failure], [translated] = english["failures"], chinese["failures"]
    texts = (
        "title",
        "explanation",
        "steps",
        "references",
        "reason_label",
        "who_label",
        "retry_label",
        "permanence_label",
        "confidence_label",
    )
    assert all(translated[key] != failure[key] for key in ("title", "explanation", "steps"))
    assert {key: translated[key] for key in failure if key not in texts} == {
        key: failure[key] for key in failure if key not in texts
    }
    readable = run("smtp", "--lang", "zh_CN", stdin=REPLY.encode()).stdout.decode("utf-8")
    assert translated["title"] in readable


def test_output_is_utf_8_whatever_the_terminal_is():
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PATH": ""}
    done = run("smtp", "--json", stdin="550 收件人不存在".encode(), environment=environment)
    assert done.returncode == 0
    assert objects(done)[0]["failures"][0]["diagnostic"] == "550 收件人不存在"


@pytest.mark.parametrize(
    "arguments",
    [
        ["smtp", "--lang", "xx"],
        ["nonsense"],
        [],
        ["smtp", "--nonsense"],
        ["smtp", "--lang"],
        ["smtp", "--lang", "../.."],
        ["smtp", "--redact"],
        ["auto", "--compare", "a.eml", "b.eml"],
        ["headers", "--compare", "a.eml"],
        ["headers", "--compare", "--redact", "a.eml", "b.eml"],
    ],
    ids=[
        "unknown language", "unknown kind", "no kind", "unknown option", "no language", "strange language",
        "redacted error", "compared automatically", "compared with nothing", "two tasks at once",
    ],
)
def test_wrong_usage(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b"" and b"usage:" in done.stderr and b"Traceback" not in done.stderr


def test_help():
    done = run("--help")
    assert done.returncode == 0
    for word in (b"smtp", b"headers", b"auto", b"--json", b"--lang", b"--redact", b"--compare"):
        assert word in done.stdout


@pytest.mark.parametrize("option", [["--json"], []], ids=["json", "text"])
def test_a_reader_that_stops_early_is_no_error(files, option):
    command = [sys.executable, "-m", "checkers", "smtp", *option, *[str(files["reply.txt"])] * 500]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as running:
        running.stdout.readline()
        running.stdout.close()
        errors = running.stderr.read()
        running.wait(timeout=120)
    assert errors == b""


MESSAGE = """Received: from a.example by b.example; Tue, 17 Nov 2026 08:12:41 +0000
From: a@example.com
To: b@example.org
Subject: Hello
Date: Tue, 17 Nov 2026 08:12:40 +0000

Hello
"""
BOUNCE = """From: MAILER-DAEMON@mx.example.net
To: a@example.com
Subject: Undelivered Mail Returned to Sender

This is the mail system.

<b@example.org>: 550 5.1.1 User unknown
"""
DIALOG = """Mail Delivery Failed
Mail delivery failed via SMTP server 'None'.
SMTPDataError: (554, b'5.7.1 Rejected as spam')
"""
AUTO = {
    "reply": (REPLY, "smtp"),
    "Odoo's dialog": (DIALOG, "smtp"),
    "bounce": (BOUNCE, "smtp"),
    "message": (MESSAGE, "headers"),
    "header block": (MESSAGE.partition("\n\n")[0], "headers"),
    "empty": ("", "smtp"),
    "prose": ("Where is my parcel?", "smtp"),
    "binary": ("\x00\x01\x02", "smtp"),
}


@pytest.mark.parametrize("name", AUTO)
def test_auto_picks_the_checker(name):
    source, kind = AUTO[name]
    report = checkers.check(source)
    assert report.kind == kind
    [found] = objects(run("auto", "--json", stdin=source.encode()))
    assert found == report.to_dict()
    if not found.get("failures") and kind == "smtp":
        assert found["title"] and found["explanation"]


def test_auto_says_what_to_do_with_nothing():
    assert checkers.check("").to_dict()["title"] == "There is nothing to check yet"


# --- headers: a copy for a ticket, two messages ---------------------------------------------------------------------

FAILED = MESSAGE.replace("From:", "Authentication-Results: b.example; spf=fail smtp.mailfrom=example.com\nFrom:", 1)


@pytest.fixture
def two(tmp_path) -> list[Path]:
    """The message that arrived and the one that did not."""
    texts = {"arrived.eml": FAILED.replace("spf=fail", "spf=pass"), "lost.eml": FAILED}
    for name, content in texts.items():
        (tmp_path / name).write_text(content, "utf-8")
    return [tmp_path / name for name in texts]


def test_redacted_copy(two):
    done = run("headers", "--redact", two[0])
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert text == checkers.headers.check(two[0].read_bytes()).redacted()
    assert text.startswith("Received:") and "a@example.com" not in text and "Hello" not in text


def test_redacted_copies_of_several_files_as_json_lines(two, tmp_path):
    done = run("headers", "--redact", "--json", two[0], tmp_path / "missing.eml", two[1])
    assert done.returncode == 2 and b"missing.eml" in done.stderr
    found = objects(done)
    assert {one["kind"] for one in found} == {"headers-redacted"}
    assert [one["text"] for one in found] == [checkers.headers.check(path.read_bytes()).redacted() for path in two]
    shown = run("headers", "--redact", *two).stdout.decode()
    assert [line for line in shown.split("\n") if line.startswith("==")] == [f"== {path}" for path in two]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_two_messages_compared(two, language):
    expected = checkers.headers.compare(*(path.read_bytes() for path in two))
    assert expected.differences
    [found] = objects(run("headers", "--compare", "--json", "--lang", language, *two))
    assert found == expected.to_dict(language)
    done = run("headers", "--lang", language, "--compare", *two)
    first, second, _, rest = done.stdout.decode().split("\n", 3)
    assert (first, second, rest) == (f"A: {two[0]}", f"B: {two[1]}", expected.to_text(language))
    assert (done.returncode, done.stderr) == (0, b"")


def test_one_of_two_may_be_standard_input_but_must_be_readable(two, tmp_path):
    [found] = objects(run("headers", "--compare", "--json", two[0], "-", stdin=two[1].read_bytes()))
    assert found["differences"]
    done = run("headers", "--compare", two[0], tmp_path / "missing.eml")
    assert (done.returncode, done.stdout) == (2, b"") and b"missing.eml" in done.stderr
