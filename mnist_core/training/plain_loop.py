"""Many batches in one call into TensorFlow, each step the one that Keras takes, bit by bit.

``fit`` goes back to Python after every batch, and that, not arithmetic, bounds small networks.
Here a loop inside the graph gathers batches from tensors in memory. Python is called from inside
the loop after each slice, to report and to read requests: leaving the graph and entering it again
would cost four times as much.
"""

from typing import Any

import numpy as np
import tensorflow as tf

from mnist_core.training.epoch_digits import EpochDigits
from mnist_core.training.train_step import (
    EVALUATION_BATCH,
    StepCallback,
    Sums,
    end_here,
    evaluation_step,
    train_step,
    while_before_last,
)


class PlainLoop:
    """Trains and evaluates a model with TensorFlow's own kernels.

    Args:
        model: compiled, as ``build_model`` gives it.
        digits: what it learns from.
    """

    def __init__(self, model: Any, digits: EpochDigits) -> None:
        self._model, self._digits = model, digits
        self._on_step: StepCallback = end_here
        self._error: Exception | None = None
        self._run = tf.function(self._run_slices, autograph=False)
        any_number = [tf.TensorSpec((None, *part.shape[1:])) for part in (digits.x, digits.y)]
        self._evaluate = tf.function(
            self._evaluate_digits, autograph=False, input_signature=any_number
        )  # traced once for the validation and the test digits

    def trace(self, *, wait: bool = True) -> None:
        """Make the graph now, without a step; there is one, which is always waited for."""
        self.run(Sums(np.float32(0), np.float32(0)), 0, 0, end_here)

    def run(self, sums: Sums, first: int, last: int, on_step: StepCallback) -> Sums:
        """Do as ``Stepper.run``; ``on_step`` runs in a thread of TensorFlow's."""
        self._on_step, self._error = on_step, None
        loss, correct = self._run(
            tf.constant(first, tf.int32), tf.constant(last, tf.int32), sums.loss, sums.correct
        )
        if self._error is not None:
            raise self._error
        return Sums(loss.numpy(), correct.numpy())

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> Sums:
        """Give the sums over these digits, dropout off."""
        loss, correct = self._evaluate(x, y)
        return Sums(loss.numpy(), correct.numpy())

    def _run_slices(self, first: Any, last: Any, loss: Any, correct: Any) -> Any:
        def step(number: Any, last: Any, loss: Any, correct: Any) -> Any:
            x, y = self._digits.batch(number)
            batch_loss, batch_correct = train_step(self._model, x, y)
            size = tf.cast(tf.shape(x)[0], tf.float32)
            return number + 1, last, loss + batch_loss * size, correct + batch_correct

        def run_slice(number: Any, last: Any, loss: Any, correct: Any) -> Any:
            number, _, loss, correct = while_before_last(step, (number, last, loss, correct))
            last = tf.numpy_function(self._call_on_step, (number, loss, correct), tf.int32)
            return number, tf.ensure_shape(last, ()), loss, correct

        return while_before_last(run_slice, (first, last, loss, correct))[2:]

    def _call_on_step(self, number: Any, loss: Any, correct: Any) -> np.int32:
        try:
            return np.int32(self._on_step(int(number), Sums(loss, correct)))
        except Exception as error:  # TensorFlow would make a text of it; ``run`` raises it
            self._error = error
            return np.int32(0)

    def _evaluate_digits(self, x: Any, y: Any) -> Any:
        count = tf.shape(x)[0]

        def step(begin: Any, last: Any, loss: Any, correct: Any) -> Any:
            end = tf.minimum(begin + EVALUATION_BATCH, last)
            batch_loss, batch_correct = evaluation_step(self._model, x[begin:end], y[begin:end])
            size = tf.cast(end - begin, tf.float32)
            return end, last, loss + batch_loss * size, correct + batch_correct

        return while_before_last(step, (0, count, 0.0, 0.0))[2:]
