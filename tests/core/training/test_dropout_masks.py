"""The masks of compiled training are those that Keras' own layer draws when it is compiled."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from mnist_core.training.dropout_masks import LaidOutDropout

pytestmark = pytest.mark.keras
SHAPES = ((200, 784), (1, 1), (3, 5), (7, 2))


@pytest.mark.parametrize("rate", [0.1, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_masks_are_those_of_keras_layer_call_after_call(rate, shape):
    theirs, ours = keras.layers.Dropout(rate, seed=7), LaidOutDropout(rate, seed=7)
    x = tf.constant(np.random.default_rng(0).random(shape, np.float32) + 1)

    @tf.function(jit_compile=True)
    def both():
        ours.mask = ours.draw(x.shape.num_elements())
        return theirs(x, training=True), ours(x, training=True)

    calls = [[answer.numpy() for answer in both()] for _ in range(3)]

    for expected, given in calls:
        np.testing.assert_array_equal(given, expected)
    if shape == SHAPES[0]:
        assert not np.array_equal(calls[0][1], calls[1][1])
        assert np.mean(calls[0][1] == 0) == pytest.approx(rate, abs=0.01)


def test_nothing_is_switched_off_when_the_network_answers():
    x = tf.ones((4, 8))

    np.testing.assert_array_equal(LaidOutDropout(0.5, seed=1)(x), x)
