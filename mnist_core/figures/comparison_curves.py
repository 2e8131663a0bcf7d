"""Contenders by epoch: one line each, with the range over its seeds behind it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.compare.contenders import Contender, Curve, Metric, curve
from mnist_core.figures.comparison_style import (
    add_count_above,
    add_published,
    framed_figure,
    line_of,
    of_run,
    sensible_range,
)
from mnist_core.figures.style import (
    axis,
    lay_out,
    set_x_axis,
    set_y_axis,
)

TITLES: dict[Metric, str] = {
    "val_error": "Validation error",
    "val_loss": "Validation loss",
    "loss": "Training loss",
    "error": "Training error",
}
PERCENT: tuple[Metric, ...] = ("val_error", "error")
GOOD_ERROR, GOOD_LOSS = 1.0, 0.1
DEFAULT_EPOCHS, EVERY_EPOCH_TICKED, EVERY_EPOCH_MARKED = 10, 10, 40


def curves_chart(
    contenders: Sequence[Contender],
    metric: Metric,
    smoothing: float,
    *,
    baseline_key: str | None = None,
    published: bool = True,
) -> go.Figure:
    """Draw ``metric`` by epoch, one line a contender with the range over its seeds behind it.

    Args:
        smoothing: weight of the moving average, in [0, 1); the raw line stays faintly behind.
        baseline_key: the contender that is drawn wide, in dots and dashes.
        published: draw the slides' printed errors too, for the validation error only.
    """
    curves = [curve(contender, metric, smoothing) for contender in contenders]
    figure = framed_figure(TITLES[metric], len(contenders))
    for index, contender in enumerate(contenders):
        line = line_of(index, baseline=contender.key == baseline_key)
        figure.add_traces(_traces(contender, curves[index], metric, line, smoothed=smoothing > 0))
    span = sensible_range(
        (value for each in curves for part in (each.low, each.high, each.mean) for value in part),
        (float(each.mean[-1]) for each in curves if each.mean.size),
        good=GOOD_ERROR if metric in PERCENT else GOOD_LOSS,
    )
    add_count_above(figure, (min(each.mean, default=0) for each in curves), span)
    set_x_axis(figure, **_epoch_axis(curves))
    title = f"{TITLES[metric]} (%)" if metric in PERCENT else TITLES[metric]
    set_y_axis(figure, **axis(title, range=span or (0, 10 if metric in PERCENT else 1)))
    if published and metric == "val_error":
        add_published(figure, span)
    lay_out(figure, uirevision=metric)
    return figure


def _traces(
    contender: Contender, drawn: Curve, metric: Metric, line: dict[str, Any], *, smoothed: bool
) -> list[go.Scatter]:
    several = len(contender.seeds) > 1
    traces = [_band(contender, drawn, line)] if several else []
    if smoothed:
        traces.append(_raw_line(contender, drawn, line))
    return [*traces, _mean_line(contender, drawn, metric, line)]


def _beside(contender: Contender, part: str) -> dict[str, Any]:
    """Give what hides and shows a trace with its contender's line, without a legend entry."""
    behind = {"showlegend": False, "hoverinfo": "skip", "legendgroup": contender.key}
    return {**of_run(contender), **behind, "uid": f"{contender.key}-{part}"}


def _band(contender: Contender, drawn: Curve, line: dict[str, Any]) -> go.Scatter:
    known = np.isfinite(drawn.high)
    epochs, low, high = (part[known] for part in (drawn.epochs, drawn.low, drawn.high))
    return go.Scatter(
        x=np.concatenate([epochs, epochs[::-1]]),
        y=_sent(np.concatenate([high, low[::-1]])),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=line["color"],
        opacity=0.16,
        **_beside(contender, "range"),
    )


def _raw_line(contender: Contender, drawn: Curve, line: dict[str, Any]) -> go.Scatter:
    return go.Scatter(
        x=drawn.epochs,
        y=_sent(drawn.raw),
        mode="lines",
        line={"color": line["color"], "width": 1.5},
        opacity=0.35,
        **_beside(contender, "raw"),
    )


def _mean_line(
    contender: Contender, drawn: Curve, metric: Metric, line: dict[str, Any]
) -> go.Scatter:
    few, several = len(drawn.epochs) <= EVERY_EPOCH_MARKED, len(contender.seeds) > 1
    return go.Scatter(
        x=drawn.epochs,
        y=_sent(drawn.mean),
        customdata=_sent(np.stack([drawn.low, drawn.high, drawn.seeds], axis=1))
        if several
        else None,
        mode="lines+markers" if few else "lines",
        line=line,
        marker={"size": 6},
        hovertemplate=_hover(metric, several=several),
        legendgroup=contender.key,
        uid=contender.key,
        **of_run(contender),
    )


def _sent(values: NDArray[np.float64]) -> NDArray[np.float32]:
    return values.astype(np.float32)  # half as much to send


def _hover(metric: Metric, *, several: bool) -> str:
    form, unit = (".2f", "%") if metric in PERCENT else (".4f", "")
    lines = ["<b>%{fullData.name}</b>", "Epoch %{x}", f"{TITLES[metric]} %{{y:{form}}}{unit}"]
    if several:
        low, high = f"%{{customdata[0]:{form}}}", f"%{{customdata[1]:{form}}}"
        lines.append(f"{low} to {high}{unit} over %{{customdata[2]:d}} seeds")
    return "<br>".join(lines) + "<extra></extra>"


def _epoch_axis(curves: Sequence[Curve]) -> dict[str, Any]:
    last = max((int(each.epochs[-1]) for each in curves if each.epochs.size), default=0)
    last = last or DEFAULT_EPOCHS
    few = last <= EVERY_EPOCH_TICKED
    ticks = {"tickvals": list(range(1, last + 1))} if few else {"nticks": 8}
    return axis("Epoch", tickangle=0, range=[0, last * 1.03], **ticks)
