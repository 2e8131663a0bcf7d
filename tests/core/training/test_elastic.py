"""Elastic distortion in a training: NumPy's pixels, and the same to the bit among any digits."""

import numpy as np
import pytest
import tensorflow as tf

from mnist_core.dataset import load_mnist, scale_pixels
from mnist_core.ink.affine import change_digits, change_of
from mnist_core.ink.elastic import KNOTS, displacements
from mnist_core.training.augmentation import affine_transforms, transform_digits
from mnist_core.training.elastic import bend_digits, elastic_pulls

pytestmark = pytest.mark.keras
COUNT = 200


@pytest.fixture(scope="module")
def bend():
    return tf.function(bend_digits, jit_compile=True, autograph=False)


@pytest.fixture(scope="module")
def digits():
    return scale_pixels(load_mnist().x_train[:COUNT])


@pytest.mark.parametrize(("strength", "elastic"), [(0.0, 0.5), (0.5, 0.5), (1.0, 1.0)])
def test_a_bent_digit_is_numpys_at_every_pixel(digits, bend, strength, elastic, monkeypatch):
    draws = np.random.default_rng(1).uniform(-strength, strength, (6, COUNT)).astype(np.float32)
    monkeypatch.setattr("tensorflow.random.stateless_uniform", lambda *_: draws)
    transforms = affine_transforms(strength, 0, 1, COUNT)
    monkeypatch.undo()
    pulls = elastic_pulls(elastic, 0, 1, COUNT)
    theirs = bend(digits, transforms, pulls).numpy().reshape(-1, 28, 28)

    moves = displacements(pulls.numpy())
    ours = change_digits(digits.reshape(-1, 28, 28), change_of(draws), moves)

    assert np.abs(ours - theirs).max() < 1 / 255


def test_without_pulls_a_digit_is_where_augmentation_puts_it(digits, bend):
    transforms = affine_transforms(0.8, 3, 1, COUNT)
    bent = bend(digits, transforms, tf.zeros((COUNT, 2, KNOTS, KNOTS)))

    assert bent.numpy() == pytest.approx(transform_digits(digits, transforms).numpy(), abs=1e-4)


@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_digit_is_the_same_to_the_bit_among_few_others(digits, bend, size):
    transforms, pulls = affine_transforms(0.5, 0, 1, COUNT), elastic_pulls(1.0, 0, 1, COUNT)
    together = bend(digits, transforms, pulls).numpy()

    few = bend(digits[-size:], transforms[-size:], pulls[-size:]).numpy()
    np.testing.assert_array_equal(few, together[-size:])


def test_each_epoch_and_each_seed_draws_anew_and_the_same_again():
    first = elastic_pulls(0.5, 3, 1, COUNT).numpy()

    np.testing.assert_array_equal(first, elastic_pulls(0.5, 3, 1, COUNT))
    assert 0.45 < np.abs(first).max() <= 0.5
    for other in (elastic_pulls(0.5, 3, 2, COUNT), elastic_pulls(0.5, 4, 1, COUNT)):
        assert abs(np.corrcoef(first.ravel(), other.numpy().ravel())[0, 1]) < 0.1
