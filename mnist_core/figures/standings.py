"""The room's seed groups by test error with the bands of their seeds, for the back of a room."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from mnist_core.compare.standings import Standing
from mnist_core.figures.colors import ACCENT, GREY, MUTED
from mnist_core.figures.comparison_style import ERROR_AXIS, plain, sensible_range
from mnist_core.figures.style import HALO, bare_figure, lay_out, set_x_axis, set_y_axis, still_axis
from mnist_core.figures.table import Cell, add_table

Span = tuple[float, float]
ROW, BOTTOM, ROOM_FOR_ERROR, ROOM_FOR_RANK = 74, 60, 96, 44
NAME_ABOVE, LINE_ABOVE = 0.36, 0.66  # in rows, from the dots
NAME_SIZE, VALUE_SIZE, NOTE_SIZE, AXIS_SIZE = 20, 24, 16, 16
COLUMNS = ("Rank", "Run", "Whose", ERROR_AXIS, "Band from (%)", "Band to (%)", "Seeds")
EMPTY_SPAN: Span = (0.0, 10.0)


def standings_chart(rows: Sequence[Standing], owners: Mapping[str, str]) -> go.Figure:
    """Draw the mean error of each with its band, best on top, and a line between two ranks.

    A single seed is a ring; of several each is a small dot. Those far off stand at the edge.

    Args:
        owners: whose they are, by the contender's key; "" where nothing is said of it.
    """
    height = ROW * max(1, len(rows)) + BOTTOM
    figure = bare_figure(height, bottom=BOTTOM, left=ROOM_FOR_RANK, right=ROOM_FOR_ERROR)
    span = _span(rows)
    _add_bands(figure, rows, span)
    _add_seeds(figure, rows)
    _add_means(figure, rows, span)
    _add_texts(figure, rows, owners, span)
    for row, (above, below) in enumerate(pairwise(rows), 1):
        if above.rank != below.rank:
            line = {"color": MUTED, "width": 1}
            figure.add_hline(y=row - LINE_ABOVE, line=line, layer="below")
    set_x_axis(figure, **still_axis(ERROR_AXIS, range=span, showgrid=False))
    for text in (figure.layout.xaxis.title.font, figure.layout.xaxis.tickfont):
        text.size = AXIS_SIZE
    set_y_axis(figure, range=[max(1, len(rows)) - 0.6, -0.7], visible=False, fixedrange=True)
    lay_out(figure, dragmode=False, hovermode="closest")
    add_table(figure, COLUMNS, [_cells(row, owners.get(row.contender.key, "")) for row in rows])
    return figure


def _cells(row: Standing, owner: str) -> list[Cell]:
    ends = (row.error.mean, row.error.mean - row.band, row.error.mean + row.band)
    values = [round(value, 4) for value in ends]
    return [row.rank, row.contender.runs[0].name, owner, *values, len(row.error.values)]


def _span(rows: Sequence[Standing]) -> Span:
    ends = [row.error.mean + side * row.band for row in rows for side in (-1, 1)]
    return sensible_range(ends, [row.error.mean for row in rows]) or EMPTY_SPAN


def _add_bands(figure: go.Figure, rows: Sequence[Standing], span: Span) -> None:
    """Draw each as a broad line, cut off at the chart's ends, and a gap after it."""
    ends = [(row.error.mean - row.band, row.error.mean + row.band) for row in rows]
    x = [value for low, high in ends for value in (max(low, span[0]), min(high, span[1]), None)]
    y = [value for row in range(len(rows)) for value in (row, row, None)]
    line = {"color": ACCENT, "width": 14}
    figure.add_scatter(x=x, y=y, mode="lines", line=line, opacity=0.28, **_silent())


def _add_seeds(figure: go.Figure, rows: Sequence[Standing]) -> None:
    several = [
        (value, row)
        for row, each in enumerate(rows)
        if not _is_alone(each)
        for value in each.error.values
    ]
    figure.add_scatter(
        x=[round(value, 4) for value, _ in several],
        y=[row for _, row in several],
        mode="markers",
        marker={"color": ACCENT, "size": 8},
        opacity=0.6,
        **_silent(),
    )


def _add_means(figure: go.Figure, rows: Sequence[Standing], span: Span) -> None:
    far = [row.error.mean > span[1] for row in rows]
    rings = ["circle-open" if _is_alone(row) else "circle" for row in rows]
    symbols = ["triangle-right" if off else ring for off, ring in zip(far, rings, strict=True)]
    figure.add_scatter(
        x=[round(min(row.error.mean, span[1]), 4) for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "color": ACCENT,
            "size": 19,
            "symbol": symbols,
            "line": {"width": 4, "color": ACCENT},
        },
        customdata=[_hover(row) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )


def _hover(row: Standing) -> str:
    low, high = (row.error.mean + side * row.band for side in (-1, 1))
    return f"<b>{plain(row.contender.name)}</b><br>{row.error.mean:.2f}%, {low:.2f} to {high:.2f}%"


def _add_texts(
    figure: go.Figure, rows: Sequence[Standing], owners: Mapping[str, str], span: Span
) -> None:
    places = [float(row) for row in range(len(rows))]
    above = [place - NAME_ABOVE for place in places]
    names = [_name(row, owners.get(row.contender.key, "")) for row in rows]
    values = [f"\N{EN SPACE}<b>{row.error.mean:.2f}%</b>" for row in rows]
    ranks = [f"<b>{row.rank}</b>\N{EN SPACE}" for row in rows]
    for x, y, texts, size, side in (
        (span[0], above, names, NAME_SIZE, "right"),
        (span[1], places, values, VALUE_SIZE, "right"),
        (span[0], above, ranks, VALUE_SIZE, "left"),
    ):
        figure.add_scatter(
            x=[x] * len(y),
            y=y,
            text=texts,
            mode="text",
            textposition=f"middle {side}",
            textfont={"size": size, **HALO},
            **_silent(),
        )


def _name(row: Standing, owner: str) -> str:
    seeds = "one seed" if _is_alone(row) else f"{len(row.error.values)} seeds"
    remarks = [f"by {plain(owner)}" if owner else "", seeds]
    text = "".join(f" · {remark}" for remark in remarks if remark)
    note = f"<span style='color:{GREY};font-size:{NOTE_SIZE}px'>{text}</span>"
    return f"<b>{plain(row.contender.runs[0].name)}</b>{note}"


def _is_alone(row: Standing) -> bool:
    return len(row.error.values) == 1


def _silent() -> dict[str, Any]:
    return {"hoverinfo": "skip", "showlegend": False, "cliponaxis": False}
