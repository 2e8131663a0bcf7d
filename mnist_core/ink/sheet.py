"""A sheet of paper that lies on something darker: the part of a photograph to look at."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.paper import shrink
from mnist_core.ink.thresholds import threshold

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

SMALL = 160  # pixels of the longer side where a sheet is looked for
FILLED = 0.09  # of the longer side: ink is narrower
OPENED = 0.05  # of the longer side: grain and reflections are narrower
SMALLEST, LARGEST = 0.06, 0.95  # of the picture
DARKER = 0.85  # light of the desk beside the sheet's, at most
SOLID = 0.85  # of its hull
EDGE = 0.012  # of the longer side, left out
BESIDE = 0.07  # of the longer side: what lies closer around a sheet is its edge


def find_sheet(gray: Floats) -> Mask | None:
    """Find the largest bright, compact piece far thicker than any stroke; none where there is none.

    Args:
        gray: (height, width), float32 in [0, 1].

    Returns:
        (height, width) bool: its convex hull without the rim.
    """
    small = shrink(gray, SMALL)
    light = _without_ink(small)
    split = threshold(light)
    for level in (split, (split + float(np.percentile(light, 95))) / 2):
        hull = _hull(light, level)
        if hull is not None:
            return _at_full_size(hull, gray)
    return None


def is_on_sheet(kept: Mask, sheet: Mask) -> bool:
    """Tell whether a piece, (height, width) bool, lies on a sheet, a fifth of it or more."""
    return bool((kept & sheet).sum() > 0.2 * kept.sum())


def is_edge_of_sheet(kept: Mask, sheet: Mask) -> bool:
    """Tell whether a piece is nothing but the dark beside a sheet."""
    near = ndimage.binary_dilation(sheet, iterations=round(BESIDE * max(sheet.shape)))
    return bool((kept & near & ~sheet).sum() > 0.8 * kept.sum())


def is_part_of_sheet(kept: Mask, sheet: Mask, gray: Floats) -> bool:
    """Tell whether light ink is a piece of a sheet that is as light."""
    near = ndimage.binary_dilation(sheet, iterations=round(BESIDE * max(sheet.shape)))
    as_light = np.median(gray[sheet]) >= 0.8 * np.median(gray[kept])
    small = kept.sum() < 0.5 * sheet.sum()
    return bool(as_light and small and (kept & near).sum() > 0.8 * kept.sum())


def _without_ink(small: Floats) -> Floats:
    fill, least = (max(3, round(share * max(small.shape)) | 1) for share in (FILLED, OPENED))
    closed = ndimage.grey_closing(small, size=(fill, fill), mode="nearest")
    light: Floats = ndimage.grey_opening(closed, size=(least, least), mode="nearest")
    return light


def _hull(light: Floats, level: float) -> Mask | None:
    """Give the hull of the largest piece above a level, where that is a sheet."""
    pieces, count = ndimage.label(ndimage.binary_opening(light > level, np.ones((5, 5))))
    areas = np.bincount(pieces.ravel(), minlength=count + 1)
    areas[0] = 0
    piece = ndimage.binary_fill_holes(pieces == int(areas.argmax())) if count else None
    if piece is None or not SMALLEST < piece.mean() < LARGEST:
        return None
    if np.median(light[~piece]) > DARKER * np.median(light[piece]):
        return None
    hull = _convex(piece)
    return hull if hull is not None and piece.sum() >= SOLID * hull.sum() else None


def _convex(piece: Mask) -> Mask | None:
    from scipy.spatial import ConvexHull, QhullError  # noqa: PLC0415 - 12 MB, which few pages need

    points = np.argwhere(piece & ~ndimage.binary_erosion(piece))
    try:
        equations = ConvexHull(points).equations
    except QhullError:
        return None
    grid = np.moveaxis(np.indices(piece.shape), 0, -1)
    hull: Mask = (grid @ equations[:, :2].T + equations[:, 2] <= 0.5).all(axis=-1)
    return hull


def _at_full_size(hull: Mask, gray: Floats) -> Mask | None:
    rows, columns = (
        np.arange(full) * part // full for full, part in zip(gray.shape, hull.shape, strict=True)
    )
    edge = max(1, round(EDGE * max(gray.shape)))
    sheet: Mask = ndimage.binary_erosion(
        hull[rows][:, columns], np.ones((3, 3)), edge, border_value=1
    )
    return sheet if sheet.any() else None
