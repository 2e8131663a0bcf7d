"""Digits in rows, each with a caption and clickable; and the tiles that other pictures share."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.figures.style import bare_figure, lay_out, make_picture, set_x_axis, set_y_axis
from mnist_core.figures.table import add_table

PIXELS = 28
# A mosaic's cells are 1 to 255 where there is a digit, and 0 between digits.
TILES_SCALE = [[0, "rgba(0,0,0,0)"], [1 / 255, "#000000"], [1, "#FFFFFF"]]
GAP, CAPTION = 3, 14  # in pixels of a digit: between digits, and below one
GALLERY_SCALE = 2.25  # screen pixels to a pixel of a digit, where there is room


def digit_gallery(
    images: NDArray[np.uint8], captions: Sequence[str], *, columns: int = 8
) -> go.Figure:
    """Show digits in rows, white on black, each with a few letters below it.

    A click on a picture comes with its number, counted from 0, as ``customdata``. On a phone
    8 columns have room for captions of 5 letters.

    Args:
        images: (n, 28, 28) uint8, 0 is paper and 255 full ink; 0 to 40 or so.
        captions: one for each, such as "4 → 9".
        columns: of the gallery, also where there are fewer images.
    """
    rows = max(1, math.ceil(len(images) / columns))
    row_height, column_width = PIXELS + CAPTION, PIXELS + GAP
    cells = np.zeros((rows * row_height, columns * column_width - GAP), np.uint8)
    tops = [number // columns * row_height for number in range(len(images))]
    lefts = [number % columns * column_width for number in range(len(images))]
    for image, top, left in zip(images, tops, lefts, strict=True):
        cells[top : top + PIXELS, left : left + PIXELS] = np.maximum(image, 1)
    figure = bare_figure(round(GALLERY_SCALE * len(cells)))
    figure.add_heatmap(
        z=cells, zmin=0, zmax=255, colorscale=TILES_SCALE, showscale=False, hoverinfo="skip"
    )
    add_captions(figure, lefts, tops, captions)
    add_targets(figure, lefts, tops)
    fit(figure, rows=len(cells), columns=cells.shape[1], toward="left")
    add_table(figure, ["Picture", "Caption"], enumerate(captions, 1))
    return figure


def add_targets(figure: go.Figure, lefts: Sequence[int], tops: Sequence[int]) -> None:
    """Put an invisible marker over each 28x28 tile, so that a click near it gives its number."""
    figure.add_scatter(
        x=[left + (PIXELS - 1) / 2 for left in lefts],
        y=[top + (PIXELS - 1) / 2 for top in tops],
        customdata=list(range(len(lefts))),
        mode="markers",
        marker={"size": 16, "symbol": "square", "opacity": 0.01},
        hoverinfo="none",
    )
    lay_out(figure, hovermode="closest", hoverdistance=40)


def fit(figure: go.Figure, *, rows: float, columns: float, toward: str = "center") -> None:
    """Show all cells, square, as large as there is room."""
    make_picture(figure)
    set_x_axis(
        figure,
        range=[-0.5, columns - 0.5],
        scaleanchor="y",
        constrain="domain",
        constraintoward=toward,
    )
    set_y_axis(figure, range=[rows - 0.5, -0.5], constrain="domain", constraintoward="top")


def add_captions(
    figure: go.Figure, lefts: Sequence[int], tops: Sequence[int], captions: Sequence[str]
) -> None:
    """Write each caption below the 28x28 tile of its place; places without one get none."""
    figure.add_scatter(
        x=[left + (PIXELS - 1) / 2 for left in lefts[: len(captions)]],
        y=[top + PIXELS for top in tops[: len(captions)]],
        text=list(captions),
        mode="text",
        textposition="bottom center",
        textfont={"size": 14},
        cliponaxis=False,
        hoverinfo="skip",
    )
