"""How healthy a network is from epoch to epoch: its weights, gradients and dead neurons."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.analysis.evaluation import confusion_matrix
from mnist_core.analysis.layer_activity import dead_neurons
from mnist_core.dataset import Mnist, scale_pixels
from mnist_core.errors import StoreError
from mnist_core.network.gradients import trace, weight_gradients
from mnist_core.network.mlp import Floats, Network, forward, network_input
from mnist_core.setting_options import Loss

SAMPLE, CHUNK = 2_000, 2_000  # images: a sample for gradients and neurons, a chunk for memory


@dataclass(frozen=True)
class Timeline:
    """A network's health from snapshot to snapshot.

    Attributes:
        epochs: (k,) int64, ascending from 1.
        weight_rms: (k, layers) float32, at least 0, root mean square of each kernel's weights.
        gradient_rms: (k, layers) float32, at least 0, the same of the loss gradient, on training
            digits.
        dead_share: (k, hidden layers) float32 in [0, 1], dead or saturated neurons.
        confusion: (k, 10, 10) int64, counts on the test digits, true digit by answer.
    """

    epochs: NDArray[np.int64]
    weight_rms: NDArray[np.float32]
    gradient_rms: NDArray[np.float32]
    dead_share: NDArray[np.float32]
    confusion: NDArray[np.int64]


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
    inputs = network_input(network, images)
    return _root_mean_squares(weight_gradients(network, inputs, truth, loss))


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
        progress: called with the number of snapshots done after each.

    Raises:
        StoreError: there are none.
    """
    measured = []
    for epoch, network in networks:
        measured.append(_measure(epoch, network, mnist, loss))
        if progress:
            progress(len(measured))
    if not measured:
        raise StoreError("There is nothing to measure yet; let the run train an epoch.")
    return Timeline(
        epochs=np.concatenate([part.epochs for part in measured]),
        weight_rms=np.concatenate([part.weight_rms for part in measured]),
        gradient_rms=np.concatenate([part.gradient_rms for part in measured]),
        dead_share=np.concatenate([part.dead_share for part in measured]),
        confusion=np.concatenate([part.confusion for part in measured]),
    )


def _measure(epoch: int, network: Network, mnist: Mnist, loss: Loss) -> Timeline:
    """Measure one epoch: a timeline with k of 1."""
    answers = [
        forward(network, scale_pixels(mnist.x_test[start : start + CHUNK])).digits
        for start in range(0, len(mnist.x_test), CHUNK)
    ]
    training, truth = scale_pixels(mnist.x_train[:SAMPLE]), mnist.y_train[:SAMPLE]
    tested = network_input(network, scale_pixels(mnist.x_test[:SAMPLE]))
    hidden = trace(network, tested).sums[:-1]
    dead = [dead_neurons(network.activation, sums).mean() for sums in hidden]
    return Timeline(
        epochs=np.array([epoch], np.int64),
        weight_rms=weight_norms(network)[None],
        gradient_rms=gradient_norms(network, training, truth, loss)[None],
        dead_share=np.array(dead, np.float32)[None],
        confusion=confusion_matrix(mnist.y_test, np.concatenate(answers))[None],
    )
