"""What the layers have learned: first weights as pictures, how often neurons fire, norms."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mnist_core.analysis.evaluation import Evaluation
from mnist_core.analysis.layer_activity import Condition, LayerActivity, condition_of
from mnist_core.analysis.layer_health import Timeline
from mnist_core.figures.layer_health import (
    dead_share_curve,
    firing_histogram,
    first_layer_weights,
    norms_curve,
)
from mnist_core.network.mlp import Floats, Network
from parts.shared.figure import draw_figure

NORM = "Root mean square per weight"


def layers_tab(network: Network, evaluation: Evaluation, timeline: Timeline | None) -> None:
    """Draw the weights, each hidden layer's activity, and the norms by epoch."""
    shown = min(64, network.kernels[0].shape[1])
    with st.container(border=True):
        st.markdown(
            f"**What the first layer looks for** · its {shown} strongest neurons; "
            "ink on blue activates a neuron, ink on orange inhibits it"
        )
        draw_figure(
            first_layer_weights(network.kernels[0], limit=shown),
            key="first_weights",
            alt="Weights of the first layer's strongest neurons as pictures",
        )
    condition = condition_of(network.activation)
    with st.grid(2, min_column_width=330, border=True):
        for layer in evaluation.layers:
            with st.container():
                draw_figure(
                    firing_histogram(
                        layer, title=f"Hidden layer {layer.number}", condition=condition
                    ),
                    key=f"firing_{layer.number}",
                    alt=f"How often the neurons of layer {layer.number} fire",
                )
                st.caption(_activity_text(layer, condition))
    _by_epoch(timeline, layers=len(network.kernels))


def _by_epoch(timeline: Timeline | None, *, layers: int) -> None:
    """Draw norms of weights and gradients, and dead neurons, by epoch; bare frames without."""
    epochs, weights, gradients, dead = _columns(timeline, layers)
    with st.grid(2, min_column_width=330, border=True):
        draw_figure(
            norms_curve(epochs, weights, title="Weights", value_title=NORM),
            key="weight_norms",
            alt="Size of each layer's weights by epoch",
        )
        draw_figure(
            norms_curve(epochs, gradients, title="Gradients", value_title=NORM),
            key="gradient_norms",
            alt="Size of each layer's loss gradient by epoch",
        )
        if layers > 1:
            draw_figure(
                dead_share_curve(epochs, dead),
                key="dead_shares",
                alt="Share of dead neurons in each layer by epoch",
            )


def _columns(
    timeline: Timeline | None, layers: int
) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
    """Give the epochs, and by epoch each layer's numbers; all empty before the measurement."""
    if timeline is not None:
        return timeline.epochs, timeline.weight_rms, timeline.gradient_rms, timeline.dead_share
    nothing = np.zeros((0, layers), np.float32)
    return np.zeros(0, np.int64), nothing, nothing, nothing[:, 1:]


def _activity_text(layer: LayerActivity, condition: Condition) -> str:
    dead = int(layer.dead.sum())
    verb = "is" if dead == 1 else "are"
    return (
        f"{dead:,} of {layer.dead.size:,} neurons {verb} {condition}; a neuron fires on "
        f"{layer.firing.mean():.0%} of the digits on average, with a mean output of "
        f"{layer.mean.mean():.3g}."
    )
