"""Made-up answers of a network, with the truth: many for scikit-learn, four to count by hand."""

import numpy as np

from mnist_core.network.mlp import softmax

DIGITS = list(range(10))
NEVER_ANSWERED = 6


def _digits(count: int = 2000):
    """Make answers that are often right, never a 6, and never between 30 and 40 % sure."""
    random = np.random.default_rng(7)
    truth = random.integers(0, 10, count).astype(np.uint8)
    logits = random.normal(0, 1, (count, 10)) + 3 * np.eye(10)[truth]
    logits[:, NEVER_ANSWERED] = -20
    probabilities = softmax(logits).astype(np.float32)
    sure = probabilities.max(axis=1)
    kept = (sure < 0.3) | (sure > 0.4)
    return probabilities[kept], truth[kept]


PROBABILITIES, TRUTH = _digits()
ANSWERS = PROBABILITIES.argmax(axis=1)
# Four digits whose answers are 1, 1, 2, 0 with confidences 0.92, 0.6, 0.8, 0.5.
FEW = np.zeros((4, 10), np.float32)
FEW[range(4), [1, 1, 2, 0]] = [0.92, 0.6, 0.8, 0.5]
FEW[range(4), [3, 3, 3, 3]] = [0.08, 0.4, 0.2, 0.5 - 1e-3]
FEW_TRUTH = np.array([1, 7, 1, 0], np.uint8)
