"""A number read digit by digit, with marks where it cannot be separated or read for sure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.ink.strokes import Strokes
from mnist_core.multidigit.layout import Layout
from mnist_core.multidigit.lines import has_several_lines
from mnist_core.multidigit.oversegmentation import cut_apart, without_specks
from mnist_core.multidigit.pieces import Box, Pieces, blot_pieces, stroke_pieces
from mnist_core.multidigit.segmentation import Candidates, Split, best_split, find_candidates
from mnist_core.multidigit.uncertainty import Doubt, digit_hints, find_doubts, place_hints
from mnist_core.network.mlp import Network, network_input

Floats = NDArray[np.float32]

MOST_DIGITS = 12
MOST_PIECES = 60  # of ink: more is no number of so many digits

UNSURE = "?"
TOO_MANY = f"This looks like more than {MOST_DIGITS} digits; write fewer at a time."

SEVERAL_LINES = "These look like several lines of digits; write one line at a time."


@dataclass(frozen=True)
class DigitReading:
    """One digit of a number.

    Attributes:
        box: left, top, right and foot of its ink, in the drawing's own unit.
        image: (28, 28) float32 in [0, 1], what the network saw of it.
        probabilities: (10,) float32, what the network made of it.
        doubt: what is not sure about it: whether it is one whole digit ("split"), whether it is a
            digit at all ("odd" to look at, "small" and off the line) or which ("unread").
    """

    box: Box
    image: Floats
    probabilities: NDArray[np.floating[Any]]
    doubt: Doubt | None

    @property
    def sure(self) -> bool:
        """Whether it is one whole digit, and read with some certainty."""
        return self.doubt is None

    @property
    def is_mark(self) -> bool:
        """Whether it seems to be no digit, such as a comma or a letter."""
        return self.doubt in ("odd", "small")

    @property
    def may_be(self) -> str:
        """The most probable digit, or "?" for what is none."""
        return UNSURE if self.is_mark else str(self.digit)

    @property
    def digit(self) -> int:
        """The most probable digit, also where it is not sure."""
        return int(self.probabilities.argmax())

    @property
    def confidence(self) -> float:
        """The network's probability of that digit, in [0, 1]."""
        return float(self.probabilities.max())


@dataclass(frozen=True)
class NumberReading:
    """What a network is given of a number, and what it makes of it.

    Attributes:
        digits: from left to right; none where nothing is drawn, or too much.
        hints: sentences for its writer, the most useful first.
    """

    digits: tuple[DigitReading, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The number, with "?" for each digit that is not sure."""
        return "".join(str(one.digit) if one.sure else UNSURE for one in self.digits)

    @property
    def guess(self) -> str:
        """The number with the most probable digit, sure or not, wherever there may be one."""
        return "".join(one.may_be for one in self.digits)

    @property
    def least_sure(self) -> float:
        """The lowest of the digits' probabilities; there must be a digit."""
        return min(one.confidence for one in self.digits)


NO_NUMBER = NumberReading()


def read_number(drawing: Strokes | Floats, network: Network) -> NumberReading:
    """Split a number into digits and read each.

    Args:
        drawing: strokes, or a picture (height, width), float32 in [0, 1], ink dark on light or
            light on dark.
        network: reads the digits, and helps to decide what is one.
    """
    if isinstance(drawing, Strokes) and len(drawing.lines) > MOST_PIECES:
        return NumberReading(hints=(TOO_MANY,))
    pieces = _pieces(drawing)
    if pieces is None:
        return NO_NUMBER
    if len(pieces.points) > MOST_PIECES:
        return NumberReading(hints=(TOO_MANY,))
    layout = without_specks(pieces)
    if has_several_lines([pieces.points[piece] for piece in layout.order]):
        return NumberReading(hints=(SEVERAL_LINES,))
    place = tuple(place_hints(pieces, layout, _size(drawing)))
    pieces, layout = cut_apart(pieces, layout, network)
    candidates = find_candidates(pieces, layout, network)
    split = best_split(candidates, pieces, layout)
    if len(split.chosen) > MOST_DIGITS:
        return NumberReading(hints=(TOO_MANY,))
    found = find_doubts(candidates, split, layout)
    hints = (*place, *digit_hints(candidates, split, found))
    seen = replace(candidates, images=_seen(candidates, network))
    return NumberReading(tuple(_digits(pieces, layout, seen, split, found)), hints)


def _seen(candidates: Candidates, network: Network) -> Floats:
    return network_input(network, candidates.images).reshape(candidates.images.shape)


def _pieces(drawing: Strokes | Floats) -> Pieces | None:
    if not isinstance(drawing, Strokes):
        return blot_pieces(drawing)
    return stroke_pieces(drawing) if drawing.lines else None


def _size(drawing: Strokes | Floats) -> tuple[float, float]:
    if isinstance(drawing, Strokes):
        return drawing.width, drawing.height
    return float(drawing.shape[1]), float(drawing.shape[0])


def _digits(
    pieces: Pieces,
    layout: Layout,
    candidates: Candidates,
    split: Split,
    found: Sequence[Doubt | None],
) -> Iterator[DigitReading]:
    for index, doubt in zip(split.chosen, found, strict=True):
        members = layout.order[slice(*candidates.groups[index])]
        points = np.vstack([pieces.points[piece] for piece in members])
        yield DigitReading(
            box=_box(points, pixel=0.0 if pieces.pen == 0 else 1.0),
            image=candidates.images[index],
            probabilities=candidates.probabilities[index],
            doubt=doubt,
        )


def _box(points: NDArray[np.float64], pixel: float) -> Box:
    (left, top), (right, foot) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right) + pixel, float(foot) + pixel
