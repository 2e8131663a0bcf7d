"""Derivatives of a network by hand: of its logits by pixels, of its loss by weights.

The images are those that its first layer gets, as ``network_input`` gives them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, expit

from mnist_core.network.mlp import (
    ACTIVATION_FUNCTIONS,
    LEAKY_SLOPE,
    SELU_ALPHA,
    SELU_SCALE,
    Floats,
    Network,
    softmax,
)
from mnist_core.setting_options import Activation, Loss

KERAS_EPSILON = 1e-7  # Keras clips probabilities to at least this before a logarithm


def _gelu_slope(z: Floats) -> Floats:
    density: Floats = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    slope: Floats = 0.5 * (1 + erf(z / math.sqrt(2))) + z * density
    return slope


def _silu_slope(z: Floats) -> Floats:
    share: Floats = expit(z)
    return share + z * share * (1 - share)


# The slope of each activation where its input is z.
ACTIVATION_SLOPES: dict[Activation, Callable[[Floats], Floats]] = {
    "relu": lambda z: (z > 0).astype(z.dtype),
    "leaky_relu": lambda z: np.where(z > 0, 1, LEAKY_SLOPE).astype(z.dtype),
    "elu": lambda z: np.exp(np.minimum(z, 0)),
    "selu": lambda z: SELU_SCALE * np.where(z > 0, 1, SELU_ALPHA * np.exp(np.minimum(z, 0))),
    "gelu": _gelu_slope,
    "silu": _silu_slope,
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "sigmoid": lambda z: expit(z) * expit(-z),
    "softplus": expit,
    "linear": np.ones_like,
}


@dataclass(frozen=True)
class Trace:
    """All that a forward pass computes on its way.

    Attributes:
        signals: what comes into each layer, (n, inputs); the images first.
        sums: what each layer's neurons add up, (n, units); the logits last.
    """

    signals: tuple[Floats, ...]
    sums: tuple[Floats, ...]

    @property
    def logits(self) -> Floats:
        """The last layer's sums, (n, 10)."""
        return self.sums[-1]


def trace(network: Network, images: Floats) -> Trace:
    """Run images through the network and keep every step, in the images' own precision.

    Args:
        images: (n, 784), float32 or float64 in [0, 1].
    """
    function = ACTIVATION_FUNCTIONS[network.activation]
    signals, sums = [images], []
    for kernel, bias in zip(network.kernels, network.biases, strict=True):
        sums.append(signals[-1] @ kernel + bias)
        signals.append(function(sums[-1]).astype(images.dtype))
    return Trace(tuple(signals[:-1]), tuple(sums))


def pixel_gradients(network: Network, images: Floats, directions: Floats) -> Floats:
    """Differentiate a weighted sum of the logits by the pixels.

    Args:
        images: (n, 784), float32 or float64 in [0, 1]; the result has their precision.
        directions: (m, 10), the weights of the logits; m = n, or one of m and n is 1.

    Returns:
        (max(m, n), 784): the gradient of ``directions @ logits`` for each image.
    """
    slope = ACTIVATION_SLOPES[network.activation]
    sums = trace(network, images).sums[:-1]
    flow: Floats = directions.astype(images.dtype) @ network.kernels[-1].T
    for kernel, received in zip(network.kernels[-2::-1], sums[::-1], strict=True):
        flow = (flow * slope(received).astype(images.dtype)) @ kernel.T
    return np.broadcast_to(flow, (max(len(flow), len(images)), images.shape[1]))


def logit_gradients(network: Network, image: Floats) -> Floats:
    """Differentiate every logit by every pixel.

    Args:
        image: (784,), float32 or float64 in [0, 1].

    Returns:
        (10, 784): row k is d logit k / d pixels.
    """
    return pixel_gradients(network, image.reshape(1, -1), np.eye(10))


def weight_gradients(
    network: Network, images: Floats, truth: NDArray[np.integer[Any]], loss: Loss
) -> tuple[Floats, ...]:
    """Differentiate the mean loss over the images by each kernel: no dropout, no l2.

    Args:
        images: (n, 784), float32 or float64 in [0, 1]; the result has their precision.
        truth: (n,), integer in 0 to 9.

    Returns:
        One (inputs, units) array for each layer, the output's last.
    """
    slope = ACTIVATION_SLOPES[network.activation]
    way = trace(network, images)
    flow = _logit_errors(softmax(way.logits), truth, loss) / len(images)
    gradients = [way.signals[-1].T @ flow]
    for layer in range(len(network.kernels) - 2, -1, -1):
        back = flow @ network.kernels[layer + 1].T
        flow = back * slope(way.sums[layer]).astype(images.dtype)
        gradients.append(way.signals[layer].T @ flow)
    return tuple(reversed(gradients))


def _logit_errors(probabilities: Floats, truth: NDArray[np.integer[Any]], loss: Loss) -> Floats:
    """Differentiate each image's loss, as Keras defines it, by its logits: (n, 10)."""
    target: Floats = np.eye(10, dtype=probabilities.dtype)[truth]
    errors: Floats = probabilities - target
    if loss == "kl_divergence":
        # Keras lifts the zeros of the target to epsilon, and stops the gradient where it clips.
        share = np.maximum(target, KERAS_EPSILON) * (probabilities >= KERAS_EPSILON)
        errors = probabilities * share.sum(axis=1, keepdims=True) - share
    if loss == "mean_squared_error":
        pull = 0.2 * errors  # the slope of the mean of ten squares
        errors = probabilities * (pull - (pull * probabilities).sum(axis=1, keepdims=True))
    return errors
