"""The canvas's drawing, Fabric objects as in ``json_data``, as lines of points."""

import math
from collections.abc import Iterator
from typing import cast

import numpy as np
from numpy.typing import NDArray

from mnist_core.errors import DrawingError
from mnist_core.ink.limits import check_count, read_number

Points = NDArray[np.float64]

CURVE_STEPS = 16  # straight pieces for each curve
COMMAND_NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}
ORIGINS = {
    "left": -0.5,
    "top": -0.5,
    "center": 0.0,
    "right": 0.5,
    "bottom": 0.5,
}


def canvas_lines(objects: object) -> Iterator[Points]:
    """Give each free stroke of a Fabric canvas, moved and turned as it was edited.

    Args:
        objects: the list under ``objects`` of Fabric 5 to 7.

    Returns:
        One (n, 2) float64 array of canvas coordinates for each stretch of pen on paper.

    Raises:
        DrawingError: something in it is no free stroke.
    """
    if not isinstance(objects, list):
        raise DrawingError('"objects" must be a list.')
    paths = [_read_path(item) for item in objects]
    check_count(sum(len(path) for path in paths))
    for item, path in zip(objects, paths, strict=True):
        if item.get("visible", True):
            yield from _place(item, path)


def _read_path(item: object) -> list[list[object]]:
    if not isinstance(item, dict) or str(item.get("type")).lower() != "path":
        raise DrawingError("it holds something that is no free stroke.")
    path = item.get("path")
    if not isinstance(path, list) or not all(isinstance(step, list) and step for step in path):
        raise DrawingError("a stroke's path must be a list of commands.")
    return cast(list[list[object]], path)


def _flatten(path: list[list[object]]) -> Iterator[Points]:
    """Turn a path's commands into lines; a move lifts the pen."""
    pen: list[Points] = []
    for command, *numbers in path:
        stops = _read_stops(command, numbers)
        if command == "M":
            if pen:
                yield np.vstack(pen)
            pen = [stops]
        elif not pen:
            raise DrawingError("a stroke's path must begin with a move.")
        elif command == "Z":
            pen.append(pen[0][:1])
        else:
            pen.append(_bezier(np.vstack([pen[-1][-1:], stops])))
    if pen:
        yield np.vstack(pen)


def _read_stops(command: object, numbers: list[object]) -> Points:
    wanted = COMMAND_NUMBERS.get(command) if isinstance(command, str) else None
    if wanted is None or len(numbers) != wanted:
        raise DrawingError("a stroke's path has a command that is not understood.")
    return np.array([read_number(number, "a coordinate") for number in numbers]).reshape(-1, 2)


def _bezier(stops: Points) -> Points:
    """Sample a Bézier curve of (order + 1, 2) control points, without its first point."""
    order = len(stops) - 1
    if order == 1:
        return stops[1:]
    along = np.linspace(0, 1, CURVE_STEPS + 1)[1:, None]
    powers = np.arange(order + 1)
    binomials = np.array([math.comb(order, power) for power in powers])
    shares: Points = binomials * along**powers * (1 - along) ** (order - powers)
    return shares @ stops


def _place(item: dict[str, object], path: list[list[object]]) -> Iterator[Points]:
    """Map a path from its own coordinates to the canvas's, about the middle of its box."""
    lines = list(_flatten(path))
    if not lines:
        return
    low, high = _box(path)
    matrix, middle = _matrix(item), _middle(item, high - low, (low + high) / 2)
    for line in lines:
        yield (line - (low + high) / 2) @ matrix.T + middle


def _box(path: list[list[object]]) -> tuple[Points, Points]:
    """Find the corners of the path's box, (2,) each, as Fabric does.

    Fabric measures a quadratic curve as a cubic one that has its control point twice, which
    is a little larger.
    """
    ends, curves = [], []
    start = pen = np.zeros(2)
    for command, *numbers in path:
        stops = _read_stops(command, numbers)
        if command == "Q":
            curves.append(np.vstack([pen, stops[:1], stops]))
        elif command == "C":
            curves.append(np.vstack([pen, stops]))
        pen = stops[-1] if len(stops) else start
        start = pen if command == "M" else start
        ends.append(pen[None])
    points = np.vstack(ends if not curves else [*ends, _turns(np.stack(curves))])
    return points.min(axis=0), points.max(axis=0)


def _turns(curves: Points) -> Points:
    """Find how far cubic curves, (n, 4 control points, 2), go to each side, (2 n, 2).

    Each coordinate has its own moments, at which its speed, a square polynomial, is 0; where it has
    none, the curve's beginning stands for it.
    """
    first, second, third, last = np.moveaxis(curves, 1, 0)
    square, linear = 3 * (last - first + 3 * (second - third)), 6 * (first - 2 * second + third)
    begin = 3 * (second - first)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(linear**2 - 4 * square * begin)
        straight = np.broadcast_to(-begin / linear, (2, *begin.shape))
        both = np.stack([-linear + root, -linear - root]) / (2 * square)
    moments = np.where(np.abs(square) < 1e-12, straight, both)
    t = np.where((moments > 0) & (moments < 1), moments, 0)
    rest = 1 - t
    places: Points = rest**3 * first + 3 * rest * t * (rest * second + t * third) + t**3 * last
    return places.reshape(-1, 2)


def _matrix(item: dict[str, object]) -> Points:
    """Give Fabric's rotation, scale and skew in one matrix, (2, 2)."""
    flips = [-1.0 if item.get(key) is True else 1.0 for key in ("flipX", "flipY")]
    scale = np.diag([_get(item, "scaleX", 1) * flips[0], _get(item, "scaleY", 1) * flips[1]])
    skew_x = np.array([[1, math.tan(math.radians(_get(item, "skewX", 0)))], [0, 1]])
    skew_y = np.array([[1, 0], [math.tan(math.radians(_get(item, "skewY", 0))), 1]])
    matrix: Points = _rotation(item) @ scale @ skew_x @ skew_y
    return matrix


def _rotation(item: dict[str, object]) -> Points:
    angle = math.radians(_get(item, "angle", 0))
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])


def _middle(item: dict[str, object], size: Points, unmoved: Points) -> Points:
    """Find the middle of the box on the canvas, (2,), from ``left`` and ``top``.

    Which point of the box those two give depends on the origin: its middle in Fabric 7, a
    corner of the inked box, half a pen outside the path, in Fabric 5.
    """
    origin = np.array([ORIGINS.get(str(item.get(key)), 0.0) for key in ("originX", "originY")])
    scale = np.array([_get(item, "scaleX", 1), _get(item, "scaleY", 1)])
    pen = _get(item, "strokeWidth", 0) * (1 if item.get("strokeUniform") is True else scale)
    origin_given = np.array([_get(item, "left", unmoved[0]), _get(item, "top", unmoved[1])])
    middle: Points = origin_given - _rotation(item) @ (origin * (size * scale + pen))
    return middle


def _get(item: dict[str, object], key: str, default: float) -> float:
    return read_number(item.get(key, default), f'a stroke\'s "{key}"')
