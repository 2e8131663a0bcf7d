"""Which contender is best, what sets it apart from the next, and whether that may be chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mnist_core.compare.contenders import Contender, Spread
from mnist_core.compare.differences import SettingRow, differing_settings

Chance = Literal["unknown", "possible", "unlikely"]
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Verdict:
    """The best of several contenders beside the next.

    Attributes:
        best, second: of lowest and second lowest mean test error.
        gap: how far the second lies behind, in percentage points.
        differences: the settings in which they differ, the second's text first.
        chance: whether seeds alone may explain the gap; unknown where either has only one.
    """

    best: Contender
    second: Contender
    gap: float
    differences: tuple[SettingRow, ...]
    chance: Chance


def give_verdict(contenders: Sequence[Contender]) -> Verdict | None:
    """Compare the two best of those that were tested; none where there are fewer than two."""
    tested = [each for each in contenders if each.test_error is not None]
    if len(tested) < 2:
        return None
    best, second = sorted(tested, key=_mean_error)[:2]
    return Verdict(
        best=best,
        second=second,
        gap=_mean_error(second) - _mean_error(best),
        differences=tuple(differing_settings([second, best])),
        chance=may_be_chance(best.test_error, second.test_error),
    )


def may_be_chance(first: Spread | None, second: Spread | None) -> Chance:
    """Tell by Welch's t-test (1947) whether two means differ by more than seeds make them.

    Unlikely means that equal means would show such a gap in less than one case of twenty.
    """
    if first is None or second is None or min(len(first.values), len(second.values)) < 2:
        return "unknown"
    if first.deviation == second.deviation == 0:
        return "unlikely" if first.mean != second.mean else "possible"
    from scipy.stats import ttest_ind  # noqa: PLC0415 - slow to import, and seldom needed

    tested = ttest_ind(first.values, second.values, equal_var=False)
    return "unlikely" if tested.pvalue < SIGNIFICANT else "possible"


def _mean_error(contender: Contender) -> float:
    return contender.test_error.mean if contender.test_error else float("inf")
