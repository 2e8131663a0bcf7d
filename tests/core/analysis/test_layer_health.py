"""The health of layers, counted by hand and by loops."""

import itertools

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from mnist_core.analysis.layer_health import (
    Timeline,
    activation_statistics,
    gradient_norms,
    timeline,
    weight_norms,
)
from mnist_core.config import ACTIVATIONS
from mnist_core.dataset import Mnist, normalise
from mnist_core.errors import StoreError
from mnist_core.network.mlp import Network, forward

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.uniform(0, 1, (200, 784)).astype("float32")


def random_network(activation="relu", hidden_units=(12, 8), seed=0):
    random = np.random.default_rng(seed)
    shapes = list(itertools.pairwise([784, *hidden_units, 10]))
    return Network(
        activation,
        tuple(random.normal(0, 1 / np.sqrt(n), (n, m)).astype("float32") for n, m in shapes),
        tuple(random.normal(0, 0.3, m).astype("float32") for _, m in shapes),
    )


def one_layer(activation, sums):
    """Make a network whose neuron j receives exactly sums[i, j] of the image one_hot(i)."""
    kernel = np.zeros((784, sums.shape[1]), np.float32)
    kernel[: len(sums)] = sums
    output = np.zeros((sums.shape[1], 10), np.float32)
    biases = np.zeros(sums.shape[1], np.float32), np.zeros(10, np.float32)
    return Network(activation, (kernel, output), biases), np.eye(784, dtype="float32")[: len(sums)]


def small_mnist(training=300, test=5_000):
    def images(count):
        return RANDOM.integers(0, 256, (count, 28, 28), dtype=np.uint8)

    def labels(count):
        return RANDOM.integers(0, 10, count).astype(np.uint8)

    return Mnist(images(training), labels(training), images(test), labels(test))


def test_a_relu_neuron_is_dead_where_it_gives_0_to_every_image():
    sums = np.array([[-1, -1, 2, 0], [-3, 5, 2, 0], [-2, -1, 2, 0]])

    (layer,) = activation_statistics(*one_layer("relu", sums))

    assert list(layer.dead) == [True, False, False, True]
    assert (layer.condition, layer.dead_share) == ("dead", 0.5)
    np.testing.assert_allclose(layer.firing, [0, 1 / 3, 1, 0])
    np.testing.assert_allclose(layer.mean, [0, 5 / 3, 2, 0])


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_a_neuron_is_saturated_where_nearly_every_image_drives_it_to_an_end(activation):
    sums = np.zeros((300, 4))
    sums[:, 0] = 20 * (-1.0) ** np.arange(300)  # at one end or the other
    sums[:, 1] = 20
    sums[:2, 1] = 0  # 0.7 % in the middle
    sums[:, 2] = 20
    sums[:30, 2] = 0  # 10 % in the middle
    sums[:, 3] = np.linspace(-2, 2, 300)

    (layer,) = activation_statistics(*one_layer(activation, sums))

    assert list(layer.dead) == [True, True, False, False]
    assert layer.condition == "saturated"


@pytest.mark.parametrize("activation", ["elu", "selu", "gelu", "silu", "softplus"])
def test_other_activations_are_dead_far_down_and_nowhere_else(activation):
    sums = np.column_stack([np.linspace(-40, -20, 50), np.linspace(-40, 1, 50), np.full(50, 0.1)])

    (layer,) = activation_statistics(*one_layer(activation, sums))

    assert list(layer.dead) == [True, False, False]
    assert layer.condition == "dead"


@pytest.mark.parametrize("activation", ["leaky_relu", "linear"])
def test_a_neuron_that_always_lets_a_gradient_through_never_dies(activation):
    (layer,) = activation_statistics(*one_layer(activation, np.full((9, 3), -50.0)))

    assert layer.dead_share == 0


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_mean_outputs_are_those_of_the_forward_pass(activation):
    network = random_network(activation)

    layers = activation_statistics(network, IMAGES)

    assert [layer.number for layer in layers] == [1, 2]
    for layer, outputs in zip(layers, forward(network, IMAGES).hidden, strict=True):
        np.testing.assert_allclose(layer.mean, outputs.mean(axis=0), atol=1e-6)


def test_a_network_without_a_hidden_layer_has_no_layer_to_watch():
    assert activation_statistics(random_network(hidden_units=()), IMAGES) == []


def test_a_network_that_is_no_number_any_more_is_still_described():
    network = random_network()
    network.kernels[0][:] = np.nan

    first, _ = activation_statistics(network, IMAGES)

    assert np.isnan(first.mean).all()
    assert not first.firing.any()


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
        digits = forward(network, normalise(mnist.x_test)).digits
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


def test_a_timeline_comes_back_from_its_arrays():
    measured = timeline([(3, random_network())], small_mnist(), "kl_divergence")

    again = Timeline.from_arrays(measured.arrays())

    for name, array in vars(measured).items():
        np.testing.assert_array_equal(getattr(again, name), array)
        assert array.dtype != object


def test_a_timeline_that_lacks_an_array_says_so():
    with pytest.raises(StoreError, match="weight_rms"):
        Timeline.from_arrays({"epochs": np.array([1])})


def test_a_run_without_snapshots_cannot_be_measured():
    with pytest.raises(StoreError, match="train an epoch"):
        timeline([], small_mnist(), "kl_divergence")
