"""Strokes followed on into glare, where they are fainter, and how thick they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.boxes import box_of
from mnist_core.ink.darkness import Darkness

Mask = NDArray[np.bool_]

FAINT = (0.12, 0.2)  # of full ink: strokes are followed into glare so far
WIDER = 1.5  # times: a soft stroke's pen where it is followed to fainter ink
NO_THICKER = 1.3  # times as thick as that


@dataclass(frozen=True)
class Strokes:
    """Pieces of ink that belong together.

    Attributes:
        kept: (height, width) bool.
        pen: pixels of their usual thickness.
        thickest: pixels of their thickest part.
    """

    kept: Mask
    pen: float
    thickest: float


def with_faint_ends(kept: Mask, darkness: Darkness, thick: float) -> Strokes:
    """Follow strokes to where they are faint, unless what is there is no stroke.

    What makes the usual pen narrower is grain, and what makes it or its thickest part far wider
    is no ink.

    Args:
        kept: (height, width) bool, where the ink is clear.
        darkness: what it was found in.
        thick: pixels of the main piece's thickest part.
    """
    strokes = _measured(kept)
    for faint in FAINT:
        labels, count = ndimage.label(darkness.ink > faint * darkness.level, np.ones((3, 3)))
        followed = np.zeros(count + 1, bool)
        followed[labels[kept]] = True
        grown = _measured(followed[labels])
        wider = grown.pen / strokes.pen
        if 1 <= wider <= WIDER and grown.thickest <= NO_THICKER * thick * wider + 2:
            return grown
    return strokes


def _measured(kept: Mask) -> Strokes:
    """Measure the depth everywhere, and the usual one along the middles of the strokes."""
    depth = ndimage.distance_transform_edt(np.pad(kept[box_of(kept)], 1))
    middles = (depth > 0) & (depth >= ndimage.maximum_filter(depth, 3))
    return Strokes(kept, 2 * float(np.median(depth[middles])), 2 * float(depth.max()))
