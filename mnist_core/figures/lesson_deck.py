"""The deck so far: each lesson's error beside the slide's."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from mnist_core.compare.contenders import Spread
from mnist_core.figures.colors import ACCENT, FAINT, GREY
from mnist_core.figures.style import (
    HALO,
    LEGEND_ROW,
    bare_figure,
    lay_out,
    place_legend,
    place_title,
    set_x_axis,
    set_y_axis,
    still_axis,
)
from mnist_core.figures.table import add_table

TITLE_ROW, ROW, BOTTOM, ROOM_FOR_ERROR = 36, 46, 48, 64
WIDEST = 10.6  # percent: the deck's greatest error has room from the start


@dataclass(frozen=True)
class DeckRow:
    """One lesson in the chart of the deck.

    Attributes:
        name: what stands above its dots.
        published: the slide's test error in percent, or None where it is not legible.
        measured: over the seeds, or None before the lesson was run.
        here: whether it is the lesson that is looked at.
    """

    name: str
    published: float | None
    measured: Spread | None
    here: bool = False


def deck_chart(rows: Sequence[DeckRow]) -> go.Figure:
    """Draw each lesson's error: the slide's as a ring, the measured one filled."""
    top = TITLE_ROW + LEGEND_ROW
    height = top + ROW * len(rows) + BOTTOM
    figure = bare_figure(height, top=top, bottom=BOTTOM, left=14, right=ROOM_FOR_ERROR)
    place_title(figure, "Error of each lesson")
    highest = [row.measured.high for row in rows if row.measured is not None]
    right = max(WIDEST, 1.06 * max(highest, default=0.0))
    for row in range(len(rows)):
        figure.add_hline(y=row, line={"color": FAINT, "width": 1}, layer="below")
    _add_members(figure, rows)
    _add_dots(figure, rows, right)
    _add_names(figure, rows)
    place_legend(figure, row=1, side="left")
    set_x_axis(figure, **still_axis("Test error (%)", range=[0, right], showgrid=False))
    set_y_axis(
        figure, range=[len(rows) - 0.4, -0.75], visible=False, showgrid=False, fixedrange=True
    )
    lay_out(figure, dragmode=False, hovermode="closest")
    measured = [None if row.measured is None else round(row.measured.mean, 4) for row in rows]
    cells = [[row.name, mean, row.published] for row, mean in zip(rows, measured, strict=True)]
    add_table(figure, ["Lesson", "Measured (%)", "Slide (%)"], cells)
    return figure


def _add_members(figure: go.Figure, rows: Sequence[DeckRow]) -> None:
    several = [
        (value, index)
        for index, row in enumerate(rows)
        if row.measured is not None and len(row.measured.values) > 1
        for value in row.measured.values
    ]
    figure.add_scatter(
        x=[round(value, 4) for value, _ in several],
        y=[index for _, index in several],
        mode="markers",
        marker={"color": ACCENT, "size": 9},
        opacity=0.35,
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _add_dots(figure: go.Figure, rows: Sequence[DeckRow], right: float) -> None:
    places = list(range(len(rows)))
    figure.add_scatter(
        name="Measured",
        x=[None if row.measured is None else round(row.measured.mean, 4) for row in rows],
        y=places,
        mode="markers",
        marker={"color": ACCENT, "size": 13},
        hovertemplate="Measured %{x:.2f}%<extra></extra>",
        cliponaxis=False,
    )
    figure.add_scatter(
        name="Slide",
        x=[row.published for row in rows],
        y=places,
        mode="markers",
        marker={"symbol": "circle-open", "size": 19, "color": GREY, "line": {"width": 2.5}},
        hovertemplate="On the slide %{x:.2f}%<extra></extra>",
        cliponaxis=False,
    )
    _add_texts(
        figure,
        [right] * len(rows),
        places,
        [
            f"\N{EM SPACE}{_bold(_error_text(row), row.here and row.measured is not None)}"
            for row in rows
        ],
    )


def _add_names(figure: go.Figure, rows: Sequence[DeckRow]) -> None:
    published = [
        " · slide not legible" if row.published is None else f" · slide {row.published:.2f}%"
        for row in rows
    ]
    names = [
        f"{_bold(row.name, row.here)}<span style='color:{GREY};font-size:13px'>{remark}</span>"
        for row, remark in zip(rows, published, strict=True)
    ]
    _add_texts(figure, [0] * len(rows), [index - 0.44 for index in range(len(rows))], names)


def _add_texts(
    figure: go.Figure, x: Sequence[float], y: Sequence[float], texts: Sequence[str]
) -> None:
    figure.add_scatter(
        x=list(x),
        y=list(y),
        text=list(texts),
        mode="text",
        textposition="middle right",
        textfont={"size": 14, **HALO},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _error_text(row: DeckRow) -> str:
    return "–" if row.measured is None else f"{row.measured.mean:.2f}%"


def _bold(text: str, bold: bool) -> str:
    return f"<b>{text}</b>" if bold else text
