"""Eight digits in two rows that fit a sidebar."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.figures.digit_gallery import GAP, PIXELS, TILES_SCALE, fit
from mnist_core.figures.style import bare_figure

COLUMNS, ROWS = 4, 2
HEIGHT = 101  # screen pixels, with which the digits fill a sidebar from side to side


def eight_digits(images: NDArray[np.uint8]) -> go.Figure:
    """Show eight digits, four in a row, white on black.

    Args:
        images: (8, 28, 28) uint8, 0 is paper and 255 full ink.
    """
    step = PIXELS + GAP
    cells = np.zeros((ROWS * step - GAP, COLUMNS * step - GAP), np.uint8)
    for number, image in enumerate(images):
        top, left = number // COLUMNS * step, number % COLUMNS * step
        cells[top : top + PIXELS, left : left + PIXELS] = np.maximum(image, 1)
    figure = bare_figure(HEIGHT)
    figure.add_heatmap(
        z=cells, zmin=0, zmax=255, colorscale=TILES_SCALE, showscale=False, hoverinfo="skip"
    )
    fit(figure, rows=len(cells), columns=cells.shape[1])
    return figure
