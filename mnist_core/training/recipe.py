"""How the learning rate falls from epoch to epoch, as a share of where it began."""

import math

from mnist_core.config import Schedule


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
