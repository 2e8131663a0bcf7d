"""One training step as Keras takes it, and what a training adds up over the steps of an epoch."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

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


def train_step(model: keras.Sequential, x: Any, y: Any) -> tuple[Any, Any]:
    """Change the weights by one batch, by the operations of ``Model.train_step``.

    Args:
        x: (n, 784) float32 in [0, 1].
        y: (n, 10) float32, one-hot.

    Returns:
        The loss, a mean over the batch, and how many digits were answered correctly; float32.
    """
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        answers = model(x, training=True)
        loss = model.compute_loss(x=x, y=y, y_pred=answers, training=True)
    gradients = tape.gradient(loss, [weight.value for weight in weights])
    model.optimizer.apply(gradients, weights)
    return loss, _correct(answers, y)


def evaluation_step(model: keras.Sequential, x: Any, y: Any) -> tuple[Any, Any]:
    """Give what ``train_step`` gives, of the weights as they are, dropout off."""
    answers = model(x, training=False)
    loss = model.compute_loss(x=x, y=y, y_pred=answers, training=False)
    return loss, _correct(answers, y)


def while_before_last(body: Callable[..., Any], values: Any) -> Any:
    """Repeat ``body`` inside a graph while the first of the values is below the second."""
    return tf.while_loop(
        lambda number, last, *_: number < last, body, values, parallel_iterations=1
    )


def _correct(answers: Any, truth: Any) -> Any:
    same = tf.equal(tf.argmax(answers, axis=1), tf.argmax(truth, axis=1))
    return tf.reduce_sum(tf.cast(same, tf.float32))
