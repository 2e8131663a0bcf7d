"""Parallel coordinates: each contender a line through its settings to its error.

Drawn with ordinary lines, since ``go.Parcoords`` neither answers to the pointer nor takes the
page's colours.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from mnist_core.compare.contenders import Contender
from mnist_core.compare.differences import (
    SettingRow,
    differing_settings,
    plottable_settings,
    setting_value,
)
from mnist_core.figures.comparison_style import (
    TITLE_ROW,
    hover_text,
    line_of,
    of_run,
)
from mnist_core.figures.setting_scale import make_scale
from mnist_core.figures.style import (
    MUTED,
    bare_figure,
    lay_out,
    place_title,
    set_x_axis,
    set_y_axis,
)
from mnist_core.setting_descriptions import setting_title

HEIGHT, MAX_AXES, TICK_GAP = 380, 4, 0.07
ERROR_NAME = "Error (%)"


@dataclass(frozen=True)
class Axis:
    """One upright axis.

    Attributes:
        name: written above it.
        ticks: place, in [0, 1], and text of what is written beside it.
        places: of each contender, in [0, 1]; none where it has no error yet.
    """

    name: str
    ticks: tuple[tuple[float, str], ...]
    places: tuple[float | None, ...]


def parallel_coordinates(contenders: Sequence[Contender], *, max_axes: int = MAX_AXES) -> go.Figure:
    """Draw a line for each contender through the settings that differ, to its error at the right.

    Args:
        max_axes: with the error's; of more settings those with the most values are shown. Four
            are as many as fit on a phone.
    """
    settings = most_varied(contenders, max_axes - 1)
    axes = [*(_setting_axis(contenders, setting) for setting in settings), _error_axis(contenders)]
    figure = _frame(len(axes))
    texts = _hover_texts(contenders)
    for index, contender in enumerate(contenders):
        figure.add_trace(_line(contender, index, axes, texts[index]))
    inner = ["center"] * (len(axes) - 2)
    anchors = ["left", *inner, "right"] if len(axes) > 1 else ["center"]
    for column, (axis, anchor) in enumerate(zip(axes, anchors, strict=True)):
        _add_axis(figure, axis, column, anchor=anchor)
    return figure


def most_varied(contenders: Sequence[Contender], count: int) -> list[str]:
    """Choose the ``count`` settings with the most values, and keep them in their usual order."""
    settings = plottable_settings(contenders)

    def distinct(setting: str) -> int:
        return len({setting_value(contender.config, setting) for contender in contenders})

    chosen = sorted(settings, key=distinct, reverse=True)[:count]
    return [setting for setting in settings if setting in chosen]


def _setting_axis(contenders: Sequence[Contender], setting: str) -> Axis:
    values = [setting_value(contender.config, setting) for contender in contenders]
    scale = make_scale(values, always_log=setting == "learning_rate", tick_gap=TICK_GAP)
    return Axis(setting_title(setting), scale.ticks, scale.places)


def _error_axis(contenders: Sequence[Contender]) -> Axis:
    """Place the errors; only the least and the greatest are written."""
    errors = [contender.final_error for contender in contenders]
    means = [round(error.mean, 2) for error in errors if error is not None]
    scale = make_scale(means, tick_gap=1)
    places = iter(scale.places)
    return Axis(
        ERROR_NAME,
        tuple((place, f"{float(text):.2f}") for place, text in scale.ticks),
        tuple(None if error is None else next(places) for error in errors),
    )


def _frame(columns: int) -> go.Figure:
    figure = bare_figure(HEIGHT, top=TITLE_ROW + 48, bottom=16, left=16, right=58)
    place_title(figure, "Settings and error")
    span = [0, columns - 1] if columns > 1 else [-0.5, 0.5]
    set_x_axis(figure, range=span, visible=False, fixedrange=True)
    set_y_axis(figure, range=[-0.04, 1.04], visible=False, fixedrange=True)
    lay_out(figure, dragmode=False, hovermode="closest", hoverdistance=40)
    return figure


def _line(contender: Contender, index: int, axes: Sequence[Axis], text: str) -> go.Scatter:
    return go.Scatter(
        x=list(range(len(axes))),
        y=[axis.places[index] for axis in axes],
        mode="lines+markers",
        line=line_of(index, baseline=False),
        marker={"size": 9},
        cliponaxis=False,
        hovertext=text,
        hovertemplate="%{hovertext}<extra></extra>",
        uid=contender.key,
        **of_run(contender),
    )


def _hover_texts(contenders: Sequence[Contender]) -> list[str]:
    rows = differing_settings(contenders)
    return [
        "<br>".join([hover_text(contender), *(_hover_line(row, index) for row in rows)])
        for index, contender in enumerate(contenders)
    ]


def _hover_line(row: SettingRow, index: int) -> str:
    return f"{row.name} {html.escape(row.texts[index], quote=False)}"


def _add_axis(figure: go.Figure, axis: Axis, column: int, *, anchor: str) -> None:
    figure.add_shape(
        x0=column, x1=column, y0=0, y1=1, layer="below", line={"color": MUTED, "width": 1.5}
    )
    figure.add_annotation(
        text=axis.name.replace(" ", "<br>", 1),
        x=column,
        xanchor=anchor,
        y=1.04,
        yanchor="bottom",
        **_written(13),
    )
    for place, text in axis.ticks:
        figure.add_annotation(
            text=text, x=column, xanchor="left", xshift=8, y=place, **_written(13)
        )


def _written(size: int) -> dict[str, Any]:
    return {"showarrow": False, "font": {"size": size, "shadow": "auto"}}
