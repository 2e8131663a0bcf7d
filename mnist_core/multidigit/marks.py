"""Which things in a line are marks or letters rather than digits, by their look and their place."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mnist_core.multidigit.layout import Layout
from mnist_core.multidigit.low_marks import TALL
from mnist_core.multidigit.mark_likeness import LIKE_A_MARK, mark_likeness
from mnist_core.multidigit.segmentation import Candidates, Split

Mark = Literal["odd", "small"]

ODD = 0.6  # what looks less like a digit is none, however sure the network is
# What is outside the line at top and foot, as brackets and slashes are, needs less to be a mark.
LIKE_A_TALL_MARK = 0.005
OUTSIDE = 0.1  # of the line's height
SMALL, OFF = 0.6, 0.25  # of the line's height: so small, and so far from its middle


def find_marks(candidates: Candidates, split: Split, layout: Layout) -> list[Mark | None]:
    """Find what is no digit among what was taken for one, from left to right; none for a digit."""
    chosen = split.chosen
    odd = np.array([candidates.features[index]["odd"] for index in chosen]) > ODD
    small, outside = _places(layout, candidates, chosen)
    needed = np.where(outside, LIKE_A_TALL_MARK, LIKE_A_MARK)
    odd |= mark_likeness(candidates.images[chosen]) > needed
    return [
        "small" if off else "odd" if strange else None
        for off, strange in zip(small, odd, strict=True)
    ]


def _places(
    layout: Layout, candidates: Candidates, chosen: list[int]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Find what is small and above or below the line's middle, and what is outside it both ways."""
    groups = [candidates.groups[index] for index in chosen]
    tops, feet = np.array([layout.reach(group) for group in groups]).T
    heights, middles = feet - tops, (feet + tops) / 2
    sizes = np.maximum(heights, [layout.width(group) for group in groups])
    tall = heights >= TALL * heights.max()
    height = np.median(heights[tall])
    small = (sizes < SMALL * height) & (np.abs(middles - np.median(middles[tall])) > OFF * height)
    above, below = np.median(tops[tall]) - tops, feet - np.median(feet[tall])
    return small, np.minimum(above, below) > OUTSIDE * height
