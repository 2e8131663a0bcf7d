"""Whether digits are written in several lines, one below the other."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Places = NDArray[np.intp]

RISES = np.linspace(-0.24, 0.24, 9)  # down on a way right of 1, at which lines are looked for
GAP = 0.25  # of the highest line: so much paper is between two; in an 8 of two circles is less
TALL = 0.5  # of the highest line: what is lower is an underline, or part of a digit
BELOW = 0.5  # of the narrower line: so much of it stands above or below the other
SLIM = 0.25  # of the highest line: each counts as so much wider than it is


def has_several_lines(pieces: Sequence[Points]) -> bool:
    """Find lines of ink with a band of paper between them, level or rising a little.

    Args:
        pieces: points all over the ink of each, (n, 2), x to the right and y down.
    """
    sides = _ends(pieces, 0.0, axis=0)
    return any(_is_in_lines(sides, _ends(pieces, rise, axis=1)) for rise in RISES)


def _ends(pieces: Sequence[Points], rise: float, axis: int) -> Points:
    """Give both ends of each piece, (n, 2), where lines that fall by ``rise`` are level."""
    places = [piece[:, axis] - rise * piece[:, 0] for piece in pieces]
    return np.array([[place.min(), place.max()] for place in places])


def _is_in_lines(sides: Points, reaches: Points) -> bool:
    lines = _lines(reaches)
    room = SLIM * max(_length(reaches[line]) for line in lines)
    return any(_is_below(sides[upper], sides[lower], room) for upper, lower in pairwise(lines))


def _lines(reaches: Points) -> list[Places]:
    """Put pieces together that have little paper between them; give what is high, from the top.

    Args:
        reaches: the top and the foot of each piece, (n, 2).
    """
    height = max(_length(reaches[band]) for band in _bands(reaches, 0.0))
    lines = _bands(reaches, GAP * height)
    height = max(_length(reaches[line]) for line in lines)
    return [line for line in lines if _length(reaches[line]) >= TALL * height]


def _bands(reaches: Points, gap: float) -> list[Places]:
    """Split pieces where there is more paper than ``gap`` between them."""
    order = np.argsort(reaches[:, 0], kind="stable")
    lowest = np.maximum.accumulate(reaches[order, 1])
    return np.split(order, np.nonzero(reaches[order, 0][1:] - lowest[:-1] > gap)[0] + 1)


def _length(ends: Points) -> float:
    return float(np.ptp(ends))


def _is_below(upper: Points, lower: Points, room: float) -> bool:
    """Whether two lines share much of their width, rather than being a line that falls."""
    shared = min(upper.max(), lower.max()) - max(upper.min(), lower.min()) + room
    return bool(shared > BELOW * (min(_length(upper), _length(lower)) + room))
