"""Which contender is best, what sets it apart from the next, and whether that may be chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from mnist_core.compare.chance import (
    RARE,
    Chance,
    Measured,
    digits_deviation,
    may_be_chance,
    standard_error,
)
from mnist_core.compare.contenders import Contender
from mnist_core.compare.differences import SettingRow, differing_settings
from mnist_core.presets import known_deviation


@dataclass(frozen=True)
class Verdict:
    """The best of several contenders beside the next.

    Attributes:
        best, second: of lowest and second lowest mean test error.
        gap: how far the second lies behind, in percentage points.
        differences: the settings in which they differ, the second's text first.
        chance: whether seeds alone may explain the gap.
        beyond_digits: whether it is more than chance makes of reading the test digits alone, which
            decides where nothing is known of the seeds.
    """

    best: Contender
    second: Contender
    gap: float
    differences: tuple[SettingRow, ...]
    chance: Chance
    beyond_digits: bool


def give_verdict(contenders: Sequence[Contender]) -> Verdict | None:
    """Compare the two best of those that were tested; none where there are fewer than two."""
    tested = [each for each in contenders if each.test_error is not None]
    if len(tested) < 2:
        return None
    best, second = sorted(tested, key=_mean_error)[:2]
    gap = _mean_error(second) - _mean_error(best)
    return Verdict(
        best=best,
        second=second,
        gap=gap,
        differences=tuple(differing_settings([second, best])),
        chance=may_be_chance(measured(best), measured(second)),
        beyond_digits=gap > RARE * hypot(*map(_digits_error, (best, second))),
    )


def measured(contender: Contender) -> Measured:
    """Give the error of one that was tested.

    A known deviation is that of runs trained exactly with their settings.
    """
    assert contender.test_error is not None
    as_set = all(
        run.state == "finished" and run.taught is None and not run.rate_changes
        for run in contender.runs
    )
    return Measured(contender.test_error, known_deviation(contender.config) if as_set else None)


def _digits_error(contender: Contender) -> float:
    error = contender.test_error
    return standard_error(error, digits_deviation(error.mean)) if error else 0.0


def _mean_error(contender: Contender) -> float:
    return contender.test_error.mean if contender.test_error else float("inf")
