"""The small change that augmentation makes of a digit, in NumPy: its ranges, and where pixels go.

Training draws its changes and moves its digits in TensorFlow, by the same ranges and the same
formula; a test holds the two together.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.dataset import Floats

SIZE, CENTRE = 28, 13.5

# How far augmentation goes at strength 1. Half of it, strength 0.5, is what reading other people's
# handwriting gained most from.
ROTATION = math.radians(24)
SHEAR, ZOOM, ASPECT = 0.5, 0.2, 0.2
SHIFT_PIXELS = 4.0


@dataclass(frozen=True)
class AffineChange:
    """How each of some digits is changed, around the middle of its image.

    Attributes:
        rotation: (n,), in radians, clockwise as one sees the digit.
        shear: (n,), how far a row is pushed to the right for each pixel that it is higher.
        zoom: (n,), 0.1 makes a digit a tenth larger.
        aspect: (n,), 0.1 makes it a tenth wider, and as much less high.
        x_shift, y_shift: (n,), in pixels, to the right and down.
    """

    rotation: Any
    shear: Any
    zoom: Any
    aspect: Any
    x_shift: Any
    y_shift: Any


def change_of(draws: Any) -> AffineChange:
    """Give the changes that random numbers stand for.

    Args:
        draws: (6, n), float in [-strength, strength], of NumPy or TensorFlow; a strength of 1 goes
            as far as the ranges.
    """
    return AffineChange(
        rotation=draws[0] * ROTATION,
        shear=draws[1] * SHEAR,
        zoom=draws[2] * ZOOM,
        aspect=draws[3] * ASPECT,
        x_shift=draws[4] * SHIFT_PIXELS,
        y_shift=draws[5] * SHIFT_PIXELS,
    )


def pixel_sources(change: AffineChange, cosine: Any, sine: Any) -> tuple[Any, ...]:
    """Give where each pixel of a changed digit comes from: a, b, x offset, c, d, y offset.

    Pixel (x, y) comes from (a x + b y + x offset, c x + d y + y offset). There is nothing here but
    sums and products, so that TensorFlow's numbers go through it as NumPy's do.

    Args:
        cosine, sine: (n,), of the rotation.
    """
    width = (1 + change.zoom) * (1 + change.aspect)
    height = (1 + change.zoom) / (1 + change.aspect)
    a, b = cosine / width, (sine + change.shear * cosine) / width
    c, d = -sine / height, (cosine - change.shear * sine) / height
    x_from, y_from = CENTRE + change.x_shift, CENTRE + change.y_shift
    return a, b, CENTRE - a * x_from - b * y_from, c, d, CENTRE - c * x_from - d * y_from


def change_digits(
    images: Floats, change: AffineChange, moves: NDArray[np.floating] | None = None
) -> Floats:
    """Change each digit by its own, bilinear, paper beyond the border.

    Args:
        images: (n, 28, 28) float32 in [0, 1].
        change: n of them.
        moves: (n, 2, 28, 28), how much further right and down each pixel comes from, as
            ``displacements`` gives it.

    Returns:
        (n, 28, 28) float32 in [0, 1].
    """
    cosine, sine = np.cos(change.rotation), np.sin(change.rotation)
    entries = (each[:, None, None] for each in pixel_sources(change, cosine, sine))
    a, b, x_offset, c, d, y_offset = entries
    y, x = np.mgrid[:SIZE, :SIZE]
    right, down = (0.0, 0.0) if moves is None else (moves[:, 0], moves[:, 1])
    x, y = a * x + b * y + x_offset + right, c * x + d * y + y_offset + down
    return _read_between(images, x, y)


def _read_between(images: Floats, x: NDArray[np.floating], y: NDArray[np.floating]) -> Floats:
    """Read each image at (n, 28, 28) places between its pixels."""
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))  # a place outside reads this frame of paper
    number = np.arange(len(images))[:, None, None]
    left, top = np.floor(x), np.floor(y)
    read = np.zeros(x.shape)
    for column, x_share in ((left, left + 1 - x), (left + 1, x - left)):
        for row, y_share in ((top, top + 1 - y), (top + 1, y - top)):
            read += x_share * y_share * framed[number, _framed(row), _framed(column)]
    return read.astype(np.float32)


def _framed(place: NDArray[np.floating]) -> NDArray[np.intp]:
    framed: NDArray[np.intp] = np.clip(place + 1, 0, SIZE + 1).astype(np.intp)
    return framed
