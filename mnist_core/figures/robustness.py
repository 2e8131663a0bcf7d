"""Figures of what distortions do to a network's accuracy, and of the map of its digits."""

from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.analysis.embedding import DigitMap
from mnist_core.analysis.robustness import DISTORTIONS, NOTHING, Kind, Robustness
from mnist_core.figures.style import (
    ACCENT,
    GREY,
    bare_figure,
    lay_out,
    place_title,
    set_x_axis,
    set_y_axis,
    still_axis,
)

MapKind = Literal["tsne", "pca"]
MAP_TITLES: dict[MapKind, str] = {"tsne": "Neighbours (t-SNE)", "pca": "Principal components"}
GUESSING = 0.1
TICKS: dict[Kind, float] = {"noise": 0.1, "rotation": 30, "shift": 1, "thickness": 1}

# One colour a digit, told apart on white and near-black; near-black reads well on each.
DIGIT_COLORS = (
    "#5B8FF9",
    "#E69F00",
    "#12A87B",
    "#E58BB9",
    "#E4662A",
    "#22B9D4",
    "#A57BE8",
    "#B08A5B",
    "#96B527",
    "#98A4AE",
)
DARK = "#10171D"
BY_DIGIT = {
    "cmin": 0,
    "cmax": len(DIGIT_COLORS) - 1,
    "colorscale": [[digit / 9, color] for digit, color in enumerate(DIGIT_COLORS)],
}


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


def digit_map(digits: DigitMap | None, kind: MapKind = "tsne") -> go.Figure:
    """Draw each digit as a point in its true digit's colour; near points are alike to the network.

    A misread one is larger, with a ring in the colour of the answer. ``customdata`` is
    the index of the digit among the images, for a click. None gives the empty frame.
    """
    figure = bare_figure(480, top=44, bottom=30, left=4, right=4)
    if digits:
        _add_points(figure, digits, kind)
        figure.layout.annotations = [*_names(digits, kind), _legend()]
    place_title(figure, _map_title(digits, kind))
    hidden = {"showgrid": False, "zeroline": False, "showticklabels": False, "title": {"text": ""}}
    set_x_axis(figure, **hidden)
    set_y_axis(figure, **hidden, scaleanchor="x")
    lay_out(figure, uirevision=kind, hovermode="closest")
    return figure


def _map_title(digits: DigitMap | None, kind: MapKind) -> str:
    if not digits or kind == "tsne":
        return MAP_TITLES[kind]
    return f"{MAP_TITLES[kind]}: {digits.variance_shares.sum():.0%} of variance"


def _positions(digits: DigitMap, kind: MapKind) -> Any:
    return np.round(digits.neighbours if kind == "tsne" else digits.principal, 2)


def _add_points(figure: go.Figure, digits: DigitMap, kind: MapKind) -> None:
    """Add a series of the rightly read and one of the misread, which lies on top."""
    positions, wrong = _positions(digits, kind), digits.answers != digits.truth
    for shown, size, ring in ((~wrong, 5, 0), (wrong, 11, 3)):
        figure.add_scatter(
            x=positions[shown, 0],
            y=positions[shown, 1],
            customdata=digits.indices[shown],
            hovertext=_sentences(digits, shown),
            hoverinfo="text",
            mode="markers",
            marker={
                "size": size,
                "color": digits.truth[shown],
                "opacity": 1 if ring else 0.6,
                "line": {"width": ring, "color": digits.answers[shown], **BY_DIGIT},
                **BY_DIGIT,
            },
        )


def _sentences(digits: DigitMap, shown: NDArray[np.bool_]) -> list[str]:
    facts = zip(digits.truth[shown], digits.answers[shown], digits.confidences[shown], strict=True)
    return [f"is a {true}, read as {answer}, {sure:.0%} sure" for true, answer, sure in facts]


def _names(digits: DigitMap, kind: MapKind) -> list[dict[str, Any]]:
    """Name each digit at the median of its points, on its colour."""
    positions = _positions(digits, kind)
    return [
        {
            "text": f"<b>{digit}</b>",
            "x": float(np.median(positions[digits.truth == digit, 0])),
            "y": float(np.median(positions[digits.truth == digit, 1])),
            "showarrow": False,
            "font": {"size": 17, "color": DARK},
            "bgcolor": DIGIT_COLORS[digit],
            "borderpad": 3,
        }
        for digit in np.unique(digits.truth)
    ]


def _legend() -> dict[str, Any]:
    return {
        "text": "Large: misread, ringed in the answer's colour",
        "x": 0,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 14},
    }
