"""Where ink begins and where it is full, by the values that a picture has."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

HISTOGRAM_BINS = 128


def ink_level(ink: Floats) -> float:
    """Find the value of full ink: most of what lies above the threshold, or twice that.

    Args:
        ink: any shape, float32, paper 0.
    """
    split = threshold(ink)
    full = float(np.percentile(ink[ink >= min(split, float(ink.max()))], 90))
    return min(full, 2 * split)


def threshold(values: Floats) -> float:
    """Split low values from high ones by Otsu's method (1979), halfway between the two means."""
    counts, edges = np.histogram(values, HISTOGRAM_BINS, (0, max(float(values.max()), 1e-6)))
    below = counts.cumsum()
    above = below[-1] - below
    sums = (counts * (edges[:-1] + edges[1:]) / 2).cumsum()
    low, high = sums / np.maximum(below, 1), (sums[-1] - sums) / np.maximum(above, 1)
    best = int(np.argmax(below * above * (high - low) ** 2))
    return float(low[best] + high[best]) / 2
