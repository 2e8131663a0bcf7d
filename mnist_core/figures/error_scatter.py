"""The error of contenders against one setting, or against what it cost."""

from collections.abc import Sequence
from typing import Any, Literal

import plotly.graph_objects as go

from mnist_core.compare.contenders import Contender, Spread
from mnist_core.compare.differences import setting_value
from mnist_core.figures.colors import MUTED
from mnist_core.figures.comparison_style import (
    ERROR_AXIS,
    add_count_above,
    add_published,
    add_validation_note,
    contender_color,
    framed_figure,
    hover_text,
    of_run,
    sensible_range,
)
from mnist_core.figures.comparison_table import add_error_table
from mnist_core.figures.setting_scale import Scale, make_scale
from mnist_core.figures.style import axis, set_x_axis, set_y_axis
from mnist_core.setting_descriptions import setting_title
from mnist_core.sweeps.pareto_front import pareto_front

Cost = Literal["parameters", "seconds"]
COST_TITLES: dict[Cost, str] = {"parameters": "Parameters", "seconds": "Seconds per epoch"}
DECADE = 10


def error_against(
    contenders: Sequence[Contender], setting: str, *, published: bool = True
) -> go.Figure:
    """Draw each contender's error against a setting that ``setting_value`` knows.

    Hollow where it is a validation error, since there is no test error yet. The slides' errors
    are dotted lines, if ``published``.
    """
    name = setting_title(setting)
    inside = name if name[:2].isupper() else name.lower()
    figure = _scatter_frame(contenders, f"Test error against {inside}")
    values = [setting_value(contender.config, setting) for contender in contenders]
    scale = make_scale(values, always_log=setting == "learning_rate")
    _add_points(figure, contenders, scale.places)
    set_x_axis(figure, **axis(name, **_setting_axis(scale)))
    if published:
        add_published(figure, _span(contenders))
    add_error_table(figure, contenders, {name: values})
    return figure


def cost_against_error(contenders: Sequence[Contender], cost: Cost) -> go.Figure:
    """Draw each contender's error against its parameters or its seconds per epoch.

    The faint line joins those that no cheaper or equally cheap contender beats, the Pareto front.
    """
    figure = _scatter_frame(contenders, f"Test error against {COST_TITLES[cost].lower()}")
    costs = [_cost(contender, cost) for contender in contenders]
    _add_front(figure, contenders, costs)
    _add_points(figure, contenders, costs)
    known = [value for value in costs if value is not None]
    set_x_axis(figure, **axis(COST_TITLES[cost], **_cost_axis(known)))
    add_error_table(figure, contenders, {COST_TITLES[cost]: costs})
    return figure


def _scatter_frame(contenders: Sequence[Contender], title: str) -> go.Figure:
    figure, span = framed_figure(title), _span(contenders)
    means = [error.mean for each in contenders if (error := each.final_error) is not None]
    add_validation_note(figure, contenders)
    add_count_above(figure, means, span)
    set_y_axis(figure, **axis(ERROR_AXIS, range=span or (0, 10)))
    return figure


def _span(contenders: Sequence[Contender]) -> tuple[float, float] | None:
    errors = [error for each in contenders if (error := each.final_error) is not None]
    values = [value for error in errors for value in error.values]
    return sensible_range(values, [error.mean for error in errors])


def _setting_axis(scale: Scale) -> dict[str, Any]:
    return {
        "range": [-0.08, 1.08],
        "tickvals": [place for place, _ in scale.ticks],
        "ticktext": [text for _, text in scale.ticks],
        "automargin": True,
    }


def _cost_axis(costs: Sequence[float]) -> dict[str, Any]:
    if len(set(costs)) == 1:  # around one number Plotly writes several that look the same
        (cost,) = set(costs)
        return {"tickvals": [cost], "tickformat": "~s"}
    wide = bool(costs) and max(costs) > DECADE * min(costs) > 0
    return {
        "type": "log" if wide else "linear",
        "tickformat": "~s",
        "dtick": "D2" if wide else None,
    }


def _cost(contender: Contender, cost: Cost) -> float | None:
    return contender.parameters if cost == "parameters" else contender.seconds_per_epoch


def _add_front(
    figure: go.Figure, contenders: Sequence[Contender], costs: Sequence[float | None]
) -> None:
    pairs = zip(costs, [each.final_error for each in contenders], strict=True)
    points = [(cost, error.mean) for cost, error in pairs if cost and error]
    front = [points[place] for place in pareto_front(points)]
    figure.add_scatter(
        x=[cost for cost, _ in front],
        y=[error for _, error in front],
        mode="lines",
        line={"color": MUTED, "width": 2, "shape": "hv"},
        hoverinfo="skip",
        showlegend=False,
    )


def _add_points(
    figure: go.Figure, contenders: Sequence[Contender], places: Sequence[float | None]
) -> None:
    for contender, place in zip(contenders, places, strict=True):
        error = contender.final_error
        known = error is not None and place is not None
        figure.add_scatter(
            x=[place if known else None],
            y=[round(error.mean, 4) if error is not None and known else None],
            error_y=_range(error) if error is not None and known else None,
            mode="markers",
            marker=_marker(contender.place, hollow=contender.test_error is None),
            hovertext=[hover_text(contender)],
            hovertemplate="%{hovertext}<extra></extra>",
            uid=contender.key,
            showlegend=False,
            **of_run(contender),
        )


def _marker(place: int, *, hollow: bool) -> dict[str, Any]:
    shapes = ("circle", "square", "diamond")
    shape = shapes[place // 6 % len(shapes)]
    color = contender_color(place)
    symbol = f"{shape}-open" if hollow else shape
    return {"color": color, "size": 13, "symbol": symbol, "line": {"width": 2.5, "color": color}}


def _range(error: Spread) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [round(error.high - error.mean, 4)],
        "arrayminus": [round(error.mean - error.low, 4)],
        "thickness": 2,
        "width": 5,
        "visible": len(error.values) > 1,
    }
