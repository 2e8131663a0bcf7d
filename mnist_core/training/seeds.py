"""One seed for everything random in a run: each use draws its own, and none shares a stream."""

import numpy as np
from numpy.typing import NDArray

WEIGHTS, DROPOUT, AUGMENTATION = 0, 1, 2


def derived_seed(seed: int, purpose: int, number: int) -> int:
    """Derive the seed, 0 to 2³¹-1, for one purpose and one layer or epoch."""
    state = np.random.SeedSequence([seed, purpose, number]).generate_state(1)
    return int(state[0] >> 1)


def epoch_order(seed: int, epoch: int, size: int) -> NDArray[np.int32]:
    """Give the order, (size,) int32, in which an epoch (counted from 1) takes the digits."""
    return np.random.default_rng([seed, epoch]).permutation(size).astype(np.int32)
