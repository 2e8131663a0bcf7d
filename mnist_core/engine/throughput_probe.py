"""A training whose speed is measured, which a worker runs with Keras."""

import functools
import time

import numpy as np

from mnist_core.config import RunConfig
from mnist_core.engine.run_task import digits
from mnist_core.network.training_path import training_path
from mnist_core.training.traced_networks import give_back, take_network
from mnist_core.training.train_step import Sums

SLICE_S = 0.05


@functools.lru_cache(maxsize=1)
def ready_probe(config: RunConfig) -> "ThroughputProbe":
    """Give the probe of these settings, ready to train; once in a process."""
    return ThroughputProbe(config)


class ThroughputProbe:
    """A network like those of a sweep, laid out and ready to train.

    Args:
        config: its settings.
    """

    def __init__(self, config: RunConfig) -> None:
        path = training_path(config, beside_others=True)
        self._batch_size = config.batch_size
        self._network = take_network(config, path, digits())
        self._stepper = self._network.stepper
        self._stepper.begin_epoch(1)
        self._stepper.trace()
        self._slice = max(1, self._stepper.steps // 64)
        self._train()

    def digits_until(self, end: float) -> float:
        """Train until ``end``, in seconds since 1970; give the digits a second."""
        count, began = 0, time.time()
        while time.time() < end:
            count += self._train()
        return count / max(time.time() - began, 1e-3) if count else 0.0

    def put_away(self) -> None:
        """Leave the network to the first trial that computes by the same graph."""
        ready_probe.cache_clear()
        give_back(self._network)

    def _train(self) -> int:
        """Train a sixty-fourth of an epoch; give how many digits that are."""
        self._stepper.run(Sums(np.float32(0), np.float32(0)), 0, self._slice)
        return self._slice * self._batch_size
