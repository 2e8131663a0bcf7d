"""Dropout for compiled training: Keras' layer and its very masks, drawn many at a time.

Keras asks TensorFlow for "any" random generator, and compiled for a CPU it gets one that takes
some 500 nanoseconds a number. Its numbers are those of Philox (Salmon et al., "Parallel random
numbers: as easy as 1, 2, 3", SC 2011), 4x32 with ten rounds. Written out in whole arrays, and
drawn before the step that uses them, so that the compiler does not draw them again for each use,
they take about one.
"""

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from mnist_core.config import RunConfig

ROUNDS = 10
MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
KEY_STEPS = np.uint32(0x9E3779B9), np.uint32(0xBB67AE85)
HALF = np.uint64(32)
FRACTION_BITS = 23  # of a float32; the highest bits of a random number become one in [0, 1)


class LaidOutDropout(keras.layers.Dropout):  # type: ignore[misc]  # Keras is not typed
    """Keras' dropout, with a mask that is laid out before the layer is called.

    Attributes:
        mask: as ``draw`` gives it for the next batch.
    """

    mask: Any = None

    def __init__(self, rate: float, **options: Any) -> None:
        super().__init__(rate, **options)
        self._lowest_kept = tf.Variable(np.uint32(0), trainable=False)
        self._scale = tf.Variable(np.float32(1), trainable=False)
        self.set_rate(rate)

    def set_rate(self, rate: float) -> None:
        """Switch off this share of the neurons from now on; in [0, 1)."""
        self.rate = rate
        limit = int(np.ceil(float(np.float32(rate)) * 2**FRACTION_BITS))
        self._lowest_kept.assign(np.uint32(limit << (32 - FRACTION_BITS)))
        self._scale.assign(np.float32(1 / (1 - rate)))

    def draw(self, count: int) -> Any:
        """Draw which of ``count`` numbers the next call keeps; the layer's seed stays.

        Returns:
            (ceil(count / 4),) uint32, of which each tells of four numbers by its lowest bits.
        """
        lowest = self._lowest_kept.value()
        words = _philox(self.seed_generator.state.value, -(-count // 4))
        bits = [
            tf.bitwise.left_shift(tf.cast(word >= lowest, tf.uint32), np.uint32(place))
            for place, word in enumerate(words)
        ]
        return bits[0] | bits[1] | bits[2] | bits[3]

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Switch off the neurons that the mask names, and take the next seed."""
        if not training:
            return inputs
        self.seed_generator.next()
        places = np.arange(4, dtype=np.uint32)
        kept = tf.bitwise.right_shift(self.mask[:, None], places) & np.uint32(1)
        kept = tf.reshape(tf.reshape(kept, [-1])[: inputs.shape.num_elements()], inputs.shape)
        return tf.where(kept > 0, inputs * self._scale, tf.zeros_like(inputs))


def dropout_layer(config: RunConfig, seed: int, name: str, *, compiled: bool) -> Any:
    """Give the dropout of a model that is trained compiled, or by Keras' own step."""
    kind = LaidOutDropout if compiled else keras.layers.Dropout
    return kind(config.dropout, seed=seed, name=name)


def _philox(seed: Any, count: int) -> tuple[Any, Any, Any, Any]:
    """Draw four times ``count`` numbers as XLA does for this seed; uint32, in turn."""
    key, counter = tf.raw_ops.StatelessRandomGetKeyCounter(seed=seed)
    places = tf.cast(tf.range(count), tf.uint64)
    low = counter[0] + places
    high = counter[1] + tf.cast(low < places, tf.uint64)
    a, b, c, d = _low(low), _high(low), _low(high), _high(high)
    first, second = _low(key[0]), _high(key[0])
    for _ in range(ROUNDS):
        left = tf.cast(a, tf.uint64) * MULTIPLIERS[0]
        right = tf.cast(c, tf.uint64) * MULTIPLIERS[1]
        a, b, c, d = _high(right) ^ b ^ first, _low(right), _high(left) ^ d ^ second, _low(left)
        first, second = first + KEY_STEPS[0], second + KEY_STEPS[1]
    return a, b, c, d


def _low(number: Any) -> Any:
    return tf.cast(number, tf.uint32)


def _high(number: Any) -> Any:
    return tf.cast(tf.bitwise.right_shift(number, HALF), tf.uint32)
