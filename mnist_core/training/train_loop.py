"""A model with the digits in memory, trained slice by slice in either of two ways."""

import keras
import numpy as np
import tensorflow as tf

from mnist_core.config import RunConfig
from mnist_core.dataset import HOLDOUT_SIZE, LabelledDigits
from mnist_core.network.training_path import TrainingPath
from mnist_core.training.checkpoint import state_variables
from mnist_core.training.compiled_loop import CompiledLoop
from mnist_core.training.dropout_masks import LaidOutDropout
from mnist_core.training.epoch_digits import DigitTensors, EpochDigits
from mnist_core.training.plain_loop import PlainLoop
from mnist_core.training.train_step import StepCallback, Sums, end_here


class Stepper:
    """A model being trained on the digits of its run.

    Args:
        model: compiled, as ``build_model`` gives it for this path.
        config: what it was built from; it states which of the digits are used, and how.
        digits: all of them, as MNIST has them.
        drawings: a person's, trained on together with the digits.
        path: how it is computed.
    """

    def __init__(
        self,
        model: keras.Sequential,
        config: RunConfig,
        digits: DigitTensors,
        drawings: LabelledDigits | None = None,
        *,
        path: TrainingPath = "plain",
    ) -> None:
        model.optimizer.build(model.trainable_variables)
        self._model, self._config, self._path = model, config, path
        given = digits.normalized(config.normalization)
        self._digits = EpochDigits(config, given, drawings)
        self._test = given.x_test, given.y_test
        self._holdout = given.x_train[-HOLDOUT_SIZE:], given.y_train[-HOLDOUT_SIZE:]
        self.size = self._digits.size
        self.steps = -(-self.size // config.batch_size)
        self._loop, self._traced = self._new_loop(), False

    def begin_again(self, config: RunConfig, fresh: keras.Sequential) -> None:
        """Be as if made for another run that computes by the same graph.

        Args:
            fresh: a network of its own, as ``build_model`` gives it; it is copied.
        """
        fresh.optimizer.build(fresh.trainable_variables)
        pairs = zip(state_variables(self._model), state_variables(fresh), strict=True)
        for variable, value in pairs:
            variable.assign(value)
        for layer in self._model.layers:
            if isinstance(layer, LaidOutDropout):
                layer.set_rate(config.dropout)
        self._config = config
        self._digits.use(config)

    def trace(self, *, wait: bool = True) -> None:
        """Make the loops now, without a step, unless they are made.

        Args:
            wait: for all of them, and not only for what an epoch begins with.
        """
        if not self._traced:
            self._loop.trace(wait=wait)
        self._traced = True

    def begin_epoch(self, epoch: int) -> None:
        """Lay out the order and the augmentation of an epoch, counted from 1."""
        self._digits.begin_epoch(epoch)

    def run(self, sums: Sums, first: int, last: int, on_step: StepCallback = end_here) -> Sums:
        """Train on batches ``first`` up to but not including ``last`` of the epoch, and on.

        Args:
            sums: of the batches before.
            first: the batch to begin with.
            last: where the first slice ends.
            on_step: called after each slice with the batches done and their sums; gives the batch
                at which the next one ends; one that is not further on ends the call. It may run
                in a thread of TensorFlow's; what it raises is raised here.

        Returns:
            The sums of all batches done.
        """
        return self._loop.run(sums, first, last, on_step)

    def validate(self) -> tuple[float, float]:
        """Give loss and accuracy on the validation digits, dropout off."""
        kept_out = self._config.validation == "holdout"
        return self._mean(*(self._holdout if kept_out else self._test))

    def test(self) -> float:
        """Give the accuracy on the 10,000 test digits."""
        return self._mean(*self._test)[1]

    def _new_loop(self) -> PlainLoop | CompiledLoop:
        if self._path == "plain":
            return PlainLoop(self._model, self._digits)
        changes, size = self._config.changes_digits, self._config.batch_size
        return CompiledLoop(self._model, self._digits, size, changes_digits=changes)

    def _mean(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        sums, count = self._loop.evaluate(x, y), len(x)
        return float(sums.loss / np.float32(count)), float(sums.correct / np.float32(count))
