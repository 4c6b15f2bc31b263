"""Several programs at the same work, by turns: what each took, round by round.

The clock is the CPU time of this process, so that whatever else the machine does counts less. In a round all programs
get the same mails; the next round has other ones (so that no cache knows them) and begins with another program.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import median


@dataclass(frozen=True, slots=True)
class Program:
    """``run`` takes one mail; ``answers`` counts what its result holds. A program that is not installed has no
    ``run``."""

    name: str
    run: Callable | None
    answers: Callable[[object], int] = bool


@dataclass(slots=True)
class Figures:
    """What one program took: seconds of CPU time and bytes, both a round; how many mails, and how many answers."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    mails: int = 0
    answers: int = 0

    @property
    def a_mail(self) -> float:
        """Median seconds for one mail."""
        return median(self.seconds) * len(self.seconds) / self.mails

    @property
    def a_megabyte(self) -> float:
        """Median seconds for 1,000,000 bytes."""
        return median(second / size * 1e6 for second, size in zip(self.seconds, self.sizes, strict=True))

    def against(self, other: "Figures") -> float:
        """How many times as fast as ``other``: the median of the rounds' ratios."""
        return median(theirs / ours for ours, theirs in zip(self.seconds, other.seconds, strict=True))


def warm_up(programs: Sequence[Program], mails: list) -> None:
    """Let each installed program do once what it does only once, such as loading its data."""
    for program in programs:
        for mail in mails if program.run else ():
            program.run(mail)


def measure(
    programs: Sequence[Program], make: Callable[[Random], list], rounds: int, budget: float
) -> dict[str, Figures]:
    """Up to ``rounds`` rounds of each installed program over ``make(rng)``, by name.

    No round begins after ``budget`` seconds of wall time, except the first.
    """
    taking_part = [program for program in programs if program.run]
    figures = {program.name: Figures() for program in taking_part}
    start = time.perf_counter()
    for turn in range(rounds):
        if turn and time.perf_counter() - start > budget:
            break
        mails = make(Random(turn))
        first = turn % len(taking_part)
        for program in taking_part[first:] + taking_part[:first]:
            _run(program, mails, figures[program.name])
    return figures


def _run(program: Program, mails: list, figures: Figures) -> None:
    gc.collect()
    begin = time.process_time()
    results = [program.run(mail) for mail in mails]
    figures.seconds.append(time.process_time() - begin)
    figures.sizes.append(sum(map(len, mails)))
    figures.mails += len(mails)
    figures.answers += sum(program.answers(result) for result in results)
