"""Derivatives by hand, against finite differences and against TensorFlow's tape."""

import itertools

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.network.gradients import logit_gradients, pixel_gradients, trace, weight_gradients
from mnist_core.network.mlp import ACTIVATION_FUNCTIONS, Network, forward
from mnist_core.setting_options import ACTIVATIONS, LOSSES

STEP = 1e-6


def random_network(activation, hidden_units=(9, 7), seed=0):
    random = np.random.default_rng(seed)
    widths = [784, *hidden_units, 10]
    shapes = list(itertools.pairwise(widths))
    return Network(
        activation,
        tuple(random.normal(0, 1.5 / np.sqrt(shape[0]), shape) for shape in shapes),
        tuple(random.normal(0, 0.3, shape[1]) for shape in shapes),
    )


def random_images(count):
    return np.random.default_rng(1).uniform(0, 1, (count, 784))


def logits(network, images):
    """Run the network in float64, where forward() would round to float32."""
    signal = images
    for kernel, bias in zip(network.kernels[:-1], network.biases[:-1], strict=True):
        signal = ACTIVATION_FUNCTIONS[network.activation](signal @ kernel + bias)
    return signal @ network.kernels[-1] + network.biases[-1]


def mean_loss(network, images, truth, loss):
    """Write Keras' formulas down again, on one-hot targets."""
    powers = np.exp(logits(network, images))
    answer = powers / powers.sum(axis=1, keepdims=True)
    target = np.zeros_like(answer)
    target[np.arange(len(truth)), truth] = 1
    if loss == "mean_squared_error":
        return ((answer - target) ** 2).mean()
    if loss == "categorical_crossentropy":
        return -(target * np.log(answer)).sum(axis=1).mean()
    target = np.clip(target, 1e-7, 1)
    return (target * np.log(target / np.clip(answer, 1e-7, 1))).sum(axis=1).mean()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_logit_gradients_are_the_finite_differences_of_each_logit(activation):
    network, image = random_network(activation), random_images(1)[0]
    pixels = [0, 100, 406, 783]
    moved = image + STEP * np.eye(784)[pixels]
    back = image - STEP * np.eye(784)[pixels]

    expected = (logits(network, moved) - logits(network, back)).T / (2 * STEP)

    gradients = logit_gradients(network, image)
    assert gradients.shape == (10, 784)
    np.testing.assert_allclose(gradients[:, pixels], expected, atol=1e-8, rtol=1e-6)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_weight_gradients_are_the_finite_differences_of_the_mean_loss(activation, loss):
    network, images, truth = random_network(activation), random_images(5), np.array([3, 1, 4, 1, 5])

    gradients = weight_gradients(network, images, truth, loss)

    assert [gradient.shape for gradient in gradients] == [(784, 9), (9, 7), (7, 10)]
    for kernel, gradient in zip(network.kernels, gradients, strict=True):
        for place in [(0, 0), (4, 5)]:
            assert gradient[place] == pytest.approx(
                slope_at(kernel, place, lambda: mean_loss(network, images, truth, loss)),
                rel=1e-5,
                abs=1e-9,
            )


def slope_at(kernel, place, value):
    kept = kernel[place]
    kernel[place] = kept + STEP
    above = value()
    kernel[place] = kept - STEP
    below = value()
    kernel[place] = kept
    return (above - below) / (2 * STEP)


def test_without_a_hidden_layer_the_gradients_are_the_kernel():
    network = random_network("tanh", hidden_units=())

    np.testing.assert_allclose(logit_gradients(network, random_images(1)[0]), network.kernels[0].T)


def test_each_image_has_its_own_gradient():
    network, images = random_network("tanh"), random_images(4)
    directions = np.eye(10)[[3, 3, 8, 0]]

    together = pixel_gradients(network, images, directions)

    for row, image, digit in zip(together, images, [3, 3, 8, 0], strict=True):
        np.testing.assert_allclose(row, logit_gradients(network, image)[digit])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_float32_stays_float32_and_gives_the_forward_pass(activation):
    network = random_network(activation)
    narrow = Network(
        activation,
        tuple(kernel.astype(np.float32) for kernel in network.kernels),
        tuple(bias.astype(np.float32) for bias in network.biases),
    )
    images = random_images(3).astype(np.float32)

    assert pixel_gradients(narrow, images, np.eye(10)[:1]).dtype == np.float32
    np.testing.assert_array_equal(trace(narrow, images).logits, forward(narrow, images).logits)


@pytest.mark.keras
@pytest.mark.parametrize("scale", [1, 30])  # thirty times the weights: surer than Keras' epsilon
@pytest.mark.parametrize("loss", LOSSES)
def test_weight_gradients_are_those_of_tensorflow(loss, scale):
    import keras  # noqa: PLC0415 - the other tests here need not wait for it
    import tensorflow  # noqa: PLC0415

    from mnist_core.training.model import build_model  # noqa: PLC0415

    config = RunConfig(hidden_units=(12, 8), activation="selu", dropout=0.5, l2=0.1, loss=loss)
    model = build_model(config)
    model.set_weights([scale * weights for weights in model.get_weights()])
    network = Network("selu", tuple(model.get_weights()[::2]), tuple(model.get_weights()[1::2]))
    images, truth = random_images(6).astype(np.float32), np.array([0, 1, 2, 3, 4, 9])
    with tensorflow.GradientTape() as tape:
        answer = model(images, training=False)
        value = keras.losses.get(loss)(keras.utils.to_categorical(truth, 10), answer)
        mean = tensorflow.reduce_mean(value)

    expected = tape.gradient(mean, [layer.kernel for layer in model.layers if layer.weights])

    for ours, theirs in zip(weight_gradients(network, images, truth, loss), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=2e-6 * scale)
