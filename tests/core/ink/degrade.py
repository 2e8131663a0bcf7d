"""Digits as other people bring them: moved, scaled, thick, thin, photographed, or as strokes."""

import io
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from mnist_core.ink.skeleton import thin
from mnist_core.ink.strokes import Strokes

Floats = NDArray[np.float32]
Points = NDArray[np.float64]

CANVAS = 280
TRACE = 4  # pixels of the thinned digit for each of MNIST's
NEIGHBOURS = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]


def enlarged(digit: Floats, factor: int = 10) -> Floats:
    """Enlarge (28, 28) smoothly, as a scan of the digit would be."""
    return ndimage.zoom(digit, factor, order=3, mode="grid-constant", grid_mode=True).clip(0, 1)


def moved(digit: Floats, *, scale: float, right: int = 0, down: int = 0) -> Floats:
    """Draw a digit at ``scale`` times its size on a canvas of 240, off its middle; scale <= 1.6."""
    picture = ndimage.zoom(digit, 5 * scale, order=1, mode="grid-constant", grid_mode=True)
    canvas = np.zeros((240, 240), np.float32)
    top, left = (240 - picture.shape[0]) // 2 + down, (240 - picture.shape[1]) // 2 + right
    canvas[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return canvas


def thickened(digit: Floats, pixels: float) -> Floats:
    """Grow every edge by so many of MNIST's pixels; the picture is five times enlarged."""
    ink = np.pad(enlarged(digit, 5), 15) > 0.5
    return (ndimage.distance_transform_edt(~ink) <= 5 * pixels).astype(np.float32)


def thinned(digit: Floats, pixels: float = 0.4) -> Floats:
    """Keep lines so many of MNIST's pixels wide along the middles of the strokes."""
    middle = thin(np.pad(enlarged(digit, 5), 15) > 0.5)
    return (ndimage.distance_transform_edt(~middle) <= 2.5 * pixels).astype(np.float32)


def photographed(digit: Floats, random: np.random.Generator) -> Floats:
    """Dark ink on paper with light from one side, a soft shadow, and the sensor's noise."""
    ink = moved(digit, scale=random.uniform(0.7, 1.2))
    across, down = np.meshgrid(np.linspace(-1, 1, 240), np.linspace(-1, 1, 240))
    angle = random.uniform(0, 2 * np.pi)
    light = 0.65 + 0.22 * (across * np.cos(angle) + down * np.sin(angle))
    light *= 1 - 0.3 / (1 + np.exp(-12 * (down + random.uniform(-1, 1))))
    noise = random.normal(0, 0.02, ink.shape)
    return (light * (1 - 0.75 * ink) + noise).clip(0, 1).astype(np.float32)


def plainly_resized(gray: Floats) -> Floats:
    """Shrink the whole picture to (28, 28), the mistake that reading must not make."""
    picture = Image.fromarray(np.round(gray * 255).astype(np.uint8))
    small = picture.resize((28, 28), Image.Resampling.LANCZOS)
    return np.asarray(small, np.float32) / np.float32(255)


def traced(digit: Floats, *, spacing: float = 1.0) -> Strokes:
    """Follow the middles of a (28, 28) digit's strokes as a pen may have, on a canvas of 280.

    Args:
        digit: float32 in [0, 1].
        spacing: pixels of MNIST's between two points.
    """
    paths = list(_walks(thin(_finer(digit) > 0.5)))
    long = [path for path in paths if len(path) > TRACE] or paths[:1]
    lines = tuple(spaced(path / TRACE, spacing) * 10.0 for path in long)
    return Strokes(float(CANVAS), float(CANVAS), lines)


def _finer(digit: Floats) -> Floats:
    finer: Floats = ndimage.zoom(digit, TRACE, order=1, mode="grid-constant", grid_mode=True)
    return finer


def _walks(lines: NDArray[np.bool_]) -> Iterator[Points]:
    """Walk along thinned lines from their ends, straight on where they fork; (n, 2) x and y."""
    left = {(int(row), int(column)) for row, column in np.argwhere(lines)}
    while left:
        walk = [min(left, key=lambda place: (len(_beside(place, left)) != 1, place))]
        left.discard(walk[0])
        while choices := _beside(walk[-1], left):
            before = np.subtract(walk[-1], walk[max(0, len(walk) - 6)])
            walk.append(max(choices, key=lambda place: _onward(place, walk[-1], before)))
            left.discard(walk[-1])
        yield np.array(walk, float)[:, ::-1]


def _beside(place: tuple[int, int], left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    around = [(place[0] + down, place[1] + right) for down, right in NEIGHBOURS]
    return [neighbour for neighbour in around if neighbour in left]


def _onward(place: tuple[int, int], here: tuple[int, int], before: Points) -> float:
    step = np.subtract(place, here)
    return float(step @ before / np.hypot(*step) - 0.01 * np.hypot(*step))


def spaced(path: Points, spacing: float) -> Points:
    """Put points at even distances along an (n, 2) path, both ends kept."""
    way = np.hypot(*np.diff(path, axis=0, prepend=path[:1]).T).cumsum()
    stops = np.linspace(0, way[-1], max(2, round(way[-1] / spacing) + 1))
    return np.stack([np.interp(stops, way, path[:, axis]) for axis in (0, 1)], axis=1)


def pen_drawn(strokes: Strokes, *, size: float, pen: float, canvas: int = CANVAS) -> Floats:
    """Draw strokes ``size`` pixels large with a round pen on a square canvas, white on black."""
    points = np.vstack(strokes.lines)
    low, high = points.min(axis=0), points.max(axis=0)
    paper = np.ones((canvas, canvas), bool)
    for line in strokes.lines:
        placed = (line - (low + high) / 2) * size / (high - low).max() + canvas / 2
        x, y = np.round(spaced(placed, 0.5)).astype(int).T
        paper[y, x] = False
    distance = ndimage.distance_transform_edt(paper)
    return np.clip(pen / 2 - distance + 0.5, 0, 1).astype(np.float32)


def encoded(pixels: NDArray[np.generic], kind: str = "PNG", **options: object) -> bytes:
    """Encode pixels as a file of that kind."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **options)
    return file.getvalue()
