"""Time that grows no faster than the input, on any machine: no test waits for a number of seconds."""

import gc
import time
from collections.abc import Callable


def seconds(read: Callable, text: str | bytes) -> float:
    """CPU time of ``read(text)``; as in timeit, without the collector, whose pauses depend on all that ran before."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        read(text)
        return time.process_time() - start
    finally:
        gc.enable()


def assert_even(read: Callable, small: str | bytes, large: str | bytes) -> None:
    """``large`` is four times as long as ``small`` and may take about four times as long, where the square would be
    sixteen; the bound lies between, since caches that overflow and a busy machine add to it. The best of three."""
    first = min(seconds(read, small) for _ in range(3))
    second = min(seconds(read, large) for _ in range(3))
    assert second < 11 * first + 0.05, f"{len(small)} characters: {first:.3f} s, {len(large)}: {second:.3f} s"
