"""Which pieces of ink belong to a digit's main one: near it, and where large, of its pen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.boxes import around, is_within, leans, longer
from mnist_core.ink.darkness import Darkness
from mnist_core.ink.outline import open_share

Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]
Slices = tuple[slice, slice]

OPEN = 0.08  # of its outline: what is open further is no ink
NEAR = 0.2  # of the digit's longer side: another part of it is no further off
LARGE_PART = 0.6  # of its longer side: a large part has its pen or is nearer, if it is no edge
NEAR_IF_LARGE = 0.08
LEAST_PART = 0.02  # of the area of the digit's largest piece
SAME_PEN = 1.5  # times as thick: what is thicker was drawn by no such pen


@dataclass(frozen=True)
class Piece:
    """A piece of ink.

    Attributes:
        label: its number in the picture's labels.
        box: rows and columns that it takes.
        size: pixels of its longer side.
        thick: pixels of its thickest part.
        on_rim: it touches the border of the picture or of the sheet.
        mass: its darkness, in pixels full of ink.
        weight: the mass, less where it is unlikely to be a digit.
    """

    label: int
    box: Slices
    size: int
    thick: float
    on_rim: bool
    mass: float
    weight: float


def part_labels(
    main: Piece,
    boxes: list[Slices],
    areas: NDArray[np.intp],
    labels: Labels,
    darkness: Darkness,
) -> list[int]:
    """List the labels of a digit's main piece and of the parts near it that are ink.

    Args:
        boxes: of all labels, from 1.
        areas: their pixels, (labels,).
        labels: (height, width) int32, 0 paper.
    """
    nearby = labels[around(main.box, labels.shape, NEAR)]
    away = ndimage.distance_transform_edt(nearby != main.label)
    parts = [main.label]
    for label, box in enumerate(boxes, 1):
        if label == main.label or areas[label - 1] < LEAST_PART * areas[main.label - 1]:
            continue
        gap = away[nearby == label].min(initial=np.inf)
        if gap > NEAR * main.size or (not main.on_rim and leans(box, labels.shape)):
            continue
        if not _may_be_part(labels[box] == label, box, gap, main):
            continue
        if open_outline(label, box, labels, darkness, main.thick) <= OPEN:
            parts.append(label)
    return parts


def _may_be_part(piece: Mask, box: Slices, gap: float, main: Piece) -> bool:
    """Tell whether a piece may be one of a digit's: small, of the same pen, or hardly away."""
    if longer(box) < LARGE_PART * main.size:
        return True
    thick = thickness(piece)
    alike = max(thick, main.thick) <= SAME_PEN * min(thick, main.thick)
    if alike and not is_within(main.box, box):
        return True
    return bool(longer(box) <= main.size and gap <= NEAR_IF_LARGE * main.size)


def thickness(piece: Mask) -> float:
    """Measure the thickest part of a piece, (height, width) bool, in pixels."""
    return 2 * float(ndimage.distance_transform_edt(np.pad(piece, 1)).max())


def open_outline(
    label: int, box: Slices, labels: Labels, darkness: Darkness, thick: float
) -> float:
    """Measure the open share of a piece's outline where strokes are so thick."""
    reach = round(max(3.0, thick) + 2 * darkness.smoothing)
    return open_share(labels[box] == label, box, darkness.ink, darkness.light, reach)
