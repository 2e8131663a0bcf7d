"""Inked pixels brought to MNIST's pen, size and place without knowing the strokes."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.rasterise import BOX, CENTRE, PEN_WIDTH, SIZE
from mnist_core.ink.skeleton import thin

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

WORK_SIZE = 96  # pixels of the ink's longer side while its pen is measured
THINNEST = 3.0  # pixels: a finer pen would break when the picture is shrunk
MARGIN = 12  # pixels around the ink, room for strokes that grow
SMOOTHING = 1.0
HALF_PIXEL = 0.5  # depths are measured between pixels' middles, and a stroke may have two
FAINTEST = 0.2  # ink above this is cut out with the rest


def redraw(ink: Floats) -> Floats:
    """Give strokes of any width the pen's, then box and centre them as MNIST's makers did.

    The edges of the ink are moved by the same way everywhere, which keeps its shape better
    than lines drawn along the middles of the strokes; those lines only keep it in one piece.

    Args:
        ink: (height, width), float32 in [0, 1], paper 0; some of it above 0.5.

    Returns:
        (28, 28) float32 in [0, 1].
    """
    smooth = ndimage.gaussian_filter(_at_work_size(ink), SMOOTHING)
    return _boxed(_with_pen(smooth > smooth.max() / 2))


def _at_work_size(ink: Floats) -> Floats:
    """Cut out the ink and bring its longer side to the working size, with a margin."""
    cut = _cut(ink)
    factor = WORK_SIZE / max(cut.shape)
    cut = _strengthened(cut, factor)
    if factor < 1:
        cut = ndimage.gaussian_filter(cut, 0.35 / factor)
    resized: Floats = ndimage.zoom(cut, factor, order=1, mode="grid-constant", grid_mode=True)
    return np.pad(resized, MARGIN)


def _cut(ink: Floats) -> Floats:
    rows, columns = (np.nonzero((ink > FAINTEST).any(axis=axis))[0] for axis in (1, 0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.pad(cut, 1 + round(THINNEST * max(cut.shape) / WORK_SIZE))


def _strengthened(ink: Floats, factor: float) -> Floats:
    """Make fine lines wide enough to outlast a change of size by ``factor``."""
    mask = ink > 0.5
    if _pen(ndimage.distance_transform_cdt(mask)[mask]) * factor >= THINNEST:
        return ink  # seen with distances that are quick to compute and never too long
    pen = _pen(ndimage.distance_transform_edt(mask)[mask])
    if pen * factor >= THINNEST:
        return ink
    wider: Floats = ndimage.maximum_filter(ink, round(THINNEST / factor - pen) + 1)
    return wider


def _pen(depths: NDArray[np.generic]) -> float:
    """Give the width of strokes by the distances of all their pixels from the paper."""
    return 4 * float(depths.mean()) - 1


def _with_pen(mask: Mask) -> Floats:
    """Grow or shrink strokes to the pen's width, (height, width) float32 in [0, 1]."""
    middle = thin(mask)
    depth = ndimage.distance_transform_edt(mask)
    signed = depth - ndimage.distance_transform_edt(~mask)
    signed -= np.where(mask, 0.5, -0.5)  # measured from the pixels' edges
    excess = _excess(2 * float(np.median(depth[middle])) - HALF_PIXEL, _longer_side(mask))
    inside = signed - excess
    if excess > 0:
        pen = max((_longer_side(mask) - 2 * excess) * PEN_WIDTH / BOX, THINNEST)
        inside = np.maximum(inside, pen / 2 - ndimage.distance_transform_edt(~middle))
    redrawn: Floats = np.clip(inside / 2 + 0.5, 0, 1).astype(np.float32)
    return redrawn


def _excess(pen: float, side: float) -> float:
    """Compute how far to move the edges in, so that pen and longer side end in the wanted ratio."""
    return (pen * BOX - PEN_WIDTH * side) / (BOX - PEN_WIDTH) / 2


def _longer_side(mask: Mask) -> int:
    return max(int(np.ptp(places)) + 1 for places in np.nonzero(mask))


def _boxed(ink: Floats) -> Floats:
    """Shrink ink to the box of 20 pixels, its centre of mass at MNIST's."""
    rows, columns = (np.nonzero((ink > 0.5).any(axis=axis))[0] for axis in (1, 0))
    pixel = max(int(np.ptp(rows)), int(np.ptp(columns)), WORK_SIZE // 4) / BOX + 1 / BOX
    middle = np.array(ndimage.center_of_mass(ink))
    smooth = ndimage.gaussian_filter(ink, 0.35 * (pixel - 1))
    image = ndimage.affine_transform(
        smooth, [pixel, pixel], middle - CENTRE * pixel, (SIZE, SIZE), order=1
    )
    boxed: Floats = np.clip(image, 0, 1).astype(np.float32)
    return boxed
