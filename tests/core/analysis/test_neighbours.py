"""Nearest digits, against brute force."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from mnist_core.analysis.neighbours import last_hidden, nearest, nearest_digits, search_digits
from mnist_core.dataset import scale_pixels
from mnist_core.network.mlp import Network, forward

RANDOM = np.random.default_rng(0)
NETWORK = Network(
    "tanh",
    tuple(RANDOM.normal(0, 0.1, shape).astype("float32") for shape in [(784, 9), (9, 7), (7, 10)]),
    tuple(RANDOM.normal(0, 0.1, units).astype("float32") for units in [9, 7, 10]),
)
LINEAR = Network("relu", (np.zeros((784, 10), np.float32),), (np.zeros(10, np.float32),))


@pytest.mark.parametrize("rows", [3, 1_000, 5_000])
def test_the_nearest_are_those_of_brute_force_nearest_first(rows):
    features = RANDOM.normal(0, 1, (rows, 20)).astype("float32")
    query = RANDOM.normal(0, 1, 20).astype("float32")
    distances = cdist(features, query[None])[:, 0]

    found = nearest(features, query, 8)

    np.testing.assert_array_equal(found.indices, np.argsort(distances)[:8])
    np.testing.assert_allclose(found.distances, np.sort(distances)[:8], rtol=1e-6)


def test_of_equally_near_digits_the_earlier_come_first_from_whichever_chunk():
    features = np.ones((5_000, 4), np.float32)
    features[[4_999, 2_500, 7, 1_024]] = 3
    query = np.full(4, 3.5, np.float32)

    found = nearest(features, query, 6)

    assert list(found.indices) == [7, 1_024, 2_500, 4_999, 0, 1]
    assert list(found.distances) == [1, 1, 1, 1, 5, 5]


def test_neighbours_that_differ_little_far_from_zero_keep_their_order():
    features = np.full((3_000, 2), 10_000, np.float32)
    features[:, 1] += np.arange(3_000, 0, -1, dtype=np.float32) / 64

    found = nearest(features, np.full(2, 10_000, np.float32), 3)

    assert list(found.indices) == [2_999, 2_998, 2_997]
    np.testing.assert_allclose(found.distances, [1 / 64, 2 / 64, 3 / 64])


def test_the_last_hidden_layer_is_computed_in_parts_that_report_their_share():
    images = RANDOM.integers(0, 256, (4_500, 28, 28), dtype=np.uint8)
    shares: list[float] = []

    features = last_hidden(NETWORK, images, progress=shares.append)

    assert features.dtype == np.float32
    whole = forward(NETWORK, scale_pixels(images)).hidden[-1]
    np.testing.assert_allclose(features, whole, atol=1e-5)
    assert shares == sorted(shares)
    assert len(shares) > 1
    assert shares[-1] == 1


def test_a_digit_is_nearest_to_itself_by_the_layer_before_the_output():
    pixels = scale_pixels(RANDOM.integers(0, 256, (50, 28, 28), dtype=np.uint8))

    found = nearest_digits(NETWORK, last_hidden(NETWORK, pixels), pixels[31].reshape(28, 28))

    assert (found.indices[0], found.distances[0]) == (31, pytest.approx(0, abs=1e-5))
    assert len(found.indices) == 8


def test_without_a_hidden_layer_the_pixels_are_compared():
    images = RANDOM.integers(0, 256, (20, 28, 28), dtype=np.uint8)

    np.testing.assert_array_equal(last_hidden(LINEAR, images), scale_pixels(images))


def test_a_search_that_keeps_no_features_finds_the_same_digits():
    images = RANDOM.integers(0, 256, (4_500, 28, 28), dtype=np.uint8)
    image = RANDOM.random((28, 28), np.float32)
    shares: list[float] = []

    found = search_digits(NETWORK, images, image, 9, shares.append)

    kept = nearest_digits(NETWORK, last_hidden(NETWORK, images), image, count=9)
    np.testing.assert_array_equal(found.indices, kept.indices)
    np.testing.assert_allclose(found.distances, kept.distances, rtol=1e-5)
    assert shares[-1] == 1
