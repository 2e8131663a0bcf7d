"""A listener that wants what a test wrote down, and trainings small enough for a test."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from mnist_core.config import RunConfig
from mnist_core.dataset import HOLDOUT_SIZE, Mnist, load_mnist
from mnist_core.engine.run_task import digits
from mnist_core.network.training_path import TrainingPath
from mnist_core.store.artifacts import Arrays
from mnist_core.store.records import Epoch, Progress, RateChange, Requests, Run
from mnist_core.training.listener import Weights
from mnist_core.training.trainer import Outcome, Training

SMALL = RunConfig(hidden_units=(16,), batch_size=50, epochs=3, train_size=1_000)


def few_digits() -> Mnist:
    """Give MNIST with fewer digits, for runs of ``SMALL`` and for what comes before or after them.

    There are those that they learn from, all that are kept out, and a fifth of the test digits.
    """
    mnist = load_mnist()
    kept = np.r_[: SMALL.train_size, -HOLDOUT_SIZE:0]
    test = len(mnist.x_test) // 5
    return Mnist(mnist.x_train[kept], mnist.y_train[kept], mnist.x_test[:test], mnist.y_test[:test])


class ScriptedListener:
    """Wants something after so many batches of an epoch, and remembers all it hears.

    Args:
        epochs: to reach.
        requested: what is wanted from (epoch, batches done) on, until it is granted.
        goes_on: the answer after a pause.
    """

    def __init__(
        self,
        epochs: int,
        requested: dict[tuple[int, int], dict[str, Any]] | None = None,
        *,
        goes_on: bool = True,
    ) -> None:
        self._requests = Requests("training", None, None, epochs)
        self._requested, self._goes_on = requested or {}, goes_on
        self.epochs: list[Epoch] = []
        self.reports: list[Progress] = []
        self.weights: Weights = []
        self.checkpoint: Arrays | None = None
        self.paused = 0

    def requests(self) -> Requests:
        return self._requests

    def progress(self, progress: Progress) -> None:
        self.reports.append(progress)
        for (epoch, step), wish in list(self._requested.items()):
            if progress.epoch == epoch and progress.step >= step:
                self._requests = replace(self._requests, **self._requested.pop((epoch, step)))
                assert wish

    def epoch(self, epoch: Epoch) -> None:
        self.epochs.append(epoch)

    def accept_learning_rate(self, value: float, changes: list[RateChange]) -> None:
        self.changes = list(changes)
        self._requests = replace(self._requests, learning_rate=None)

    def keep(self, number: int, weights: Weights, state: Callable[[], Arrays]) -> None:
        self.keep_last(weights, state())

    def keep_last(self, weights: Weights, state: Arrays) -> None:
        self.weights, self.checkpoint = weights, state

    def wait_while_paused(self) -> bool:
        self.paused += 1
        self._requests = replace(self._requests, action=None)
        return self._goes_on


def train(
    config: RunConfig,
    listener: ScriptedListener,
    saved: Arrays | None = None,
    path: TrainingPath = "plain",
) -> Outcome | None:
    """Train ``config`` in this process."""
    run = make_run(config, training_path=path)
    return Training(run, digits(), listener, saved).train()


def make_run(config: RunConfig, **facts: Any) -> Run:
    """Make the record of a run that no store knows."""
    run = Run(
        id="r1",
        name="test-run",
        notes="",
        config=config,
        state="training",
        created_at=0.0,
        target_epochs=config.epochs,
        epochs_done=0,
        parameters=0,
        program_version="",
        keras_version="",
    )
    return replace(run, **facts)


def numbers(epochs: list[Epoch]) -> list[tuple[float, ...]]:
    """Give what must be equal between two runs of one config: all but the seconds."""
    return [
        (e.number, e.loss, e.accuracy, e.val_loss, e.val_accuracy, e.learning_rate) for e in epochs
    ]
