"""What a network gets wrong and how sure it is, from its probabilities and the truth."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

CLASSES = 10
THRESHOLDS = 101

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]
Probabilities = NDArray[np.floating[Any]]
Labels = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class DigitScore:
    """How well one digit is read.

    Attributes:
        digit: 0 to 9.
        count: how many there were of it.
        precision: share of right ones among the answers of this digit, in [0, 1].
        recall: share of this digit that was read rightly, in [0, 1].
        f1: harmonic mean of the two, in [0, 1].

    A share of nothing (a digit that was never answered, or that was not there) counts as 0, as
    in scikit-learn with ``zero_division=0``.
    """

    digit: int
    count: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class ConfusedPair:
    """A digit and what it was often taken for."""

    true_digit: int
    answer: int
    count: int


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
    """What is won and lost if a network says "I don't know" where it is unsure.

    Attributes:
        thresholds: (t,) float64 from 0 to 1, the least top probability that is answered.
        answered: (t,) float64 in [0, 1], share of the digits that are answered.
        error: (t,) float64 in [0, 1], share of wrong ones among these; nan where there are none.
    """

    thresholds: Numbers
    answered: Numbers
    error: Numbers


def confusion_matrix(truth: Labels, answers: Labels) -> Counts:
    """Count how often each digit got each answer.

    Args:
        truth: (n,), integers 0 to 9.
        answers: (n,), integers 0 to 9.

    Returns:
        (10, 10) int64, a row for each true digit, a column for each answer.
    """
    cells = CLASSES * truth.astype(np.int64) + answers.astype(np.int64)
    counts: Counts = np.bincount(cells, minlength=CLASSES**2).reshape(CLASSES, CLASSES)
    return counts


def digit_scores(confusion: Counts) -> list[DigitScore]:
    """Score each of the ten digits from ``confusion_matrix``."""
    right, there, answered = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    precision, recall = _shares(right, answered, 0.0), _shares(right, there, 0.0)
    f1 = _shares(2 * right, there + answered, 0.0)
    return [
        DigitScore(digit, int(there[digit]), *(float(s[digit]) for s in (precision, recall, f1)))
        for digit in range(CLASSES)
    ]


def most_confused(confusion: Counts, count: int = 3) -> list[ConfusedPair]:
    """Name the pairs with most mistakes, the worst first; pairs without any are left out."""
    wrong = confusion - np.diag(np.diag(confusion))
    order = np.argsort(-wrong, axis=None, kind="stable")[:count]
    cells = (divmod(int(cell), CLASSES) for cell in order)
    pairs = [ConfusedPair(true, answer, int(wrong[true, answer])) for true, answer in cells]
    return [pair for pair in pairs if pair.count]


def reliability(probabilities: Probabilities, truth: Labels, bins: int = 10) -> Reliability:
    """Compare confidence and accuracy in bins of equal width over the top probability.

    Source: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks" (2017).

    Args:
        probabilities: (n, 10) float32 in [0, 1].
        truth: (n,), integers 0 to 9.
        bins: how many.
    """
    sure, right = _confidences(probabilities), probabilities.argmax(axis=1) == truth
    edges = np.linspace(0, 1, bins + 1)
    places = np.searchsorted(edges[1:-1], sure)
    count = np.bincount(places, minlength=bins)
    sure_sum = np.bincount(places, weights=sure, minlength=bins)
    right_sum = np.bincount(places, weights=right, minlength=bins)
    error = float(np.abs(right_sum - sure_sum).sum() / max(1, len(truth)))
    confidence, accuracy = _shares(sure_sum, count), _shares(right_sum, count)
    return Reliability(edges, confidence, accuracy, count, error)


def refusal_curve(probabilities: Probabilities, truth: Labels) -> RefusalCurve:
    """Try thresholds on the top probability from 0 to 1, below which nothing is answered.

    Args:
        probabilities: (n, 10) float32 in [0, 1].
        truth: (n,), integers 0 to 9.
    """
    sure, wrong = _confidences(probabilities), probabilities.argmax(axis=1) != truth
    thresholds = np.linspace(0, 1, THRESHOLDS)
    answered = len(sure) - np.searchsorted(np.sort(sure), thresholds)
    errors = wrong.sum() - np.searchsorted(np.sort(sure[wrong]), thresholds)
    return RefusalCurve(thresholds, answered / max(1, len(sure)), _shares(errors, answered))


def threshold_for_error(curve: RefusalCurve, wanted: float) -> float | None:
    """Find the lowest threshold whose error among the answered is at most ``wanted``, in [0, 1].

    None means that no threshold that still answers something comes down to it.
    """
    places = np.flatnonzero(curve.error <= wanted)
    return float(curve.thresholds[places[0]]) if places.size else None


def mistakes(
    probabilities: Probabilities,
    truth: Labels,
    *,
    true_digit: int | None = None,
    answer: int | None = None,
) -> NDArray[np.intp]:
    """List the misread digits, those most sure of the wrong answer first.

    Args:
        probabilities: (n, 10) float32 in [0, 1].
        truth: (n,), integers 0 to 9.
        true_digit: only those that are this digit.
        answer: only those that were read as this digit; where it is the true digit too, the
            rightly read ones are listed instead, the least sure first.

    Returns:
        (m,) indices into ``truth``.
    """
    answers, sure = probabilities.argmax(axis=1), _confidences(probabilities)
    rightly = true_digit is not None and true_digit == answer
    chosen = (answers == truth) == rightly
    if true_digit is not None:
        chosen &= truth == true_digit
    if answer is not None:
        chosen &= answers == answer
    indices = np.flatnonzero(chosen)
    return indices[np.argsort(sure[indices] if rightly else -sure[indices], kind="stable")]


def _confidences(probabilities: Probabilities) -> Numbers:
    top: Numbers = probabilities.max(axis=1).astype(np.float64)
    return top


def _shares(parts: NDArray[Any], wholes: NDArray[Any], of_nothing: float = np.nan) -> Numbers:
    shares = np.full(len(parts), of_nothing)
    np.divide(parts, wholes, out=shares, where=wholes > 0)
    return shares
