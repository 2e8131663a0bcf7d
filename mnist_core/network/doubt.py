"""Whether a network's answer can be trusted, and what else the digit may be."""

import numpy as np
from numpy.typing import NDArray

from mnist_core.plural import a_digit

# A probability from which an answer counts as sure. Chosen on drawings of thirty hands unlike
# MNIST's: of a network that misread 1.4 % of them, this marks two in three of the misread ones, and
# 2 % of those that it read right; among what it leaves unmarked 0.5 % are wrong. With 0.95 that is
# 0.3 %, and half as many marks again on right answers.
SURE_FROM = 0.9
DOUBTS = tuple(f"Not sure: it may be {a_digit(digit)}." for digit in range(10))


def is_sure(probabilities: NDArray[np.floating]) -> bool:
    """Return whether an answer, (10,) summing to 1, should be trusted."""
    return bool(probabilities.max() >= SURE_FROM)


def runner_up(probabilities: NDArray[np.floating]) -> int:
    """Give the digit that is second most probable, of (10,)."""
    return int(np.argsort(-probabilities, kind="stable")[1])


def doubt_text(probabilities: NDArray[np.floating]) -> str:
    """Write that an answer, (10,), is not sure and what else it may be; "" where it is sure."""
    return "" if is_sure(probabilities) else DOUBTS[runner_up(probabilities)]
