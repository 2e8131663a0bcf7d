"""Learning curves: a metric by epoch, training against validation."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import plotly.graph_objects as go

from mnist_core.figures.colors import MUTED, TRAINING, VALIDATION
from mnist_core.figures.epoch_marks import NO_MARKS, Marks, add_marks
from mnist_core.figures.style import (
    axis,
    bare_figure,
    lay_out,
    place_legend,
    place_title,
    set_x_axis,
    set_y_axis,
)
from mnist_core.store.records import Epoch

Metric = Literal["loss", "accuracy"]
HEIGHT = 300  # pixels
TITLES: dict[Metric, str] = {"loss": "Loss", "accuracy": "Accuracy"}
# Values that stay in sight whatever the data: what is good, so that curves are seen to approach it.
IN_SIGHT: dict[Metric, list[float]] = {"loss": [0], "accuracy": [0.9, 1]}
HOVER: dict[Metric, str] = {"loss": "%{y:.4f}", "accuracy": "%{y:.2%}"}
EVERY_EPOCH_TICKED, EVERY_EPOCH_MARKED = 10, 40
ROOM_AT_END = 0.3  # epochs: with two of them, the last would stand in the corner
BAD_ACCURACY = 0.5  # an axis that begins just below would put it on the floor


class Partial(NamedTuple):
    """The running training mean inside an epoch.

    Attributes:
        epoch: epochs done and the share of the present one, such as 3.5.
        value: the metric over that share.
    """

    epoch: float
    value: float


def learning_curve(
    epochs: Sequence[Epoch],
    metric: Metric,
    *,
    total_epochs: int,
    partial: Partial | None = None,
    marks: Marks = NO_MARKS,
    run: str = "",
) -> go.Figure:
    """Draw ``metric`` by epoch, from the start (0) to ``total_epochs``.

    The epoch whose weights are kept has a ring on both curves, where it is not simply the last.

    No epochs give the same axes without points: a chart that fills up while a run trains keeps
    its frame. The reader's zoom and hidden series last as long as ``run`` is the same.
    """
    figure = bare_figure(HEIGHT, top=44, bottom=46, left=52, right=12)
    for name, attribute in (("Training", metric), ("Validation", f"val_{metric}")):
        figure.add_scatter(
            name=name,
            x=_or_blank([epoch.number for epoch in epochs]),
            y=_or_blank([getattr(epoch, attribute) for epoch in epochs]),
            **_line(name, metric, total_epochs),
        )
    _add_partial(figure, epochs, metric, partial)
    _keep_in_sight(figure, metric, epochs)
    _add_rings(figure, epochs, metric, marks.kept)
    add_marks(figure, marks, total_epochs=total_epochs, kept_at_top=metric == "loss")
    place_title(figure, TITLES[metric])
    place_legend(figure, row=0)
    set_x_axis(figure, **_epoch_axis(total_epochs))
    set_y_axis(figure, **_value_axis(metric))
    lay_out(figure, uirevision=f"{metric} {run}", hovermode="x unified")
    return figure


def _or_blank(values: list[Any]) -> list[Any]:
    return values or [None]  # Plotly leaves a series without any point out of the legend.


def _line(name: str, metric: Metric, total_epochs: int) -> dict[str, Any]:
    color = TRAINING if name == "Training" else VALIDATION
    size = 8 if total_epochs <= EVERY_EPOCH_MARKED else 4
    return {
        "mode": "lines+markers",
        "line": {"color": color, "width": 3},
        "marker": {"color": color, "size": size},
        "legendgroup": name,
        "cliponaxis": False,
        "hovertemplate": HOVER[metric],
    }


def _add_partial(
    figure: go.Figure, epochs: Sequence[Epoch], metric: Metric, partial: Partial | None
) -> None:
    before = [Partial(epoch.number, getattr(epoch, metric)) for epoch in epochs[-1:]]
    points = [*before, partial] if partial else []
    figure.add_scatter(
        x=[point.epoch for point in points],
        y=[point.value for point in points],
        mode="lines",
        line={"color": TRAINING, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
        **_beside_training(),
    )
    figure.add_scatter(
        name="Training so far",
        x=[point.epoch for point in points[-1:]],
        y=[point.value for point in points[-1:]],
        mode="markers",
        marker={"color": TRAINING, "symbol": "circle-open", "size": 10, "line": {"width": 2.5}},
        hovertemplate=HOVER[metric],
        **_beside_training(),
    )


def _beside_training() -> dict[str, Any]:
    return {"legendgroup": "Training", "showlegend": False, "cliponaxis": False}


def _keep_in_sight(figure: go.Figure, metric: Metric, epochs: Sequence[Epoch]) -> None:
    values = IN_SIGHT[metric]
    if metric == "accuracy" and any(epoch.val_accuracy < BAD_ACCURACY for epoch in epochs):
        values = [0, *values]
    figure.add_scatter(
        x=[1] * len(values), y=values, mode="markers", opacity=0, showlegend=False, hoverinfo="skip"
    )


def _add_rings(
    figure: go.Figure, epochs: Sequence[Epoch], metric: Metric, kept: int | None
) -> None:
    ringed = [epoch for epoch in epochs if epoch.number == kept]
    for name, attribute in (("Training", metric), ("Validation", f"val_{metric}")):
        color = TRAINING if name == "Training" else VALIDATION
        figure.add_scatter(
            x=[epoch.number for epoch in ringed],
            y=[getattr(epoch, attribute) for epoch in ringed],
            mode="markers",
            marker={"color": color, "symbol": "circle-open", "size": 17, "line": {"width": 2.5}},
            hoverinfo="skip",
            legendgroup=name,
            showlegend=False,
            cliponaxis=False,
        )


def _epoch_axis(total_epochs: int) -> dict[str, Any]:
    few = total_epochs <= EVERY_EPOCH_TICKED
    ticks = {"tickvals": list(range(1, total_epochs + 1))} if few else {"nticks": 8}
    return axis(
        "Epoch",
        range=[0, total_epochs + max(ROOM_AT_END, 0.03 * total_epochs)],
        unifiedhovertitle={"text": "Epoch %{x}"},
        spikecolor=MUTED,
        spikethickness=1,
        spikedash="solid",
        **ticks,
    )


def _value_axis(metric: Metric) -> dict[str, Any]:
    shape = {"tickfont": {"size": 14}, "nticks": 6, "ticklabelstandoff": 6}
    if metric == "accuracy":
        return {**shape, "tickformat": "~%", "autorangeoptions": {"clipmax": 1}}
    return {**shape, "rangemode": "tozero"}
