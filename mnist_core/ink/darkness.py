"""How much darker than the paper behind it each place is, without noise and printed rules."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.noise import left_by_smoothing, noise_map
from mnist_core.ink.paper import paper_behind
from mnist_core.ink.rules import unruled, without_rules
from mnist_core.ink.thresholds import ink_level

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

DEVIATIONS = (0.6, 1.0, 1.5, 2.2, 3.2)  # pixels: smoothing, tried from the least
CLEAR = 9.0  # times the noise: ink that is smoothed no further
OVER_NOISE = 4.0  # times the noise: what is less is paper
DIMMEST = 0.25  # of the brightest paper's light: in the dark a shade more is not much more
LEAST_NOISE = 1e-4


@dataclass(frozen=True)
class Darkness:
    """What is darker than the paper.

    Attributes:
        ink: (height, width) float32 in [0, 1], the share of the paper's light that is missing.
        level: the value of full ink; 0 where nothing stands out.
        noise: standard deviation of the noise where ink is.
        lines: (height, width) bool, where printed rules were wiped.
        line: the value of the darkest of them; 0 without one.
        smoothing: standard deviation in pixels of the smoothing that the noise asked for.
        light: (height, width) float32 in [0, 1], the picture so smoothed, dark where ink is.
        grain: (height, width) float32, standard deviation of the noise before.
    """

    ink: Floats
    level: float
    noise: float
    lines: Mask
    line: float
    smoothing: float
    light: Floats
    grain: Floats


def measure_darkness(
    gray: Floats, window: float, sheet: Mask | None = None, *, like: Darkness | None = None
) -> Darkness:
    """Measure what is narrower than a window, on a sheet or in the whole picture.

    Args:
        gray: (height, width), float32 in [0, 1], ink dark on light.
        window: pixels.
        sheet: (height, width) bool; outside of it nothing is looked for.
        like: what a wider window gave of the same picture, which is smoothed, with its noise
            measured, and tells whether there are rules.
    """
    if like is not None:
        ruled = like.line > 0
        return _measured(like.light, like.grain, window, sheet, like.smoothing, ruled=ruled)
    grain = noise_map(gray)
    for deviation in DEVIATIONS:
        picture: Floats = ndimage.gaussian_filter(gray, deviation)
        found = _measured(picture, grain, window, sheet, deviation)
        if found.level >= CLEAR * found.noise:
            break
    return found


def _measured(
    picture: Floats,
    grain: Floats,
    window: float,
    sheet: Mask | None,
    deviation: float,
    *,
    ruled: bool = True,
) -> Darkness:
    smooth = picture if sheet is None else picture * sheet
    paper = paper_behind(smooth, window)
    light: Floats = np.maximum(paper, max(DIMMEST * float(np.percentile(paper, 90)), 0.02))
    missing = (paper - smooth) / light
    missing -= np.median(missing if sheet is None else missing[sheet])
    looked_at = missing if sheet is None else np.where(sheet, missing, np.float32(0))
    wiped = without_rules(looked_at) if ruled else unruled(looked_at)
    local = left_by_smoothing(grain, deviation) / light + np.float32(LEAST_NOISE)
    ink = np.where(wiped.ink > OVER_NOISE * local, wiped.ink, np.float32(0))
    level = ink_level(ink) if ink.any() else 0.0
    inked = ink > level / 2
    usual = float(np.median(local[inked])) if inked.any() else 1.0
    return Darkness(ink, level, usual, wiped.lines, wiped.darkest, deviation, picture, grain)
