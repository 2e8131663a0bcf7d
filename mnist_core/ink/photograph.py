"""Ink in a photograph with bad light, printed rules, a desk or noise: the likeliest digit."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.darkness import Darkness, measure_darkness
from mnist_core.ink.paper import darkness_odds, likely_darkness, shrink
from mnist_core.ink.pieces import Digit, find_digit, find_digits
from mnist_core.ink.sheet import find_sheet, is_edge_of_sheet, is_on_sheet, is_part_of_sheet

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Slices = tuple[slice, slice]

WORK_SIZE = 400  # pixels of the longer side
WINDOW = 0.35  # of the longer side: wider than any stroke, so that it always reaches paper
AROUND = 0.35  # of the digit's longer side, the paper around that is looked at with it
SMALL = 0.6  # of the picture: a smaller digit is looked at again, nearer
LOOKS = 3
LINE_SIZE = 800  # pixels of the longer side where there are several digits

BLOTTED = 3.0  # times as thick as the pen somewhere: a shadow sticks to the ink
NARROW = 6.0  # times the pen: the window then

ON_RIM = 1.5  # taken from the score
ON_SHEET = 1.0  # added to it
BESIDE_SHEET = 2.0  # taken from it
LEAST_SCORE = -3.0
FAINTEST = 0.03
FAINTEST_ON_RIM = 0.08
FAINTEST_INK = 0.25  # of full ink, where glare takes the rest
OVER_NOISE = 5.0
BESIDE_LINE = 0.25  # of a wiped rule's darkness: what is less is what is left of rules
SHORTEST = 1.5  # times as long as thick


@dataclass(frozen=True)
class Candidate:
    """What may be the digit, and its weight beside other candidates."""

    darkness: Darkness
    digit: Digit
    score: float


def find_photographed_ink(gray: Floats) -> Floats | None:
    """Find the ink of the likeliest digit.

    Args:
        gray: (height, width), float32 in [0, 1], ink dark on light or light on dark.

    Returns:
        (height, width) float32 in [0, 1], 0 paper and 1 full ink; none where no digit is.
    """
    found, place = None, (slice(0, gray.shape[0]), slice(0, gray.shape[1]))
    for _ in range(LOOKS):
        part = gray[place]
        small = shrink(part, WORK_SIZE)
        nearer = _likeliest(small, WINDOW * max(small.shape))
        if nearer is None or not _is_digit(nearer, small):
            break
        found, at = nearer, place
        room = _around(found.digit.box, small.shape, AROUND)
        if max(side.stop - side.start for side in room) >= SMALL * max(small.shape):
            break
        place = _placed(room, small.shape, place)
    return None if found is None else _ink_of(found, at, gray)


def find_photographed_line(gray: Floats) -> Floats | None:
    """Find the ink of several digits side by side, as ``find_photographed_ink`` finds one's."""
    small = shrink(gray, LINE_SIZE)
    found = _likeliest(small, WINDOW * min(small.shape))
    if found is None or not _is_digit(found, small):
        return None
    kept = find_digits(found.darkness, found.digit)
    found = replace(found, digit=replace(found.digit, kept=kept))
    return _ink_of(found, (slice(0, gray.shape[0]), slice(0, gray.shape[1])), gray)


def _likeliest(gray: Floats, window: float) -> Candidate | None:
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
    beside = False
    if sheet is not None and not on_sheet:
        beside = not is_on_sheet(digit.kept, sheet)
        if beside and is_edge_of_sheet(digit.kept, sheet):
            return None
        if not dark and is_part_of_sheet(digit.kept, sheet, gray):
            return None
    nearby = gray[_around(digit.box, gray.shape, 0 if on_sheet else AROUND)]
    odds = darkness_odds(nearby) * (1 if dark else -1)
    return Candidate(
        darkness, digit, _score(darkness, digit, odds, on_sheet) - BESIDE_SHEET * beside
    )


def _measured(gray: Floats, wide: float, sheet: Mask | None) -> tuple[Darkness, Digit | None]:
    """Measure dark ink, again with a narrower window where shadows stick to thin strokes."""
    darkness = measure_darkness(gray, wide, sheet)
    digit = find_digit(darkness, sheet)
    if digit is None or digit.thick < BLOTTED * digit.pen or NARROW * digit.pen > 0.7 * wide:
        return darkness, digit
    narrow = measure_darkness(gray, NARROW * digit.pen, sheet)
    thinner = find_digit(narrow, sheet)
    if thinner is None or thinner.size < 0.5 * digit.size:
        return darkness, digit
    return narrow, thinner


def _score(darkness: Darkness, digit: Digit, odds: float, on_sheet: bool) -> float:
    """Weigh a digit: long for its thickness, large and dark, of the likely kind, off the rim."""
    score = np.log(digit.area / digit.thick**2) + 0.5 * float(np.clip(odds, -2, 2))
    score += 0.5 * np.log(darkness.level * digit.mass)
    if digit.on_rim:
        return float(score - ON_RIM)
    return float(score + ON_SHEET * on_sheet)


def _around(box: Slices, shape: tuple[int, ...], share: float) -> Slices:
    longer = max(side.stop - side.start for side in box)
    room = max(4, round(share * longer))
    rows, columns = (
        slice(max(0, side.start - room), min(full, side.stop + room))
        for side, full in zip(box, shape, strict=True)
    )
    return rows, columns


def _placed(part: Slices, shape: tuple[int, ...], whole: Slices) -> Slices:
    """Give where a part of a smaller copy lies in the picture that the copy is of."""
    rows, columns = (
        slice(
            side.start + inner.start * (side.stop - side.start) // length,
            side.start + -(-inner.stop * (side.stop - side.start) // length),
        )
        for inner, length, side in zip(part, shape, whole, strict=True)
    )
    return rows, columns


def _is_digit(candidate: Candidate, gray: Floats) -> bool:
    """Tell a digit from what is left of noise and rules on blank paper."""
    darkness, digit = candidate.darkness, candidate.digit
    if candidate.score < LEAST_SCORE or digit.on_line:
        return False
    least = max(
        FAINTEST_ON_RIM if digit.on_rim else FAINTEST,
        OVER_NOISE * darkness.noise,
        (1 if digit.on_rim else BESIDE_LINE) * darkness.line,
        OVER_NOISE * _texture(darkness, digit),
    )
    return darkness.level >= least and digit.size >= SHORTEST * digit.thick


def _texture(darkness: Darkness, digit: Digit) -> float:
    """Measure how uneven the paper close to the digit is."""
    away = ndimage.distance_transform_edt(~digit.kept[digit.box])
    least = 2 + 2 * darkness.smoothing
    close = (away > least) & (away < least + np.clip(digit.thick, 6, 25))
    beside = darkness.ink[digit.box][close]
    if beside.size <= 50:
        return 0.0
    return 1.4826 * float(np.median(np.abs(beside - np.median(beside))))


def _ink_of(found: Candidate, place: Slices, gray: Floats) -> Floats:
    """Give the ink at the picture's own size."""
    darkness = found.darkness
    grown = ndimage.binary_dilation(found.digit.kept, np.ones((3, 3)), 2)
    nearby = ndimage.maximum_filter(np.where(grown, darkness.ink, 0), round(found.digit.thick) + 2)
    full = np.clip(nearby, FAINTEST_INK * darkness.level, darkness.level)
    part = np.where(grown, np.clip(darkness.ink / full, 0, 1), 0)
    ink = np.zeros_like(gray)
    shape = ink[place].shape
    factors = [full / small for full, small in zip(shape, part.shape, strict=True)]
    large = ndimage.zoom(part, factors, order=1, mode="nearest", grid_mode=True)
    ink[place] = large.clip(0, 1)
    return ink
