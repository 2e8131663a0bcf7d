"""Where ink that may be several digits can be cut: along seams that cross little of it.

A seam is a path from the ink's top to its foot, straight down or one pixel aside a row, that
costs what ink it crosses and a little for each step aside; dynamic programming finds the best one
through each place, as in the carving of pictures by Avidan and Shamir (2007). To cut too much and
choose later is the "heuristic over-segmentation" of LeCun, Bottou, Bengio and Haffner (1998).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Points = NDArray[np.float64]
Labels = NDArray[np.intp]
Mask = NDArray[np.bool_]

ROWS = 40  # pixels that a digit is high while it is cut
ASIDE = 0.12  # of a pixel of ink: the cost of one step aside
MOST_PENS = 2.3  # a seam that crosses more ink is none
MUCH_BETTER = 0.35  # pens that a seam near by must save to be taken instead
MOST_SEAMS = 4  # in ink as wide as a digit is high, and one more
BETWEEN = 6  # pixels between two seams, and from a seam to the end of the ink
LEAST_PART = 1.2  # squares as wide as the pen: less ink is no part
FINEST_PEN = 3.0  # pixels: a finer one is thickened, so that no seam slips through its corners


@dataclass(frozen=True)
class Cuts:
    """Ink cut into parts from left to right.

    Attributes:
        pens: what each of the k seams crosses, in widths of the pen, from left to right.
        labels: (n,), the part of each point, 0 to k.
    """

    pens: tuple[float, ...]
    labels: Labels


def find_cuts(
    points: Points, *, slant: float, height: float, pen: float, most_pens: float = MOST_PENS
) -> Cuts:
    """Find where ink can be cut.

    Args:
        points: (n, 2) float64, all over the ink.
        slant: how far writing leans to the right on a way up of 1; seams lean with it.
        height: of a digit, in the points' unit.
        pen: its width, in the points' unit.
        most_pens: a seam that crosses more is left out.
    """
    scale = ROWS / height if pen == 0 else min(ROWS / height, 1.0)  # no finer than pixels
    upright = np.stack([points[:, 0] + slant * points[:, 1], points[:, 1]], axis=1) * scale
    cells = np.floor(upright - upright.min(axis=0)).astype(int) + 1
    mask, pen_px = _raster(cells, max(pen * scale, 1.0))
    seams = sorted(_good_seams(mask, pen_px, most_pens), key=lambda seam: seam[1].mean())
    beyond = sum((cells[:, 0] >= seam[cells[:, 1]] for _, seam in seams), np.zeros(len(cells), int))
    parts, labels = np.unique(beyond, return_inverse=True)  # no part is empty
    return Cuts(tuple(seams[part - 1][0] for part in parts[1:]), labels)


def _raster(cells: Labels, pen_px: float) -> tuple[Mask, float]:
    """Paint cells, x and y from 1, with paper around them; give the pen's width, too."""
    mask = np.zeros(cells.max(axis=0)[::-1] + 2, bool)
    mask[cells[:, 1], cells[:, 0]] = True
    if pen_px >= FINEST_PEN:
        return mask, pen_px
    return ndimage.binary_dilation(mask), pen_px + 2


def _good_seams(mask: Mask, pen_px: float, most_pens: float) -> Iterator[tuple[float, Labels]]:
    """Give the cheapest seams that lie apart, each with the pens that it crosses."""
    middle = len(mask) // 2
    down, steps_down = _sweep(mask[: middle + 1])
    up, steps_up = _sweep(mask[: middle - 1 if middle else None : -1])
    pens = (down + up - mask[middle]) / pen_px
    columns = mask.shape[1]
    best_near = ndimage.minimum_filter1d(pens, 2 * BETWEEN + 1)
    taken: list[int] = []
    most = round(MOST_SEAMS * columns / ROWS) + 1
    for column in np.argsort(pens, kind="stable"):
        if pens[column] > most_pens or len(taken) == most:
            return
        room = min(abs(column - other) for other in [0, columns - 1, *taken])
        if room < BETWEEN or pens[column] > best_near[column] + MUCH_BETTER:
            continue
        seam = np.concatenate([_trace(steps_down, column)[:-1], _trace(steps_up, column)[::-1]])
        if _parts_ink(mask, seam, LEAST_PART * pen_px**2):
            taken.append(int(column))
            yield float(pens[column]), seam


def _sweep(mask: Mask) -> tuple[Points, Labels]:
    """Go down all rows by the cheapest ways.

    Returns:
        (columns,), the cost of the best way that ends in each column of the last row, and
        (rows, columns), the step from the row above on that way, -1, 0 or 1.
    """
    ways, steps = mask[0].astype(float), np.zeros(mask.shape, int)
    for row, inked in enumerate(mask[1:], start=1):
        beside = np.pad(ways, 1, constant_values=np.inf)
        choices = np.stack([beside[:-2] + ASIDE, ways, beside[2:] + ASIDE])
        best = choices.argmin(axis=0)
        ways = choices.min(axis=0) + inked
        steps[row] = best - 1
    return ways, steps


def _trace(steps: Labels, column: int) -> Labels:
    """Follow the best way back from a column of the last row, (rows,)."""
    way = np.empty(len(steps), int)
    for row in range(len(steps) - 1, -1, -1):
        way[row] = column
        column += steps[row][column]
    return way


def _parts_ink(mask: Mask, seam: Labels, least: float) -> bool:
    left = np.arange(mask.shape[1]) < seam[:, None]
    return bool(min((mask & left).sum(), (mask & ~left).sum()) >= least)
