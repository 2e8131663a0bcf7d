"""The digits that a run learns from, in memory, in the order and the shapes of each epoch."""

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits, Mnist, training_size
from mnist_core.ink.elastic import KNOTS
from mnist_core.ink.forms import drawn_forms
from mnist_core.network.architecture import INPUT_SIZE
from mnist_core.network.normalization import straighten
from mnist_core.setting_options import Normalization
from mnist_core.training.augmentation import affine_transforms, transform_digits
from mnist_core.training.compiled_program import CompiledProgram
from mnist_core.training.elastic import bend_digits, elastic_pulls
from mnist_core.training.recipe import copies, epoch_order


@dataclass(frozen=True)
class NetworkDigits:
    """MNIST in TensorFlow's memory as the networks of some runs get it.

    Attributes:
        normalization: what is evened out of the digits.
        x_train, x_test: (60000, 784) and (10000, 784), float32 in [0, 1].
        y_train, y_test: (60000, 10) and (10000, 10), float32, one-hot.
    """

    normalization: Normalization
    x_train: tf.Tensor
    y_train: tf.Tensor
    x_test: tf.Tensor
    y_test: tf.Tensor


class DigitTensors:
    """MNIST in TensorFlow's memory, laid out once for all runs of a process.

    Args:
        mnist: the digits.
    """

    def __init__(self, mnist: Mnist) -> None:
        self.x_train = _as_pixels(mnist.x_train)
        self.y_train = tf.one_hot(mnist.y_train, 10)
        self.x_test = _as_pixels(mnist.x_test)
        self.y_test = tf.one_hot(mnist.y_test, 10)
        self._latest: NetworkDigits | None = None
        self._lock = threading.Lock()

    def normalized(self, normalization: Normalization) -> NetworkDigits:
        """Give the digits as networks of this normalization get them.

        A normalised copy takes a second or two and 220 MB, so the latest is kept, and no other.
        """
        if normalization == "none":
            return self._with_pixels(normalization, self.x_train, self.x_test)
        with self._lock:
            if self._latest is None or self._latest.normalization != normalization:
                self._latest = None  # before the next one takes its memory
                pixels = (_straighten(x, normalization) for x in (self.x_train, self.x_test))
                self._latest = self._with_pixels(normalization, *pixels)
            return self._latest

    def _with_pixels(
        self, normalization: Normalization, x_train: tf.Tensor, x_test: tf.Tensor
    ) -> NetworkDigits:
        return NetworkDigits(normalization, x_train, self.y_train, x_test, self.y_test)


def _as_pixels(images: NDArray[np.uint8]) -> tf.Tensor:
    """Do as ``scale_pixels``, to the bit, in a third of the time where memory must first be got."""
    return tf.cast(tf.constant(images.reshape(len(images), -1)), tf.float32) / np.float32(255)


def _variable(*shape: int) -> tf.Variable:
    """Make room for an array of so many numbers for each digit, of which there are none yet."""
    return tf.Variable(tf.zeros((0, *shape)), shape=(None, *shape), trainable=False)


def _straighten(x: tf.Tensor, normalization: Normalization) -> tf.Tensor:
    return tf.constant(straighten(x.numpy(), normalization))


class EpochDigits:
    """The training digits of one run: MNIST's, then drawn forms, then a person's drawings.

    Args:
        config: it states which of the digits are used, and how.
        digits: all of them, as ``normalized`` gives them for the config.
        drawings: a person's, trained on together with the digits.

    Attributes:
        x: (n, 784) float32 in [0, 1]; the first ``size`` are learned from.
        y: (n, 10) float32, one-hot.
        size: digits in an epoch.
        order: the epoch's, (size,) int32.
    """

    def __init__(
        self, config: RunConfig, digits: NetworkDigits, drawings: LabelledDigits | None
    ) -> None:
        self._config = config
        self.x, self.y = digits.x_train, digits.y_train
        self.size = training_size(config)
        if config.forms:
            self._mix_in(drawn_forms(config.seed, config.forms), 1)
        if drawings is not None:
            self._mix_in(drawings, copies(len(drawings), training_size(config)))
        self.order = tf.Variable(np.arange(self.size, dtype=np.int32), trainable=False)
        self._transforms = _variable(8)
        self._pulls = _variable(2, KNOTS, KNOTS)
        self._bend = CompiledProgram(bend_digits, self._nothing_to_bend)
        self._count = 0
        self._changed: tuple[int, tuple[Any, Any]] | None = None

    def use(self, config: RunConfig) -> None:
        """Be the digits of another run, with batches of the same sizes."""
        self._config = config

    def begin_epoch(self, epoch: int) -> None:
        """Lay out the order and the changes of an epoch, counted from 1."""
        draw = (self._config.seed, epoch, self.size)
        self._changed = None
        self.order.assign(epoch_order(*draw))
        if self._config.changes_digits:
            self._transforms.assign(affine_transforms(self._config.augmentation, *draw))
        if self._config.elastic:
            self._pulls.assign(elastic_pulls(self._config.elastic, *draw))

    def batch(self, number: Any) -> tuple[Any, Any]:
        """Give a batch of the epoch, counted from 0, in a graph; the last one may be smaller."""
        begin = number * self._config.batch_size
        end = tf.minimum(begin + self._config.batch_size, self.size)
        return self._take(self.order[begin:end])

    def prepare_changes(self, count: int) -> None:
        """Compile now what ``changed`` needs for so many digits."""
        self._count = count
        if self._config.elastic:
            self._bend.make()

    def changed(self, begin: int, count: int) -> tuple[Any, Any]:
        """Give digits from a place of the epoch's order on, changed at random, and their classes.

        Beyond the epoch's end they are any. Those asked for last are kept.
        """
        if self._changed is None or self._changed[0] != begin:
            chosen = self.order[begin : begin + count]
            chosen = tf.pad(chosen, [(0, count - len(chosen))])
            self._changed = begin, self._take(chosen)
        return self._changed[1]

    def _take(self, chosen: Any) -> tuple[Any, Any]:
        x, y = tf.gather(self.x, chosen), tf.gather(self.y, chosen)
        if self._config.elastic:
            x = self._bend(x, tf.gather(self._transforms, chosen), tf.gather(self._pulls, chosen))
        elif self._config.augmentation:
            x = transform_digits(x, tf.gather(self._transforms, chosen))
        return x, y

    def _nothing_to_bend(self) -> tuple[Any, ...]:
        shapes = ((INPUT_SIZE,), (8,), (2, KNOTS, KNOTS))
        return tuple(tf.zeros((self._count, *shape)) for shape in shapes)

    def _mix_in(self, others: LabelledDigits, times: int) -> None:
        """Add others after the digits that are there, so many times each."""
        pixels = _straighten(_as_pixels(others.images), self._config.normalization)
        images = tf.repeat(pixels, times, axis=0)
        labels = tf.repeat(tf.one_hot(others.labels, 10), times, axis=0)
        self.x = tf.concat([self.x[: self.size], images], axis=0)
        self.y = tf.concat([self.y[: self.size], labels], axis=0)
        self.size = int(self.x.shape[0])
