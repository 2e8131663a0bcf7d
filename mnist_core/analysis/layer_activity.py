"""What the neurons of each hidden layer do: how often they fire, and which are dead."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mnist_core.network.gradients import ACTIVATION_SLOPES, trace
from mnist_core.network.mlp import ACTIVATION_FUNCTIONS, Floats, Network, network_input
from mnist_core.setting_options import Activation

FLAT = 0.01  # a slope below this passes almost none of a gradient on
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
        dead: (units,) bool, the dead or saturated ones; ``condition_of`` has their name.
    """

    number: int
    mean: NDArray[np.float32]
    firing: NDArray[np.float32]
    dead: NDArray[np.bool_]

    @property
    def dead_share(self) -> float:
        """Share of the layer's neurons that are dead or saturated, in [0, 1]."""
        return float(self.dead.mean())


def condition_of(activation: Activation) -> Condition:
    """Name the neurons that learn nothing because they are flat on (nearly) every image."""
    return "saturated" if activation in SATURATING else "dead"


def activation_statistics(network: Network, images: Floats) -> list[LayerActivity]:
    """Measure what each hidden layer does on the images.

    Args:
        images: (n, 784), float32 in [0, 1]; a few thousand.
    """
    sums = trace(network, network_input(network, images)).sums[:-1]
    layers = enumerate(sums, start=1)
    return [_layer_activity(network.activation, number, received) for number, received in layers]


def _layer_activity(activation: Activation, number: int, sums: Floats) -> LayerActivity:
    outputs = ACTIVATION_FUNCTIONS[activation](sums).astype(np.float32)
    return LayerActivity(
        number=number,
        mean=outputs.mean(axis=0),
        firing=(sums > 0).mean(axis=0).astype(np.float32),
        dead=dead_neurons(activation, sums),
    )


def dead_neurons(activation: Activation, sums: Floats) -> NDArray[np.bool_]:
    """Return which neurons of a layer are dead or saturated, (units,) bool.

    Args:
        activation: of the layer.
        sums: (n, units) float32, what each neuron received before its activation.
    """
    flat_share = (abs(ACTIVATION_SLOPES[activation](sums)) < FLAT).mean(axis=0)
    always = activation not in SATURATING
    dead: NDArray[np.bool_] = flat_share == 1 if always else flat_share > SATURATED_SHARE
    return dead
