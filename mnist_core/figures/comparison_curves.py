"""Contenders by epoch: one line each, with the range over its seeds behind it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.compare.contenders import Contender, Curve, Metric, curve
from mnist_core.figures.colors import GREY
from mnist_core.figures.comparison_style import (
    add_count_above,
    add_published,
    framed_figure,
    line_of,
    of_run,
    sensible_range,
)
from mnist_core.figures.style import axis, lay_out, set_x_axis, set_y_axis
from mnist_core.store.best_epoch import earlier_best

TITLES: dict[Metric, str] = {
    "val_error": "Validation error",
    "val_loss": "Validation loss",
    "loss": "Training loss",
    "error": "Training error",
}
PERCENT: tuple[Metric, ...] = ("val_error", "error")
GOOD_ERROR, GOOD_LOSS = 1.0, 0.1
DEFAULT_EPOCHS, EVERY_EPOCH_TICKED, EVERY_EPOCH_MARKED = 10, 10, 40
ROOM_BESIDE = 0.15  # epochs, before the first and after the last


def curves_chart(
    contenders: Sequence[Contender],
    metric: Metric,
    smoothing: float,
    *,
    baseline_key: str | None = None,
    published: bool = True,
) -> go.Figure:
    """Draw ``metric`` by epoch, one line a contender with the range over its seeds behind it.

    An epoch that early stopping went back to has a ring; of seeds, each one's on their mean.

    Args:
        smoothing: weight of the moving average, in [0, 1); the raw line stays faintly behind.
        baseline_key: the contender that is drawn wide, in dots and dashes.
        published: draw the slides' printed errors too, for the validation error only.
    """
    curves = [curve(contender, metric, smoothing) for contender in contenders]
    figure = framed_figure(TITLES[metric], len(contenders))
    for index, contender in enumerate(contenders):
        line = line_of(contender, baseline=contender.key == baseline_key)
        figure.add_traces(_traces(contender, curves[index], metric, line, smoothed=smoothing > 0))
    span = sensible_range(
        (value for each in curves for part in (each.low, each.high, each.mean) for value in part),
        (float(each.mean[-1]) for each in curves if each.mean.size),
        good=GOOD_ERROR if metric in PERCENT else GOOD_LOSS,
    )
    if any(_kept_epochs(contender) for contender in contenders):
        figure.layout.title.text += f"<span style='font-size:13px;color:{GREY}'> · ○ kept</span>"
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
    if kept := _kept_epochs(contender):
        traces.append(_rings(contender, drawn, line, kept))
    return [*traces, _mean_line(contender, drawn, metric, line)]


def _kept_epochs(contender: Contender) -> list[int]:
    """List the epochs whose weights its members keep, of those that trained on after them."""
    members = zip(contender.runs, contender.histories, strict=True)
    best = (earlier_best(run, epochs) for run, epochs in members)
    return sorted({epoch.number for epoch in best if epoch is not None})


def _rings(
    contender: Contender, drawn: Curve, line: dict[str, Any], kept: Sequence[int]
) -> go.Scatter:
    at_kept = np.isin(drawn.epochs, kept)
    return go.Scatter(
        x=drawn.epochs[at_kept],
        y=_sent(drawn.mean[at_kept]),
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": 16,
            "color": line["color"],
            "line": {"width": 2.5},
        },
        **_beside(contender, "kept"),
    )


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
    kept = _kept_epochs(contender)
    return go.Scatter(
        x=drawn.epochs,
        y=_sent(drawn.mean),
        customdata=_sent(np.stack([drawn.low, drawn.high, drawn.seeds], axis=1))
        if several
        else None,
        mode="lines+markers" if few else "lines",
        line=line,
        marker={"size": 6},
        text=_notes(drawn, kept) if kept else None,
        hovertemplate=_hover(metric, several=several, noted=bool(kept)),
        legendgroup=contender.key,
        uid=contender.key,
        **of_run(contender),
    )


def _notes(drawn: Curve, kept: Sequence[int]) -> list[str]:
    """Say of each epoch whether it is kept, for the hover."""
    return [" (kept)" if epoch in kept else "" for epoch in drawn.epochs]


def _sent(values: NDArray[np.float64]) -> NDArray[np.float32]:
    return values.astype(np.float32)  # half as much to send


def _hover(metric: Metric, *, several: bool, noted: bool) -> str:
    form, unit = (".2f", "%") if metric in PERCENT else (".4f", "")
    lines = [
        "<b>%{fullData.name}</b>",
        "Epoch %{x}%{text}" if noted else "Epoch %{x}",
        f"{TITLES[metric]} %{{y:{form}}}{unit}",
    ]
    if several:
        low, high = f"%{{customdata[0]:{form}}}", f"%{{customdata[1]:{form}}}"
        lines.append(f"{low} to {high}{unit} over %{{customdata[2]:d}} seeds")
    return "<br>".join(lines) + "<extra></extra>"


def _epoch_axis(curves: Sequence[Curve]) -> dict[str, Any]:
    last = max((int(each.epochs[-1]) for each in curves if each.epochs.size), default=0)
    last = last or DEFAULT_EPOCHS
    few = last <= EVERY_EPOCH_TICKED
    ticks = {"tickvals": list(range(1, last + 1))} if few else {"nticks": 8}
    room = max(ROOM_BESIDE, 0.03 * last)
    ends = [1 - room, last + room]
    # Not a range: one that moves with each epoch would take a reader's zoom back.
    within = {"clipmin": ends[0], "clipmax": ends[1], "include": ends}
    return axis("Epoch", tickangle=0, autorangeoptions=within, **ticks)
