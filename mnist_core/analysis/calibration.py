"""How sure a network is of its answers, and whether it is right to be."""

from dataclasses import dataclass

import numpy as np

from mnist_core.analysis.evaluation import (
    Counts,
    Labels,
    Numbers,
    Probabilities,
    confidences,
    shares_of,
)

THRESHOLDS = 101


@dataclass(frozen=True)
class Reliability:
    """Whether a network is right as often as it is sure.

    Attributes:
        edges: (bins + 1,) float64 from 0 to 1; a bin is open below and closed above.
        confidence: (bins,) float64, mean of the top probability in each bin; nan where empty.
        accuracy: (bins,) float64, share of right answers in each bin; nan where empty.
        count: (bins,) int64, digits in each bin.
        expected_calibration_error: mean gap between the two over all digits, in [0, 1].
    """

    edges: Numbers
    confidence: Numbers
    accuracy: Numbers
    count: Counts
    expected_calibration_error: float


@dataclass(frozen=True)
class RefusalCurve:
    """How many digits a network still answers, and how well, if it refuses where it is unsure.

    Attributes:
        thresholds: (t,) float64 from 0 to 1, the least top probability that is answered.
        answered: (t,) float64 in [0, 1], share of the digits that are answered.
        error: (t,) float64 in [0, 1], share of wrong ones among these; nan where there are none.
    """

    thresholds: Numbers
    answered: Numbers
    error: Numbers


def reliability(probabilities: Probabilities, truth: Labels, bins: int = 10) -> Reliability:
    """Compare confidence and accuracy in bins of equal width over the top probability.

    Source: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks" (2017).

    Args:
        probabilities: (n, 10) float32 in [0, 1].
        truth: (n,), integers 0 to 9.
        bins: how many.
    """
    sure, right = confidences(probabilities), probabilities.argmax(axis=1) == truth
    edges = np.linspace(0, 1, bins + 1)
    places = np.searchsorted(edges[1:-1], sure)
    count = np.bincount(places, minlength=bins)
    sure_sum = np.bincount(places, weights=sure, minlength=bins)
    right_sum = np.bincount(places, weights=right, minlength=bins)
    error = float(np.abs(right_sum - sure_sum).sum() / max(1, len(truth)))
    confidence, accuracy = shares_of(sure_sum, count), shares_of(right_sum, count)
    return Reliability(edges, confidence, accuracy, count, error)


def overconfidence(probabilities: Probabilities, truth: Labels) -> float:
    """Give the mean top probability minus the share of right answers, in [-1, 1].

    Args:
        probabilities: (n, 10) float32 in [0, 1].
        truth: (n,), integers 0 to 9.
    """
    wrong = probabilities.argmax(axis=1) != truth
    return float(probabilities.max(axis=1).mean() - (1 - wrong.mean()))


def refusal_curve(probabilities: Probabilities, truth: Labels) -> RefusalCurve:
    """Try thresholds on the top probability from 0 to 1, below which nothing is answered.

    Args:
        probabilities: (n, 10) float32 in [0, 1].
        truth: (n,), integers 0 to 9.
    """
    sure, wrong = confidences(probabilities), probabilities.argmax(axis=1) != truth
    thresholds = np.linspace(0, 1, THRESHOLDS)
    answered = len(sure) - np.searchsorted(np.sort(sure), thresholds)
    errors = wrong.sum() - np.searchsorted(np.sort(sure[wrong]), thresholds)
    return RefusalCurve(thresholds, answered / max(1, len(sure)), shares_of(errors, answered))


def threshold_for_error(curve: RefusalCurve, highest_error: float) -> float | None:
    """Find the lowest threshold whose error among the answered is at most ``highest_error``.

    None means that no threshold that still answers something reaches it.

    Args:
        highest_error: in [0, 1].
    """
    places = np.flatnonzero(curve.error <= highest_error)
    return float(curve.thresholds[places[0]]) if places.size else None
