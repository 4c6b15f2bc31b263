"""How fast the checkers are, beside the programs that do a part of their work: tables on standard output.

    PYTHONPATH=. python tests/bench/speed.py [--quick]

`make bench` calls it. It judges nothing: seconds differ from machine to machine, ratios less. A peer that is not
installed is named as such. ``--quick`` runs one round on small mails, to see that everything works.
"""

import argparse
import email
import importlib.metadata
import itertools
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

import bounces
import messages
import replies
from rounds import Figures, Program, measure, warm_up
from tables import figure, table

import checkers

try:
    import flufl.bounce
except ImportError:
    flufl = None
try:
    import mailparser
except ImportError:
    mailparser = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured. No figure gets another round after ``budget`` seconds of wall time, the ones a second not
    after four times that: it bounds how long everything takes."""

    rounds: int
    mails: int  # of a usual size, in one round
    sizes: tuple[int, ...]  # bytes
    pastes: tuple[int, ...]  # replies
    budget: float


FULL = Plan(rounds=9, mails=300, sizes=(1_000, 100_000, 1_000_000, 25_000_000), pastes=(100, 1_000, 10_000), budget=2)
QUICK = Plan(rounds=1, mails=18, sizes=(1_000, 100_000), pastes=(10, 100), budget=0)
AT_ONCE = 300_000  # bytes: so much of the smaller sizes goes into one round, or the clock's grain would show


def version(distribution: str, module: object) -> str:
    return importlib.metadata.version(distribution) if module else "not installed"


def scan(data: bytes):
    """flufl.bounce on a mail; it wants the message parsed."""
    return flufl.bounce.scan_message(email.message_from_bytes(data))


def parse(data: bytes):
    """mail-parser on a mail: its fields and its Received fields, which the header checker reads, too."""
    mail = mailparser.parse_from_bytes(data)
    return mail.headers, mail.received


def fields(data: bytes):
    """The standard library on a mail: its fields, as they are."""
    return email.message_from_bytes(data).items()


PYTHON = f"{platform.python_implementation()} {platform.python_version()}"
STDLIB = Program(f"email of {PYTHON} (fields)", fields)
MAIL_PARSER = Program(
    f"mail-parser {version('mail-parser', mailparser)} (fields and hops)",
    parse if mailparser else None,
    lambda found: bool(found[1]),
)
FLUFL = Program(f"flufl.bounce {version('flufl.bounce', flufl)} (addresses)", scan if flufl else None)
SMTP = Program(
    "Red Envelope: smtp, the report in English",
    lambda data: checkers.smtp.check(data).to_dict(),
    lambda report: len(report["failures"]) > 0,
)
SMTP_BARE = Program("Red Envelope: smtp.check alone", checkers.smtp.check, lambda report: len(report.failures) > 0)
HEADERS = Program(
    "Red Envelope: headers, the report in English",
    lambda data: checkers.headers.check(data).to_dict(),
    lambda report: len(report["hops"]) > 0,
)
HEADERS_BARE = Program(
    "Red Envelope: headers.check alone", checkers.headers.check, lambda report: len(report.passages) > 0
)

PASTE = Program(SMTP.name, SMTP.run, lambda report: len(report["failures"]))
PASTES = [("bare replies", replies.BARE), ("lines of a mail log", replies.LOG)]

# What is read, by whom (first the one that the ratios are to), made how.
USUAL = [
    ("bounces", (SMTP, SMTP_BARE, FLUFL), bounces.bounces),
    ("bare replies", (SMTP, SMTP_BARE), replies.replies),
    ("messages", (HEADERS, HEADERS_BARE, MAIL_PARSER, STDLIB), messages.messages),
]
GROWING = [
    ("bounce (DSN), long by an attachment", (SMTP, FLUFL), bounces.with_attachment),
    ("bounce (notice), long by its text", (SMTP, FLUFL), bounces.with_long_text),
    ("message, long by an attachment", (HEADERS, MAIL_PARSER, STDLIB), messages.with_attachment),
    ("message, long by its header block", (HEADERS, MAIL_PARSER, STDLIB), messages.with_many_hops),
]

# What a process does once, after the start of Python; a peer's import is shown only where it is installed.
STARTS = [
    ("Red Envelope: import", "import checkers", True),
    ("Red Envelope: import and a first reply", "import checkers; checkers.smtp.check('550 5.1.1 no').to_dict()", True),
    ("Red Envelope: import and a first header", "import checkers; checkers.headers.check('To: a').to_dict()", True),
    (FLUFL.name.partition(" (")[0] + ": import", "import email, flufl.bounce", FLUFL.run),
    (MAIL_PARSER.name.partition(" (")[0] + ": import", "import mailparser", MAIL_PARSER.run),
]
CLOCKED = "import time; start = time.process_time(); {}; print(time.process_time() - start)"


def usual(plan: Plan) -> str:
    """Mails a second, mails of a usual size."""
    rows = []
    for what, programs, make in USUAL:
        found = measure(programs, lambda rng, make=make: make(rng, plan.mails), plan.rounds, plan.budget * 4)
        ours = found[programs[0].name]
        label = f"{what}, {figure(sum(ours.sizes) / ours.mails / 1000)} KB"
        for program in programs:
            rows.append([label, program.name, *_speed_cells(found.get(program.name), ours)])
    head = ["Mails (mean size)", "Program", "Mails a second", "Range", "Ratio", "Answered"]
    return table(head, rows)


def _speed_cells(found: Figures | None, ours: Figures) -> list[str]:
    if found is None:
        return ["–"] * 4
    each = found.mails / len(found.seconds)
    speeds = sorted(each / seconds for seconds in found.seconds)
    return [
        figure(1 / found.a_mail),
        f"{figure(speeds[0])} to {figure(speeds[-1])}",
        _ratio(ours, found),
        f"{found.answers:,} of {found.mails:,}",
    ]


def _ratio(ours: Figures, theirs: Figures) -> str:
    return "" if theirs is ours else figure(ours.against(theirs))


def by_size(plan: Plan) -> str:
    """Milliseconds a mail and a megabyte, by the size of the mail: linear if the second figure does not grow."""
    rows = []
    for what, programs, make in GROWING:
        found = [_of_size(programs, make, size, plan) for size in plan.sizes]
        for program in programs:
            figures = [of_size[program.name] for of_size in found if program.name in of_size]
            cells = [f"{figure(one.a_mail * 1e3)} ({figure(one.a_megabyte * 1e3)})" for one in figures]
            answers, mails = sum(one.answers for one in figures), sum(one.mails for one in figures)
            cells += [_ratio(found[-1][programs[0].name], figures[-1]), f"{answers:,} of {mails:,}"] if figures else []
            rows.append([what, program.name, *(cells or ["–"] * (len(plan.sizes) + 2))])
    head = [f"{size // 1000} KB" if size < 1e6 else f"{size // 1_000_000} MB" for size in plan.sizes]
    return table(["Mail", "Program", *head, f"Ratio at {head[-1]}", "Answered"], rows)


def _of_size(programs: Sequence[Program], make: Callable, size: int, plan: Plan) -> dict[str, Figures]:
    count = max(1, min(plan.mails, AT_ONCE // size))
    return measure(programs, lambda rng: [make(rng, size) for _ in range(count)], plan.rounds, plan.budget)


def in_one_paste(plan: Plan) -> str:
    """Many replies in one paste: linear if the time for one does not grow."""
    rows = []
    for (what, layout), count in itertools.product(PASTES, plan.pastes):
        found = _of_paste(layout, count, plan)
        rows.append(
            [
                f"{count:,} {what}",
                f"{figure(sum(found.sizes) / found.mails / 1000)} KB",
                figure(found.a_mail * 1e3),
                figure(found.a_mail / count * 1e6),
                f"{found.answers // found.mails:,}",
            ]
        )
    return table(["One paste", "Size", "ms", "µs a reply", "Failures found"], rows)


def _of_paste(layout: str, count: int, plan: Plan) -> Figures:
    def make(rng: Random) -> list[str]:
        return [replies.paste(rng, count, layout)]

    return measure([PASTE], make, plan.rounds, plan.budget)[PASTE.name]


def start_up(plan: Plan) -> str:
    """What the first check of a process costs, in new processes; the start of Python itself is not counted."""
    taken = {code: [] for _, code, there in STARTS if there}
    for turn in range(min(5, plan.rounds) + 1):
        for code, seconds in taken.items():
            found = _clocked(code)
            if turn:  # the first one writes the bytecode files
                seconds.append(found)
    rows = [[name, figure(median(taken[code]) * 1e3) if code in taken else "–"] for name, code, _ in STARTS]
    return table(["In a new process", "ms"], rows)


def _clocked(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", CLOCKED.format(code)], capture_output=True, text=True, check=True)
    return float(done.stdout)


INTRODUCTION = """\
# The checkers under {program}

One process, one core, CPU time; medians of {plan.rounds} rounds or fewer, by the time that they take. In a round the
programs take turns at the same mails. Ratio: how many times as fast as that program Red Envelope makes its report.
Answered: mails in which a failed recipient or a hop was found. A dash: not installed."""


def sections(plan: Plan) -> Iterator[str]:
    """The output, section by section, as it is measured."""
    for _, programs, make in USUAL:
        warm_up(programs, make(Random("warm-up"), 20))
    yield INTRODUCTION.format(program=PYTHON, plan=plan)
    yield "## Mails a second\n\n" + usual(plan)
    yield "## Time by size: ms a mail (ms a MB)\n\n" + by_size(plan)
    yield "## Replies in one paste\n\n" + in_one_paste(plan)
    yield "## Start-up\n\n" + start_up(plan)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure the speed of the checkers beside their peers.")
    parser.add_argument("--quick", action="store_true", help="one round on small mails")
    plan = QUICK if parser.parse_args(arguments).quick else FULL
    for section in sections(plan):
        print(section, end="\n\n", flush=True)


if __name__ == "__main__":
    main()
