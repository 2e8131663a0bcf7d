"""Whether a piece ends where the light changes, as ink does, or its darkness goes on beyond."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float32]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]
Slices = tuple[slice, slice]

SMOOTHING = 2.0  # pixels: of the outline, to see which way is out
MARGIN = 8  # pixels: as far as that reaches
HALF = 0.5  # of the darkness inside: where the light rises less, no ink ends
LEAST_LIGHT = 1e-3


def open_share(piece: Mask, place: Slices, ink: Floats, light: Floats, reach: int) -> float:
    """Measure how much of a piece's outline has no lighter paper outside, within reach.

    Ink has an edge all around. Of a shadow wider than what is looked for only the narrow ends
    are taken for ink, and where they are cut off nothing ends in the picture: the paper that is
    assumed there is as dark as the shadow. Where the piece leans on the border nothing is known.

    Args:
        piece: bool, in its place, rows and columns of the picture.
        ink: (height, width) float32 in [0, 1], the darkness that the piece was found in.
        light: (height, width) float32 in [0, 1], the picture, dark where ink is.
        reach: pixels: a stroke's width.
    """
    points, ways = _outline(piece, place, light.shape)
    if not points.size:
        return 0.0
    steps = np.arange(-reach, reach + 1)[:, None]
    down, right = (
        np.rint(start + steps * way).astype(np.intp).clip(0, side - 1)
        for start, way, side in zip(points, ways, light.shape, strict=True)
    )
    seen, own = light[down, right], ink[down[reach:], right[reach:]].max(axis=0)
    outside, inside = seen[:reach].max(axis=0), seen[reach:].min(axis=0)
    return float(np.mean(1 - inside / np.maximum(outside, LEAST_LIGHT) < HALF * own))


def _outline(piece: Mask, place: Slices, shape: tuple[int, ...]) -> tuple[Places, Floats]:
    """Give a piece's outline within the picture, rows and columns, and there the way inward."""
    padded = np.pad(piece, MARGIN)
    inward = np.stack(
        [
            ndimage.gaussian_filter(padded.astype(np.float32), SMOOTHING, order)
            for order in ((1, 0), (0, 1))
        ]
    )
    inner = np.array(np.nonzero(padded & ~ndimage.binary_erosion(padded)))
    points = inner - MARGIN + np.array([[side.start] for side in place])
    last = np.array(shape)[:, None] - 1
    clear = ((points > 0) & (points < last)).all(axis=0)
    ways = inward[:, *inner[:, clear]]
    return points[:, clear], ways / np.maximum(np.hypot(*ways), 1e-6)
