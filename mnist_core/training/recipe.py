"""What decides a training besides its network: seeds, schedule, shares.

The training and its stand-alone script both take these from here; none of it needs Keras.
"""

import math

import numpy as np
from numpy.typing import NDArray

from mnist_core.setting_options import Initializer, Optimizer, Schedule

WEIGHTS, DROPOUT, AUGMENTATION, ELASTIC = 0, 1, 2, 3  # what a derived seed is for

DRAWINGS_SHARE = 1 / 3  # of an epoch is drawings
MAX_COPIES = 200  # of one drawing in an epoch: a handful must not outweigh MNIST

OPTIMIZER_CLASSES: dict[Optimizer, str] = {
    "sgd": "SGD",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
    "nadam": "Nadam",
    "adamax": "Adamax",
    "adagrad": "Adagrad",
    "adadelta": "Adadelta",
    "lion": "Lion",
}
INITIALIZER_CLASSES: dict[Initializer, str] = {
    "glorot_uniform": "GlorotUniform",
    "glorot_normal": "GlorotNormal",
    "he_uniform": "HeUniform",
    "he_normal": "HeNormal",
    "lecun_normal": "LecunNormal",
    "random_normal": "RandomNormal",
    "random_uniform": "RandomUniform",
    "zeros": "Zeros",
}


def derived_seed(seed: int, purpose: int, number: int) -> int:
    """Derive the seed, 0 to 2³¹-1, for one purpose and one layer or epoch.

    Each use of randomness in a run draws from a seed of its own, so that none shares a stream.
    """
    state = np.random.SeedSequence([seed, purpose, number]).generate_state(1)
    return int(state[0] >> 1)


def epoch_order(seed: int, epoch: int, size: int) -> NDArray[np.int32]:
    """Give the order, (size,) int32, in which an epoch (counted from 1) takes the digits."""
    return np.random.default_rng([seed, epoch]).permutation(size).astype(np.int32)


def schedule_factor(schedule: Schedule, epoch: int, epochs: int) -> float:
    """Give the share of the initial learning rate that is in force in an epoch, in (0, 1].

    ``cosine`` follows half a wave down towards 0, ``exponential`` falls evenly to a hundredth,
    ``step`` takes a tenth after half of the epochs and a hundredth after three quarters. Epochs
    beyond the planned ones keep the last planned share.

    Args:
        epoch: counted from 1.
        epochs: the number of epochs that the run was planned for.
    """
    passed = (min(epoch, epochs) - 1) / epochs
    if schedule == "cosine":
        return 0.5 * (1 + math.cos(math.pi * passed))
    if schedule == "exponential":
        return math.pow(0.01, passed)
    if schedule == "step":
        return 1.0 if passed < 0.5 else 0.1 if passed < 0.75 else 0.01
    return 1.0


def copies(drawings: int, size: int) -> int:
    """Count how often each drawing follows the digits in an epoch, each time augmented anew.

    Args:
        drawings: how many there are, above 0.
        size: MNIST's digits in the epoch.
    """
    wanted = round(DRAWINGS_SHARE / (1 - DRAWINGS_SHARE) * size / drawings)
    return min(max(1, wanted), MAX_COPIES)
