"""What is not sure about a number that was read, and what its writer can do about that."""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from mnist_core.ink.preprocess import BORDER, ONLY_A_SPECK, SPECK
from mnist_core.multidigit.layout import Layout
from mnist_core.multidigit.marks import Mark, find_marks
from mnist_core.multidigit.pieces import Pieces
from mnist_core.multidigit.segmentation import Candidates, Split
from mnist_core.plural import a_digit

Doubt = Literal["split", "unread"] | Mark

SURE_WHOLE, SURE_READ = 0.75, 0.5  # shares and probabilities from which a digit counts as sure
EDGES_CUT = 2  # a picture whose ink touches more edges was cut out that closely on purpose

AT_BORDER = "The ink touches the border; leave some room around the number."
DOT_LEFT_OUT = "A dot was left out: only digits are read."


def find_doubts(candidates: Candidates, split: Split, layout: Layout) -> list[Doubt | None]:
    """Name for each digit what is not sure about it, from left to right; none where it is sure."""
    marks = find_marks(candidates, split, layout)
    return [
        _doubt(mark, share, candidates.probabilities[index].max())
        for mark, share, index in zip(marks, split.shares, split.chosen, strict=True)
    ]


def _doubt(mark: Mark | None, share: float, probability: float) -> Doubt | None:
    if mark != "small" and share < SURE_WHOLE:
        return "split"
    return mark or ("unread" if probability < SURE_READ else None)


def place_hints(pieces: Pieces, layout: Layout, size: tuple[float, float]) -> Iterator[str]:
    """Describe what is wrong with where the ink is, on a drawing of ``size``: width and height."""
    low = np.min([points.min(axis=0) for points in pieces.points], axis=0)
    high = np.max([points.max(axis=0) for points in pieces.points], axis=0)
    if float(np.max(high - low)) < SPECK * max(size):
        yield ONLY_A_SPECK
    margin = BORDER * np.array(size) if pieces.pen == 0 else np.ones(2)
    edges = np.sum(low < margin) + np.sum(high > size - margin - 1e-9)
    if edges and (pieces.pen == 0 or edges <= EDGES_CUT):
        yield AT_BORDER
    if len(layout.order) < len(pieces.points):
        yield DOT_LEFT_OUT


def digit_hints(
    candidates: Candidates, split: Split, found: Sequence[Doubt | None]
) -> Iterator[str]:
    """Describe what is not sure about digits, each thing once."""
    yield from dict.fromkeys(_split_hints(found, split))
    for number, (doubt, index) in enumerate(zip(found, split.chosen, strict=True), start=1):
        if doubt == "odd":
            yield f"Digit {number} does not look like a digit."
        elif doubt == "small":
            yield f"Digit {number} is small and off the line, as a comma is; only digits are read."
        elif doubt == "unread":
            likely = np.argsort(-candidates.probabilities[index], kind="stable")[:2]
            either = " or ".join(map(a_digit, likely))
            yield f"Digit {number} may be {either}; write it more clearly."


def _split_hints(found: Sequence[Doubt | None], split: Split) -> Iterator[str]:
    unclear = [doubt == "split" for doubt in found]
    if unclear == [True]:
        yield "This may be more than one digit; leave a little room between digits."
        return
    pairs = range(len(unclear) - 1)
    touching = [pair for pair in pairs if split.cut[pair] and any(unclear[pair : pair + 2])]
    crowded = [pair for pair in pairs if not split.cut[pair] and all(unclear[pair : pair + 2])]
    for pair in touching:
        yield f"Digits {pair + 1} and {pair + 2} touch; leave a little room between them."
    for pair in crowded:
        yield f"Digits {pair + 1} and {pair + 2} are close; leave more room between them."
    named = {place for pair in (*touching, *crowded) for place in (pair, pair + 1)}
    for place in (place for place, unsure in enumerate(unclear) if unsure and place not in named):
        yield f"Digit {place + 1} may be more than one; leave a little room between digits."
