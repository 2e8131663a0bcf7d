"""Which pieces of ink are a digit: long for their thickness, dark, clear of the border."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.boxes import around, box_of, longer
from mnist_core.ink.darkness import Darkness

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Slices = tuple[slice, slice]

LIKELY = 12  # pieces: the darkest and largest
BLOT = 1.8  # times as long as thick: what is less is a blot, not a stroke
UNLIKELY = 0.1  # weight of a blot, and of what touches the border, beside others
NEAR = 0.2  # of the digit's longer side: another part of it is no further off
LARGE_PART = 0.6  # of its longer side: a large part is nearer, or the edge of a note
NEAR_IF_LARGE = 0.08
LEAST_PART = 0.02  # of the area of the digit's largest piece
SAME_PEN = 1.5  # times as thick as the likeliest digit, at the border beside others
FRAMED = 0.2  # of a frame's darkness is in what it runs around
FAINT = (0.12, 0.2)  # of full ink: strokes are followed into glare so far
WIDER = 1.5  # times: a soft stroke's pen where it is followed to fainter ink
NO_THICKER = 1.3  # times as thick as that
MOST = 0.6  # of a piece
RIM = 2  # pixels of a sheet's hull


@dataclass(frozen=True)
class Digit:
    """The likeliest piece of ink with its neighbours.

    Attributes:
        kept: (height, width) bool.
        box: rows and columns that it takes.
        area: pixels of the main piece.
        mass: darkness of the main piece, as a share of a picture full of ink.
        size: pixels of the main piece's longer side.
        thick: pixels of its thickest part.
        pen: pixels of its usual thickness.
        on_rim: it touches the border of the picture or of the sheet.
        on_line: most of it lies where a rule was wiped.
    """

    kept: Mask
    box: Slices
    area: int
    mass: float
    size: int
    thick: float
    pen: float
    on_rim: bool
    on_line: bool


@dataclass(frozen=True)
class _Piece:
    label: int
    box: Slices
    size: int
    thick: float
    on_rim: bool
    mass: float
    weight: float


def find_digit(darkness: Darkness, sheet: Mask | None = None) -> Digit | None:
    """Find the digit among the pieces of ink; none where nothing stands out.

    Args:
        sheet: (height, width) bool: what touches its rim is no digit, if anything else is one.
    """
    if not darkness.level:
        return None
    labels, count = ndimage.label(darkness.ink > darkness.level / 2, np.ones((3, 3)))
    masses = ndimage.sum(np.minimum(darkness.ink, darkness.level), labels, np.arange(1, count + 1))
    boxes: list[Slices] = ndimage.find_objects(labels)
    rim = None if sheet is None else ~ndimage.binary_erosion(sheet, np.ones((3, 3)), RIM)
    likely = np.argsort(-masses)[:LIKELY]
    pieces = [_piece(labels, boxes[i], int(i) + 1, float(masses[i]), rim) for i in likely]
    main = max(pieces, key=lambda piece: piece.weight * UNLIKELY ** _is_frame(piece, pieces))
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    kept = _with_faint_ends(np.isin(labels, _parts(main, boxes, areas, labels)), darkness, main)
    return Digit(
        kept=kept,
        box=box_of(kept),
        area=int(areas[main.label - 1]),
        mass=float(masses[main.label - 1]) / kept.size,
        size=main.size,
        thick=main.thick,
        pen=_pen_of(kept),
        on_rim=main.on_rim,
        on_line=bool(darkness.lines[kept].mean() > MOST),
    )


def find_digits(darkness: Darkness, main: Digit) -> Mask:
    """Find a line of digits: pieces clear of the border, and those there with a pen like theirs.

    Returns:
        (height, width) bool.
    """
    labels, count = ndimage.label(darkness.ink > darkness.level / 2, np.ones((3, 3)))
    numbers = np.arange(1, count + 1)
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    depths = ndimage.distance_transform_edt(labels > 0)
    alike = 2 * ndimage.maximum(depths, labels, numbers) <= SAME_PEN * main.thick
    on_rim = np.array([_leans(box, labels.shape) for box in ndimage.find_objects(labels)])
    digits = (areas >= LEAST_PART * areas.max()) & (~on_rim | alike)
    kept: Mask = np.isin(labels, numbers[digits])
    return kept


def _piece(
    labels: NDArray[np.int32], box: Slices, label: int, mass: float, rim: Mask | None
) -> _Piece:
    part = labels[box] == label
    thick = 2 * float(ndimage.distance_transform_edt(np.pad(part, 1)).max())
    on_rim = _leans(box, labels.shape) or (rim is not None and bool((part & rim[box]).any()))
    size = max(part.shape)
    doubts = (size < BLOT * thick) + on_rim
    return _Piece(label, box, size, thick, on_rim, mass, mass * UNLIKELY**doubts)


def _leans(box: Slices, shape: tuple[int, ...]) -> bool:
    """Tell whether a piece leans on the picture's border."""
    return any(part.start == 0 or part.stop == side for part, side in zip(box, shape, strict=True))


def _is_frame(piece: _Piece, pieces: list[_Piece]) -> bool:
    """Tell whether a piece runs around another that is large too: the edge of a note."""
    return any(
        other.mass >= FRAMED * piece.mass and other is not piece and _within(other.box, piece.box)
        for other in pieces
    )


def _within(inner: Slices, outer: Slices) -> bool:
    return all(
        one.start >= other.start and one.stop <= other.stop
        for one, other in zip(inner, outer, strict=True)
    )


def _parts(
    main: _Piece, boxes: list[Slices], areas: NDArray[np.intp], labels: NDArray[np.int32]
) -> list[int]:
    """List the labels of a digit's main piece and of the parts near it."""
    near_main = around(main.box, labels.shape, NEAR)
    nearby = labels[near_main]
    away = ndimage.distance_transform_edt(nearby != main.label)
    parts = [main.label]
    for label, box in enumerate(boxes, 1):
        least = LEAST_PART * areas[main.label - 1]
        if label == main.label or areas[label - 1] < least or longer(box) > main.size:
            continue
        gap = away[nearby == label].min(initial=np.inf)
        near = NEAR if longer(box) < LARGE_PART * main.size else NEAR_IF_LARGE
        if gap <= near * main.size and (main.on_rim or not _leans(box, labels.shape)):
            parts.append(label)
    return parts


def _with_faint_ends(kept: Mask, darkness: Darkness, main: _Piece) -> Mask:
    """Follow strokes on into glare, where they are fainter, unless what is there is no stroke.

    What makes the usual pen narrower is grain, and what makes it or its thickest part far wider
    is no ink.
    """
    pen = _pen_of(kept)
    for faint in FAINT:
        labels, _ = ndimage.label(darkness.ink > faint * darkness.level, np.ones((3, 3)))
        grown = np.isin(labels, np.unique(labels[kept]))
        thick = 2 * float(ndimage.distance_transform_edt(np.pad(grown[box_of(grown)], 1)).max())
        wider = _pen_of(grown) / pen
        if 1 <= wider <= WIDER and thick <= NO_THICKER * main.thick * wider + 2:
            return grown
    return kept


def _pen_of(kept: Mask) -> float:
    """Measure twice the usual depth along the middles of the strokes."""
    depth = ndimage.distance_transform_edt(kept[around(box_of(kept), kept.shape, 0)])
    middles = (depth > 0) & (depth >= ndimage.maximum_filter(depth, 3))
    return 2 * float(np.median(depth[middles]))
