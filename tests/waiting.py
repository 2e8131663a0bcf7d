"""Waiting for a condition instead of for a time."""

import statistics
import time
from collections.abc import Callable

PAUSE_S = 0.02
PATIENCE_S = 180.0  # of a machine at its slowest; a wait that succeeds costs nothing
COUNTS, COUNTED_S = 3_000_000, 0.12  # what a machine at which people sit takes for a plain loop


def wait_until(condition: Callable[[], object], timeout_s: float = PATIENCE_S) -> float:
    """Poll until ``condition()`` is true; give the seconds it took, or fail."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > timeout_s:
            raise AssertionError(f"still not so after {timeout_s} s: {condition}")
        time.sleep(PAUSE_S)
    return time.monotonic() - began


def least(measure: Callable[[], float], *, below: float, tries: int = 3) -> float:
    """Time something until it is ``below`` what is wanted, ``tries`` times at most; give the least.

    What else a machine does may add to a time, but takes nothing from it.
    """
    figures: list[float] = []
    while len(figures) < tries and min(figures, default=below) >= below:
        figures.append(measure())
    return min(figures)


def on_an_ordinary_machine(measure: Callable[[], float]) -> float:
    """Give a measured time as an ordinary machine would need it.

    A limit for what a person waits is for such a one, so the time is given over how slow this
    machine was right before or after.
    """
    slow, figure = slowness(), measure()
    return figure / max(slow, slowness())


def times_as_long(much: Callable[[], float], little: Callable[[], float], rounds: int = 5) -> float:
    """Give how many times as long one thing takes as another, as the median of some rounds.

    Both are timed in each round, so that a machine that changes its speed does so for both.
    """
    return statistics.median(much() / little() for _ in range(rounds))


def slowness(tries: int = 3) -> float:
    """Give how many times as long as an ordinary machine this one takes now; at least 1."""
    return max(1.0, min(_counting_time() for _ in range(tries)) / COUNTED_S)


def _counting_time() -> float:
    began, total = time.perf_counter(), 0
    for number in range(COUNTS):
        total += number
    return time.perf_counter() - began
