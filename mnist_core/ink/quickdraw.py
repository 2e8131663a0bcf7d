"""Strokes as Google's "Quick, Draw!" data has them: of each all x, all y, and possibly all times.

https://github.com/googlecreativelab/quickdraw-dataset: ``{"drawing": [[[x…], [y…], [t…]], …]}``,
where simplified drawings have no times and lie in the upper left corner, cut to their ink.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.errors import DrawingError
from mnist_core.ink.limits import check_count, read_number

Document = dict[object, Any]

ROOM = 0.2  # of the ink's longer side, around it: the data has no paper
POINTS_OWN = {2}  # numbers: [x, y]
LIKE_POINTS = {3, 4}  # numbers: [x, y, time], [x, y, time, pressure]

NO_DRAWING = '"drawing" must be a list of strokes, each a list of all x and a list of all y.'
EITHER = (
    "its strokes may be points, or lists of all x and of all y; leave only x and y in each point, "
    'or call lists of all x and of all y "drawing" instead of "strokes".'
)


def as_points(document: Document) -> Document:
    """Write a drawing of QuickDraw's as the lab's own document of points; leave others alone.

    Strokes that are all two or three lists of one length are QuickDraw's, unless those lists are
    all as long as points are.

    Raises:
        DrawingError: what it calls a drawing is none, or its strokes may be either.
    """
    if "strokes" in document:
        strokes = document["strokes"]
        if not _has_its_form(strokes) or not _is_no_list_of_points(strokes):
            return document
    elif "drawing" in document and "objects" not in document:
        strokes = document["drawing"]
        if not _has_its_form(strokes):
            raise DrawingError(NO_DRAWING)
    else:
        return document
    check_count(sum(len(stroke[0]) for stroke in strokes if stroke))
    lines = [_points(stroke) for stroke in strokes if stroke and stroke[0]]
    sized = "width" in document or "height" in document
    return _written(lines, document) if sized or not lines else _amid_paper(lines)


def _has_its_form(strokes: object) -> bool:
    return isinstance(strokes, list) and all(
        isinstance(stroke, list) and (not stroke or _is_stroke(stroke)) for stroke in strokes
    )


def _is_stroke(parts: list[Any]) -> bool:
    lists = len(parts) in (2, 3) and all(isinstance(part, list) for part in parts)
    return lists and len({len(part) for part in parts}) == 1


def _is_no_list_of_points(strokes: list[Any]) -> bool:
    """Whether lists of QuickDraw's form are too short, too long or too unlike to be points."""
    lengths = {len(stroke[0]) for stroke in strokes if stroke}
    if len(lengths) == 1 and lengths <= LIKE_POINTS:
        raise DrawingError(EITHER)
    return bool(lengths) and lengths != POINTS_OWN


def _points(stroke: list[Any]) -> NDArray[np.float64]:
    axes = [[read_number(value, "a coordinate") for value in axis] for axis in stroke[:2]]
    return np.array(axes).T


def _amid_paper(lines: list[NDArray[np.float64]]) -> Document:
    """Lay ink that was cut out amid paper."""
    points = np.vstack(lines)
    low, sides = points.min(axis=0), np.ptp(points, axis=0)
    room = ROOM * max(float(sides.max()), 1.0)
    width, height = sides + 2 * room
    moved = [line - low + room for line in lines]
    return _written(moved, {"width": float(width), "height": float(height)})


def _written(lines: list[NDArray[np.float64]], document: Document) -> Document:
    return {**document, "strokes": [line.tolist() for line in lines]}
