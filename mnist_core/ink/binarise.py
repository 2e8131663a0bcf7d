"""Which pixels of a picture are ink: paper's level, dark or light ink, specks left out."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float32]
Level = TypeVar("Level", bound=np.generic)

RING = 0.04  # of the shorter side: the frame of the picture that shows its paper
EVEN_PAPER = 0.15  # of the contrast: a frame that varies less is lit evenly
WINDOW = 0.35  # of the longer side: wider than any stroke, so that it always reaches paper
PAPER_SIZE = 96  # pixels: the paper's light changes slowly, a small picture shows it
FAINTEST = 0.08  # contrast below which a picture is blank
SPECK = 0.02  # of the largest piece of ink
SMALLEST_INK = 5e-5  # of the picture
SMALLEST_DIGIT = 2e-3  # of a photograph
SAME_PEN = 1.5  # times as thick as the thickest that is surely a digit
EDGE = 0.1  # of the picture's frame: what covers more is the paper's edge
HISTOGRAM_BINS = 128


def find_ink(gray: Floats, *, in_a_line: bool = False) -> Floats | None:
    """Separate ink from paper.

    Args:
        gray: (height, width), float32 in [0, 1], ink dark on light or light on dark.
        in_a_line: several digits side by side are looked for: the picture's shorter side is
            what a stroke is narrow beside, and a digit that reaches the border is kept where
            others do not.

    Returns:
        (height, width) float32 in [0, 1], 0 paper and 1 full ink; none where nothing is drawn.
    """
    smooth = ndimage.gaussian_filter(gray, max(gray.shape) / 800)
    ring = _ring(smooth)
    low, high = np.percentile(ring, [10, 90])
    even = high - low <= EVEN_PAPER * max(float(np.ptp(smooth)), FAINTEST)
    ink = _ink_on_even_paper(smooth, ring) if even else _ink_on_uneven_paper(smooth, in_a_line)
    level = _ink_level(ink)
    if level < FAINTEST:
        return None
    return _without_specks(np.clip(ink / level, 0, 1))


def _ring(gray: NDArray[Level]) -> NDArray[Level]:
    """Give the pixels of the picture's frame, (n,)."""
    wide = max(1, round(RING * min(gray.shape)))
    inside = np.zeros(gray.shape, bool)
    inside[wide:-wide, wide:-wide] = True
    ring: NDArray[Level] = gray[~inside]
    return ring


def _ink_on_even_paper(gray: Floats, ring: Floats) -> Floats:
    difference = gray - np.median(ring)
    dark = -float(difference.min()) > float(difference.max())
    ink: Floats = np.maximum(-difference if dark else difference, 0)
    return ink


def _ink_on_uneven_paper(gray: Floats, in_a_line: bool) -> Floats:
    """Measure against the paper near by: a share of its light, as a shadow takes one too."""
    window = WINDOW * (min(gray.shape) / max(gray.shape) if in_a_line else 1)
    if _is_dark_ink(gray):
        ink: Floats = np.clip(1 - gray / np.maximum(_paper(gray, window), 0.05), 0, 1)
    else:
        ink = np.maximum(gray - (1 - _paper(1 - gray, window)), 0)
    return _without_border_shadows(ink, in_a_line)


def _without_border_shadows(ink: Floats, in_a_line: bool) -> Floats:
    """Drop what reaches the picture's border, where shadows and the paper's edge lie.

    Unless nothing else is there: a picture cut out closely has its digit at the border.
    """
    pieces, count = ndimage.label(ink > _threshold(ink) / 2, np.ones((3, 3)))
    areas = np.bincount(pieces.ravel(), minlength=count + 1)
    inner = np.setdiff1d(np.arange(1, count + 1), _ring(pieces))
    if areas[inner].max(initial=0) < SMALLEST_DIGIT * ink.size:
        return ink
    kept = np.append(inner, _digits_at_border(pieces, inner) if in_a_line else [])
    return np.where(np.isin(pieces, kept), ink, 0).astype(np.float32)


def _digits_at_border(pieces: NDArray[np.int32], inner: NDArray[np.intp]) -> NDArray[np.intp]:
    """Find pieces at the border with a pen like the inner pieces', unlike shadows and edges."""
    ring = np.bincount(_ring(pieces), minlength=pieces.max() + 1)
    depths = ndimage.distance_transform_edt(pieces > 0)
    thickest = np.array(ndimage.maximum(depths, pieces, np.arange(pieces.max() + 1)))
    alike = thickest <= SAME_PEN * thickest[inner].max()
    found: NDArray[np.intp] = np.nonzero((ring > 0) & (ring <= EDGE * ring.sum()) & alike)[0]
    return found[found > 0]


def _is_dark_ink(gray: Floats) -> bool:
    """Ink is the lesser part: what is left beside a smooth surface leans towards it."""
    small = _shrink(gray)
    y, x = (
        axis.ravel()
        for axis in np.mgrid[-1 : 1 : small.shape[0] * 1j, -1 : 1 : small.shape[1] * 1j]
    )
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=1)
    surface = terms @ np.linalg.lstsq(terms, small.ravel(), rcond=None)[0]
    return bool(np.sum((small.ravel() - surface) ** 3) < 0)


def _paper(gray: Floats, share: float) -> Floats:
    """Estimate the light of the paper behind dark ink, (height, width).

    Args:
        share: of the longer side, wider than a stroke.
    """
    small = _shrink(gray)
    window = max(3, round(share * max(small.shape)))
    closed = ndimage.grey_closing(small, size=(window, window), mode="nearest")
    smooth = ndimage.gaussian_filter(closed, window / 8)
    factors = [full / part for full, part in zip(gray.shape, small.shape, strict=True)]
    paper: Floats = ndimage.zoom(smooth, factors, order=1, mode="grid-constant", grid_mode=False)
    return paper


def _shrink(gray: Floats) -> Floats:
    factor = PAPER_SIZE / max(gray.shape)
    if factor >= 1:
        return gray
    sides = [max(1, round(side * factor)) / side for side in gray.shape]
    small: Floats = ndimage.zoom(ndimage.gaussian_filter(gray, 0.4 / factor), sides, order=1)
    return small


def _ink_level(ink: Floats) -> float:
    """Find the value of full ink: most of what lies above the threshold, or twice that."""
    threshold = _threshold(ink)
    full = float(np.percentile(ink[ink >= min(threshold, float(ink.max()))], 90))
    return min(full, 2 * threshold)


def _threshold(ink: Floats) -> float:
    """Split paper from ink by Otsu's method (1979), halfway between the two means."""
    counts, edges = np.histogram(ink, HISTOGRAM_BINS, (0, max(float(ink.max()), 1e-6)))
    below = counts.cumsum()
    above = below[-1] - below
    sums = (counts * (edges[:-1] + edges[1:]) / 2).cumsum()
    low, high = sums / np.maximum(below, 1), (sums[-1] - sums) / np.maximum(above, 1)
    best = int(np.argmax(below * above * (high - low) ** 2))
    return float(low[best] + high[best]) / 2


def _without_specks(ink: Floats) -> Floats | None:
    """Keep the pieces of ink that are large beside the largest; the paper around stays as it is."""
    pieces, count = ndimage.label(ink > 0.3, np.ones((3, 3)))
    areas = np.bincount(pieces.ravel(), weights=ink.ravel() > 0.5, minlength=count + 1)
    areas[0] = 0
    if areas.max() < max(1, SMALLEST_INK * ink.size):
        return None
    keep = ndimage.binary_dilation((areas >= max(1, SPECK * areas.max()))[pieces])
    return np.where(keep, ink, 0).astype(np.float32)
