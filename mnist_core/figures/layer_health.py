"""Figures of a network's health: first weights, norms by epoch, firing and dead neurons."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.analysis.layer_activity import Condition, LayerActivity
from mnist_core.figures.colors import ACCENT, FURTHER, TRAINING, VALIDATION
from mnist_core.figures.digit_gallery import PIXELS, add_targets, fit
from mnist_core.figures.explain import AGAINST, SIGNED_SCALE
from mnist_core.figures.style import (
    bare_figure,
    lay_out,
    place_legend,
    place_title,
    set_x_axis,
    set_y_axis,
    still_axis,
)
from mnist_core.network.mlp import Floats

Epochs = Sequence[int] | NDArray[np.int64]

LAYER_COLORS = (TRAINING, VALIDATION, *FURTHER)
DEAD_COLOR = AGAINST
COLUMNS, FEW_COLUMNS, FEW = 8, 5, 10  # few are the ten of a network without a hidden layer
TILE, MOSAIC_WIDTH = PIXELS + 2, 464
STRONGEST = 127  # a weight at the end of the scale, in the mosaic's whole numbers
# This share of the weights lies within the scale, so that an outlier does not make the rest pale.
WITHIN_SCALE = 0.999
EVERY_EPOCH_TICKED = 10
FIRING_BINS = 20
CLEAR = "rgba(0,0,0,0)"


def first_layer_weights(
    kernel: Floats, *, limit: int = 64, ranked_by: Floats | None = None
) -> go.Figure:
    """Show the weights of the first layer's neurons as 28x28 pictures.

    Where there are too many, those with the largest weights are shown, by the sum of squares.
    Ink on blue activates a neuron, ink on orange inhibits it; all share one scale. Hovering
    names the neuron, a click gives its number, counted from 0, as ``customdata``.

    Args:
        kernel: (784, units), float32.
        limit: how many are shown.
        ranked_by: (784, units), float32, weights that decide which ones instead, such as those of
            the last epoch, so that the same neurons are shown for every epoch.
    """
    ranking = kernel if ranked_by is None else ranked_by
    neurons = np.sort(np.argsort(-np.linalg.norm(ranking, axis=0), kind="stable")[:limit])
    cells, lefts, tops = _weight_mosaic(kernel[:, neurons])
    figure = bare_figure(round(MOSAIC_WIDTH * len(cells) / cells.shape[1]))
    scale = {"zmin": -STRONGEST, "zmax": STRONGEST, "colorscale": SIGNED_SCALE}
    figure.add_heatmap(z=cells, **scale, showscale=False, hoverinfo="skip")
    add_targets(figure, lefts, tops)
    label = "Neuron %{customdata}<extra></extra>"
    figure.data[-1].update(customdata=neurons, hoverinfo=None, hovertemplate=label)
    fit(figure, rows=len(cells), columns=cells.shape[1])
    return figure


def _weight_mosaic(kernel: Floats) -> tuple[NDArray[np.int8], list[int], list[int]]:
    """Tile (784, n) weights, scaled to whole numbers, and give the place of each picture."""
    weights = np.nan_to_num(kernel.T, posinf=0, neginf=0)
    scale = float(np.quantile(abs(weights), WITHIN_SCALE)) or 1.0
    pictures = np.clip(weights / scale, -1, 1).reshape(-1, PIXELS, PIXELS)
    columns = COLUMNS if len(pictures) > FEW else FEW_COLUMNS
    rows = math.ceil(len(pictures) / columns)
    cells = np.zeros((rows * TILE, columns * TILE), np.int8)
    tops = [number // columns * TILE for number in range(len(pictures))]
    lefts = [number % columns * TILE for number in range(len(pictures))]
    for picture, top, left in zip(pictures, tops, lefts, strict=True):
        cells[top : top + PIXELS, left : left + PIXELS] = np.round(STRONGEST * picture)
    return cells, lefts, tops


def norms_curve(
    epochs: Epochs, norms: NDArray[np.float32], *, title: str, value_title: str
) -> go.Figure:
    """Draw a norm of each layer by epoch, on a logarithmic axis.

    Args:
        epochs: (k,); none gives the frame without points and without numbers on its axes.
        norms: (k, layers) float32, at least 0; what is 0 or no number leaves a gap.
    """
    shown = np.where(np.isfinite(norms) & (norms > 0), norms, np.float32(np.nan))
    figure = _layers_by_epoch(epochs, shown, title)
    figure.data[-1].name = "output"
    figure.update_traces(hovertemplate="layer %{fullData.name}: %{y:.3g}<extra></extra>")
    set_y_axis(figure, **still_axis(value_title), type="log", **_log_ticks(shown))
    _hide_numbers_of_nothing(figure, epochs)
    return figure


def _log_ticks(norms: NDArray[np.float32]) -> dict[str, Any]:
    """Mark powers of ten, or also 2 and 5 between them where few powers are in sight."""
    seen = norms[norms > 0]
    if seen.size and seen.max() < 100 * seen.min():
        return {"dtick": "D2", "tickformat": "~g"}
    return {"dtick": 1, "exponentformat": "power"}


def dead_share_curve(
    epochs: Epochs, dead_share: NDArray[np.float32], *, title: str = "Dead neurons"
) -> go.Figure:
    """Draw the share of dead neurons of each hidden layer by epoch.

    Args:
        epochs: (k,); none gives the frame without points and without numbers on its axes.
        dead_share: (k, hidden layers) float32 in [0, 1].
    """
    figure = _layers_by_epoch(epochs, dead_share, title)
    figure.update_traces(hovertemplate="layer %{fullData.name}: %{y:.1%}<extra></extra>")
    top = max(0.1, 1.08 * float(np.nanmax(dead_share, initial=0)))
    set_y_axis(figure, **still_axis("Share of the layer"), tickformat="~%", range=[0, top])
    _hide_numbers_of_nothing(figure, epochs)
    return figure


def _layers_by_epoch(epochs: Epochs, values: NDArray[np.float32], title: str) -> go.Figure:
    figure = bare_figure(320, top=70, bottom=46, left=66, right=12)
    for layer, color in zip(range(values.shape[1]), LAYER_COLORS, strict=False):
        figure.add_scatter(
            name=str(layer + 1),
            # Plotly leaves a series without any point out of the legend.
            x=np.asarray(epochs) if len(values) else [None],
            y=values[:, layer].astype(np.float32) if len(values) else [None],
            mode="lines+markers",
            line={"color": color, "width": 3},
            marker={"color": color, "size": 7},
            cliponaxis=False,
        )
    last = int(max(epochs, default=1))
    ticks = {"nticks": 8} if last > EVERY_EPOCH_TICKED else {"tickvals": [*range(1, last + 1)]}
    set_x_axis(figure, **still_axis("Epoch"), range=[0, 1.03 * last], **ticks)
    set_x_axis(figure, unifiedhovertitle={"text": "Epoch %{x}"})
    place_title(figure, title)
    place_legend(figure, row=1, side="left")
    figure.layout.legend.title = {"text": "Layer", "font": {"size": 14}, "side": "left"}
    lay_out(figure, hovermode="x unified", dragmode=False)
    return figure


def _hide_numbers_of_nothing(figure: go.Figure, epochs: Epochs) -> None:
    """Leave the numbers off axes that nothing has been measured along; their places stay."""
    if not len(epochs):
        for set_axis in (set_x_axis, set_y_axis):
            set_axis(figure, tickfont={"size": 14, "color": CLEAR}, showgrid=False)


def firing_histogram(
    layer: LayerActivity | None, *, title: str, condition: Condition = "dead"
) -> go.Figure:
    """Count a layer's neurons by the share of digits on which they fire.

    The dead ones are a series of their own, named ``condition``. None gives the frame without
    bars.
    """
    figure = bare_figure(300, top=70, bottom=46, left=58, right=22)
    edges = np.linspace(0, 1, FIRING_BINS + 1)
    firing, dead = (layer.firing, layer.dead) if layer else (np.zeros(0), np.zeros(0, bool))
    for name, chosen, color in (("alive", ~dead, ACCENT), (condition, dead, DEAD_COLOR)):
        counts, _ = np.histogram(firing[chosen], edges)
        figure.add_bar(
            name=name,
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=0.9 / FIRING_BINS,
            marker={"color": color},
            hovertemplate="%{y} neurons",
        )
    place_title(figure, title)
    place_legend(figure, row=1, side="left")
    share_axis = {"tickformat": "~%", "tickvals": [0, 0.25, 0.5, 0.75, 1], "range": [0, 1]}
    set_x_axis(figure, **still_axis("Share of the digits it fires on"), **share_axis)
    set_y_axis(
        figure,
        **still_axis("Neurons"),
        tickformat=",d",
        nticks=6,
        autorangeoptions={"minallowed": 0, "include": 5},
    )
    lay_out(figure, barmode="stack", hovermode="closest", dragmode=False)
    return figure
