"""Ink on clean paper in even light: whatever differs from the picture's frame."""

from itertools import permutations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.boxes import box_of, is_within, longer
from mnist_core.ink.paper import resized, shrink
from mnist_core.ink.parts import thickness
from mnist_core.ink.sheet import find_sheet
from mnist_core.ink.thresholds import ink_level

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]
Slices = tuple[slice, slice]

WORK_SIZE = 500  # pixels of the longer side
LEAST_SIZE = 100  # pixels of the ink's longer side there: smaller ink is looked at in full size
RING = 0.04  # of the shorter side: the frame of the picture that shows its paper
EVEN = 0.15  # of the contrast: a frame that varies less is lit evenly
FAINTEST = 0.08  # contrast below which noise may be taken for ink
SPECK = 0.02  # of the largest piece of ink
SMALLEST_INK = 5e-5  # of the picture
LEFT_OVER = 0.25  # of full ink: what stands out more, and is none, is not clean
CLEAN = 0.002  # of the picture may stand out
FRAMED = 0.2  # of a frame's area is what it runs around
FILLED = 0.9  # of a sheet's hull
FAR_THICKER = 1.5  # times
BLOT = 1.5  # times as long as thick: what is less is no digit


def find_clean_ink(gray: Floats, *, in_a_line: bool = False) -> Floats | None:
    """Separate ink from paper that is alike all over; none where it is not, or ink is faint.

    A large digit, as ``in_a_line`` promises none, is found at a smaller size.

    Args:
        gray: (height, width), float32 in [0, 1], ink dark on light or light on dark.

    Returns:
        (height, width) float32 in [0, 1], 0 paper and 1 full ink.
    """
    small = shrink(gray, WORK_SIZE)
    if in_a_line or small is gray:
        return _clean_ink(gray)
    ink = _clean_ink(small)
    if ink is None:
        return None
    if longer(box_of(ink > LEFT_OVER)) < LEAST_SIZE:
        return _clean_ink(gray)
    return resized(ink, *gray.shape).clip(0, 1)


def _clean_ink(gray: Floats) -> Floats | None:
    smooth = ndimage.gaussian_filter(gray, max(gray.shape) / 800)
    ring = ring_of(smooth)
    low, high = np.percentile(ring, [10, 90])
    difference = smooth - np.median(ring)
    dark = -float(difference.min()) > float(difference.max())
    ink = np.maximum(-difference if dark else difference, 0)
    level = ink_level(ink)
    if high - low > EVEN * float(np.ptp(smooth)) or level < FAINTEST:
        return None
    kept = _without_specks(np.clip(ink / level, 0, 1))
    pieces, _ = ndimage.label(kept > LEFT_OVER, np.ones((3, 3)))
    whole = _is_all(kept, difference / level) and not (_is_ruled(pieces) or _is_framed(pieces))
    return kept if whole and (dark or not _is_sheet(kept, gray)) else None


def ring_of(picture: Floats) -> Floats:
    """Give the pixels of the picture's frame, (n,)."""
    wide = max(1, round(RING * min(picture.shape)))
    inside = np.zeros(picture.shape, bool)
    inside[wide:-wide, wide:-wide] = True
    return picture[~inside]


def _without_specks(ink: Floats) -> Floats:
    """Keep the pieces of ink that are large beside the largest; the paper around stays as it is."""
    pieces, count = ndimage.label(ink > 0.3, np.ones((3, 3)))
    areas = np.bincount(pieces.ravel(), weights=ink.ravel() > 0.5, minlength=count + 1)
    areas[0] = 0
    if areas.max() < max(1, SMALLEST_INK * ink.size):
        return np.zeros_like(ink)
    keep = ndimage.binary_dilation((areas >= max(1, SPECK * areas.max()))[pieces])
    return np.where(keep, ink, 0).astype(np.float32)


def _is_all(kept: Floats, difference: Floats) -> bool:
    """Tell whether nothing but the ink and what blurs its edge stands out, lighter or darker."""
    if not kept.any():
        return False
    blurred = max(2, round(0.02 * max(kept.shape)))
    near = ndimage.maximum_filter(kept > LEFT_OVER, 2 * blurred + 1)
    return bool(np.mean(~near & (np.abs(difference) > LEFT_OVER)) <= CLEAN)


def _is_ruled(pieces: Labels) -> bool:
    """Tell whether ink crosses from border to border in more than one place, as rules do.

    Rules may be pieces of their own, or one with what is written across them.
    """
    return _crosses(pieces[:, 0], pieces[:, -1]) or _crosses(pieces[0], pieces[-1])


def _crosses(first: Labels, last: Labels) -> bool:
    """Tell whether pieces that reach two borders, each (n,), are there on both more than once."""
    both = np.intersect1d(first, last)
    across = both[both > 0]
    return min(_runs(np.isin(border, across)) for border in (first, last)) > 1


def _runs(border: Mask) -> int:
    """Count the runs of what is true along a border, (n,)."""
    return int(np.count_nonzero(np.diff(border.astype(np.int8), prepend=0) == 1))


def _is_framed(pieces: Labels) -> bool:
    """Tell whether a piece runs around another that is large too, as a note's shadow does."""
    areas = np.bincount(pieces.ravel())[1:]
    boxes: list[Slices] = ndimage.find_objects(pieces)
    return any(
        is_within(boxes[inner], boxes[outer]) and areas[inner] >= FRAMED * areas[outer]
        for inner, outer in permutations(range(len(areas)), 2)
    )


def _is_sheet(kept: Floats, gray: Floats) -> bool:
    """Tell whether what differs from the frame is a sheet with ink on it, not ink.

    It fills its hull but for holes, or for ink that reaches its rim, and is far thicker than they
    are.
    """
    sheet = find_sheet(gray)
    mask = kept > 0.5
    filled = ndimage.binary_fill_holes(mask)
    if sheet is None or (filled & sheet).sum() < FILLED * sheet.sum():
        return False
    holes = filled & ~mask
    far_thicker = thickness(mask) > FAR_THICKER * thickness(holes if holes.any() else sheet & ~mask)
    compact = longer(box_of(mask)) < BLOT * thickness(mask | sheet)
    return bool(far_thicker and (compact or holes.any()))
