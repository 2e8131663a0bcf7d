"""Whether the gap between two test errors may be chance: one rule for Compare and Lessons."""

from dataclasses import dataclass
from math import hypot, sqrt
from typing import Literal

from mnist_core.compare.contenders import Spread
from mnist_core.store.board_queries import TEST_DIGITS

Chance = Literal["unknown", "possible", "unlikely"]
SIGNIFICANT = 0.05
RARE = 2.0  # standard deviations that chance alone rarely makes


@dataclass(frozen=True)
class Measured:
    """The test error of some settings.

    Attributes:
        error: in percent, a value for each seed.
        known_deviation: standard deviation over seeds, in points, that such settings are known
            to have (``presets.known_deviation``), or None.
    """

    error: Spread
    known_deviation: float | None


def may_be_chance(first: Measured, second: Measured) -> Chance:
    """Return whether seeds alone may explain the gap between two mean errors.

    Where both have two seeds or more, Welch's t-test (1947) decides: unlikely means that equal
    means would show such a gap in less than one case of twenty. Where either has a single one,
    the gap is compared with what seeds are known to make of such settings (``margin``), and where
    that is not known for both, the answer is unknown.
    """
    if min(len(first.error.values), len(second.error.values)) > 1:
        return _welch(first.error, second.error)
    allowed = margin(first, second)
    if allowed is None:
        return "unknown"
    return "possible" if abs(first.error.mean - second.error.mean) <= allowed else "unlikely"


def margin(first: Measured, second: Measured) -> float | None:
    """Give the largest gap in points that seeds alone often make, from what is known of them.

    That is two standard errors of their difference; a deviation measured here counts where it is
    larger than the known one. None where it is not known of both.
    """
    if first.known_deviation is None or second.known_deviation is None:
        return None
    errors = (
        standard_error(first.error, first.known_deviation),
        standard_error(second.error, second.known_deviation),
    )
    return RARE * hypot(*errors)


def standard_error(error: Spread, known_deviation: float) -> float:
    """Give the standard error of a mean over seeds, in points."""
    return max(known_deviation, error.deviation or 0.0) / sqrt(len(error.values))


def digits_deviation(error: float) -> float:
    """Give what chance makes of an error in percent, in points, as 10,000 digits alone show it.

    It is the binomial deviation of a share, as in the test of the difference of two proportions
    (Dietterich, 1998, Approximate Statistical Tests for Comparing Supervised Classification
    Learning Algorithms). Between networks that read the same digits it is too large rather than
    too small.
    """
    share = error / 100
    return 100 * sqrt(share * (1 - share) / TEST_DIGITS)


def _welch(first: Spread, second: Spread) -> Chance:
    if first.deviation == second.deviation == 0:
        return "unlikely" if first.mean != second.mean else "possible"
    from scipy.stats import ttest_ind  # noqa: PLC0415 - slow to import, and seldom needed

    tested = ttest_ind(first.values, second.values, equal_var=False)
    return "unlikely" if tested.pvalue < SIGNIFICANT else "possible"
