"""Boxes in a picture, rows and columns: around what is true, and the paper around them."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Slices = tuple[slice, slice]


def box_of(mask: Mask) -> Slices:
    """Give the least box around what is true.

    Args:
        mask: (height, width) bool, true somewhere.
    """
    rows, columns = (np.nonzero(mask.any(axis=axis))[0] for axis in (1, 0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def around(box: Slices, shape: tuple[int, ...], share: float) -> Slices:
    """Widen a box on all sides by a share of its longer one, within a picture's shape."""
    room = max(4, round(share * longer(box)))
    rows, columns = (
        slice(max(0, side.start - room), min(full, side.stop + room))
        for side, full in zip(box, shape, strict=True)
    )
    return rows, columns


def longer(box: Slices) -> int:
    """Give its longer side in pixels."""
    return max(int(side.stop - side.start) for side in box)


def is_within(inner: Slices, outer: Slices) -> bool:
    """Tell whether a box lies in another, or is the same."""
    return all(
        one.start >= other.start and one.stop <= other.stop
        for one, other in zip(inner, outer, strict=True)
    )


def leans(box: Slices, shape: tuple[int, ...]) -> bool:
    """Tell whether a box leans on the border of a picture of such a shape."""
    return any(part.start == 0 or part.stop == side for part, side in zip(box, shape, strict=True))
