"""The map of test digits: each a point, close to the digits that the network finds similar."""

from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.analysis.embedding import DigitMap
from mnist_core.figures.style import bare_figure, lay_out, place_title, set_x_axis, set_y_axis
from mnist_core.figures.table import Cell, add_table

MapKind = Literal["tsne", "pca"]
MAP_TITLES: dict[MapKind, str] = {"tsne": "Neighbours (t-SNE)", "pca": "Principal components"}

# A colour for each digit, distinct on white and near-black; near-black text is readable on each.
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


def digit_map(digits: DigitMap | None, kind: MapKind = "tsne") -> go.Figure:
    """Draw each digit as a point in its true digit's colour; near points are similar to it.

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
    add_table(figure, ["Test digit", "True digit", "Answer", "Confidence"], _cells(digits))
    return figure


def _cells(digits: DigitMap | None) -> list[list[Cell]]:
    """Give each digit's facts: how near two are is no number."""
    if digits is None:
        return []
    columns = (digits.indices, digits.truth, digits.answers)
    facts = zip(*(column.tolist() for column in columns), digits.confidences, strict=True)
    return [[*whole, f"{sure:.0%}"] for *whole, sure in facts]


def _map_title(digits: DigitMap | None, kind: MapKind) -> str:
    if not digits or kind == "tsne":
        return MAP_TITLES[kind]
    return f"{MAP_TITLES[kind]}: {digits.variance_shares.sum():.0%} of variance"


def _positions(digits: DigitMap, kind: MapKind) -> Any:
    return np.round(digits.neighbours if kind == "tsne" else digits.principal, 2)


def _add_points(figure: go.Figure, digits: DigitMap, kind: MapKind) -> None:
    """Add a series of the correctly read and one of the misread, which lies on top."""
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
    return [
        f"True digit {true}, answer {answer}, confidence {sure:.0%}" for true, answer, sure in facts
    ]


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
