"""Figures of what a network gets wrong: the confusion matrix, and each digit's scores."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.analysis.evaluation import CLASSES, DigitScore
from mnist_core.figures.colors import FAINT, FURTHER, GREY, MUTED
from mnist_core.figures.style import (
    bare_figure,
    lay_out,
    place_legend,
    place_title,
    set_x_axis,
    set_y_axis,
    still_axis,
)
from mnist_core.figures.table import add_table

MISTAKE, PRECISION, RECALL = FURTHER[2], FURTHER[0], FURTHER[1]
FEW_MISTAKES = "rgba(213,94,0,0.12)"  # pale, so that text is readable on every cell
AXIS_STARTS = (0.99, 0.98, 0.95, 0.9, 0.8, 0.5)
DIGITS = list(range(CLASSES))


def confusion_heatmap(confusion: NDArray[np.int64]) -> go.Figure:
    """Show how often each digit (row) got each answer (column); the more mistakes, the redder.

    A click gives the answer as ``x`` and the true digit as ``y``.

    Args:
        confusion: (10, 10) int64 from ``confusion_matrix``.
    """
    wrong = confusion - np.diag(np.diag(confusion))
    figure = bare_figure(430, top=84, bottom=6, left=50, right=6)
    figure.add_heatmap(
        x=DIGITS,
        y=DIGITS,
        z=wrong,
        zmin=0,
        zmax=max(1, int(wrong.max())),
        colorscale=[[0, FAINT], [0.001, FEW_MISTAKES], [1, MISTAKE]],
        showscale=False,
        xgap=2,
        ygap=2,
        customdata=confusion,
        hovertemplate="True digit %{y}, answer %{x}: %{customdata} times<extra></extra>",
    )
    _add_counts(figure, np.diag(np.diag(confusion)), color=GREY, size=12)
    _add_counts(figure, wrong, color=None, size=14)
    place_title(figure, "Confusion matrix")
    square = {"tickvals": DIGITS, "showgrid": False, "ticks": "", "constrain": "domain"}
    set_x_axis(figure, **still_axis("Answer", side="top", range=[-0.5, 9.5], **square))
    set_y_axis(
        figure,
        **still_axis(
            "True digit", range=[9.5, -0.5], scaleanchor="x", constraintoward="top", **square
        ),
    )
    lay_out(figure, dragmode=False)
    rows = [[digit, *counts] for digit, counts in enumerate(confusion.tolist())]
    add_table(figure, ["True digit \\ Answer", *map(str, DIGITS)], rows)
    return figure


def _add_counts(
    figure: go.Figure, counts: NDArray[np.int64], *, color: str | None, size: int
) -> None:
    """Write the counts above 0 into their cells, in ``color`` or the page's ink."""
    rows, columns = np.nonzero(counts)
    figure.add_scatter(
        x=columns,
        y=rows,
        text=[str(count) for count in counts[rows, columns]],
        mode="text",
        textfont={"size": size, "color": color},
        hoverinfo="skip",
    )


def digit_score_bars(scores: list[DigitScore]) -> go.Figure:
    """Draw each digit's precision and recall as dots with a bar between them.

    The axis starts at a round share below the lowest value, which its title states; no scores give
    the frame alone.
    """
    values = [share for score in scores for share in (score.precision, score.recall)]
    lowest = _axis_start(min(values, default=0.9))
    digits = [score.digit for score in scores]
    figure = bare_figure(430, top=44, bottom=46, left=64, right=12)
    figure.add_bar(
        x=digits,
        base=[min(score.precision, score.recall) for score in scores],
        y=[abs(score.precision - score.recall) for score in scores],
        marker_color=MUTED,
        width=0.12,
        hoverinfo="skip",
        showlegend=False,
    )
    precision, recall = ([getattr(s, name) for s in scores] for name in ("precision", "recall"))
    figure.add_scatter(name="Precision", x=digits, y=precision, **_dots(PRECISION, "circle"))
    figure.add_scatter(name="Recall", x=digits, y=recall, **_dots(RECALL, "diamond"))
    place_title(figure, "Scores per digit")
    place_legend(figure, row=0)
    set_x_axis(figure, **still_axis("Digit", tickvals=DIGITS, range=[-0.5, 9.5], showgrid=False))
    title = f"Share (axis from {lowest:.0%})"
    span = [lowest - (1 - lowest) * 0.03, 1 + (1 - lowest) * 0.03]
    set_y_axis(figure, **still_axis(title, range=span, tickformat="~%", nticks=6))
    lay_out(figure, showlegend=True, dragmode=False)
    return figure


def _axis_start(lowest: float) -> float:
    return next((start for start in AXIS_STARTS if start <= lowest), 0.0)


def _dots(color: str, symbol: str) -> dict[str, Any]:
    return {
        "mode": "markers",
        "marker": {"color": color, "size": 11, "symbol": symbol},
        "cliponaxis": False,
        "hovertemplate": "%{x}: %{y:.1%}",
    }
