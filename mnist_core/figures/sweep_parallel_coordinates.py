"""Parallel coordinates of a sweep: each trial a line through its settings to its error.

Up to a thousand trials are a handful of traces, by how good they are, with gaps between trials.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.figures.colors import ACCENT, GREY, MUTED, VALIDATION
from mnist_core.figures.dimension_scale import DimensionScale, dimension_scale
from mnist_core.figures.style import HALO, bare_figure, lay_out, place_title, set_x_axis, set_y_axis
from mnist_core.figures.sweep_style import (
    BEST,
    add_note,
    add_trial_table,
    add_trials,
    error_span,
    errors_of,
    finished_trials,
    full,
)
from mnist_core.setting_descriptions import setting_title
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.records import Trial

HEIGHT, TOP, MAX_AXES, CROWDED = 420, 112, 7, 5
NAME_AT, NEXT_NAME = 8, 38  # pixels above the axes
SPREAD = 0.3  # of the distance between two values of a list
PALE_FROM = 100  # trials
AXIS_LINE = {"color": MUTED, "width": 1.5}
# Up to which share of the trials, from the best on, lines look how.
GROUPS: tuple[tuple[float, dict[str, Any], float], ...] = (
    (0.1, {"color": ACCENT, "width": 2.5}, 0.95),
    (0.4, {"color": ACCENT, "width": 1.5}, 0.4),
    (1.0, {"color": GREY, "width": 1}, 0.25),
)


def trial_lines(trials: Sequence[Trial], plan: SweepPlan, *, max_axes: int = MAX_AXES) -> go.Figure:
    """Draw each finished trial through the varied settings to its error; the best on top.

    Args:
        max_axes: with the error's; further settings are left out.
    """
    scales = [dimension_scale(dimension) for dimension in plan.dimensions[: max_axes - 1]]
    ranked = sorted(finished_trials(trials), key=lambda t: (t.error or 0.0, t.number))
    span = error_span(ranked)
    figure = _frame(len(scales) + 1)
    add_note(figure, *_notes(ranked, len(scales), len(plan.dimensions)))
    places = _line_places(ranked, scales, span)
    for ranks, line, opacity in _groups(len(ranked)):
        _add_lines(figure, places[ranks], line=line, opacity=opacity)
    ends = [float(len(scales))] * len(ranked)
    add_trials(
        figure,
        ranked,
        ends,
        places[:, -1].tolist(),
        name="Finished",
        marker={**full(len(ranked)), "opacity": 0.4},
    )
    if ranked:
        _add_best(figure, ranked[0], places[0])
    beyond = span is not None and errors_of(ranked)[-1] > span[1]
    _add_axes(figure, scales, span, beyond=beyond)
    add_trial_table(figure, ranked, [dimension.field for dimension in plan.dimensions])
    return figure


def _notes(ranked: Sequence[Trial], shown: int, varied: int) -> list[str]:
    if not ranked:
        return ["No trial has finished yet"]
    best = f"Best: trial {ranked[0].number + 1} with {ranked[0].error:.2f}%"
    return [best, f"{shown} of {varied} settings" if shown < varied else ""]


def _line_places(
    ranked: Sequence[Trial], scales: Sequence[DimensionScale], span: tuple[float, float] | None
) -> NDArray[np.float64]:
    """Place the trials on each axis, (trials, axes), in [0, 1]; errors too great at the top."""
    low, high = span or (0.0, 1.0)
    columns = [
        [scale.place(trial) + SPREAD * scale.spread(trial) for trial in ranked] for scale in scales
    ]
    errors = np.clip((np.array(errors_of(ranked)) - low) / (high - low), 0, 1)
    return np.column_stack([*columns, errors])


def _groups(count: int) -> list[tuple[slice, dict[str, Any], float]]:
    """Split the ranks, the worst first: the best are drawn last."""
    plainer = max(1.0, (PALE_FROM / max(1, count)) ** 0.5)  # a few lines need not be pale
    ends = [max(1, round(share * count)) for share, _, _ in GROUPS]
    starts = [0, *ends[:-1]]
    parts = [
        (slice(start, end), line, min(0.95, opacity * plainer))
        for start, end, (_, line, opacity) in zip(starts, ends, GROUPS, strict=True)
    ]
    return parts[::-1]


def _add_lines(
    figure: go.Figure, places: NDArray[np.float64], *, line: dict[str, Any], opacity: float
) -> None:
    """Draw one trace of all these trials, with a gap after each."""
    trials, axes = places.shape
    gap = np.full((trials, 1), np.nan)
    figure.add_scatter(
        x=np.hstack([np.tile(np.arange(axes, dtype=float), (trials, 1)), gap]).ravel(),
        y=np.hstack([places, gap]).ravel(),
        mode="lines",
        line=line,
        opacity=opacity,
        hoverinfo="skip",
        cliponaxis=False,
    )


def _add_best(figure: go.Figure, best: Trial, places: NDArray[np.float64]) -> None:
    line = {"color": VALIDATION, "width": 4}
    _add_lines(figure, places[np.newaxis], line=line, opacity=1.0)
    add_trials(figure, [best], [len(places) - 1.0], [places[-1]], name="Best", marker=BEST)
    figure.update_traces(cliponaxis=False)


def _frame(columns: int) -> go.Figure:
    higher = NEXT_NAME if columns > CROWDED else 0
    figure = bare_figure(HEIGHT + higher, top=TOP + higher, bottom=16, left=34, right=52)
    place_title(figure, "Settings and error")
    set_x_axis(figure, range=[0, columns - 1], visible=False, fixedrange=True)
    set_y_axis(figure, range=[-0.04, 1.04], visible=False, fixedrange=True)
    lay_out(figure, dragmode=False, hovermode="closest", hoverdistance=40)
    return figure


def _add_axes(
    figure: go.Figure,
    scales: Sequence[DimensionScale],
    span: tuple[float, float] | None,
    *,
    beyond: bool,
) -> None:
    names = [*(setting_title(scale.field) for scale in scales), "Validation error (%)"]
    more = "+" if beyond else ""
    errors = () if span is None else ((0.0, f"{span[0]:g}"), (1.0, f"{span[1]:g}{more}"))
    ticks = [*(scale.ticks for scale in scales), errors]
    crowded = len(names) > CROWDED
    lay_out(
        figure,
        shapes=[
            {"x0": column, "x1": column, "y0": 0, "y1": 1, "layer": "below", "line": AXIS_LINE}
            for column in range(len(names))
        ],
        annotations=[
            *(
                _name(name, column, higher=crowded and column % 2 == 1)
                for column, name in enumerate(names)
            ),
            *(
                _written(text, x=column, y=place, xanchor="left", xshift=6)
                for column, written in enumerate(ticks)
                for place, text in written
            ),
        ],
    )


def _name(name: str, column: int, *, higher: bool) -> dict[str, Any]:
    """Write an axis' name above it; where they stand close, every second one is higher."""
    text, above = name.replace(" ", "<br>", 1), NAME_AT + (NEXT_NAME if higher else 0)
    return _written(text, x=column, y=1, yshift=above, xanchor="center", yanchor="bottom")


def _written(text: str, **place: Any) -> dict[str, Any]:
    return {"text": text, "showarrow": False, "font": {"size": 13, **HALO}, **place}
