"""The errors that contenders end with, best on top."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from mnist_core.compare.contenders import Contender, Spread
from mnist_core.figures.colors import FAINT, GREY, MUTED
from mnist_core.figures.comparison_style import (
    TITLE_ROW,
    contender_color,
    error_text,
    hover_text,
    of_run,
    plain,
    sensible_range,
)
from mnist_core.figures.comparison_table import add_error_table
from mnist_core.figures.style import (
    HALO,
    axis,
    bare_figure,
    lay_out,
    place_title,
    set_x_axis,
    set_y_axis,
)
from mnist_core.presets import published_error

Span = tuple[float, float]
ROW, BOTTOM, ROOM_FOR_ERROR, ROOM_FOR_DEVIATION = 60, 48, 74, 122
# In rows: a name stands as far above its dot, and a faint line between it and the row above.
NAME_ABOVE, LINE_ABOVE = 0.33, 0.62
LINE_BESIDE = 0.2  # how far the baseline's line reaches above and below a dot
EMPTY_SPAN: Span = (0.0, 10.0)


def final_errors(contenders: Sequence[Contender], *, baseline_key: str | None = None) -> go.Figure:
    """Draw each contender's test error as a dot with the range over its seeds, best on top.

    A contender that was not tested yet shows its validation error, hollow, below the others. What
    lies far off the others stands at the edge as an arrow.
    """
    order = sorted(contenders, key=_rank)
    several = any(len(contender.seeds) > 1 for contender in contenders)
    span = _span(contenders)
    figure = _frame(len(contenders), ROOM_FOR_DEVIATION if several else ROOM_FOR_ERROR, span)
    for row, contender in enumerate(order):
        is_baseline = contender.key == baseline_key
        figure.add_traces(_dots(contender, row, contender_color(contender.place), span))
        figure.add_traces(_texts(contender, row, span, is_baseline=is_baseline))
    _add_lines_between(figure, len(order))
    baseline = [each for each in contenders if each.key == baseline_key]
    _add_baseline(figure, baseline, span, rows=len(order))
    add_error_table(figure, order)
    return figure


def _rank(contender: Contender) -> tuple[bool, bool, float]:
    error = contender.final_error
    return contender.test_error is None, error is None, error.mean if error else 0.0


def _span(contenders: Sequence[Contender]) -> Span:
    errors = [error for each in contenders if (error := each.final_error) is not None]
    values = [value for error in errors for value in error.values]
    return sensible_range(values, [error.mean for error in errors]) or EMPTY_SPAN


def _frame(rows: int, right: int, span: Span) -> go.Figure:
    height = TITLE_ROW + ROW * max(1, rows) + BOTTOM
    figure = bare_figure(height, top=TITLE_ROW, bottom=BOTTOM, left=14, right=right)
    place_title(figure, "Test error")
    set_x_axis(figure, **axis("Test error (%)", range=span, fixedrange=True, showgrid=False))
    set_y_axis(
        figure, range=[max(1, rows) - 0.55, -0.6], visible=False, showgrid=False, fixedrange=True
    )
    lay_out(figure, dragmode=False, hovermode="closest", hoverdistance=30)
    return figure


def _dots(contender: Contender, row: int, color: str, span: Span) -> list[go.Scatter]:
    """Draw what is known of a contender: its range, its members, its slide, and its mean on top."""
    error = contender.final_error
    if error is None:
        return []
    traces = [_slide_tick(contender, row, span)] if published_error(contender.config) else []
    if error.deviation is not None:
        traces += [
            _range_line(contender, error, row, color),
            _members(contender, error, row, color),
        ]
    return [*traces, _mean_dot(contender, error, row, color, span)]


def _silent(contender: Contender) -> dict[str, Any]:
    return {**of_run(contender), "hoverinfo": "skip"}


def _range_line(contender: Contender, error: Spread, row: int, color: str) -> go.Scatter:
    return go.Scatter(
        x=[round(error.low, 4), round(error.high, 4)],
        y=[row, row],
        mode="lines",
        line={"color": color, "width": 3},
        **_silent(contender),
    )


def _members(contender: Contender, error: Spread, row: int, color: str) -> go.Scatter:
    return go.Scatter(
        x=[round(value, 4) for value in error.values],
        y=[row] * len(error.values),
        mode="markers",
        marker={"color": color, "size": 9},
        opacity=0.4,
        **_silent(contender),
    )


def _mean_dot(contender: Contender, error: Spread, row: int, color: str, span: Span) -> go.Scatter:
    far = error.mean > span[1]
    filled = "triangle-right" if far else "circle"
    symbol = filled if contender.test_error else f"{filled}-open"
    return go.Scatter(
        x=[span[1] if far else round(error.mean, 4)],  # rounded up, it would be outside
        y=[row],
        mode="markers",
        marker={"color": color, "size": 15, "symbol": symbol, "line": {"width": 3, "color": color}},
        cliponaxis=False,
        hovertext=[hover_text(contender)],
        hovertemplate="%{hovertext}<extra></extra>",
        **of_run(contender),
    )


def _slide_tick(contender: Contender, row: int, span: Span) -> go.Scatter:
    printed = published_error(contender.config)
    within = printed is not None and span[0] <= printed <= span[1]
    return go.Scatter(
        x=[printed if within else None],
        y=[row],
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 18, "color": GREY, "line": {"width": 2}},
        hovertemplate=f"On the slide {printed:.2f}%<extra></extra>",
        **of_run(contender),
    )


def _texts(contender: Contender, row: int, span: Span, *, is_baseline: bool) -> list[go.Scatter]:
    """Write the name above the dots and the error at the right; the best is bold."""
    best = row == 0 and contender.test_error is not None
    bold = "<b>{}</b>" if best else "{}"
    remarks = _remarks(contender, is_baseline=is_baseline)
    name = bold.format(plain(contender.name)) + remarks
    value = bold.format(error_text(contender.final_error))
    texts = ((span[0], row - NAME_ABOVE, name, 14), (span[1], row, f"\N{EM SPACE}{value}", 15))
    return [
        go.Scatter(
            x=[x],
            y=[y],
            text=[text],
            mode="text",
            textposition="middle right",
            textfont={"size": size, **HALO},
            cliponaxis=False,
            **_silent(contender),
        )
        for x, y, text, size in texts
    ]


def _remarks(contender: Contender, *, is_baseline: bool) -> str:
    printed = published_error(contender.config)
    remarks = [
        "baseline" if is_baseline else "",
        f"on the slide {printed:.2f}%" if printed else "",
        "" if contender.test_error or not contender.final_error else "validation error",
    ]
    text = "".join(f" · {remark}" for remark in remarks if remark)
    return f"<span style='color:{GREY};font-size:13px'>{text}</span>" if text else ""


def _add_lines_between(figure: go.Figure, rows: int) -> None:
    for row in range(1, rows):
        figure.add_hline(y=row - LINE_ABOVE, line_color=FAINT, line_width=1, layer="below")


def _add_baseline(
    figure: go.Figure, baseline: Sequence[Contender], span: Span, *, rows: int
) -> None:
    """Draw the baseline's error as a line beside each row's dot, not through the names."""
    for error in (each.final_error for each in baseline):
        if error is not None and span[0] <= error.mean <= span[1]:
            line = {"color": MUTED, "width": 1.5, "dash": "dash"}
            for row in range(rows):
                ends = {"y0": row - LINE_BESIDE, "y1": row + LINE_BESIDE}
                figure.add_shape(x0=error.mean, x1=error.mean, line=line, layer="below", **ends)
