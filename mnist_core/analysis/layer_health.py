"""How healthy a network's layers are: who fires, who is dead, how large weights and gradients."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mnist_core.analysis.evaluation import confusion_matrix
from mnist_core.config import Activation, Loss
from mnist_core.dataset import Mnist, normalise
from mnist_core.errors import StoreError
from mnist_core.network.gradients import ACTIVATION_SLOPES, trace, weight_gradients
from mnist_core.network.mlp import ACTIVATION_FUNCTIONS, Floats, Network, forward

SAMPLE, CHUNK = 2_000, 2_000  # images: a sample for gradients and neurons, a chunk for memory
FLAT = 0.01  # a slope below this lets next to nothing of a gradient through
SATURATED_SHARE = 0.99
SATURATING: tuple[Activation, ...] = ("tanh", "sigmoid")

Condition = Literal["dead", "saturated"]


@dataclass(frozen=True)
class LayerActivity:
    """What the neurons of a hidden layer do on some images.

    A neuron learns nothing where its activation is flat. One that is flat on every image is
    dead (a relu that gives 0 to all). A tanh or sigmoid is flat at both ends and counts as
    saturated where it is there on more than 99 % of the images (Glorot and Bengio, 2010).

    Attributes:
        number: of the layer, counted from 1.
        mean: (units,) float32, mean output of each neuron.
        firing: (units,) float32 in [0, 1], share of the images whose sum, before the
            activation, is above 0. That is an output above 0, or above 0.5 of a sigmoid.
        dead: (units,) bool, the dead or saturated ones.
        condition: what these are called.
    """

    number: int
    mean: NDArray[np.float32]
    firing: NDArray[np.float32]
    dead: NDArray[np.bool_]
    condition: Condition

    @property
    def dead_share(self) -> float:
        """Share of the layer's neurons that are dead or saturated, in [0, 1]."""
        return float(self.dead.mean())


@dataclass(frozen=True)
class Timeline:
    """A network's health from snapshot to snapshot.

    Attributes:
        epochs: (k,) int64.
        weight_rms: (k, layers) float32, root mean square of each kernel's weights.
        gradient_rms: (k, layers) float32, the same of the loss gradient, on training digits.
        dead_share: (k, hidden layers) float32 in [0, 1], dead or saturated neurons.
        confusion: (k, 10, 10) int64 on the test digits, true digit by answer.
    """

    epochs: NDArray[np.int64]
    weight_rms: NDArray[np.float32]
    gradient_rms: NDArray[np.float32]
    dead_share: NDArray[np.float32]
    confusion: NDArray[np.int64]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Name its arrays for a file."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Timeline":
        """Build it from what ``arrays`` gave.

        Raises:
            StoreError: an array is missing.
        """
        try:
            return cls(**{field.name: arrays[field.name] for field in fields(cls)})
        except KeyError as error:
            raise StoreError(f"The measured epochs lack {error}; measure them again.") from error


def activation_statistics(network: Network, images: Floats) -> list[LayerActivity]:
    """Watch each hidden layer on the images.

    Args:
        images: (n, 784), float32 in [0, 1]; a few thousand.
    """
    layers = enumerate(trace(network, images).sums[:-1], start=1)
    return [_layer_activity(network.activation, number, sums) for number, sums in layers]


def _layer_activity(activation: Activation, number: int, sums: Floats) -> LayerActivity:
    outputs = ACTIVATION_FUNCTIONS[activation](sums).astype(np.float32)
    return LayerActivity(
        number=number,
        mean=outputs.mean(axis=0),
        firing=(sums > 0).mean(axis=0).astype(np.float32),
        dead=_dead(activation, sums),
        condition="saturated" if activation in SATURATING else "dead",
    )


def _dead(activation: Activation, sums: Floats) -> NDArray[np.bool_]:
    flat_share = (abs(ACTIVATION_SLOPES[activation](sums)) < FLAT).mean(axis=0)
    always = activation not in SATURATING
    dead: NDArray[np.bool_] = flat_share == 1 if always else flat_share > SATURATED_SHARE
    return dead


def weight_norms(network: Network) -> NDArray[np.float32]:
    """Give the root mean square of each kernel's weights, (layers,).

    It is per weight, so that a large layer does not look stronger than a small one.
    """
    return _root_mean_squares(network.kernels)


def gradient_norms(
    network: Network, images: Floats, truth: NDArray[np.integer[Any]], loss: Loss
) -> NDArray[np.float32]:
    """Give the root mean square, per weight, of the loss gradient of each kernel, (layers,).

    Args:
        images: (n, 784), float32 in [0, 1]; a few thousand.
        truth: (n,), integer in 0 to 9.
    """
    return _root_mean_squares(weight_gradients(network, images, truth, loss))


def _root_mean_squares(kernels: Iterable[Floats]) -> NDArray[np.float32]:
    squares = [np.square(kernel, dtype=np.float64).mean() for kernel in kernels]
    return np.sqrt(squares).astype(np.float32)


def timeline(
    networks: Iterable[tuple[int, Network]],
    mnist: Mnist,
    loss: Loss,
    *,
    progress: Callable[[int], None] | None = None,
) -> Timeline:
    """Measure one snapshot after the other; only one needs to be in memory.

    Gradients are those of the first 2,000 training digits, without dropout and l2; dead neurons
    are counted on the first 2,000 test digits.

    Args:
        networks: epochs and what the network was after them.
        mnist: its training digits should be those that the run was trained on.
        progress: told the number of snapshots done after each.

    Raises:
        StoreError: there are none.
    """
    measured = []
    for epoch, network in networks:
        measured.append((epoch, *_measure(network, mnist, loss)))
        if progress:
            progress(len(measured))
    if not measured:
        raise StoreError("There is nothing to measure yet; let the run train an epoch.")
    epochs, weights, gradients, dead, confusion = zip(*measured, strict=True)
    return Timeline(
        epochs=np.array(epochs, np.int64),
        weight_rms=np.stack(weights),
        gradient_rms=np.stack(gradients),
        dead_share=np.stack(dead),
        confusion=np.stack(confusion),
    )


def _measure(network: Network, mnist: Mnist, loss: Loss) -> tuple[NDArray[Any], ...]:
    answers = [
        forward(network, normalise(mnist.x_test[start : start + CHUNK])).digits
        for start in range(0, len(mnist.x_test), CHUNK)
    ]
    training, truth = normalise(mnist.x_train[:SAMPLE]), mnist.y_train[:SAMPLE]
    hidden = trace(network, normalise(mnist.x_test[:SAMPLE])).sums[:-1]
    return (
        weight_norms(network),
        gradient_norms(network, training, truth, loss),
        np.array([_dead(network.activation, sums).mean() for sums in hidden], np.float32),
        confusion_matrix(mnist.y_test, np.concatenate(answers)),
    )
