"""What was drawn, strokes or a picture, as it is, with frames around the digits found in it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.figures.style import bare_figure, lay_out, make_picture, set_x_axis, set_y_axis
from mnist_core.ink.preprocess import Box
from mnist_core.ink.strokes import Strokes

Floats = NDArray[np.float32]
Points = NDArray[np.float64]
Drawing = Strokes | Floats
Size = tuple[float, float]

PAPER, INK = "#000000", "#FFFFFF"
# The accent colour, which stands out from white paper and from black; written like this it does not
# become a dark page's own, which is too light for white paper.
FRAME = "rgb(0,114,178)"
FRAME_LINE, ROOM = 3, 6  # screen pixels: a frame's line, and between its middle and the ink
PEN_SHARE = 1 / 28  # of the frame's height: the pen of strokes, whose own is not known
MOST_PIXELS = 360  # of a picture's longer side


def framed_drawing(
    drawing: Drawing | None, boxes: Sequence[Box], *, width: int, height: int
) -> go.Figure:
    """Show what was drawn amid a black canvas, as large as fits, with its digits framed.

    Args:
        drawing: strokes, or a picture (height, width), float32 in [0, 1]; none for black alone.
        boxes: left, top, right and foot of each digit, in the drawing's own unit.
        width, height: of the canvas in screen pixels.
    """
    own = (float(width), float(height)) if drawing is None else drawing_size(drawing)
    unit = max(own[0] / width, own[1] / height)  # of the drawing, to a screen pixel
    figure = bare_figure(height)
    add_drawing(figure, drawing, own, line=round(PEN_SHARE * height))
    for left, top, right, foot in boxes:
        room = ROOM * unit
        frame = rectangle((left - room, top - room, right + room, foot + room), line=FRAME_LINE)
        figure.add_shape(**frame, line_color=FRAME)
    make_picture(figure)
    lay_out(figure, plot_bgcolor=PAPER)
    across, down = (_around(side, unit * px) for side, px in zip(own, (width, height), strict=True))
    set_x_axis(figure, range=across, scaleanchor="y", constrain="domain")
    set_y_axis(figure, range=down[::-1], constrain="domain")
    return figure


def _around(side: float, space: float) -> list[float]:
    """Give the ends of a space in whose middle a side lies that begins at 0."""
    return [(side - space) / 2, (side + space) / 2]


def drawing_size(drawing: Drawing) -> Size:
    """Give a drawing's width and height, in its own unit."""
    if isinstance(drawing, Strokes):
        return drawing.width, drawing.height
    return float(drawing.shape[1]), float(drawing.shape[0])


def add_drawing(figure: go.Figure, drawing: Drawing | None, size: Size, *, line: int) -> None:
    """Draw strokes or a picture in its own unit; y grows downwards.

    Args:
        size: width and height of the paper where nothing is drawn.
        line: the strokes' width in screen pixels.
    """
    if drawing is not None and not isinstance(drawing, Strokes):
        figure.add_heatmap(**_picture(drawing))
        return
    paper = rectangle((0, 0, *(size if drawing is None else drawing_size(drawing))))
    figure.add_shape(**paper, fillcolor=PAPER, layer="below")
    lines = () if drawing is None else drawing.lines
    figure.add_scatter(**_lines(lines, line))
    figure.add_scatter(**_ends(lines, line))


def rectangle(box: Box, line: int = 0) -> dict[str, Any]:
    """Describe a rectangle with sides of ``line`` screen pixels, for ``add_shape``."""
    left, top, right, foot = box
    sides = {"x0": left, "y0": top, "x1": right, "y1": foot}
    return {"type": "rect", "line_width": line, **sides}


def gray_levels(image: Floats) -> dict[str, Any]:
    """Describe a picture, (height, width) in [0, 1], for ``add_heatmap``: 0 is black."""
    return {
        "z": np.round(255 * image).astype(np.uint8),
        "zmin": 0,
        "zmax": 255,
        "colorscale": [[0, PAPER], [1, INK]],
        "showscale": False,
        "hoverinfo": "skip",
    }


def _lines(lines: Sequence[Points], width: int) -> dict[str, Any]:
    """Draw strokes as one line with gaps."""
    gap = np.full((1, 2), np.nan)
    return _ink([part for line in lines for part in (line, gap)], mode="lines", line_width=width)


def _ends(lines: Sequence[Points], width: int) -> dict[str, Any]:
    """Round off where the pen came and went, which makes dots of strokes of one point."""
    return _ink([line[[0, -1]] for line in lines], mode="markers", marker_size=width)


def _ink(parts: Sequence[Points], **look: Any) -> dict[str, Any]:
    points = np.vstack([np.zeros((0, 2)), *parts]).round(1)
    color = {"line_color": INK, "marker_color": INK, "hoverinfo": "skip"}
    return {"x": points[:, 0], "y": points[:, 1], **color, **look}


def _picture(gray: Floats) -> dict[str, Any]:
    """Show a picture in its own pixels' places, with fewer of them where it has many."""
    step = max(1, -(-max(gray.shape) // MOST_PIXELS))
    rows, columns = (max(1, side // step) * step for side in gray.shape)
    cells = gray[:rows, :columns].reshape(rows // step, -1, columns // step, step)
    levels = gray_levels(cells.mean(axis=(1, 3)))
    return {**levels, "x0": step / 2, "dx": step, "y0": step / 2, "dy": step}
