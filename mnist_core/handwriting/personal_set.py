"""The personal set: a person's drawings with their labels, and how well a network reads them."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mnist_core.dataset import LabelledDigits, normalise
from mnist_core.errors import DrawingError
from mnist_core.handwriting.labelled_files import MAX_DRAWINGS, image_pixels
from mnist_core.handwriting.lineage import fingerprints
from mnist_core.network.mlp import Network, forward
from mnist_core.store.database import transaction
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import DrawingRow

ID_LENGTH = 16
BATCH = 500
TICK_S = 1e-6  # between drawings that are kept together, so that they stay in their order


@dataclass(frozen=True)
class Drawing:
    """One drawing of the personal set.

    Attributes:
        id: the same for the same image.
        label: what its writer says it is, 0 to 9.
        image: (28, 28), uint8, 0 is paper and 255 full ink.
        read_as: what the network said when it was kept; none where it came from a file.
        created_at: when it was first kept, in seconds since 1970.
    """

    id: str
    label: int
    image: NDArray[np.uint8]
    read_as: int | None
    created_at: float


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
) -> Drawing:
    """Keep a drawing; one that is there already gets this label instead of its own.

    Args:
        image: (28, 28), float in [0, 1], as a network gets it.
        label: what it is, 0 to 9.
        read_as: what a network said.

    Raises:
        DrawingError: nothing is drawn, or the set is full.
    """
    pixels = image_pixels(image)
    if not pixels.any():
        raise DrawingError("An empty drawing cannot be kept.")
    with transaction(store.database) as session:
        (row,), _ = _keep(session, LabelledDigits(pixels[None], np.array([label], np.uint8)))
        row.read_as = read_as
        return _drawing_of(row)


def keep_all(store: RunStore, digits: LabelledDigits) -> int:
    """Keep many drawings as ``keep`` does, all of them or none; give how many are new.

    Raises:
        DrawingError: the set would have too many.
    """
    with transaction(store.database) as session:
        _, new = _keep(session, digits)
        return new


def drawings(store: RunStore) -> list[Drawing]:
    """List the personal set, newest first."""
    ordered = select(DrawingRow).order_by(DrawingRow.created_at.desc(), DrawingRow.id)
    with transaction(store.database, reads_only=True) as session:
        return [_drawing_of(row) for row in session.scalars(ordered)]


def personal_set(store: RunStore) -> LabelledDigits:
    """Give the personal set as it is taught and exported, oldest first."""
    return as_digits(drawings(store)[::-1])


def as_digits(chosen: Sequence[Drawing]) -> LabelledDigits:
    """Put drawings together, in their order."""
    images = [drawing.image for drawing in chosen]
    return LabelledDigits(
        np.array(images, np.uint8).reshape(-1, 28, 28),
        np.array([drawing.label for drawing in chosen], np.uint8),
    )


def count(store: RunStore) -> int:
    """Count the drawings of the personal set."""
    with transaction(store.database, reads_only=True) as session:
        return _count(session)


def remove(store: RunStore, ids: Sequence[str]) -> None:
    """Delete drawings; nothing happens for an id that is not there."""
    with transaction(store.database) as session:
        for some in _batches(ids):
            session.execute(delete(DrawingRow).where(DrawingRow.id.in_(some)))


def score(
    network: Network, digits: LabelledDigits, taught: NDArray[np.uint8] | None = None
) -> Score:
    """Let a network read drawings, and count those that it was not taught.

    Args:
        taught: (m, 32) uint8 ``fingerprints`` of what it was taught, which does not count.
    """
    answers = forward(network, normalise(digits.images)).digits
    known = set() if taught is None else {row.tobytes() for row in taught}
    counts = np.array([row.tobytes() not in known for row in fingerprints(digits)], bool)
    right = int(np.sum(counts & (answers == digits.labels)))
    return Score(right, int(np.sum(counts)), answers)


def _keep(session: Session, digits: LabelledDigits) -> tuple[list[DrawingRow], int]:
    """Write drawings down; give their rows, in their order, and how many are new."""
    now = time.time()
    digests = [hashlib.sha256(image.tobytes()).hexdigest() for image in digits.images]
    rows = _known(session, digests)
    new = len(set(digests)) - len(rows)
    if _count(session) + new > MAX_DRAWINGS:
        raise DrawingError(f"The set holds {MAX_DRAWINGS:,} drawings at most; delete some first.")
    for number, digest in enumerate(digests):
        label = int(digits.labels[number])
        if digest in rows:
            rows[digest].label = label
            continue
        rows[digest] = DrawingRow(
            id=digest[:ID_LENGTH],
            digest=digest,
            label=label,
            image=digits.images[number].tobytes(),
            read_as=None,
            created_at=now + number * TICK_S,
        )
        session.add(rows[digest])
    return [rows[digest] for digest in digests], new


def _known(session: Session, digests: Sequence[str]) -> dict[str, DrawingRow]:
    rows: dict[str, DrawingRow] = {}
    for some in _batches(digests):
        found = select(DrawingRow).where(DrawingRow.digest.in_(some))
        rows |= {row.digest: row for row in session.scalars(found)}
    return rows


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(DrawingRow)) or 0


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Part texts so that each part fits into one statement of any database."""
    return (texts[first : first + BATCH] for first in range(0, len(texts), BATCH))


def _drawing_of(row: DrawingRow) -> Drawing:
    image = np.frombuffer(row.image, np.uint8).reshape(28, 28)
    return Drawing(row.id, row.label, image, row.read_as, row.created_at)
