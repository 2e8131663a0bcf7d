"""What the neurons of a layer do, counted by hand."""

import numpy as np
import pytest

from mnist_core.analysis.layer_activity import activation_statistics, condition_of
from mnist_core.network.mlp import Network, forward
from mnist_core.setting_options import ACTIVATIONS
from tests.core.analysis.random_networks import IMAGES, random_network


def one_layer(activation, sums):
    """Make a network whose neuron j receives exactly sums[i, j] of the image one_hot(i)."""
    kernel = np.zeros((784, sums.shape[1]), np.float32)
    kernel[: len(sums)] = sums
    output = np.zeros((sums.shape[1], 10), np.float32)
    biases = np.zeros(sums.shape[1], np.float32), np.zeros(10, np.float32)
    return Network(activation, (kernel, output), biases), np.eye(784, dtype="float32")[: len(sums)]


def test_a_relu_neuron_is_dead_where_it_gives_0_to_every_image():
    sums = np.array([[-1, -1, 2, 0], [-3, 5, 2, 0], [-2, -1, 2, 0]])

    (layer,) = activation_statistics(*one_layer("relu", sums))

    assert list(layer.dead) == [True, False, False, True]
    assert layer.dead_share == 0.5
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
    assert condition_of(activation) == "saturated"


@pytest.mark.parametrize("activation", ["elu", "selu", "gelu", "silu", "softplus"])
def test_other_activations_are_dead_far_down_and_nowhere_else(activation):
    sums = np.column_stack([np.linspace(-40, -20, 50), np.linspace(-40, 1, 50), np.full(50, 0.1)])

    (layer,) = activation_statistics(*one_layer(activation, sums))

    assert list(layer.dead) == [True, False, False]
    assert condition_of(activation) == "dead"


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
