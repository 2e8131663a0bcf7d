"""The numbers we state of a network, against Keras' own."""

import keras
import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.network.architecture import layer_rows, parameter_count
from mnist_core.network.mlp import forward, network_from_arrays, snapshot_arrays
from mnist_core.setting_options import ACTIVATIONS, DEFAULT_LEARNING_RATES, INITIALIZERS, OPTIMIZERS
from mnist_core.training.model import build_model, save_keras_file
from mnist_core.training.recipe import OPTIMIZER_CLASSES
from mnist_core.version import keras_version

pytestmark = pytest.mark.keras

SHAPES = [(), (784,), (784, 784), (5, 4, 3)]


@pytest.mark.parametrize("hidden_units", SHAPES)
@pytest.mark.parametrize("place", ["last", "every"])
def test_the_summary_table_is_the_one_of_keras(hidden_units, place):
    config = RunConfig(hidden_units=hidden_units, dropout=0.1, dropout_after=place)
    layers = build_model(config).layers

    assert [(row.name, row.kind, row.units, row.parameters) for row in layer_rows(config)] == [
        (layer.name, type(layer).__name__, layer.output.shape[1], layer.count_params())
        for layer in layers
    ]
    assert parameter_count(config) == build_model(config).count_params()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_default_learning_rate_shown_is_the_one_of_keras(optimizer):
    keras_default = getattr(keras.optimizers, OPTIMIZER_CLASSES[optimizer])().learning_rate

    assert float(keras_default) == pytest.approx(DEFAULT_LEARNING_RATES[optimizer])


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_equal_configs_begin_with_equal_weights(initializer):
    config = RunConfig(hidden_units=(9, 9), kernel_initializer=initializer)
    first, second = (build_model(config).get_weights() for _ in range(2))

    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_no_two_layers_share_their_random_weights():
    weights = build_model(RunConfig(hidden_units=(784, 784))).get_weights()

    assert not np.array_equal(weights[0], weights[2])


def test_random_normal_is_as_wide_as_on_the_slides():
    kernel = build_model(RunConfig(kernel_initializer="random_normal")).get_weights()[0]

    assert kernel.std() == pytest.approx(0.05, rel=0.02)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_numpy_pass_gives_what_keras_gives(activation):
    model = build_model(RunConfig(hidden_units=(30, 20), activation=activation, dropout=0.5))
    images = np.random.default_rng(0).uniform(0, 1, (50, 784)).astype("float32")
    hidden = keras.Model(model.inputs[0], [model.get_layer(f"hidden_{i}").output for i in (1, 2)])
    network = network_from_arrays(activation, snapshot_arrays(model.get_weights()))

    answer = forward(network, images)

    np.testing.assert_allclose(answer.probabilities, model(images, training=False), atol=2e-6)
    for ours, theirs in zip(answer.hidden, hidden(images, training=False), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_a_saved_keras_file_answers_as_the_snapshot_does(tmp_path):
    config = RunConfig(hidden_units=(30,))
    weights = build_model(config.model_copy(update={"seed": 7})).get_weights()
    images = np.random.default_rng(0).uniform(0, 1, (5, 784)).astype("float32")

    save_keras_file(config, weights, tmp_path / "digits.keras")

    loaded = keras.models.load_model(tmp_path / "digits.keras")
    ours = forward(network_from_arrays("relu", snapshot_arrays(weights)), images)
    np.testing.assert_allclose(loaded(images), ours.probabilities, atol=1e-6)


def test_the_version_of_keras_is_known_without_importing_it():
    assert keras_version() == keras.__version__
