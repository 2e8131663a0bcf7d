"""The likeliest digit of a picture: ways to see it, weighed against each other by one score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.boxes import around
from mnist_core.ink.darkness import Darkness, measure_darkness
from mnist_core.ink.paper import darkness_odds, likely_darkness
from mnist_core.ink.parts import OPEN
from mnist_core.ink.pieces import Digit, find_digit
from mnist_core.ink.sheet import find_sheet, is_edge_of_sheet, is_on_sheet, is_part_of_sheet
from mnist_core.ink.soft_light import steep_edges, without_soft_light

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

AROUND = 0.35  # of the digit's longer side, the paper around that is looked at with it

STEEP = 0.95  # of a digit's outline, where no shadow is part of it
LEAST_STEEP = 0.3  # less tells only that something else is steeper
THINNER = 0.9  # times: a digit that a shadow stuck to is so without it
BLOTTED = 3.0  # times as thick as the pen somewhere: a shadow sticks to the ink
CLOSED = 0.01  # of a digit's outline may be open, where no shadow is part of it
NARROWER = (0.5, 0.3, 0.18)  # times the window: tried where it may cut a shadow off
TOO_WIDE = 1.2  # times the thickest part: what such a window takes for ink stays as thick
LUMPY = 1.8  # times as thick as the pen somewhere: a shadow may stick to the ink
THICK_LEFT, PEN_LEFT = 0.7, 0.7  # times: as thick at most, and by as wide a pen, without a shadow
LIGHTER = 0.9  # times as dark as ink: a shadow
NEARLY_ALL = 0.8  # of a digit's size, what is left of it without a shadow
NARROW = 6.0  # times the pen: the window then

ON_RIM = 1.5  # taken from the score
CUT_OFF = 2.0
ON_SHEET = 1.0  # added to it
BESIDE_SHEET = 2.0  # taken from it


@dataclass(frozen=True)
class Candidate:
    """What may be the digit, and its weight beside other candidates.

    Attributes:
        score: the weight, with what a sheet adds to it or takes from it.
        by_sheet: that part of it.
    """

    darkness: Darkness
    digit: Digit
    score: float
    by_sheet: float


def find_likeliest(gray: Floats, window: float) -> Candidate | None:
    """Weigh ink in the light as it is against ink where soft shadows are taken out.

    Args:
        gray: (height, width), float32 in [0, 1], ink dark on light or light on dark.
        window: pixels: wider than any stroke.
    """
    found = _likeliest_in(gray, window)
    if found is None:
        return None
    edges = steep_edges(gray)
    if found.digit.open <= CLOSED and _steepness(found, edges) >= STEEP:
        return found
    flat = _likeliest_in(without_soft_light(gray, edges), window)
    if flat is None:
        return found
    if found.digit.open <= CLOSED and flat.digit.thickest > THINNER * found.digit.thickest:
        return found
    return max((found, flat), key=lambda one: _score_without_shadow(one, edges))


def _score_without_shadow(candidate: Candidate, edges: Mask) -> float:
    """Weigh a steep outline too, and no sheet: paper beside a shadow looks like one."""
    steepness = max(_steepness(candidate, edges), LEAST_STEEP)
    return candidate.score - candidate.by_sheet + float(np.log(steepness))


def _steepness(candidate: Candidate, edges: Mask) -> float:
    """Give the share of a digit's outline that is steep, as a shadow's is not.

    What glare has made faint is left out.
    """
    darkness, digit = candidate.darkness, candidate.digit
    dark = digit.kept[digit.box] & (darkness.ink[digit.box] > darkness.level / 2)
    return float(edges[digit.box][dark & ~ndimage.binary_erosion(dark)].mean())


def _likeliest_in(gray: Floats, window: float) -> Candidate | None:
    """Weigh dark ink, light ink and ink on a sheet against each other."""
    sheet = find_sheet(gray)
    tried = [_candidate(gray, window, dark, sheet) for dark in likely_darkness(gray)]
    if sheet is not None:
        tried.append(_candidate(gray, window, True, sheet, on_sheet=True))
    found = [candidate for candidate in tried if candidate is not None]
    return max(found, key=lambda candidate: candidate.score, default=None)


def _candidate(
    gray: Floats, window: float, dark: bool, sheet: Mask | None, *, on_sheet: bool = False
) -> Candidate | None:
    darkness, digit = _measured(gray if dark else 1 - gray, window, sheet if on_sheet else None)
    if digit is None:
        return None
    by_sheet = ON_SHEET * (on_sheet and not digit.on_rim)
    if sheet is not None and not on_sheet:
        beside = not is_on_sheet(digit.kept, sheet)
        if beside and is_edge_of_sheet(digit.kept, sheet):
            return None
        if not dark and is_part_of_sheet(digit.kept, sheet, gray):
            return None
        by_sheet = -BESIDE_SHEET * beside
    nearby = gray[around(digit.box, gray.shape, 0 if on_sheet else AROUND)]
    odds = darkness_odds(nearby) * (1 if dark else -1)
    return Candidate(darkness, digit, _score(darkness, digit, odds) + by_sheet, by_sheet)


def _measured(gray: Floats, wide: float, sheet: Mask | None) -> tuple[Darkness, Digit | None]:
    """Measure dark ink, again with a narrower window where shadows stick to thin strokes."""
    darkness, digit = _closed(gray, wide, sheet)
    if digit is None or digit.thick < BLOTTED * digit.pen or NARROW * digit.pen > 0.7 * wide:
        return darkness, digit
    narrow = measure_darkness(gray, NARROW * digit.pen, sheet, like=darkness)
    thinner = find_digit(narrow, sheet)
    if thinner is None or thinner.size < 0.5 * digit.size:
        return darkness, digit
    return narrow, thinner


def _closed(gray: Floats, wide: float, sheet: Mask | None) -> tuple[Darkness, Digit | None]:
    """Measure dark ink in the widest window in which no shadow sticks to it, if there is one."""
    darkness = measure_darkness(gray, wide, sheet)
    digit = find_digit(darkness, sheet)
    if digit is None or (digit.open <= CLOSED and digit.thickest < LUMPY * digit.pen):
        return darkness, digit
    closed = None
    for window in (share * wide for share in NARROWER):
        if window > TOO_WIDE * digit.thickest:
            continue
        narrow = measure_darkness(gray, window, sheet, like=darkness)
        thinner = find_digit(narrow, sheet)
        if thinner is None:
            continue
        if _came_off(thinner, digit, darkness):
            return narrow, thinner
        if closed is None and _is_closed(thinner, digit):
            closed = narrow, thinner
    return closed or (darkness, digit)


def _is_closed(thinner: Digit, digit: Digit) -> bool:
    """Tell whether what a narrower window gives is closed, as the digit is not, and as large."""
    whole = digit.open > OPEN or thinner.size >= NEARLY_ALL * digit.size
    return digit.open > CLOSED >= thinner.open and whole


def _came_off(thinner: Digit, digit: Digit, darkness: Darkness) -> bool:
    """Tell whether a shadow came off: thick and lighter than ink, where the same pen remains."""
    if thinner.open > OPEN or thinner.size < NEARLY_ALL * digit.size:
        return False
    if thinner.thick > THICK_LEFT * digit.thick or thinner.pen < PEN_LEFT * digit.pen:
        return False
    gone = digit.kept & ~ndimage.maximum_filter(thinner.kept, 5)
    return float(np.median(darkness.ink[gone])) < LIGHTER * float(
        np.median(darkness.ink[thinner.kept])
    )


def _score(darkness: Darkness, digit: Digit, odds: float) -> float:
    """Weigh a digit: long for its thickness, large and dark, of the likely kind, whole."""
    score = np.log(digit.area / digit.thick**2) + 0.5 * float(np.clip(odds, -2, 2))
    score += 0.5 * np.log(darkness.level * digit.mass)
    return float(score - ON_RIM * digit.on_rim - CUT_OFF * (digit.open > OPEN))
