"""Commas and full stops: small pieces at the foot of the line, with no other above them."""

import numpy as np
from numpy.typing import NDArray

from mnist_core.multidigit.layout import Layout

Flags = NDArray[np.bool_]

TALL = 0.5  # of the highest: what is lower is not used to find the line
SMALL = 0.45  # heights: a larger piece may be part of a digit
ABOVE, BELOW = 0.25, 0.35  # heights, from the line's foot to the middle of such a piece
BESIDE = 0.35  # of the narrower: so much of the line may a mark share with another piece
SLACK = 0.03  # heights: all are measured as if they were so much wider


def low_marks(layout: Layout) -> Flags:
    """Find them by their place, (n,) in the order of the line: no digit has them as a part."""
    height, small = _height(layout), _small(layout)
    if small.all():
        return np.zeros_like(small)
    middles = (layout.tops + layout.feet) / 2
    reaches = layout.feet[~small & (layout.feet >= np.median(middles[~small]))]
    foot = np.median(reaches)
    at_foot = (middles > foot - ABOVE * height) & (middles < foot + BELOW * height)
    marks: Flags = small & at_foot & _stand_alone(layout, SLACK * height)
    return marks


def between(layout: Layout) -> Flags:
    """Find what is small and has something large both before and after it, (n,)."""
    large = ~_small(layout)
    begun = np.logical_or.accumulate(large)
    to_come = np.logical_or.accumulate(large[::-1])[::-1]
    inside: Flags = ~large & begun & to_come
    return inside


def _height(layout: Layout) -> float:
    tall = layout.heights >= TALL * layout.heights.max()
    return max(layout.height, float(np.median(layout.heights[tall])))


def _small(layout: Layout) -> Flags:
    small: Flags = np.maximum(layout.heights, layout.widths) < SMALL * _height(layout)
    return small


def _stand_alone(layout: Layout, slack: float) -> Flags:
    """Find what shares little of the line with every other piece."""
    begins, ends = layout.lows[layout.slant], layout.highs[layout.slant]
    shared = np.minimum(ends[:, None], ends) - np.maximum(begins[:, None], begins) + slack
    shares = shared / (np.minimum(layout.widths[:, None], layout.widths) + slack)
    np.fill_diagonal(shares, 0)
    alone: Flags = shares.max(axis=1) <= BESIDE
    return alone
