"""A drawing made into the 28x28 image that MNIST's makers would have made of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnist_core.ink.binarise import find_ink
from mnist_core.ink.pen_width import redraw
from mnist_core.ink.rasterise import ink_lines
from mnist_core.ink.strokes import Strokes

Floats = NDArray[np.float32]
Box = tuple[float, float, float, float]

AT_BORDER = "The ink touches the border; leave some room around the digit."
TWO_DIGITS = "This looks like two digits; write one at a time."
ONLY_A_SPECK = "This is only a speck; write the digit larger."

BORDER = 0.01  # of the canvas
DOT = 0.01  # of the canvas: less is a dot, whatever its shape
SPECK = 0.04
GAP = 2  # empty columns between two digits, of 28
DIGIT_HEIGHT = 0.6  # of the whole ink's: a piece at least this high is a digit of its own


@dataclass(frozen=True)
class Reading:
    """What a network is given of a drawing.

    Attributes:
        image: (28, 28), float32 in [0, 1], paper 0; none where nothing is drawn.
        hints: sentences for the person who drew it.
        box: left, top, right and foot of the ink that it was made of, from the upper left corner,
            in pixels of the picture or in the strokes' own unit; none where nothing is drawn.
    """

    image: Floats | None
    hints: tuple[str, ...] = ()
    box: Box | None = None


NOTHING = Reading(None)


def read_strokes(strokes: Strokes) -> Reading:
    """Draw strokes anew with MNIST's pen, size and place, however they were drawn."""
    if not strokes.lines:
        return NOTHING
    canvas = np.array([strokes.width, strokes.height])
    points = np.vstack(strokes.lines)
    low, high = points.min(axis=0), points.max(axis=0)
    at_border = np.any(low <= BORDER * canvas) or np.any(high >= (1 - BORDER) * canvas)
    image = ink_lines(strokes.lines, float(DOT * canvas.max()))
    share = float(np.max(high - low) / canvas.max())
    box = float(low[0]), float(low[1]), float(high[0]), float(high[1])
    return Reading(image, _hints(image, share=share, at_border=bool(at_border)), box)


def read_pixels(gray: Floats) -> Reading:
    """Find the ink in a picture and draw it anew with MNIST's pen, size and place.

    Args:
        gray: (height, width), float32 in [0, 1], ink dark on light or light on dark.
    """
    ink = find_ink(gray)
    if ink is None:
        return NOTHING
    image = redraw(ink)
    edges = (ink[0], ink[-1], ink[:, 0], ink[:, -1])
    touched = sum(bool(np.any(edge > 0.5)) for edge in edges)
    cut_to_the_ink = touched > 2  # it was cut out without a margin on purpose
    left, top, right, foot = box = _box_of(ink > 0.5)
    share = max(right - left, foot - top) / max(ink.shape)
    at_border = touched > 0 and not cut_to_the_ink
    return Reading(image, _hints(image, share=share, at_border=at_border), box)


def _box_of(mask: NDArray[np.bool_]) -> Box:
    """Find the least box around what is true, its sides on the pixels' edges."""
    rows, columns = np.nonzero(mask)
    return (
        float(columns.min()),
        float(rows.min()),
        float(columns.max() + 1),
        float(rows.max() + 1),
    )


def _hints(image: Floats, *, share: float, at_border: bool) -> tuple[str, ...]:
    """List what may be wrong; ``share`` is the ink's longer side beside the canvas's."""
    if share < SPECK:
        return (ONLY_A_SPECK,)
    found = {AT_BORDER: at_border, TWO_DIGITS: _is_two_digits(image)}
    return tuple(hint for hint, holds in found.items() if holds)


def _is_two_digits(image: Floats) -> bool:
    """Two high pieces stand side by side with paper between them."""
    inked = image > 0.25
    columns = np.nonzero(inked.any(axis=0))[0]
    rows = np.nonzero(inked.any(axis=1))[0]
    parts = np.split(columns, np.nonzero(np.diff(columns) > GAP)[0] + 1)
    heights = [np.ptp(np.nonzero(inked[:, part].any(axis=1))[0]) + 1 for part in parts]
    high = sum(height >= DIGIT_HEIGHT * (np.ptp(rows) + 1) for height in heights)
    return int(high) > 1
