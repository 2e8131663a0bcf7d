"""Lines printed on paper, nearly level or upright: found by their length, wiped from the ink."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float32]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]

THICKEST = 0.02  # of the longer side, as no stroke of a legible digit
SLOPES = np.arange(-0.12, 0.1201, 0.01)
COVERED = 0.55  # of the picture's width
COVERED_ALONE = 0.9  # by a line that has no others like it
PROMINENT = 0.3  # more of the width than most rows have
USUAL = 20  # per cent of the rows
ALIKE = 0.025  # difference of slopes
FEW = 3
COLUMNS = 200  # of the picture that are looked at
OVER_NOISE = 4.0
FAINTEST = 0.02
LEAST_OF_LINE = 25  # per cent of a line that ink leaves free
INK_ACROSS = 1.6  # times as dark as the line


@dataclass(frozen=True)
class Wiped:
    """What is left without the lines.

    Attributes:
        ink: (height, width) float32.
        lines: (height, width) bool, where the lines were.
        darkest: the darkest line's value, 0 without one.
    """

    ink: Floats
    lines: Mask
    darkest: float


@dataclass(frozen=True)
class Line:
    """A line's row in the middle of the picture, rows to a column, and how much it covers."""

    row: int
    slope: float
    covered: float


def without_rules(ink: Floats) -> Wiped:
    """Wipe rules in both directions; what is darker than a rule across it stays.

    Args:
        ink: (height, width), float32 in [0, 1], paper 0.
    """
    level = _without_level_rules(ink)
    upright = _without_level_rules(level.ink.T)
    lines = level.lines | upright.lines.T
    return Wiped(upright.ink.T, lines, max(level.darkest, upright.darkest))


def unruled(ink: Floats) -> Wiped:
    """Give ink, (height, width) float32, as it is where there are no rules."""
    return Wiped(ink, np.zeros(ink.shape, bool), 0.0)


def _without_level_rules(ink: Floats) -> Wiped:
    reach = max(5, round(THICKEST * max(ink.shape)) | 1)
    opened = ndimage.maximum_filter1d(ndimage.minimum_filter1d(ink, reach, axis=0), reach, axis=0)
    thin = ink - opened
    wiped = unruled(ink.copy())
    offsets = np.arange(-reach, reach + 1)
    ways = [_followed(thin, line, offsets) for line in _alike(_lines(thin, reach))]
    bands = [_beside(thin, way, offsets) for way in ways]
    printed = np.median([np.median(band, axis=1) for band in bands], axis=0) if bands else thin[0]
    for way, band in zip(ways, bands, strict=True):
        wiped = _wipe(wiped, ink, way, _profile(band, printed), offsets)
    return wiped


def _lines(thin: Floats, reach: int) -> list[Line]:
    """List what covers most of the width in one direction, beside rows that do not."""
    covered, slopes = _coverage(thin)
    usual = float(np.percentile(covered, USUAL))
    lines, left = [], covered.copy()
    while left.max() >= max(COVERED, usual + PROMINENT):
        row = int(left.argmax())
        lines.append(Line(row, float(slopes[row]), float(covered[row])))
        left[max(0, row - reach) : row + reach + 1] = 0
    return lines


def _coverage(thin: Floats) -> tuple[Floats, Floats]:
    """Give for each row the most that a line through its middle covers, and that line's slope."""
    height, width = thin.shape
    run = ndimage.uniform_filter1d(thin, max(5, width // 25), axis=1)
    spread = 1.4826 * float(np.median(np.abs(run - np.median(run))))
    columns = np.arange(0, width, max(1, width // COLUMNS))
    lit = (run > max(OVER_NOISE * spread, FAINTEST))[:, columns]
    room = int(np.ceil(SLOPES[-1] * width / 2)) + 2
    lit = np.pad(ndimage.maximum_filter1d(lit.view(np.uint8), 3, axis=0), ((room, room), (1, 0)))
    before = lit.T.cumsum(axis=0, dtype=np.int32)
    best, slopes = np.zeros(height, np.float32), np.zeros(height, np.float32)
    for slope in sorted(SLOPES, key=abs):  # of equals the levellest
        covered = _along(before, np.round(slope * (columns - width / 2)).astype(int) + room, height)
        better = covered > best
        best[better], slopes[better] = covered[better], slope
    return best, slopes


def _along(before: NDArray[np.int32], offsets: Places, height: int) -> Floats:
    """Give the share that is lit along lines that begin in each row, (height,).

    Args:
        before: (columns + 1, rows), how many pixels of a row are lit before a column.
        offsets: (columns,), a line's way down in each column.
    """
    total = np.zeros(height, np.int32)
    turns = np.flatnonzero(np.diff(offsets)) + 1
    for start, stop in pairwise((0, *turns, len(offsets))):
        rows = slice(offsets[start], offsets[start] + height)
        total += before[stop, rows] - before[start, rows]
    return (total / len(offsets)).astype(np.float32)


def _alike(lines: list[Line]) -> list[Line]:
    """Keep several lines of like slope, or those that cross nearly the whole picture."""
    if not lines:
        return []
    usual = float(np.median([line.slope for line in lines]))
    alike = [line for line in lines if abs(line.slope - usual) < ALIKE]
    if len(alike) >= FEW:
        return alike
    return [line for line in lines if line.covered > COVERED_ALONE]


def _wipe(wiped: Wiped, ink: Floats, way: Places, profile: Floats, offsets: Places) -> Wiped:
    """Take a line's own darkness away along its way, in place."""
    reach, columns = int(offsets[-1]), np.arange(ink.shape[1])
    peak = float(np.median(profile.max(axis=0)))
    wide = np.abs(offsets[np.median(profile, axis=1) > 0.08 * peak])
    half = min(int(np.max(wide, initial=1)), reach - 1)
    above, below = (np.clip(way + side, 0, len(ink) - 1) for side in (-half - 1, half + 1))
    for offset in range(-half, half + 1):
        share = (offset + half + 1) / (2 * half + 2)
        between = (1 - share) * ink[above, columns] + share * ink[below, columns]
        places = np.clip(way + offset, 0, len(ink) - 1), columns
        wiped.ink[places] = _freed(ink[places], profile[offset + reach], between)
        wiped.lines[places] = True
    return replace(wiped, darkest=max(wiped.darkest, peak))


def _freed(ink: Floats, line: Floats, between: Floats) -> Floats:
    """Give what a line leaves: what lies on both sides of it, and ink that is darker than it."""
    own = 1 - (1 - ink) / np.maximum(1 - line, 0.2)
    own = np.where(ink > INK_ACROSS * line, own, 0)
    freed: Floats = np.maximum(np.minimum(between, ink), np.clip(own, 0, 1))
    return freed


def _followed(thin: Floats, line: Line, offsets: Places) -> Places:
    """Follow a line that drifts or sags; its row in each column, (width,)."""
    width = thin.shape[1]
    columns = np.arange(width)
    way = np.round(line.row + line.slope * (columns - width / 2)).astype(int)
    band = _beside(thin, way, offsets)
    run = ndimage.uniform_filter1d(band, max(9, width // 6), axis=1, mode="nearest")
    run = np.minimum(run, 2 * np.median(run.max(axis=0)))
    best = np.argmax(run - 0.02 * np.abs(offsets)[:, None] * run.max(), axis=0)
    even = ndimage.median_filter(best, max(9, width // 8), mode="nearest")
    followed: Places = way + offsets[even]
    return followed


def _beside(thin: Floats, way: Places, offsets: Places) -> Floats:
    """Give what lies along a way, so far above and below, (offsets, width)."""
    band: Floats = thin[np.clip(way + offsets[:, None], 0, len(thin) - 1), np.arange(len(way))]
    return band


def _profile(band: Floats, printed: Floats) -> Floats:
    """Give a line's darkness across it as it changes along it, ink across it left out.

    Ink may follow a line for most of its way: where the rest of the line is as the others are,
    no more than theirs is its own.

    Args:
        band: (offsets, width), what lies along the line.
        printed: (offsets,), the usual darkness across all lines.
    """
    long = max(15, band.shape[1] // 3) | 1
    # One row after another: SciPy has a fast median of a single one.
    running = np.array([ndimage.median_filter(row, long, mode="nearest") for row in band])
    own, least = np.median(band, axis=1), np.percentile(band, LEAST_OF_LINE, axis=1)
    usual = ndimage.maximum_filter1d(np.minimum(own, np.maximum(printed, least)), 3)
    profile: Floats = np.minimum(running, 1.4 * usual[:, None])
    return profile
