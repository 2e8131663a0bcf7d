"""Ink thinned to lines one pixel wide, by Zhang and Suen's method (1984)."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

# Neighbours clockwise from the one above; bit i of a pixel's code is neighbour i.
CLOCKWISE = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
ABOVE, RIGHT, BELOW, LEFT = 0, 2, 4, 6


def thin(mask: Mask) -> Mask:
    """Peel ink from both sides until lines one pixel wide are left, ends and joints kept.

    Args:
        mask: (height, width) bool, True is ink.

    Returns:
        (height, width) bool, part of the mask.
    """
    ink = np.pad(mask, 1)
    while True:
        thinner = ink
        for peelable in _peelable_codes():
            thinner = thinner & ~peelable[_neighbour_codes(thinner)]
        if not thinner.any() or np.array_equal(thinner, ink):  # a square would vanish at last
            return ink[1:-1, 1:-1]
        ink = thinner


def _neighbour_codes(ink: Mask) -> NDArray[np.uint8]:
    codes = np.zeros(ink.shape, np.uint8)
    for bit, (down, right) in enumerate(CLOCKWISE):
        codes[1:-1, 1:-1] |= (
            ink[1 + down : ink.shape[0] - 1 + down, 1 + right : ink.shape[1] - 1 + right].astype(
                np.uint8
            )
            << bit
        )
    return codes


def _peelable_codes() -> tuple[Mask, Mask]:
    """List for each of the 256 neighbourhoods whether its pixel can be removed, by side."""
    bits = (np.arange(256)[:, None] >> np.arange(8)) & 1 == 1
    neighbours = bits.sum(axis=1)
    starts = (~bits & np.roll(bits, -1, axis=1)).sum(axis=1)
    border = (neighbours >= 2) & (neighbours <= 6) & (starts == 1)
    above, right, below, left = (bits[:, place] for place in (ABOVE, RIGHT, BELOW, LEFT))
    lower = border & ~(above & right & below) & ~(right & below & left)
    upper = border & ~(above & right & left) & ~(above & below & left)
    return lower, upper
