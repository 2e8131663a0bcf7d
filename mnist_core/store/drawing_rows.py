"""A person's drawings in the database: added, relabelled, read, counted, deleted, put back.

Each function has those of the person who uses the store; nobody gets another's.
"""

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mnist_core.store.database import transaction
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import DrawingRow

ID_LENGTH = 16
BATCH = 500
TICK_S = 1e-6  # between drawings that are added together, so that they stay in their order


class TooManyDrawings(Exception):
    """The drawings to be added do not fit beside those that are there."""


@dataclass(frozen=True)
class Drawing:
    """One drawing of the personal set.

    Attributes:
        id: the same for the same image.
        label: what its writer calls it, 0 to 9.
        image: (28, 28), uint8, 0 is paper and 255 full ink.
        read_as: what the network read when it was added; none where it came from a file.
        created_at: when it was first added, in seconds since 1970.
    """

    id: str
    label: int
    image: NDArray[np.uint8]
    read_as: int | None
    created_at: float


@dataclass(frozen=True)
class Added:
    """A drawing that was added.

    Attributes:
        drawing: as it is now.
        before: as it was, where it was there already.
    """

    drawing: Drawing
    before: Drawing | None


def add_drawing(
    store: RunStore, image: NDArray[np.uint8], label: int, *, read_as: int | None, limit: int
) -> Added:
    """Add a drawing; one that is there already gets this label and ``read_as``.

    Args:
        image: (28, 28), uint8.
        limit: drawings that there may be.

    Raises:
        TooManyDrawings: there are so many already.
    """
    with transaction(store.database) as session:
        owner = store.person.id
        known = _known(session, owner, [_digest(image)]).values()
        before = next((_drawing_of(row) for row in known), None)
        store.allowance.require_drawings(session, 1 - len(known))
        (row,), _ = _add(session, owner, image[None], np.array([label], np.uint8), limit)
        row.read_as = read_as
        return Added(_drawing_of(row), before)


def add_drawings(
    store: RunStore, images: NDArray[np.uint8], labels: NDArray[np.uint8], *, limit: int
) -> int:
    """Add many drawings, all of them or none; give how many are new.

    One that is there already gets its label from here.

    Args:
        images: (n, 28, 28), uint8.
        labels: (n,), uint8 in 0 to 9.
        limit: drawings that there may be.

    Raises:
        TooManyDrawings: there would be more.
    """
    with transaction(store.database) as session:
        _, new = _add(session, store.person.id, images, labels, limit)
        session.flush()
        store.allowance.require_drawings(session, 0)
        return new


def read_drawings(store: RunStore) -> list[Drawing]:
    """List all drawings, newest first."""
    theirs = select(DrawingRow).where(DrawingRow.owner == store.person.id)
    ordered = theirs.order_by(DrawingRow.created_at.desc(), DrawingRow.id)
    with transaction(store.database, reads_only=True) as session:
        return [_drawing_of(row) for row in session.scalars(ordered)]


def count_drawings(store: RunStore) -> int:
    """Count all drawings."""
    with transaction(store.database, reads_only=True) as session:
        return _count(session, store.person.id)


def delete_drawings(store: RunStore, ids: Sequence[str]) -> None:
    """Delete drawings; nothing happens for an id that is not there."""
    with transaction(store.database) as session:
        _delete(session, store.person.id, ids)


def put_back_drawings(store: RunStore, drawings: Sequence[Drawing], *, limit: int) -> None:
    """Make drawings what they were: those that are gone are there again, others as they were.

    Args:
        drawings: each image once.
        limit: drawings that there may be.

    Raises:
        TooManyDrawings: there would be more.
    """
    with transaction(store.database) as session:
        owner = store.person.id
        _delete(session, owner, [drawing.id for drawing in drawings])
        if _count(session, owner) + len(drawings) > limit:
            raise TooManyDrawings
        store.allowance.require_drawings(session, len(drawings))
        session.add_all(_row_of(owner, drawing) for drawing in drawings)


def _add(
    session: Session,
    owner: str,
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    limit: int,
) -> tuple[list[DrawingRow], int]:
    """Write drawings; give their rows, in their order, and how many are new."""
    now = time.time()
    digests = [_digest(image) for image in images]
    rows = _known(session, owner, digests)
    new = len(set(digests)) - len(rows)
    if _count(session, owner) + new > limit:
        raise TooManyDrawings
    for number, digest in enumerate(digests):
        label = int(labels[number])
        if digest in rows:
            rows[digest].label = label
            continue
        rows[digest] = DrawingRow(
            owner=owner,
            id=digest[:ID_LENGTH],
            digest=digest,
            label=label,
            image=images[number].tobytes(),
            read_as=None,
            created_at=now + number * TICK_S,
        )
        session.add(rows[digest])
    return [rows[digest] for digest in digests], new


def _known(session: Session, owner: str, digests: Sequence[str]) -> dict[str, DrawingRow]:
    rows: dict[str, DrawingRow] = {}
    for some in _batches(digests):
        found = select(DrawingRow).where(DrawingRow.owner == owner, DrawingRow.digest.in_(some))
        rows |= {row.digest: row for row in session.scalars(found)}
    return rows


def _delete(session: Session, owner: str, ids: Sequence[str]) -> None:
    for some in _batches(ids):
        theirs = (DrawingRow.owner == owner, DrawingRow.id.in_(some))
        session.execute(delete(DrawingRow).where(*theirs))


def _count(session: Session, owner: str) -> int:
    theirs = select(func.count()).select_from(DrawingRow).where(DrawingRow.owner == owner)
    return session.scalar(theirs) or 0


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Split a list of texts so that each part fits into one statement of any database."""
    return (texts[first : first + BATCH] for first in range(0, len(texts), BATCH))


def _digest(image: NDArray[np.uint8]) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


def _row_of(owner: str, drawing: Drawing) -> DrawingRow:
    return DrawingRow(
        owner=owner,
        id=drawing.id,
        digest=_digest(drawing.image),
        label=drawing.label,
        image=drawing.image.tobytes(),
        read_as=drawing.read_as,
        created_at=drawing.created_at,
    )


def _drawing_of(row: DrawingRow) -> Drawing:
    image = np.frombuffer(row.image, np.uint8).reshape(28, 28)
    return Drawing(row.id, row.label, image, row.read_as, row.created_at)
