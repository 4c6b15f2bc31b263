"""``make bench`` in its quick form: the tables are whole, with and without the programs that it compares with.

Speeds are not judged here; they are the machine's.
"""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from conftest import ROOT

from checkers.sphinxext import speed

BENCH = ROOT / "tests" / "bench"

# Stand-ins for the peers: they answer every mail. What is installed here must not matter, so Python runs without its
# site-packages (-S).
STAND_INS = {
    "flufl/bounce/__init__.py": "def scan_message(message):\n    return {message['to']}\n",
    "flufl_bounce-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: flufl.bounce\nVersion: 1.2\n",
    "mailparser.py": "class parse_from_bytes:\n    received = headers = [1]\n    def __init__(self, data): ...\n",
    "mail_parser-3.4.dist-info/METADATA": "Metadata-Version: 2.1\nName: mail-parser\nVersion: 3.4\n",
}

SMTP, HEADERS = "Red Envelope: smtp, the report in English", "Red Envelope: headers, the report in English"
SMTP_ALONE, HEADERS_ALONE = "Red Envelope: smtp.check alone", "Red Envelope: headers.check alone"


def run_quick(*folders: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-S", BENCH / "speed.py", "--quick"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *folders)))},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def alone() -> str:
    """The output without any peer."""
    return run_quick()


@pytest.fixture(scope="module")
def with_peers(tmp_path_factory) -> str:
    """The output with the stand-ins."""
    folder = tmp_path_factory.mktemp("peers")
    for name, text in STAND_INS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return run_quick(folder)


def rows(output: str, section: str) -> list[list[str]]:
    """The rows of the table below a heading that begins with ``section``, heads of columns left out."""
    [part] = [part for part in output.split("\n## ") if part.startswith(section)]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len({len(row) for row in cells}) == 1
    return cells[2:]


def named(row: list[str]) -> tuple[str, str]:
    """What was read, without its size, and the first words of the program."""
    return row[0].partition(",")[0], row[1].partition(" not installed")[0].partition(" of CPython")[0]


def test_has_a_row_for_each_program_at_each_kind_of_mail(alone):
    assert [named(row) for row in rows(alone, "Mails a second")] == [
        ("bounces", SMTP),
        ("bounces", SMTP_ALONE),
        ("bounces", "flufl.bounce"),
        ("bare replies", SMTP),
        ("bare replies", SMTP_ALONE),
        ("messages", HEADERS),
        ("messages", HEADERS_ALONE),
        ("messages", "mail-parser"),
        ("messages", "email"),
    ]


def test_has_the_time_by_size_for_each_way_to_be_long(alone):
    assert [(row[0].rpartition(" ")[2], named(row)[1]) for row in rows(alone, "Time by size")] == [
        ("attachment", SMTP),
        ("attachment", "flufl.bounce"),
        ("text", SMTP),
        ("text", "flufl.bounce"),
        ("attachment", HEADERS),
        ("attachment", "mail-parser"),
        ("attachment", "email"),
        ("block", HEADERS),
        ("block", "mail-parser"),
        ("block", "email"),
    ]


def test_measures_the_page_beside_stock_pyodide(site, chromium, tmp_path):
    """Without PyScript, which `make bench` installs; what it records is what the page About can show."""
    record = tmp_path / "speed.toml"
    done = subprocess.run(
        [sys.executable, BENCH / "browser.py", site, "--quick", "--record", record],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CHROMIUM": chromium},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    first = rows(done.stdout, "The first answer")
    assert [row[0] for row in first] == ["Red Envelope", "Pyodide in a worker", "Ratio to Pyodide in a worker"]
    assert all(float(cell.replace(",", "")) > 0 for row in first[:2] for cell in (*row[1:4], row[5]))
    assert "not always" not in done.stdout
    files = rows(done.stdout, "A file")
    assert [row[0] for row in files] == [
        f"{what} with an attachment, {size}" for what in ("bounce", "message") for size in ("1 KB", "100 KB")
    ]
    assert all(float(row[1].replace(",", "")) > 0 for row in files)
    figures = speed.read(record)
    assert [row["peer"] for row in figures["compared"]] == ["pyodide"] and len(figures["files"]) == len(files)
    shown = [node.astext() for node in speed.tables(figures, "en")]
    assert f"{figures['compared'][0]['cold']:.2f}" in shown[0] and figures["browser"] in shown[2]


def test_our_checkers_answer_every_mail(alone):
    ours = [row for part in ("Mails a second", "Time by size") for row in rows(alone, part) if "Red Envelope" in row[1]]
    assert ours
    for row in ours:
        found, _, mails = row[-1].partition(" of ")
        assert found == mails != "0", row


def test_finds_every_reply_of_a_paste(alone):
    assert [(row[0], row[-1]) for row in rows(alone, "Replies in one paste")] == [
        ("10 bare replies", "10"),
        ("100 bare replies", "100"),
        ("10 lines of a mail log", "10"),
        ("100 lines of a mail log", "100"),
    ]


def test_has_the_time_that_the_import_takes(alone):
    assert {row[0]: float(row[1]) > 0 for row in rows(alone, "Start-up") if row[1] != "–"} == {
        "Red Envelope: import": True,
        "Red Envelope: import and a first reply": True,
        "Red Envelope: import and a first header": True,
    }


@pytest.mark.parametrize("section", ["Mails a second", "Time by size"])
def test_says_what_is_not_installed(alone, section):
    for row in rows(alone, section):
        missing = not row[1].startswith(("Red Envelope", "email"))
        assert ("not installed" in row[1]) == missing
        assert (set(row[2:]) == {"–"}) == missing


@pytest.mark.parametrize("section", ["Mails a second", "Time by size"])
def test_sets_a_peer_beside_ours(with_peers, section):
    peers = [row for row in rows(with_peers, section) if "flufl" in row[1] or "mail-parser" in row[1]]
    assert peers
    for row in peers:
        assert row[1].startswith(("flufl.bounce 1.2 ", "mail-parser 3.4 "))
        assert float(row[-2]) > 0
        found, _, mails = row[-1].partition(" of ")
        assert found == mails != "0", row


def test_a_round_gives_all_the_same_mails_and_another_one_begins(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from rounds import Program, measure

    log = []
    programs = [
        Program("one", lambda mail: log.append(("one", mail)), lambda _: 1),
        Program("absent", None),
        Program("two", lambda mail: log.append(("two", mail)), lambda _: 2),
    ]
    made = iter([["first"], ["second"], ["third"]])
    found = measure(programs, lambda _: next(made), 3, budget=60)
    assert log == [
        ("one", "first"),
        ("two", "first"),
        ("two", "second"),
        ("one", "second"),
        ("one", "third"),
        ("two", "third"),
    ]
    assert {name: (figures.mails, figures.answers) for name, figures in found.items()} == {"one": (3, 3), "two": (3, 6)}


def test_stops_after_its_budget_but_never_before_one_round(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from rounds import Program, measure

    assert measure([Program("one", len)], lambda _: ["mail"], 9, budget=0)["one"].mails == 1


def test_ratio_is_the_median_of_the_rounds_ratios(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from rounds import Figures

    ours = Figures(seconds=[1.0, 2.0, 4.0], sizes=[1000, 1000, 1000], mails=6)
    theirs = Figures(seconds=[3.0, 4.0, 40.0], sizes=[1000, 1000, 1000], mails=6)
    assert ours.against(theirs) == 3
    assert (ours.a_mail, ours.a_megabyte) == (1.0, 2000.0)


@pytest.mark.parametrize(
    ("module", "name", "argument"),
    [
        ("bounces", "bounces", 9),
        ("bounces", "with_attachment", 100_000),
        ("bounces", "with_long_text", 100_000),
        ("messages", "messages", 6),
        ("messages", "with_attachment", 100_000),
        ("messages", "with_many_hops", 100_000),
        ("replies", "replies", 24),
    ],
)
def test_mails_are_made_from_the_seed_alone(monkeypatch, module, name, argument):
    monkeypatch.syspath_prepend(BENCH)
    make = getattr(importlib.import_module(module), name)
    made = make(Random(7), argument)
    assert made == make(Random(7), argument) != make(Random(8), argument)
    # One mail has about the size that was asked for, several are as many as were asked for and all different.
    assert 95_000 < len(made) < 110_000 if isinstance(made, bytes) else len(set(made)) == argument


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.01234, "0.0123"), (1.234, "1.23"), (99.96, "100"), (123.4, "123"), (12345, "12,300")],
)
def test_figures_have_three_digits_that_count(monkeypatch, value, shown):
    monkeypatch.syspath_prepend(BENCH)
    from tables import figure

    assert figure(value) == shown
