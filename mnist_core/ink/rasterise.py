"""Strokes drawn anew with one pen into the 28x28 frame that MNIST's makers used."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Points = NDArray[np.float64]

SIZE = 28
BOX = 20.0  # pixels: the longer side of every MNIST digit
CENTRE = 14.0  # where the centre of mass of MNIST's digits lies, in pixel indices
# Pixels in the box of 20. MNIST's own pens are 2.4 wide on average, but hands unlike MNIST's
# are read better with a lighter one.
PEN_WIDTH = 1.8
SOFTNESS = 1.4  # pixels from full ink to paper, as a light blur leaves it
FINEST_STEP = 0.3  # pixels between two points worth keeping
MOST_STEPS = 2_000
CURVE_STEPS = 6
DRAWN_AT_ONCE = 64  # drawings: more need more memory than a processor's cache has
# Around the pixel of a piece's middle, those that its ink reaches: within half a pixel of piece,
# half a pen and half its soft edge, 2.1 pixels. (2, 36), x and y.
AROUND = np.indices((6, 6)).reshape(2, -1) - 2


def ink_lines(lines: Sequence[Points], smallest: float) -> Floats:
    """Draw lines as MNIST's makers would have: 20 pixels long, centre of mass in the middle.

    Points far apart are joined by curves, as if drawn faster than the tablet reports.

    Args:
        lines: at least one (n, 2) float64 array, any unit.
        smallest: a drawing whose longer side is below this is not enlarged further, so that
            a dot stays a dot; above 0.

    Returns:
        (28, 28) float32 in [0, 1], paper 0.
    """
    image: Floats = ink_drawings([lines], smallest)[0]
    return image


def ink_drawings(drawings: Sequence[Sequence[Points]], smallest: float) -> Floats:
    """Do as ``ink_lines`` for many drawings at once.

    Args:
        drawings: the lines of each.
        smallest: as of ``ink_lines``, of every drawing.

    Returns:
        (n, 28, 28) float32 in [0, 1], paper 0.
    """
    placed = [_placed(lines, smallest) for lines in drawings]
    shifts = [CENTRE - _centre_of_mass(image) for image in _draw(placed)]
    return _draw([pieces + shift for pieces, shift in zip(placed, shifts, strict=True)])


def _placed(lines: Sequence[Points], smallest: float) -> Points:
    """Cut lines into pieces, 20 pixels long in all, in the middle of the frame."""
    scale = (BOX - PEN_WIDTH) / max(_longer_side(np.vstack(lines)), smallest)
    curves = _thin_out([curved(line) for line in _thin_out([line * scale for line in lines])])
    segments = np.concatenate([_pieces(curve) for curve in curves])
    segments *= (BOX - PEN_WIDTH) / max(_longer_side(segments), smallest * scale)
    middle: Points = (segments.min(axis=(0, 1)) + segments.max(axis=(0, 1))) / 2
    placed: Points = segments + (CENTRE - middle)
    return placed


def draw_lines(lines: Sequence[Points]) -> Floats:
    """Draw lines with MNIST's pen where they are, without moving or scaling them.

    Args:
        lines: at least one (n, 2) float64 array in pixel indices, x and y from 0 to 27.

    Returns:
        (28, 28) float32 in [0, 1], paper 0.
    """
    pieces = np.concatenate([_pieces(curved(line)) for line in _thin_out(list(lines))])
    image: Floats = _draw([pieces])[0]
    return image


def curved(line: Points) -> Points:
    """Join points by a centripetal Catmull-Rom curve, which has no loops of its own.

    The pyramid of Barry and Goldman (1988), with knots by the square root of the way.

    Args:
        line: (n, 2) float64, any unit.

    Returns:
        (m, 2) float64, all the points among them.
    """
    line = line[np.hypot(*np.diff(line, axis=0, prepend=line[:1] - 1).T) > 1e-9]
    if len(line) < 3:
        return line
    around = np.vstack([2 * line[0] - line[1], line, 2 * line[-1] - line[-2]])
    knots = np.sqrt(np.hypot(*np.diff(around, axis=0, prepend=around[:1]).T)).cumsum()
    count = len(line) - 1
    a, b, c, d = (around[first : first + count, None] for first in range(4))
    t0, t1, t2, t3 = (knots[first : first + count, None, None] for first in range(4))
    t = t1 + (t2 - t1) * np.linspace(0, 1, CURVE_STEPS + 1)[1:, None]
    ab, bc, cd = _mix(a, b, t0, t1, t), _mix(b, c, t1, t2, t), _mix(c, d, t2, t3, t)
    curve = _mix(_mix(ab, bc, t0, t2, t), _mix(bc, cd, t1, t3, t), t1, t2, t)
    return np.vstack([line[:1], curve.reshape(-1, 2)])


def _longer_side(points: Points) -> float:
    flat = points.reshape(-1, 2)
    return float(np.ptp(flat, axis=0).max())


def _thin_out(lines: list[Points]) -> Iterator[Points]:
    """Drop points that lie closer than the finest step; a scribble gets a coarser one."""
    paths = [_path_length(line) for line in lines]
    step = max(FINEST_STEP, sum(path[-1] for path in paths) / MOST_STEPS)
    for line, path in zip(lines, paths, strict=True):
        bins = np.floor(path / step)
        keep = np.diff(bins, prepend=-1) > 0
        keep[-1] = True
        yield line[keep]


def _path_length(line: Points) -> Points:
    """Measure the way from the first point to each, (n,)."""
    ways = np.hypot(*np.diff(line, axis=0, prepend=line[:1]).T)
    path: Points = ways.cumsum()
    return path


def _mix(first: Points, second: Points, start: Points, end: Points, moment: Points) -> Points:
    """Go from ``first`` at the time ``start`` to ``second`` at ``end``, and give the place."""
    share = (moment - start) / (end - start)
    mixed: Points = first + (second - first) * share
    return mixed


def _pieces(curve: Points) -> Points:
    """Cut a line of points into straight pieces, (n, 2 ends, 2); a dot is a piece of no length."""
    starts = curve[:-1] if len(curve) > 1 else curve
    return np.stack([starts, curve[-len(starts) :]], axis=1)


def _draw(drawings: Sequence[Points]) -> Floats:
    """Ink the pixels by their distance from the nearest of a drawing's pieces.

    Args:
        drawings: the pieces of each, (m, 2 ends, 2).

    Returns:
        (n, 28, 28) float32 in [0, 1].
    """
    nearest = np.full((len(drawings), SIZE, SIZE), np.inf)
    for begin in range(0, len(drawings), DRAWN_AT_ONCE):
        part = drawings[begin : begin + DRAWN_AT_ONCE]
        short = [_cut_short(pieces) for pieces in part]
        owners = np.repeat(np.arange(len(part)) + begin, [len(pieces) for pieces in short])
        _lower(nearest, np.concatenate(short), owners)
    ink: Floats = np.clip((PEN_WIDTH / 2 - np.sqrt(nearest)) / SOFTNESS + 0.5, 0, 1).astype(
        np.float32
    )
    return ink


def _cut_short(segments: Points) -> Points:
    """Cut pieces, (n, 2 ends, 2), until none is longer than a pixel."""
    starts, ways = segments[:, 0], segments[:, 1] - segments[:, 0]
    counts = np.maximum(1, np.ceil(np.hypot(*ways.T))).astype(int)
    number = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
    steps = np.repeat(ways / counts[:, None], counts, axis=0)
    begun = np.repeat(starts, counts, axis=0) + steps * number[:, None]
    return np.stack([begun, begun + steps], axis=1)


def _lower(nearest: Points, segments: Points, owners: NDArray[np.intp]) -> None:
    """Lower squared distances of pixels, where a piece reaches them, to that from the piece.

    Args:
        nearest: (n, 28, 28) float64, changed in place.
        segments: (m, 2 ends, 2), none longer than a pixel.
        owners: (m,), the image of each piece.
    """
    start, way = segments[:, 0, :, None], (segments[:, 1] - segments[:, 0])[:, :, None]
    pixels = np.floor(segments.mean(axis=1)).astype(int)[:, :, None] + AROUND
    offset = pixels - start
    length_squared = np.maximum((way**2).sum(axis=1), 1e-12)
    along = np.clip((offset * way).sum(axis=1) / length_squared, 0, 1)
    squared = ((offset - along[:, None] * way) ** 2).sum(axis=1)
    x, y = pixels[:, 0], pixels[:, 1]
    inside = (x >= 0) & (x < SIZE) & (y >= 0) & (y < SIZE)
    places = (owners[:, None] * SIZE + y) * SIZE + x
    np.minimum.at(nearest.reshape(-1), places[inside], squared[inside])


def _centre_of_mass(image: Floats) -> Points:
    """Find the middle of the ink, (2,), x and y in pixel indices."""
    places = np.arange(SIZE)
    weights = np.array([image.sum(axis=0) @ places, image.sum(axis=1) @ places])
    middle: Points = weights / image.sum()
    return middle
