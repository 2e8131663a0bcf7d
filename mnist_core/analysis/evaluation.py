"""What a network gets wrong: which digit is read as which, and how well each is read."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.analysis.layer_activity import LayerActivity

CLASSES = 10

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]
Probabilities = NDArray[np.floating[Any]]
Labels = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Evaluation:
    """What a network answers to the test digits, and what its neurons do on the first of them.

    Attributes:
        probabilities: (n, 10) float32 in [0, 1], a row for each test digit.
        layers: one for each hidden layer, from the first to the last.
    """

    probabilities: NDArray[np.float32]
    layers: tuple[LayerActivity, ...]

    @property
    def answers(self) -> NDArray[np.int64]:
        """The digit that each was read as, (n,) int64, 0 to 9."""
        answers: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return answers


@dataclass(frozen=True)
class DigitScore:
    """How well one digit is read.

    Attributes:
        digit: 0 to 9.
        count: how many there were of it.
        precision: share of right ones among the answers of this digit, in [0, 1].
        recall: share of this digit that was read correctly, in [0, 1].
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
    precision, recall = shares_of(right, answered, 0.0), shares_of(right, there, 0.0)
    f1 = shares_of(2 * right, there + answered, 0.0)
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
    answers, sure = probabilities.argmax(axis=1), confidences(probabilities)
    rightly = true_digit is not None and true_digit == answer
    chosen = (answers == truth) == rightly
    if true_digit is not None:
        chosen &= truth == true_digit
    if answer is not None:
        chosen &= answers == answer
    indices = np.flatnonzero(chosen)
    return indices[np.argsort(sure[indices] if rightly else -sure[indices], kind="stable")]


def count_sure_mistakes(probabilities: Probabilities, truth: Labels, surer_than: float) -> int:
    """Count the misread digits whose answer had a probability above ``surer_than``.

    Args:
        probabilities: (n, 10) float32 in [0, 1].
        truth: (n,), integers 0 to 9.
        surer_than: in [0, 1].
    """
    wrong = probabilities.argmax(axis=1) != truth
    return int((wrong & (probabilities.max(axis=1) > surer_than)).sum())


def confidences(probabilities: Probabilities) -> Numbers:
    """Give the top probability of each digit, (n,) float64, out of (n, 10)."""
    top: Numbers = probabilities.max(axis=1).astype(np.float64)
    return top


def shares_of(parts: NDArray[Any], wholes: NDArray[Any], of_nothing: float = np.nan) -> Numbers:
    """Divide (n,) counts or sums by (n,) counts: (n,) float64, ``of_nothing`` where these are 0."""
    shares = np.full(len(parts), of_nothing)
    np.divide(parts, wholes, out=shares, where=wholes > 0)
    return shares
