"""Parallel coordinates: each contender a line through its settings to its error.

Drawn with ordinary lines, since ``go.Parcoords`` neither answers to the pointer nor takes the
page's colours. The axes lie one below the other, so that any number of them fits a phone: the
chart gets higher.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from mnist_core.compare.contenders import Contender
from mnist_core.compare.differences import (
    SettingRow,
    differing_settings,
    plottable_settings,
    setting_value,
)
from mnist_core.figures.colors import MUTED
from mnist_core.figures.comparison_style import (
    ERROR_AXIS,
    TITLE_ROW,
    add_validation_note,
    hover_text,
    line_of,
    of_run,
)
from mnist_core.figures.comparison_table import add_error_table
from mnist_core.figures.setting_scale import make_scale
from mnist_core.figures.style import HALO, bare_figure, lay_out, place_title, set_x_axis, set_y_axis
from mnist_core.setting_descriptions import setting_title

# Pixels: a row, its name's part, a further line of ticks, an axis on a phone, a letter.
ROW, NAME, TICK_LINE, NARROW, LETTER = 56, 24, 17, 290, 7.5
MOST_TICK_LINES = 3


@dataclass(frozen=True)
class Axis:
    """One level axis.

    Attributes:
        name: written above it.
        ticks: place, in [0, 1], and text of what is written below it, from left to right.
        places: of each contender, in [0, 1]; none where it has no error yet.
    """

    name: str
    ticks: tuple[tuple[float, str], ...]
    places: tuple[float | None, ...]


def parallel_coordinates(
    contenders: Sequence[Contender], *, baseline_key: str | None = None
) -> go.Figure:
    """Draw a line for each contender down through every setting that differs, to its error.

    As many axes as there are settings that differ, and the error's: at most 21.

    Args:
        baseline_key: the contender that is drawn wide, in dots and dashes.
    """
    settings = plottable_settings(contenders)
    axes = [*(_setting_axis(contenders, setting) for setting in settings), _error_axis(contenders)]
    lines = [_tick_lines(axis.ticks) for axis in axes]
    heights = _heights([max(line for _, _, line in ticks) if ticks else 0 for ticks in lines])
    figure = _frame(heights[-1])
    add_validation_note(figure, contenders)
    texts = _hover_texts(contenders)
    for index, contender in enumerate(contenders):
        places = [axis.places[index] for axis in axes]
        line = line_of(contender, baseline=contender.key == baseline_key)
        figure.add_trace(_line(contender, places, heights[:-1], line, texts[index]))
    for axis, ticks, height in zip(axes, lines, heights[:-1], strict=True):
        _add_axis(figure, axis.name, ticks, height)
    texts_of = {row.name: row.texts for row in differing_settings(contenders)}
    add_error_table(figure, contenders, texts_of)
    return figure


def _setting_axis(contenders: Sequence[Contender], setting: str) -> Axis:
    values = [setting_value(contender.config, setting) for contender in contenders]
    scale = make_scale(values, always_log=setting == "learning_rate")
    return Axis(setting_title(setting), scale.ticks, scale.places)


def _error_axis(contenders: Sequence[Contender]) -> Axis:
    """Place the errors; only the least and the greatest are written."""
    errors = [contender.final_error for contender in contenders]
    means = [round(error.mean, 2) for error in errors if error is not None]
    scale = make_scale(means, tick_gap=1)
    places = iter(scale.places)
    return Axis(
        ERROR_AXIS,
        tuple((place, f"{float(text):.2f}") for place, text in scale.ticks),
        tuple(None if error is None else next(places) for error in errors),
    )


def _tick_lines(ticks: Sequence[tuple[float, str]]) -> list[tuple[float, str, int]]:
    """Choose for each tick the first of three lines below the axis in which it stands clear.

    What finds no room on a phone is not written; the pointer tells it.
    """
    ends = [-1.0] * MOST_TICK_LINES
    placed = []
    for place, text in ticks:
        width = LETTER * (len(text) + 2) / NARROW
        start = place - width * _share_before(place)
        line = next((line for line, end in enumerate(ends) if end <= start), None)
        if line is not None:
            ends[line] = start + width
            placed.append((place, text, line))
    return placed


def _share_before(place: float) -> float:
    """Give how much of a tick's text stands before its place; none sticks out at an end."""
    return 0.0 if place < 0.02 else 1.0 if place > 0.98 else 0.5


def _heights(last_lines: Sequence[int]) -> list[int]:
    """Give how far below the frame's top each axis lies, and last where the frame ends."""
    *heights, end = accumulate((ROW + TICK_LINE * line for line in last_lines), initial=NAME)
    return [*heights, end - NAME]


def _frame(height: int) -> go.Figure:
    top, bottom = TITLE_ROW + 8, 4
    figure = bare_figure(height + top + bottom, top=top, bottom=bottom, left=14, right=14)
    place_title(figure, "Settings and error")
    set_x_axis(figure, range=[0, 1], visible=False, fixedrange=True)
    set_y_axis(figure, range=[height, 0], visible=False, fixedrange=True)
    lay_out(figure, dragmode=False, hovermode="closest", hoverdistance=40)
    return figure


def _line(
    contender: Contender,
    places: Sequence[float | None],
    heights: Sequence[int],
    line: dict[str, Any],
    text: str,
) -> go.Scatter:
    return go.Scatter(
        x=list(places),
        y=list(heights),
        mode="lines+markers",
        line=line,
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


def _add_axis(
    figure: go.Figure, name: str, ticks: Sequence[tuple[float, str, int]], height: float
) -> None:
    figure.add_shape(
        x0=0, x1=1, y0=height, y1=height, layer="below", line={"color": MUTED, "width": 1.5}
    )
    _write(figure, f"<b>{name}</b>", 0, height, yshift=15, xanchor="left")
    for place, text, line in ticks:
        anchor = {0.0: "left", 1.0: "right"}.get(_share_before(place), "center")
        shift = -14 - TICK_LINE * line
        if line:
            _point_at(figure, place, height, reach=TICK_LINE * line + 6)
        _write(figure, text, place, height, yshift=shift, xanchor=anchor)


def _point_at(figure: go.Figure, place: float, height: float, *, reach: float) -> None:
    """Join a tick's text, ``reach`` pixels below, to its axis."""
    figure.add_shape(
        x0=place,
        x1=place,
        y0=0,
        y1=-reach,
        ysizemode="pixel",
        yanchor=height,
        layer="below",
        line={"color": MUTED, "width": 1},
    )


def _write(
    figure: go.Figure, text: str, x: float, y: float, *, yshift: float, xanchor: str
) -> None:
    figure.add_annotation(
        text=text,
        x=x,
        xanchor=xanchor,
        y=y,
        yshift=yshift,
        showarrow=False,
        font={"size": 13, **HALO},
    )
