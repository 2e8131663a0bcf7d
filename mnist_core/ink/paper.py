"""The light of the paper behind dark ink, and whether the ink is dark or light."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Floats = NDArray[np.float32]

STROKES = (0.055, 0.11, 0.2)  # of the longer side: just wider than most strokes, and bold ones
SURE = 1.2  # odds of dark ink against light, and the other way
ODDS_SIZE = 160  # pixels: a small picture shows which of two energies is larger
LEAST_ENERGY = 1e-6


def paper_behind(gray: Floats, window: float) -> Floats:
    """Give the paper's light where dark ink is narrower than a window: a grey closing.

    Beyond the picture lies darkness, so that what leans on its border is no hole in the paper.
    Nothing is smoothed afterwards: the edge of a shadow stays an edge.

    Args:
        gray: (height, width), float32 in [0, 1].
        window: the window's side in pixels.

    Returns:
        (height, width) float32, nowhere below ``gray``.
    """
    wide = max(3, round(window) | 1)
    half = wide // 2
    widened = ndimage.maximum_filter(np.pad(gray, half), wide, mode="constant")
    closed = ndimage.minimum_filter(widened, wide)
    paper: Floats = closed[half:-half, half:-half]
    return paper


def darkness_odds(gray: Floats) -> float:
    """Tell dark ink (above 0) from light ink (below 0) by what is as narrow as a stroke.

    The logarithm of how much more energy the black top hat has than the white one, in wider
    windows where it is not clear in the narrowest.
    """
    odds = 0.0
    for odds in _odds_by_window(gray):
        if abs(odds) > SURE:
            break
    return odds


def likely_darkness(gray: Floats) -> list[bool]:
    """Give whether ink is dark, or light; both where none is clear or a wider window is surer."""
    tried = list(_odds_by_window(gray))
    narrowest = next((odds for odds in tried if abs(odds) > SURE), 0.0)
    surest = max(tried, key=abs)
    return [narrowest > 0] if narrowest * surest > 0 else [True, False]


def _odds_by_window(gray: Floats) -> Iterator[float]:
    small = shrink(ndimage.gaussian_filter(gray, 0.7), ODDS_SIZE)
    for share in STROKES:
        yield _odds(small, share * max(small.shape))


def _odds(small: Floats, window: float) -> float:
    dark, light = (
        float(np.sum((paper_behind(side, window) - side) ** 2)) for side in (small, 1 - small)
    )
    return float(np.log((dark + LEAST_ENERGY) / (light + LEAST_ENERGY)))


def shrink(gray: Floats, longest: int) -> Floats:
    """Bring a picture's longer side down to so many pixels, where it is more."""
    factor = longest / max(gray.shape)
    return gray if factor >= 1 else resized(gray, *(round(side * factor) for side in gray.shape))


def resized(gray: Floats, height: int, width: int) -> Floats:
    """Give a picture another size, each side at least one pixel; what is shrunk is averaged.

    Pillow does this in a tenth of the time that SciPy takes.
    """
    size = max(1, width), max(1, height)
    picture = Image.fromarray(gray).resize(size, Image.Resampling.BILINEAR, reducing_gap=1.0)
    return np.array(picture, np.float32)
