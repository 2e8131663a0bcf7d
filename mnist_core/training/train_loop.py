"""The inner loop: many batches in one call into TensorFlow, each step the one that Keras takes.

``fit`` goes back to Python after every batch, and that, not arithmetic, bounds small networks.
Here a loop inside the graph gathers batches from tensors in memory and applies the very
operations of ``Model.train_step``, so the weights come out equal to the bit. Python is called
from inside the loop after each slice, to report and to read requests: leaving the graph and
entering it again would cost four times as much.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from mnist_core.config import RunConfig
from mnist_core.dataset import HOLDOUT_SIZE, LabelledDigits, Mnist, normalise, training_size
from mnist_core.training.augmentation import affine_transforms, transform_digits
from mnist_core.training.recipe import copies, epoch_order

EVALUATION_BATCH = 1000


@dataclass(frozen=True)
class Sums:
    """What an epoch has added up so far; float32 as Keras' own metrics keep it.

    Attributes:
        loss: sum over digits of the batch losses.
        correct: digits answered correctly.
    """

    loss: np.float32
    correct: np.float32


StepCallback = Callable[[int, Sums], int]


def end_here(batches: int, sums: Sums) -> int:
    """Receive the report of a slice, and end the call after it."""
    return 0


class DigitTensors:
    """MNIST in TensorFlow's memory, laid out once for all runs of a process.

    Args:
        mnist: the digits.
    """

    def __init__(self, mnist: Mnist) -> None:
        self.x_train = tf.constant(normalise(mnist.x_train))
        self.y_train = tf.one_hot(mnist.y_train, 10)
        self.x_test = tf.constant(normalise(mnist.x_test))
        self.y_test = tf.one_hot(mnist.y_test, 10)


class Stepper:
    """A model with the digits in memory, trained slice by slice.

    Args:
        model: compiled, as ``build_model`` gives it.
        config: what it was built from; it states which of the digits are used, and how.
        digits: all of them.
        drawings: a person's, trained on together with the digits.
    """

    def __init__(
        self,
        model: keras.Sequential,
        config: RunConfig,
        digits: DigitTensors,
        drawings: LabelledDigits | None = None,
    ) -> None:
        self.model, self._config, self._digits = model, config, digits
        model.optimizer.build(model.trainable_variables)
        self._x, self._y = digits.x_train, digits.y_train
        self._x_val, self._y_val = digits.x_test, digits.y_test
        if config.validation == "holdout":
            self._x_val, self._y_val = self._x[-HOLDOUT_SIZE:], self._y[-HOLDOUT_SIZE:]
        self.size = training_size(config)
        if drawings is not None:
            self._mix_in(drawings)
        self.steps = -(-self.size // config.batch_size)
        self._order = tf.Variable(np.arange(self.size, dtype=np.int32), trainable=False)
        self._transforms = tf.Variable(tf.zeros((0, 8)), shape=(None, 8), trainable=False)
        self._on_step: StepCallback = end_here
        self._error: Exception | None = None
        self._run = tf.function(self._run_slices, autograph=False)
        any_number = [tf.TensorSpec((None, *x.shape[1:])) for x in (self._x, self._y)]
        self._evaluate = tf.function(
            self._evaluate_digits, autograph=False, input_signature=any_number
        )  # traced once for the validation and the test digits

    def trace(self) -> None:
        """Compile the loops now, without a step."""
        self.run(Sums(np.float32(0), np.float32(0)), 0, 0)

    def begin_epoch(self, epoch: int) -> None:
        """Lay out the order and the augmentation of an epoch, counted from 1."""
        self._order.assign(epoch_order(self._config.seed, epoch, self.size))
        if self._config.augmentation:
            self._transforms.assign(
                affine_transforms(self._config.augmentation, self._config.seed, epoch, self.size)
            )

    def run(self, sums: Sums, first: int, last: int, on_step: StepCallback = end_here) -> Sums:
        """Train on batches ``first`` up to but not including ``last`` of the epoch, and on.

        Args:
            sums: of the batches before.
            first: the batch to begin with.
            last: where the first slice ends.
            on_step: called after each slice with the batches done and their sums; gives the batch
                at which the next one ends; one that is not further on ends the call. It runs in
                a thread of TensorFlow's; what it raises is raised here.

        Returns:
            The sums of all batches done.
        """
        self._on_step, self._error = on_step, None
        loss, correct = self._run(
            tf.constant(first, tf.int32), tf.constant(last, tf.int32), sums.loss, sums.correct
        )
        if self._error is not None:
            raise self._error
        return Sums(loss.numpy(), correct.numpy())

    def validate(self) -> tuple[float, float]:
        """Give loss and accuracy on the validation digits, dropout off."""
        return self._mean(self._x_val, self._y_val)

    def test(self) -> float:
        """Give the accuracy on the 10,000 test digits."""
        return self._mean(self._digits.x_test, self._digits.y_test)[1]

    def _mix_in(self, drawings: LabelledDigits) -> None:
        """Add each drawing after MNIST's digits, as many times as ``copies`` counts."""
        times = copies(len(drawings), self.size)
        images = tf.repeat(tf.constant(normalise(drawings.images)), times, axis=0)
        labels = tf.repeat(tf.one_hot(drawings.labels, 10), times, axis=0)
        self._x = tf.concat([self._x[: self.size], images], axis=0)
        self._y = tf.concat([self._y[: self.size], labels], axis=0)
        self.size = int(self._x.shape[0])

    def _mean(self, x: tf.Tensor, y: tf.Tensor) -> tuple[float, float]:
        loss, correct = self._evaluate(x, y)
        count = np.float32(x.shape[0])
        return float(loss.numpy() / count), float(correct.numpy() / count)

    def _run_slices(self, first: Any, last: Any, loss: Any, correct: Any) -> Any:
        def step(number: Any, last: Any, loss: Any, correct: Any) -> Any:
            batch_loss, batch_correct, size = self._train_step(number)
            return number + 1, last, loss + batch_loss * size, correct + batch_correct

        def run_slice(number: Any, last: Any, loss: Any, correct: Any) -> Any:
            number, _, loss, correct = _while_before_last(step, (number, last, loss, correct))
            last = tf.numpy_function(self._call_on_step, (number, loss, correct), tf.int32)
            return number, tf.ensure_shape(last, ()), loss, correct

        return _while_before_last(run_slice, (first, last, loss, correct))[2:]

    def _call_on_step(self, number: Any, loss: Any, correct: Any) -> np.int32:
        try:
            return np.int32(self._on_step(int(number), Sums(loss, correct)))
        except Exception as error:  # TensorFlow would make a text of it; ``run`` raises it
            self._error = error
            return np.int32(0)

    def _train_step(self, number: Any) -> Any:
        begin = number * self._config.batch_size
        chosen = self._order[begin : tf.minimum(begin + self._config.batch_size, self.size)]
        x, y = tf.gather(self._x, chosen), tf.gather(self._y, chosen)
        if self._config.augmentation:
            x = transform_digits(x, tf.gather(self._transforms, chosen))
        weights = self.model.trainable_variables
        with tf.GradientTape() as tape:
            answers = self.model(x, training=True)
            loss = self.model.compute_loss(x=x, y=y, y_pred=answers, training=True)
        gradients = tape.gradient(loss, [weight.value for weight in weights])
        self.model.optimizer.apply(gradients, weights)
        return loss, _correct(answers, y), tf.cast(tf.shape(x)[0], tf.float32)

    def _evaluate_digits(self, x: Any, y: Any) -> Any:
        count = tf.shape(x)[0]

        def step(begin: Any, loss: Any, correct: Any) -> Any:
            end = tf.minimum(begin + EVALUATION_BATCH, count)
            answers = self.model(x[begin:end], training=False)
            batch = self.model.compute_loss(
                x=x[begin:end], y=y[begin:end], y_pred=answers, training=False
            )
            size = tf.cast(end - begin, tf.float32)
            return end, loss + batch * size, correct + _correct(answers, y[begin:end])

        sums = tf.while_loop(
            lambda begin, *_: begin < count, step, (0, 0.0, 0.0), parallel_iterations=1
        )
        return sums[1], sums[2]


def _while_before_last(body: Callable[..., Any], values: Any) -> Any:
    return tf.while_loop(
        lambda number, last, *_: number < last, body, values, parallel_iterations=1
    )


def _correct(answers: Any, truth: Any) -> Any:
    same = tf.equal(tf.argmax(answers, axis=1), tf.argmax(truth, axis=1))
    return tf.reduce_sum(tf.cast(same, tf.float32))
