"""A snapshot's arrays run forward in NumPy: no Keras, so the web process can do it."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, expit

from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.network.normalization import SIDE, straighten
from mnist_core.setting_options import Activation, Normalization

Floats = NDArray[np.floating[Any]]

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
LEAKY_SLOPE = 0.2  # Keras' own default

ACTIVATION_FUNCTIONS: dict[Activation, Callable[[Floats], Floats]] = {
    "relu": lambda z: np.maximum(z, 0),
    "leaky_relu": lambda z: np.where(z > 0, z, LEAKY_SLOPE * z),
    "elu": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
    "selu": lambda z: SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0))),
    "gelu": lambda z: 0.5 * z * (1 + erf(z / np.sqrt(2))),
    "silu": lambda z: z * expit(z),
    "tanh": np.tanh,
    "sigmoid": expit,
    "softplus": lambda z: np.logaddexp(z, 0),
    "linear": lambda z: z,
}


@dataclass(frozen=True)
class Network:
    """The weights of a run at one moment.

    Attributes:
        activation: of every hidden layer; the output is softmax.
        kernels: one (inputs, outputs) float32 array for each layer, the output's last.
        biases: one (outputs,) float32 array for each layer.
        normalization: what is evened out of each digit before the first layer gets it.
    """

    activation: Activation
    kernels: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    normalization: Normalization = "none"

    @property
    def weights(self) -> list[Floats]:
        """The arrays in the order of Keras' ``get_weights()``."""
        return [array for layer in zip(self.kernels, self.biases, strict=True) for array in layer]


@dataclass(frozen=True)
class Answer:
    """What a network makes of some images.

    Attributes:
        hidden: activations of each hidden layer, (n, units) float32.
        logits: (n, 10) float32.
        probabilities: (n, 10) float32, each row sums to 1.
    """

    hidden: tuple[Floats, ...]
    logits: Floats
    probabilities: Floats

    @property
    def digits(self) -> NDArray[np.intp]:
        """The most probable digit of each image, (n,), 0 to 9."""
        digits: NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return digits


def network_from_arrays(
    activation: Activation,
    arrays: Mapping[str, NDArray[Any]],
    normalization: Normalization = "none",
) -> Network:
    """Build a network from a snapshot's arrays ``kernel_1, bias_1, kernel_2, ...``.

    Raises:
        StoreError: the arrays do not fit together, or are no numbers.
    """
    count = len(arrays) // 2
    if not all(array.dtype.kind == "f" for array in arrays.values()):
        raise StoreError("The snapshot has what is no number; train this run again.")
    try:
        kernels = tuple(arrays[f"kernel_{i}"].astype(np.float32) for i in range(1, count + 1))
        biases = tuple(arrays[f"bias_{i}"].astype(np.float32) for i in range(1, count + 1))
    except KeyError as error:
        raise StoreError(f"The snapshot lacks {error}; train this run again.") from error
    widths = [784, *(bias.size for bias in biases)]
    shapes = [array.shape for array in (*kernels, *biases)]
    wanted = [*itertools.pairwise(widths), *((width,) for width in widths[1:])]
    if not kernels or shapes != wanted or widths[-1] != 10:
        raise StoreError("The snapshot's layers do not fit together; train this run again.")
    return Network(activation, kernels, biases, normalization)


def network_of(config: RunConfig, weights: list[NDArray[Any]]) -> Network:
    """Build the network of such settings from Keras' ``get_weights()``."""
    kernels, biases = tuple(weights[::2]), tuple(weights[1::2])
    return Network(config.activation, kernels, biases, config.normalization)


def snapshot_arrays(weights: list[NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Name the arrays of Keras' ``get_weights()`` for a snapshot."""
    return {
        f"{kind}_{position // 2 + 1}": array
        for position, array in enumerate(weights)
        for kind in [("kernel", "bias")[position % 2]]
    }


def forward(network: Network, images: Floats) -> Answer:
    """Read images as Keras does when it predicts (no dropout), after the network's normalization.

    Args:
        images: (n, 784) or (n, 28, 28), float32 in [0, 1], as they are drawn or photographed.
    """
    return answer_inputs(network, network_input(network, images))


def network_input(network: Network, images: Floats) -> Floats:
    """Give what the first layer gets of images: what is shown as what the network sees.

    Args:
        images: as ``forward`` takes them.

    Returns:
        (n, 784) float32 in [0, 1].
    """
    return straighten(images, network.normalization)


def seen_image(network: Network, image: Floats) -> Floats:
    """Give what the first layer gets of one image, (28, 28) float32 in [0, 1], to be shown."""
    return network_input(network, image[None]).reshape(SIDE, SIDE)


def answer_inputs(network: Network, inputs: Floats) -> Answer:
    """Do as ``forward`` with what ``network_input`` gave, or what was made of that.

    Args:
        inputs: (n, 784), float in [0, 1].
    """
    function = ACTIVATION_FUNCTIONS[network.activation]
    signal, hidden = inputs.astype(np.float32), []
    for kernel, bias in zip(network.kernels[:-1], network.biases[:-1], strict=True):
        signal = function(signal @ kernel + bias).astype(np.float32)
        hidden.append(signal)
    logits = signal @ network.kernels[-1] + network.biases[-1]
    return Answer(tuple(hidden), logits, softmax(logits))


def softmax(logits: Floats) -> Floats:
    """Turn (n, 10) logits into probabilities, each row summing to 1."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
