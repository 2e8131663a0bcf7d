"""The noise of a photograph, here and there, as Immerkær measures it (1996)."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

# What is left of a smooth surface and of straight edges is little: the rest is noise.
LAPLACIAN = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
GAIN = 6.0  # deviation of the answer to noise of deviation 1
MEDIAN = 0.6745  # of the size of a normal deviate
IMPULSE = 0.25  # lighter or darker than all pixels around
MANY = 0.005  # of the picture
BLOCKS = 24  # along the longer side


def noise_map(gray: Floats) -> Floats:
    """Measure the standard deviation of the noise around each pixel.

    Args:
        gray: (height, width), float32 in [0, 1].

    Returns:
        (height, width) float32.
    """
    size = np.abs(ndimage.convolve(gray, LAPLACIAN, mode="nearest"))
    side = max(4, max(gray.shape) // BLOCKS)
    high, wide = (-(-length // side) for length in gray.shape)
    padding = [(0, high * side - gray.shape[0]), (0, wide * side - gray.shape[1])]
    blocks = np.pad(size, padding, mode="symmetric").reshape(high, side, wide, side)
    medians = ndimage.median_filter(np.median(blocks, axis=(1, 3)), 3, mode="nearest")
    full = medians.repeat(side, axis=0).repeat(side, axis=1)
    noise: Floats = full[: gray.shape[0], : gray.shape[1]] / np.float32(MEDIAN * GAIN)
    return noise


def without_impulses(gray: Floats) -> Floats:
    """Take black and white specks of one pixel out by a median, where there are many.

    Args:
        gray: (height, width), float32 in [0, 1].
    """
    if min(gray.shape) < 3:
        return gray
    inner = gray[1:-1, 1:-1]
    if _stand_out(inner, gray[1:-1, :-2], gray[1:-1, 2:]).mean() < MANY:
        return gray
    beside = [
        gray[down : down + inner.shape[0], right : right + inner.shape[1]]
        for down, right in np.ndindex(3, 3)
        if (down, right) != (1, 1)
    ]
    if _stand_out(inner, *beside).mean() < MANY:
        return gray
    calm: Floats = ndimage.median_filter(gray, 3, mode="nearest")
    return calm


def _stand_out(inner: Floats, *beside: Floats) -> Mask:
    """Mark the pixels that are far lighter, or far darker, than those beside them."""
    highest, lowest = np.maximum.reduce(beside), np.minimum.reduce(beside)
    alone: Mask = (inner > highest + IMPULSE) | (inner < lowest - IMPULSE)
    return alone


def left_by_smoothing(noise: Floats, deviation: float) -> Floats:
    """Give what a Gaussian of so many pixels leaves of white noise."""
    left: Floats = noise / np.float32(max(1.0, 2 * np.sqrt(np.pi) * deviation))
    return left
