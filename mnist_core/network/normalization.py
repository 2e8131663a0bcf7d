"""Digits with their slant taken out, and possibly their width evened out, as a network gets them.

A digit's slant is read off the second moments of its ink, as for the deslanted digits of LeCun,
Bottou, Bengio and Haffner (1998). Its width is the ink's standard deviation along the upright
digit's rows, pulled halfway towards a usual one; moments give a digit its size since Casey (1970).

Moments are sums of whole numbers below 2^53, exact in any order. So a digit comes out the same to
the bit alone and among others, with any number of threads, and in a browser.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.setting_options import Normalization

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

SIDE, MIDDLE = 28, 13.5
INK_STEPS = 2.0**24  # a pixel's ink is counted in whole steps, of which full ink has so many
LEAST_HEIGHT = 1e-6  # pixels squared: what is flatter has no slant to speak of
MOST_SLANT = 1.0  # pixels to the side for each row
LEAST_WIDTH, USUAL_WIDTH = 0.1, 3.6  # pixels, standard deviations; most digits have about 3.6
NARROWER, WIDER = 0.5, 2.0  # the least and the greatest factor
FRAME = 2  # pixels of paper around a digit, so that both neighbours of a place outside are paper
AT_ONCE = 50  # digits: what is computed of them stays in a cache of the processor


@dataclass(frozen=True)
class _Shapes:
    """The shape of each of n digits.

    Attributes:
        x, y: (n,), where the centre of mass is, in pixel indices.
        slant: (n,), how far each row lies to the right of the one above it, in pixels.
        factor: (n,), how many times as wide the digit is to be.
    """

    x: Doubles
    y: Doubles
    slant: Doubles
    factor: Doubles


def straighten(images: NDArray[np.floating[Any]], kind: Normalization) -> Floats:
    """Take the slant out of digits, and put their centre of mass in the middle.

    Pixels are read by bilinear interpolation, with paper beyond the border. Paper stays paper.

    Args:
        images: (n, 784) or (n, 28, 28), float in [0, 1].
        kind: ``slant_and_width`` also brings their widths nearer to each other; ``none`` leaves
            them as they are.

    Returns:
        (n, 784) float32 in [0, 1].
    """
    digits: Floats = images.reshape(len(images), -1).astype(np.float32, copy=False)
    if kind == "none":
        return digits
    upright = np.empty_like(digits)
    for start in range(0, len(digits), AT_ONCE):
        some = digits[start : start + AT_ONCE]
        moved = _move(some, _measure(some, evens_width=kind == "slant_and_width"))
        upright[start : start + AT_ONCE] = moved
    return upright


def _measure(digits: Floats, *, evens_width: bool) -> _Shapes:
    ink, x, y, xx, xy, yy = (np.floor(digits * INK_STEPS).astype(np.float64) @ _powers()).T
    ink = np.maximum(ink, 1)
    x, y = x / ink, y / ink
    across, both, down = xx / ink - x * x, xy / ink - x * y, yy / ink - y * y
    slant = np.clip(both / np.maximum(down, LEAST_HEIGHT), -MOST_SLANT, MOST_SLANT)
    if not evens_width:
        return _Shapes(x, y, slant, np.ones_like(x))
    upright = across - 2 * slant * both + slant * slant * down
    width = np.sqrt(np.maximum(upright, LEAST_WIDTH * LEAST_WIDTH))
    return _Shapes(x, y, slant, np.clip(np.sqrt(USUAL_WIDTH / width), NARROWER, WIDER))


@cache
def _powers() -> Doubles:
    """Give 1, x, y, x², xy and y² of each pixel, (784, 6)."""
    y, x = np.divmod(np.arange(SIDE * SIDE, dtype=np.float64), SIDE)
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)


def _move(digits: Floats, shapes: _Shapes) -> Floats:
    """Read each digit where its pixels come from: first between rows, then between columns."""
    sides = (0, 0), (FRAME, FRAME), (FRAME, FRAME)
    framed = np.pad(digits.reshape(-1, SIDE, SIDE), sides)
    number, places = np.arange(len(digits))[:, None], np.arange(SIDE)
    rows, share = _between((shapes.y - MIDDLE)[:, None] + places)
    lines = _mix(framed[number, rows], framed[number, rows + 1], share[:, :, None])
    begin = shapes.x[:, None] + shapes.slant[:, None] * (places - MIDDLE)
    steps = (places - MIDDLE) / shapes.factor[:, None]
    columns, share = _between(begin[:, :, None] + steps[:, None, :])
    left, right = (np.take_along_axis(lines, columns + more, axis=2) for more in (0, 1))
    return _mix(left, right, share).reshape(digits.shape)


def _between(places: Doubles) -> tuple[NDArray[np.intp], Floats]:
    """Give the pixel before each place, counted in the frame, and how far it is to the next one."""
    before = np.floor(places)
    framed = np.clip(before + FRAME, 0, SIDE + FRAME).astype(np.intp)
    return framed, (places - before).astype(np.float32)


def _mix(first: Floats, second: Floats, share: Floats) -> Floats:
    mixed: Floats = first + share * (second - first)
    return mixed
