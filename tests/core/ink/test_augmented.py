"""Eight digits as augmentation makes them: unchanged at 0, the same draw at every strength."""

import numpy as np
import pytest

from mnist_core.dataset import load_mnist, scale_pixels
from mnist_core.ink.augmented import EXAMPLES, augmented_examples
from mnist_core.network.normalization import straighten


def test_the_examples_are_a_0_to_a_7():
    assert load_mnist().y_train[list(EXAMPLES)].tolist() == list(range(8))


def test_no_strength_leaves_them_as_they_are():
    np.testing.assert_array_equal(augmented_examples(0.0), load_mnist().x_train[list(EXAMPLES)])


def test_without_their_slant_they_are_as_a_network_gets_them():
    upright = straighten(scale_pixels(load_mnist().x_train[list(EXAMPLES)]), "slant")

    shown = augmented_examples(0.0, "slant")
    np.testing.assert_array_equal(shown.reshape(8, -1), np.round(255 * upright))
    assert not np.array_equal(augmented_examples(0.5, "slant"), shown)


def test_elastic_distortion_bends_them_all_the_more_the_stronger_it_is():
    strengths = (0.0, 0.2, 0.4, 0.8)
    digits = np.stack([augmented_examples(0.5, elastic=elastic) for elastic in strengths])
    away = np.abs(digits.astype(float) - digits[0]).mean(axis=(2, 3))

    np.testing.assert_array_equal(digits[0], augmented_examples(0.5))
    assert np.all(np.diff(away, axis=0) > 0)


@pytest.mark.parametrize("strength", [0.05, 0.5, 1.0])
def test_a_strength_gives_the_same_digits_each_time_all_of_them_changed(strength):
    examples, unchanged = augmented_examples(strength), augmented_examples(0.0)

    np.testing.assert_array_equal(examples, augmented_examples(strength))
    assert np.all(np.any(examples != unchanged, axis=(1, 2)))


def test_they_change_the_more_the_greater_the_strength_without_a_jump():
    strengths = np.arange(0, 1.01, 0.05)
    digits = np.stack([augmented_examples(strength) for strength in strengths]).astype(float)
    steps = np.abs(np.diff(digits, axis=0)).mean(axis=(2, 3))
    away = np.abs(digits - digits[0]).mean(axis=(1, 2, 3))

    assert np.all(np.diff(away) > 0)
    assert steps.max() < 30  # of 255; another random draw changes a pixel by more
