"""Many images of one way to write something, each by another hand, drawn at once."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.rasterise import BOX, CENTRE, PEN_WIDTH, SIZE, curved

Floats = NDArray[np.float32]
Points = NDArray[np.float64]

STEP = 0.025  # of a digit's height, between two points of a line
WIDTHS, SLANTS, TURNS = (0.6, 1.25), (-0.15, 0.45), (-0.1, 0.1)  # to the right, and in radians
TREMBLE, FEW_POINTS = 0.035, 4  # of a digit's height; a line of more points strays less
BLUR, DARKNESS = 0.75, 2.2  # pixels, and times the ink: together they look like the lab's pen


def parsed_way(text: str) -> list[Points]:
    """Give the lines of a way to write something, "x,y x,y | x,y ...", one (n, 2) array each."""
    return [
        np.array([pair.split(",") for pair in line.split()], float) / 100
        for line in text.split(" | ")
    ]


def way_images(lines: list[Points], count: int, random: Generator) -> Floats:
    """Draw lines in so many hands: broader or narrower, slanted, turned and with a tremble.

    They come close to what ``ink_lines`` draws, in a tenth of the time.

    Returns:
        (count, 28, 28) float32 in [0, 1], paper 0, as large as MNIST's digits and in their middle.
    """
    dense, weights = _densely(lines)
    tremble = TREMBLE * min(1.0, FEW_POINTS * len(lines) / weights.shape[1])
    strays = random.normal(0, tremble, (count, weights.shape[1], 2))
    points = (dense + np.einsum("mk,vkd->vmd", weights, strays)) @ _hands(count, random)
    scales = (BOX - PEN_WIDTH) / np.ptp(points, axis=1).max(axis=1)
    points *= scales[:, None, None]
    cells = np.rint(points + CENTRE - points.mean(axis=1, keepdims=True)).astype(int)
    ink = np.zeros((count, SIZE, SIZE), np.float32)
    columns, rows = np.moveaxis(cells.clip(0, SIZE - 1), 2, 0)
    np.add.at(ink, (np.arange(count)[:, None], rows, columns), STEP * scales[:, None])
    blurred = ndimage.gaussian_filter(ink, (0, BLUR, BLUR))
    images: Floats = np.minimum(blurred * np.float32(DARKNESS), np.float32(1))
    return images


def _densely(lines: list[Points]) -> tuple[Points, Points]:
    """Put points along lines, (m, 2); give how each strays with the k given ones, (m, k)."""
    from scipy.linalg import block_diag  # noqa: PLC0415 - 12 MB, which few pages need

    parts = [_one_densely(line) for line in lines]
    return np.vstack([points for points, _ in parts]), block_diag(*(part for _, part in parts))


def _one_densely(line: Points) -> tuple[Points, Points]:
    curve = curved(line)
    way = np.hypot(*np.diff(curve, axis=0, prepend=curve[:1]).T).cumsum()
    stops = np.linspace(0, way[-1], int(way[-1] / STEP) + 2)
    points = np.stack([np.interp(stops, way, curve[:, axis]) for axis in (0, 1)], axis=1)
    nearest = [np.hypot(*(curve - point).T).argmin() for point in line]
    given = way[np.maximum.accumulate(nearest)]
    return points, np.stack([np.interp(stops, given, one) for one in np.eye(len(line))], axis=1)


def _hands(count: int, random: Generator) -> Points:
    """Draw how hands change what they write, (count, 2, 2)."""
    widths, slants, turns = (random.uniform(*ends, count) for ends in (WIDTHS, SLANTS, TURNS))
    zero, one = np.zeros(count), np.ones(count)
    shapes = np.array([[widths, zero], [-slants, one]])
    turned = np.array([[np.cos(turns), np.sin(turns)], [-np.sin(turns), np.cos(turns)]])
    changes: Points = np.einsum("ijv,jkv->vik", shapes, turned)
    return changes
