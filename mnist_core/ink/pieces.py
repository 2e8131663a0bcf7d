"""Which pieces of ink are a digit: long for their thickness, dark, clear of the border."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.boxes import box_of, is_within, leans
from mnist_core.ink.darkness import Darkness
from mnist_core.ink.faint_ends import with_faint_ends
from mnist_core.ink.parts import (
    LEAST_PART,
    OPEN,
    SAME_PEN,
    Piece,
    open_outline,
    part_labels,
    thickness,
)
from mnist_core.ink.rules import INK_ACROSS

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]
Slices = tuple[slice, slice]

LIKELY = 12  # pieces: the darkest and largest
BLOT = 1.8  # times as long as thick: what is less is a blot, not a stroke
UNLIKELY = 0.1  # weight of a blot, and of what touches the border, beside others
FRAMED = 0.2  # of a frame's darkness is in what it runs around
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
        pen: pixels of the usual thickness of all pieces.
        thickest: pixels of the thickest part of them.
        on_rim: it touches the border of the picture or of the sheet.
        on_line: most of it lies where a rule was wiped, and it is hardly darker than that.
        open: the share of the main piece's outline beyond which its darkness goes on.
    """

    kept: Mask
    box: Slices
    area: int
    mass: float
    size: int
    thick: float
    pen: float
    thickest: float
    on_rim: bool
    on_line: bool
    open: float


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
    rim = None if sheet is None else ~ndimage.minimum_filter(sheet, 2 * RIM + 1, mode="constant")
    likely = np.argsort(-masses)[:LIKELY]
    pieces = [_piece(labels, boxes[i], int(i) + 1, float(masses[i]), rim) for i in likely]
    main, open_share = _likeliest(pieces, labels, darkness)
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    parts = np.isin(labels, part_labels(main, boxes, areas, labels, darkness))
    strokes = with_faint_ends(parts, darkness, main.thick)
    return Digit(
        kept=strokes.kept,
        box=box_of(strokes.kept),
        area=int(areas[main.label - 1]),
        mass=float(masses[main.label - 1]) / labels.size,
        size=main.size,
        thick=main.thick,
        pen=strokes.pen,
        thickest=strokes.thickest,
        on_rim=main.on_rim,
        on_line=_is_left_of_rules(strokes.kept, darkness),
        open=open_share,
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
    boxes: list[Slices] = ndimage.find_objects(labels)
    on_rim = np.array([leans(box, labels.shape) for box in boxes])
    digits = (areas >= LEAST_PART * areas.max()) & (~on_rim | alike)
    whole = [
        label
        for label in numbers[digits]
        if open_outline(label, boxes[label - 1], labels, darkness, main.thick) <= OPEN
    ]
    kept: Mask = np.isin(labels, whole)
    return kept


def _piece(labels: Labels, box: Slices, label: int, mass: float, rim: Mask | None) -> Piece:
    part = labels[box] == label
    thick = thickness(part)
    on_rim = leans(box, labels.shape) or (rim is not None and bool((part & rim[box]).any()))
    size = max(part.shape)
    doubts = (size < BLOT * thick) + on_rim
    return Piece(label, box, size, thick, on_rim, mass, mass * UNLIKELY**doubts)


def _likeliest(pieces: list[Piece], labels: Labels, darkness: Darkness) -> tuple[Piece, float]:
    """Choose the piece of most weight, or, where that is open, another that is nearly as likely.

    Returns:
        The piece, and the open share of its outline.
    """
    weights = [piece.weight * UNLIKELY ** _is_frame(piece, pieces) for piece in pieces]
    tried = []
    for number in sorted(range(len(pieces)), key=lambda number: -weights[number]):
        piece = pieces[number]
        if weights[number] < UNLIKELY * max(weights):
            break
        tried.append((piece, open_outline(piece.label, piece.box, labels, darkness, piece.thick)))
        if tried[-1][1] <= OPEN:
            return tried[-1]
    return tried[0]


def _is_left_of_rules(kept: Mask, darkness: Darkness) -> bool:
    """Tell whether most of it lies where a rule was wiped, and is no darker than ink across one."""
    as_dark = darkness.level < INK_ACROSS * darkness.line
    return bool(as_dark and darkness.lines[kept].mean() > MOST)


def _is_frame(piece: Piece, pieces: list[Piece]) -> bool:
    """Tell whether a piece runs around another that is large too: the edge of a note."""
    return any(
        other.mass >= FRAMED * piece.mass and other is not piece and is_within(other.box, piece.box)
        for other in pieces
    )
