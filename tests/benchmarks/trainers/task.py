"""What every trainer of the speed benchmark is asked, and what it answers: JSON, over its command.

``python -m tests.benchmarks.trainers.TRAINER TASK``, where TASK is ``{"digits": FILE,
"hidden_units": [128], "batch_size": 128, "dropout": 0.2, "augmentation": 0, "elastic": 0,
"epochs": 3}``, prints ``{"version": TEXT, "seconds": [of each epoch]}`` as its last line.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
LEARNING_RATE = 0.001  # of Adam


@dataclass
class Task:
    """A network to train on MNIST's 60,000 training digits.

    Attributes:
        hidden_units: of each hidden layer.
        dropout: share of the last hidden layer's neurons switched off, 0 for none.
        augmentation: the lab's, 0 for none; no other trainer has it.
        elastic: the same of the lab's elastic distortion.
        epochs: how many to time; the first may be slower.
        seconds: what each has taken so far.
    """

    digits: str
    hidden_units: list[int]
    batch_size: int
    dropout: float
    augmentation: float
    elastic: float
    epochs: int
    seconds: list[float] = field(default_factory=list)

    def load(self) -> tuple[Floats, NDArray[np.uint8]]:
        """Give the digits, (60000, 784) float32 in [0, 1], and their labels, (60000,) uint8."""
        with np.load(self.digits) as arrays:
            images, labels = arrays["x_train"], arrays["y_train"]
        return images.reshape(len(images), 784).astype(np.float32) / np.float32(255), labels

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Count what is done inside as an epoch."""
        began = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - began)

    def run(self, epoch: Callable[[], Any]) -> None:
        """Train all epochs, each by a call."""
        for _ in range(self.epochs):
            with self.timed():
                epoch()


def read_task() -> Task:
    """Give what the command line asks."""
    return Task(**json.loads(sys.argv[1]))


def answer(task: Task, version: str) -> None:
    """Print what came out."""
    print(json.dumps({"version": version, "seconds": task.seconds}))


def shuffled(count: int, seed: int) -> NDArray[np.int64]:
    """Give an order of so many digits."""
    return np.random.default_rng(seed).permutation(count)
