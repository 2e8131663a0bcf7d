"""The health of a network by epoch, counted by hand and by loops."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from mnist_core.analysis.layer_health import (
    gradient_norms,
    timeline,
    weight_norms,
)
from mnist_core.dataset import Mnist, scale_pixels
from mnist_core.errors import StoreError
from mnist_core.network.mlp import Network, forward
from tests.core.analysis.random_networks import IMAGES, RANDOM, random_network


def small_mnist(training=300, test=5_000):
    def images(count):
        return RANDOM.integers(0, 256, (count, 28, 28), dtype=np.uint8)

    def labels(count):
        return RANDOM.integers(0, 10, count).astype(np.uint8)

    return Mnist(images(training), labels(training), images(test), labels(test))


def test_norms_are_per_weight_whatever_the_size_of_the_layer():
    kernels = tuple(np.full(shape, 0.5, np.float32) for shape in [(784, 4), (4, 90), (90, 10)])
    kernels[1][::2] = -0.5

    assert list(weight_norms(Network("relu", kernels, ()))) == [0.5, 0.5, 0.5]


def test_gradient_norms_are_those_of_a_network_without_hidden_layer_by_hand():
    network, truth = random_network(hidden_units=()), RANDOM.integers(0, 10, 200)
    errors = forward(network, IMAGES).probabilities - np.eye(10)[truth]
    gradient = sum(np.outer(*pair) for pair in zip(IMAGES, errors, strict=True)) / 200

    (norm,) = gradient_norms(network, IMAGES, truth, "categorical_crossentropy")

    assert norm == pytest.approx(np.sqrt((np.asarray(gradient) ** 2).mean()), rel=1e-5)


def test_a_timeline_measures_every_snapshot_and_says_how_far_it_is():
    mnist = small_mnist()
    done: list[int] = []
    networks = [(epoch, random_network(seed=epoch)) for epoch in (1, 2, 5)]

    measured = timeline(iter(networks), mnist, "mean_squared_error", progress=done.append)

    assert done == [1, 2, 3]
    assert list(measured.epochs) == [1, 2, 5]
    assert measured.weight_rms.shape == measured.gradient_rms.shape == (3, 3)
    assert measured.dead_share.shape == (3, 2)
    for row, (_, network) in enumerate(networks):
        digits = forward(network, scale_pixels(mnist.x_test)).digits
        np.testing.assert_array_equal(
            measured.confusion[row], confusion_matrix(mnist.y_test, digits, labels=range(10))
        )
        np.testing.assert_array_equal(measured.weight_rms[row], weight_norms(network))


def test_a_timeline_looks_at_the_first_2000_digits_for_gradients_and_neurons():
    mnist, network = small_mnist(training=2_100, test=2_100), random_network()
    first = Mnist(*(array[:2_000] for array in vars(mnist).values()))

    whole, part = (timeline([(1, network)], each, "kl_divergence") for each in (mnist, first))

    np.testing.assert_array_equal(whole.gradient_rms, part.gradient_rms)
    np.testing.assert_array_equal(whole.dead_share, part.dead_share)
    assert (whole.confusion.sum(), part.confusion.sum()) == (2_100, 2_000)


def test_a_timeline_counts_the_dead_neurons_of_each_layer():
    network = random_network(hidden_units=(12, 8))
    network.biases[0][:3] = network.biases[1][:2] = -1_000

    measured = timeline([(1, network)], small_mnist(), "kl_divergence")

    assert measured.dead_share[0] == pytest.approx([3 / 12, 2 / 8])


def test_a_run_without_snapshots_cannot_be_measured():
    with pytest.raises(StoreError, match="train an epoch"):
        timeline([], small_mnist(), "kl_divergence")
