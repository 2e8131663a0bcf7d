"""Ink in a photograph with bad light, printed rules, a desk or noise: looked at ever nearer."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.boxes import around
from mnist_core.ink.darkness import Darkness
from mnist_core.ink.likeliest import AROUND, Candidate, find_likeliest
from mnist_core.ink.paper import resized, shrink
from mnist_core.ink.parts import OPEN
from mnist_core.ink.pieces import Digit, find_digits

Floats = NDArray[np.float32]
Slices = tuple[slice, slice]

WORK_SIZE = 400  # pixels of the longer side
WINDOW = 0.35  # of the longer side: wider than any stroke, so that it always reaches paper
SMALL = 0.6  # of the picture: a smaller digit is looked at again, nearer
LOOKS = 3
LINE_SIZE = 800  # pixels of the longer side where there are several digits

LEAST_SCORE = -3.0
FAINTEST = 0.03
FAINTEST_ON_RIM = 0.08
FAINTEST_INK = 0.25  # of full ink, where glare takes the rest
OVER_NOISE = 5.0
BESIDE_LINE = 0.25  # of a wiped rule's darkness: what is less is what is left of rules
SHORTEST = 1.5  # times as long as thick


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
        nearer = find_likeliest(small, WINDOW * max(small.shape))
        if nearer is None or not _is_digit(nearer, small):
            break
        found, at = nearer, place
        room = around(found.digit.box, small.shape, AROUND)
        if max(side.stop - side.start for side in room) >= SMALL * max(small.shape):
            break
        place = _placed(room, small.shape, place)
    return None if found is None else _ink_of(found, at, gray)


def find_photographed_line(gray: Floats) -> Floats | None:
    """Find the ink of several digits side by side, as ``find_photographed_ink`` finds one's."""
    small = shrink(gray, LINE_SIZE)
    found = find_likeliest(small, WINDOW * min(small.shape))
    if found is None or not _is_digit(found, small):
        return None
    kept = find_digits(found.darkness, found.digit)
    found = replace(found, digit=replace(found.digit, kept=kept))
    return _ink_of(found, (slice(0, gray.shape[0]), slice(0, gray.shape[1])), gray)


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
    if candidate.score < LEAST_SCORE or digit.on_line or digit.open > OPEN:
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
    grown = ndimage.maximum_filter(found.digit.kept, 5)
    nearby = ndimage.maximum_filter(np.where(grown, darkness.ink, 0), round(found.digit.thick) + 2)
    full = np.clip(nearby, FAINTEST_INK * darkness.level, darkness.level)
    part = np.where(grown, np.clip(darkness.ink / full, 0, 1), 0)
    ink = np.zeros_like(gray)
    ink[place] = resized(part, *ink[place].shape).clip(0, 1)
    return ink
