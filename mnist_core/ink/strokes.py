"""A drawing as the pen went: its strokes, and how a JSON document of them is read."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnist_core.errors import DrawingError
from mnist_core.ink.fabric_json import canvas_lines
from mnist_core.ink.limits import MAX_COORDINATE, check_count, read_number
from mnist_core.ink.quickdraw import as_points

Points = NDArray[np.float64]

CANVAS_SIZE = (280.0, 280.0)  # the lab's own canvas, for documents that do not state theirs

MOST_NUMBERS = 8  # of a point: its place, its time, and what a pen measures


@dataclass(frozen=True)
class Strokes:
    """What a pen drew.

    Attributes:
        width: of the canvas, in the unit of the points, above 0.
        height: of the canvas.
        lines: one (n, 2) float64 array for each stroke, x to the right and y down; n is at
            least 1, and a stroke of one point is a dot.
    """

    width: float
    height: float
    lines: tuple[Points, ...]


def strokes_from_json(
    document: object, canvas: tuple[float, float] = CANVAS_SIZE, source: str = "The drawing"
) -> Strokes:
    """Read strokes from a parsed JSON document.

    Args:
        document: ``{"width": W, "height": H, "strokes": [[[x, y], ...], ...]}``, where a point
            may carry further numbers (time, pressure); a drawing of QuickDraw's; or what the
            canvas returns as ``json_data``.
        canvas: width and height where the document does not state them.
        source: whose drawing it is; errors begin with it.

    Raises:
        DrawingError: the document is neither, or a number in it is impossible.
    """
    if not isinstance(document, dict):
        raise DrawingError(
            f'{source} must be a JSON object with "strokes", QuickDraw\'s "drawing", '
            "or the canvas's data."
        )
    try:
        pointwise = as_points(document)
        lines = _read_lines(pointwise)
        return Strokes(*_read_size(pointwise, canvas, lines), lines)
    except DrawingError as error:
        raise DrawingError(f"{source} cannot be read: {error}") from error


def _read_lines(document: dict[object, object]) -> tuple[Points, ...]:
    if "strokes" in document:
        lines = tuple(_read_strokes(document["strokes"]))
    elif "objects" in document:
        lines = tuple(canvas_lines(document["objects"]))
    else:
        raise DrawingError('it has neither "strokes" nor the canvas\'s "objects".')
    if any(not np.all(np.abs(line) <= MAX_COORDINATE) for line in lines):
        raise DrawingError(f"its coordinates must be numbers of at most {MAX_COORDINATE:,}.")
    return lines


def _read_strokes(strokes: object) -> Iterable[Points]:
    """Give the strokes that have points, counting the points before they are read."""
    if not isinstance(strokes, list) or not all(isinstance(stroke, list) for stroke in strokes):
        raise DrawingError('"strokes" must be a list of strokes, each a list of points.')
    check_count(sum(len(stroke) for stroke in strokes))
    return (np.array([_read_point(point) for point in stroke]) for stroke in strokes if stroke)


def _read_point(point: object) -> tuple[float, float]:
    if not isinstance(point, list) or not 2 <= len(point) <= MOST_NUMBERS:
        raise DrawingError("every point must be a list [x, y].")
    return read_number(point[0], "a coordinate"), read_number(point[1], "a coordinate")


def _read_size(
    document: dict[object, object], canvas: tuple[float, float], lines: tuple[Points, ...]
) -> tuple[float, float]:
    """Give width and height; a canvas of unknown size is at least as large as its ink."""
    if "width" not in document and "height" not in document:
        farthest = np.vstack([*lines, np.zeros((1, 2))]).max(axis=0)
        return max(canvas[0], float(farthest[0])), max(canvas[1], float(farthest[1]))
    width, height = (read_number(document.get(side), f'"{side}"') for side in ("width", "height"))
    if min(width, height) <= 0:
        raise DrawingError('"width" and "height" must be above 0.')
    return width, height
