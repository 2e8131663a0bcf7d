"""The personal set: a person's drawings with their labels, and how well a network reads them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnist_core.dataset import LabelledDigits, scale_pixels
from mnist_core.errors import DrawingError
from mnist_core.handwriting.labelled_files import MAX_DRAWINGS, image_pixels
from mnist_core.handwriting.lineage import fingerprints
from mnist_core.network.mlp import Network, forward
from mnist_core.store.drawing_rows import (
    Added,
    Drawing,
    TooManyDrawings,
    add_drawing,
    add_drawings,
    put_back_drawings,
    read_drawings,
)
from mnist_core.store.run_store import RunStore


@dataclass(frozen=True)
class Score:
    """How a network reads labelled drawings.

    Attributes:
        right, total: of the drawings that it was not taught.
        answers: (n,) what it reads in each of them, taught or not.
    """

    right: int
    total: int
    answers: NDArray[np.intp]


def keep(
    store: RunStore, image: NDArray[np.floating], label: int, *, read_as: int | None = None
) -> Added:
    """Keep a drawing; one that is there already gets this label instead of its own.

    Args:
        image: (28, 28), float in [0, 1], as a network gets it.
        label: what it is, 0 to 9.
        read_as: what a network read.

    Raises:
        DrawingError: nothing is drawn, or the set is full.
    """
    pixels = image_pixels(image)
    if not pixels.any():
        raise DrawingError("An empty drawing cannot be kept.")
    with _full_set_explained():
        return add_drawing(store, pixels, label, read_as=read_as, limit=MAX_DRAWINGS)


def keep_all(store: RunStore, digits: LabelledDigits) -> int:
    """Keep many drawings as ``keep`` does, all of them or none; give how many are new.

    Raises:
        DrawingError: the set would have too many.
    """
    with _full_set_explained():
        return add_drawings(store, digits.images, digits.labels, limit=MAX_DRAWINGS)


def put_back(store: RunStore, drawings: Sequence[Drawing]) -> None:
    """Make drawings what they were, with their labels and times; deleted ones are there again.

    Raises:
        DrawingError: the set would have too many.
    """
    with _full_set_explained():
        put_back_drawings(store, drawings, limit=MAX_DRAWINGS)


def personal_set(store: RunStore) -> LabelledDigits:
    """Give the personal set as it is taught and exported, oldest first."""
    return as_digits(read_drawings(store)[::-1])


def as_digits(chosen: Sequence[Drawing]) -> LabelledDigits:
    """Put drawings together, in their order."""
    images = [drawing.image for drawing in chosen]
    return LabelledDigits(
        np.array(images, np.uint8).reshape(-1, 28, 28),
        np.array([drawing.label for drawing in chosen], np.uint8),
    )


def score(
    network: Network, digits: LabelledDigits, taught: NDArray[np.uint8] | None = None
) -> Score:
    """Let a network read drawings, and count those that it was not taught.

    Args:
        taught: (m, 32) uint8 ``fingerprints`` of what it was taught, which does not count.
    """
    answers = forward(network, scale_pixels(digits.images)).digits
    known = set() if taught is None else {row.tobytes() for row in taught}
    counts = np.array([row.tobytes() not in known for row in fingerprints(digits)], bool)
    right = int(np.sum(counts & (answers == digits.labels)))
    return Score(right, int(np.sum(counts)), answers)


@contextmanager
def _full_set_explained() -> Iterator[None]:
    try:
        yield
    except TooManyDrawings as error:
        raise DrawingError(
            f"The set holds {MAX_DRAWINGS:,} drawings at most; delete some first."
        ) from error
