"""Figures of how sure a network is, and whether it is right to be."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from mnist_core.analysis.calibration import RefusalCurve, Reliability
from mnist_core.figures.colors import ACCENT, FAINT, GREY
from mnist_core.figures.confusion import MISTAKE
from mnist_core.figures.style import (
    bare_figure,
    lay_out,
    place_legend,
    place_title,
    set_x_axis,
    set_y_axis,
    still_axis,
)

FIFTHS = [fifth / 5 for fifth in range(6)]


def reliability_curve(reliability: Reliability) -> go.Figure:
    """Draw accuracy against confidence, with the number of digits as faint bars behind.

    Bars join each point to the dashed line, on which accuracy equals confidence.
    """
    filled = reliability.count > 0
    sure, right = reliability.confidence[filled], reliability.accuracy[filled]
    figure = bare_figure(340, top=44, bottom=46, left=64, right=24)
    edges, tallest = reliability.edges, max(1, int(reliability.count.max()))
    figure.add_bar(
        x=(edges[:-1] + edges[1:]) / 2, y=reliability.count / tallest, marker_color=FAINT, **_bar()
    )
    dashed = {"color": GREY, "width": 2, "dash": "dash"}
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line=dashed, hoverinfo="skip")
    figure.add_bar(x=sure, base=sure, y=right - sure, marker_color=MISTAKE, width=0.012, **_bar())
    figure.add_scatter(
        x=sure,
        y=right,
        customdata=reliability.count[filled],
        hovertemplate="Confidence %{x:.1%}, accuracy %{y:.1%}, %{customdata:,} digits"
        "<extra></extra>",
        **_curve(ACCENT, "lines+markers"),
    )
    # Few digits make a small point: its gap means little.
    sizes = 6 + 12 * np.sqrt(reliability.count[filled] / tallest)
    figure.data[-1].marker.update(size=sizes.round(1), opacity=1, line_width=0)
    place_title(figure, "Calibration")
    share = {"range": [0, 1], "tickformat": ".0%", "tickvals": FIFTHS}
    set_x_axis(figure, **still_axis("Confidence", **share))
    set_y_axis(figure, **still_axis("Accuracy", **share))
    lay_out(figure, dragmode=False, bargap=0.04, barmode="overlay")
    return figure


def refusal_curve_chart(curve: RefusalCurve) -> go.Figure:
    """Draw the error among the answered (left axis) and the share answered (right axis).

    Both stand against the lowest confidence that is answered, the threshold.
    """
    figure = bare_figure(340, top=70, bottom=46, left=64, right=64)
    for name, values, color, axis in (
        ("Error", curve.error, MISTAKE, "y"),
        ("Answered", curve.answered, ACCENT, "y2"),
    ):
        figure.add_scatter(
            name=name,
            x=curve.thresholds,
            y=np.round(values, 5),
            yaxis=axis,
            hovertemplate="%{y:.1%}",
            **_curve(color, "lines"),
        )
    highest = float(np.nanmax(curve.error, initial=0.01))
    place_title(figure, "Refusing when unsure")
    place_legend(figure, row=1)
    share = {"tickformat": ".0%", "tickvals": FIFTHS}
    set_x_axis(figure, **still_axis("Confidence threshold", range=[0, 1], **share))
    wrong = {"range": [0, highest * 1.05], "tickformat": "~%", "nticks": 6}
    answered = {"range": [0, 1.05], "showgrid": False, "overlaying": "y", "side": "right", **share}
    lay_out(
        figure,
        yaxis=still_axis("Error of answered digits", **wrong),
        yaxis2=still_axis("Answered", **answered),
    )
    lay_out(figure, showlegend=True, dragmode=False, hovermode="x unified")
    return figure


def _bar() -> dict[str, Any]:
    return {"hoverinfo": "skip", "showlegend": False}


def _curve(color: str, mode: str) -> dict[str, Any]:
    return {
        "mode": mode,
        "line": {"color": color, "width": 3},
        "marker": {"color": color, "size": 9},
        "cliponaxis": False,
    }
