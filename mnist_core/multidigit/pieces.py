"""Ink in pieces, from which a number's digits are put together: strokes, or blots of a picture."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.binarise import find_ink
from mnist_core.ink.pen_width import redraw
from mnist_core.ink.rasterise import SIZE, curved, ink_lines
from mnist_core.ink.strokes import Strokes

Floats = NDArray[np.float32]
Points = NDArray[np.float64]
Labels = NDArray[np.intp]
Box = tuple[float, float, float, float]

DOT = 0.01  # of the canvas: less is a dot, whatever its shape
STEPS = 60  # points of a stroke on a way as long as the writing is high
MOST_DIGITS_WIDE = 16  # writing wider than so many times its height is no higher than this
INKED, FULL, FAINTEST = 0.3, 0.5, 0.2  # of full ink: in a piece, surely in it, cut out with it
MARGIN = 2  # pixels


class Pieces(Protocol):
    """Pieces of ink that are numbered from 0."""

    @property
    def pen(self) -> float:
        """How wide the lines are whose ink the points cover; 0 for the middles of strokes."""

    @property
    def links(self) -> Points:
        """How many pens of ink were cut between two pieces, (n, n); 0 where none was."""

    @property
    def points(self) -> Sequence[Points]:
        """Points all over the ink of each piece, one (n, 2) array for each, x and y."""

    def image(self, group: Sequence[int]) -> Floats:
        """Draw some pieces as MNIST's makers would have, (28, 28) float32 in [0, 1]."""

    def divided(self, parts: Mapping[int, Labels], links: Points) -> Self:
        """Cut pieces into parts.

        Args:
            parts: for each piece to cut, the part that each of its points belongs to; parts
                take the piece's place in the order of their numbers.
            links: of the new pieces.
        """


@dataclass(frozen=True)
class StrokePieces:
    """Strokes: a piece is what the pen drew without being lifted, or a part of that.

    Attributes:
        lines: the lines of each piece.
        smallest: a drawing is not enlarged as if it were smaller than that.
    """

    lines: tuple[tuple[Points, ...], ...]
    smallest: float
    links: Points
    pen: float = 0.0

    @cached_property
    def points(self) -> Sequence[Points]:
        return [np.vstack(lines) for lines in self.lines]

    def image(self, group: Sequence[int]) -> Floats:
        return ink_lines([line for piece in group for line in self.lines[piece]], self.smallest)

    def divided(self, parts: Mapping[int, Labels], links: Points) -> Self:
        lines = [
            part
            for piece, whole in enumerate(self.lines)
            for part in (_torn(whole, parts[piece]) if piece in parts else [whole])
        ]
        return replace(self, lines=tuple(lines), links=links)


def _torn(lines: tuple[Points, ...], labels: Labels) -> Iterator[tuple[Points, ...]]:
    """Give the stretches of the lines that belong to each part."""
    ends = np.cumsum([len(line) for line in lines])[:-1]
    breaks = np.union1d(np.nonzero(np.diff(labels))[0] + 1, ends)
    stretches = np.split(np.vstack(lines), breaks)
    owners = labels[np.append(0, breaks).astype(int)]
    for part in np.unique(labels):
        yield tuple(stretches[index] for index in np.nonzero(owners == part)[0])


def stroke_pieces(strokes: Strokes) -> StrokePieces:
    """Make every stroke a piece; there must be at least one."""
    low, high = _corners(strokes.lines)
    height = max(float(high[1] - low[1]), float(high[0] - low[0]) / MOST_DIGITS_WIDE, 1e-6)
    count = len(strokes.lines)
    return StrokePieces(
        lines=tuple((_spaced(curved(line), height / STEPS),) for line in strokes.lines),
        smallest=DOT * max(strokes.width, strokes.height),
        links=np.zeros((count, count)),
    )


def _corners(lines: Iterable[Points]) -> tuple[Points, Points]:
    points = np.vstack(list(lines))
    return points.min(axis=0), points.max(axis=0)


def _spaced(line: Points, step: float) -> Points:
    """Put points at even distances along an (n, 2) line, both ends kept."""
    way = np.hypot(*np.diff(line, axis=0, prepend=line[:1]).T).cumsum()
    stops = np.linspace(0, way[-1], int(way[-1] / step) + 2)
    return np.stack([np.interp(stops, way, line[:, axis]) for axis in (0, 1)], axis=1)


@dataclass(frozen=True)
class BlotPieces:
    """Blots of a picture: a piece is ink that hangs together, or a part of that.

    Attributes:
        ink: (height, width) float32 in [0, 1], cut out of the picture.
        labels: (height, width), the number of each pixel's piece counted from 1, 0 for paper.
        corner: (2,), where the cut lies in the picture, x and y.
    """

    ink: Floats
    labels: NDArray[np.int32]
    corner: Points
    links: Points
    pen: float

    @cached_property
    def points(self) -> Sequence[Points]:
        return [self._pixels(place) + self.corner for place in self._places]

    @cached_property
    def _places(self) -> list[tuple[NDArray[Any], ...]]:
        """Find each piece's pixels, rows and columns."""
        boxes = ndimage.find_objects(self.labels)
        found = [np.nonzero(self.labels[box] == number) for number, box in enumerate(boxes, 1)]
        return [
            tuple(axis + side.start for axis, side in zip(place, box, strict=True))
            for place, box in zip(found, boxes, strict=True)
        ]

    @staticmethod
    def _pixels(place: tuple[NDArray[Any], ...]) -> Points:
        return np.stack(place[::-1], axis=1).astype(float)

    @cached_property
    def _nearest(self) -> NDArray[np.int32]:
        """Give every pixel of paper to the piece next to it, for the soft edges of the ink."""
        places = ndimage.distance_transform_edt(
            self.labels == 0, return_distances=False, return_indices=True
        )
        nearest: NDArray[np.int32] = self.labels[tuple(places)]
        return nearest

    def image(self, group: Sequence[int]) -> Floats:
        rows, columns = (
            slice(max(0, min(low) - MARGIN), max(high) + MARGIN + 1)
            for low, high in (self._reach(group, axis) for axis in (0, 1))
        )
        mine = np.isin(self._nearest[rows, columns], np.array(group) + 1)
        ink = np.where(mine, self.ink[rows, columns], 0).astype(np.float32)
        return redraw(ink) if ink.max() > FULL else np.zeros((SIZE, SIZE), np.float32)

    def _reach(self, group: Sequence[int], axis: int) -> tuple[list[int], list[int]]:
        places = [self._places[piece][axis] for piece in group]
        return [int(place.min()) for place in places], [int(place.max()) for place in places]

    def divided(self, parts: Mapping[int, Labels], links: Points) -> Self:
        labels, count = np.zeros_like(self.labels), 0
        for piece, place in enumerate(self._places):
            kinds, own = np.unique(parts.get(piece, np.zeros(1, int)), return_inverse=True)
            labels[place] = count + 1 + own
            count += len(kinds)
        return replace(self, labels=labels, links=links)


def blot_pieces(gray: Floats) -> BlotPieces | None:
    """Find a picture's ink, and make all that hangs together a piece; none without ink.

    Args:
        gray: (height, width), float32 in [0, 1], ink dark on light or light on dark.
    """
    ink = find_ink(gray, in_a_line=True)
    if ink is None:
        return None
    rows, columns = (np.nonzero((ink > FAINTEST).any(axis=axis))[0] for axis in (1, 0))
    cut = np.pad(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], MARGIN)
    labels, count = _blots(cut)
    depths = ndimage.distance_transform_edt(labels > 0)[labels > 0]
    corner = np.array([columns[0], rows[0]], float) - MARGIN
    return BlotPieces(cut, labels, corner, np.zeros((count, count)), 4 * depths.mean() - 1)


def _blots(ink: Floats) -> tuple[NDArray[np.int32], int]:
    """Number the blots that have full ink somewhere, from 1."""
    labels, count = ndimage.label(ink > INKED, np.ones((3, 3)))
    full = np.array(ndimage.maximum(ink, labels, np.arange(count + 1))) > FULL
    full[0] = False
    numbers = np.where(full, full.cumsum(), 0).astype(np.int32)
    return numbers[labels], int(full.sum())
