"""An experiment's figures: the error by the setting, and the time of an epoch."""

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from mnist_core.figures.colors import ACCENT, GREY, MUTED, VALIDATION
from mnist_core.figures.style import (
    bare_figure,
    lay_out,
    place_title,
    set_x_axis,
    set_y_axis,
    still_axis,
)
from mnist_core.lessons.experiments import Experiment, Point
from mnist_core.plural import number_text

TITLE_ROW, PLOT, BOTTOM, LEFT, RIGHT = 36, 300, 66, 52, 24
LONG_TEXT = 4  # letters: longer texts would run into each other on a phone
ERROR_TICKS = (3, 5, 10, 20, 50, 100)


def experiment_chart(
    experiment: Experiment, points: Sequence[Point], guess: float | None = None
) -> go.Figure:
    """Draw the test error by the setting's value; hollow where a run has not ended.

    All values stand on the axis from the start. A run that failed is a cross at the top.
    """
    figure = _frame(f"Test error by {experiment.title.lower()}")
    low, high = _span(experiment, points)
    _add_line(figure, points)
    _add_seeds(figure, points)
    _add_errors(figure, points)
    _add_crosses(figure, points, high)
    if guess is not None:
        _add_guess(figure, guess)
    set_x_axis(figure, **_value_axis(experiment))
    set_y_axis(figure, **_error_axis(experiment, low, high))
    return figure


def _frame(title: str) -> go.Figure:
    height = TITLE_ROW + PLOT + BOTTOM
    figure = bare_figure(height, top=TITLE_ROW, bottom=BOTTOM, left=LEFT, right=RIGHT)
    lay_out(figure, dragmode=False, hovermode="closest")
    place_title(figure, title)
    return figure


def _span(experiment: Experiment, points: Sequence[Point]) -> tuple[float, float]:
    known = [point.error for point in points if point.error is not None]
    low, high = experiment.errors
    least = min((0.9 * error.low for error in known), default=low)
    return min(low, least), max([high, *(1.1 * error.high for error in known)])


def _error_axis(experiment: Experiment, low: float, high: float) -> dict[str, Any]:
    if not experiment.log_errors:
        return still_axis("Test error (%)", range=[low, high])
    ends = [math.log10(low), math.log10(high)]
    return still_axis("Test error (%)", type="log", range=ends, tickvals=ERROR_TICKS)


def _add_line(figure: go.Figure, points: Sequence[Point]) -> None:
    """Join what is known of neighbouring values."""
    figure.add_scatter(
        x=[point.value for point in points],
        y=[None if point.error is None else round(point.error.mean, 4) for point in points],
        mode="lines",
        line={"color": MUTED, "width": 2},
        hoverinfo="skip",
    )


def _add_seeds(figure: go.Figure, points: Sequence[Point]) -> None:
    several = [
        (point.value, value)
        for point in points
        if point.error is not None and len(point.error.values) > 1
        for value in point.error.values
    ]
    figure.add_scatter(
        x=[value for value, _ in several],
        y=[round(error, 4) for _, error in several],
        mode="markers",
        marker={"color": ACCENT, "size": 9},
        opacity=0.35,
        hoverinfo="skip",
    )


def _add_errors(figure: go.Figure, points: Sequence[Point]) -> None:
    known = [(point.value, point.error.mean) for point in points if point.error is not None]
    least = min((error for _, error in known), default=0.0)
    figure.add_scatter(
        name="Test error",
        x=[value for value, _ in known],
        y=[round(error, 4) for _, error in known],
        text=[f"<b>{error:.1f}%</b>" if error == least else f"{error:.1f}%" for _, error in known],
        mode="markers+text",
        textposition="top center",
        textfont={"size": 14},
        marker={"color": ACCENT, "size": 13},
        hovertemplate="%{y:.2f}%<extra></extra>",
        cliponaxis=False,
    )
    waiting = [(point.value, point.so_far) for point in points if point.so_far is not None]
    figure.add_scatter(
        name="Validation error so far",
        x=[value for value, _ in waiting],
        y=[round(error, 4) for _, error in waiting],
        mode="markers",
        marker={"color": ACCENT, "size": 13, "symbol": "circle-open", "line": {"width": 2.5}},
        hovertemplate="%{y:.2f}% on validation digits so far<extra></extra>",
        cliponaxis=False,
    )


def _add_crosses(figure: go.Figure, points: Sequence[Point], high: float) -> None:
    failed = [point.value for point in points if point.failed]
    figure.add_scatter(
        name="Failed",
        x=failed,
        y=[high] * len(failed),
        text=["failed"] * len(failed),
        mode="markers+text",
        textposition="bottom center",
        textfont={"size": 14},
        marker={"color": VALIDATION, "size": 14, "symbol": "x"},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _add_guess(figure: go.Figure, guess: float) -> None:
    line = {"color": VALIDATION, "width": 2, "dash": "dot"}
    figure.add_vline(x=guess, line=line, layer="below")
    figure.add_annotation(
        text="your guess",
        x=math.log10(guess),
        y=1,
        yref="paper",
        yanchor="top",
        xanchor="left",
        xshift=4,
        showarrow=False,
        font={"size": 13, "color": GREY},
    )


def seconds_chart(experiment: Experiment, points: Sequence[Point]) -> go.Figure:
    """Draw the time of an epoch by the setting's value."""
    figure = _frame("Time per epoch")
    known = [(point.value, point.seconds) for point in points if point.seconds is not None]
    figure.add_scatter(
        x=[value for value, _ in known],
        y=[seconds for _, seconds in known],
        text=[f"{seconds:.2g} s" for _, seconds in known],
        mode="lines+markers+text",
        textposition="top center",
        textfont={"size": 14},
        line={"color": MUTED, "width": 2},
        marker={"color": ACCENT, "size": 13},
        hovertemplate="%{y:.2f} s<extra></extra>",
        cliponaxis=False,
    )
    longest = max((seconds for _, seconds in known), default=1.0)
    set_x_axis(figure, **_value_axis(experiment))
    set_y_axis(figure, **still_axis("Seconds", range=[0, 1.25 * longest], nticks=5))
    return figure


def _value_axis(experiment: Experiment) -> dict[str, Any]:
    values = experiment.values
    room = 0.09 * math.log10(values[-1] / values[0])
    return still_axis(
        experiment.label,
        type="log",
        range=[math.log10(values[0]) - room, math.log10(values[-1]) + room],
        tickvals=list(values),
        ticktext=_tick_texts(values),
    )


def _tick_texts(values: Sequence[float]) -> list[str]:
    """Write the values; where they are long, every second one a line lower."""
    texts = [number_text(value) for value in values]
    if sum(len(text) > LONG_TEXT for text in texts) < 2:
        return texts
    return [f"<br>{text}" if number % 2 else text for number, text in enumerate(texts)]
