"""Figures of what distortions do to a network's accuracy."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from mnist_core.analysis.robustness import DISTORTIONS, NOTHING, Kind, Robustness
from mnist_core.figures.colors import ACCENT, GREY
from mnist_core.figures.style import (
    bare_figure,
    lay_out,
    place_title,
    set_x_axis,
    set_y_axis,
    still_axis,
)

GUESSING = 0.1
TICKS: dict[Kind, float] = {"noise": 0.1, "rotation": 30, "shift": 1, "thickness": 1}


def robustness_curve(robustness: Robustness | None, kind: Kind) -> go.Figure:
    """Draw accuracy against one distortion's level; the untouched digits are the hollow point.

    None gives the axes alone.
    """
    distortion = DISTORTIONS[kind]
    figure = bare_figure(300, top=44, bottom=46, left=58, right=14)
    if robustness:
        levels, accuracy = robustness.curves[kind].levels, robustness.curves[kind].accuracy
        hollow = levels == NOTHING
        figure.add_scatter(
            x=levels,
            y=np.round(accuracy, 4),
            mode="lines+markers",
            line={"color": ACCENT, "width": 3},
            marker={
                "color": ACCENT,
                "opacity": 1,
                "size": np.where(hollow, 13, 8),
                "symbol": np.where(hollow, "circle-open", "circle"),
                "line": {"width": np.where(hollow, 3, 0)},
            },
            cliponaxis=False,
            hovertemplate=f"%{{x}} {distortion.unit}: %{{y:.1%}}<extra></extra>",
        )
    guess = {"color": GREY, "width": 1.5, "dash": "dash"}
    figure.add_hline(y=GUESSING, line=guess, annotation=_beside("guessing"))
    figure.add_vline(x=NOTHING, line={**guess, "dash": "dot"})
    place_title(figure, distortion.title)
    title = f"{distortion.title} ({distortion.unit})"
    set_x_axis(figure, **still_axis(title, **_level_axis(kind)))
    set_y_axis(figure, **still_axis("Accuracy", range=[0, 1], tickformat=".0%", nticks=6))
    lay_out(figure, dragmode=False)
    return figure


def _beside(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 13, "color": GREY}, "xanchor": "right", "x": 1}


def _level_axis(kind: Kind) -> dict[str, Any]:
    low, high = DISTORTIONS[kind].levels[0], DISTORTIONS[kind].levels[-1]
    margin = 0.03 * (high - low)
    return {"range": [low - margin, high + margin], "showgrid": False, "dtick": TICKS[kind]}
