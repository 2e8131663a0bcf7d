"""A sheet of paper that lies on something darker: the part of a photograph to look at."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.paper import shrink
from mnist_core.ink.thresholds import threshold

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

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
    return bool((kept & _near(sheet) & ~sheet).sum() > 0.8 * kept.sum())


def is_part_of_sheet(kept: Mask, sheet: Mask, gray: Floats) -> bool:
    """Tell whether light ink is a piece of a sheet that is as light."""
    as_light = np.median(gray[sheet]) >= 0.8 * np.median(gray[kept])
    small = kept.sum() < 0.5 * sheet.sum()
    return bool(as_light and small and (kept & _near(sheet)).sum() > 0.8 * kept.sum())


def _near(sheet: Mask) -> Mask:
    """Mark a sheet and what lies close around it."""
    away = ndimage.distance_transform_cdt(~sheet, "taxicab")
    near: Mask = away <= round(BESIDE * max(sheet.shape))
    return near


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
    """Give the convex hull; none of a piece that is a line."""
    corners = _corners(np.argwhere(piece & ~ndimage.binary_erosion(piece)))
    if len(corners) < 3:
        return None
    along = np.roll(corners, -1, axis=0) - corners
    outward = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.hypot(*along.T)[:, None]
    beyond = np.moveaxis(np.indices(piece.shape), 0, -1) @ outward.T - (outward * corners).sum(1)
    hull: Mask = (beyond <= 0.5).all(axis=-1)
    return hull


def _corners(points: Places) -> Places:
    """Walk around points, (n, 2) in rising order, by Andrew's method (1979)."""
    halves = []
    for way in (points, points[::-1]):
        half: list[Places] = []
        for point in way:
            while len(half) > 1 and _turn(half[-2], half[-1], point) >= 0:
                half.pop()
            half.append(point)
        halves += half[:-1]
    return np.array(halves)


def _turn(first: Places, second: Places, third: Places) -> int:
    """Give which way three points turn: above 0 to one side, below to the other, 0 straight."""
    (a, b), (c, d) = second - first, third - second
    return int(a * d - b * c)


def _at_full_size(hull: Mask, gray: Floats) -> Mask | None:
    rows, columns = (
        np.arange(full) * part // full for full, part in zip(gray.shape, hull.shape, strict=True)
    )
    edge = max(1, round(EDGE * max(gray.shape)))
    large = hull[rows][:, columns]
    sheet: Mask = ndimage.minimum_filter(large, 2 * edge + 1, mode="constant", cval=1)
    return sheet if sheet.any() else None
