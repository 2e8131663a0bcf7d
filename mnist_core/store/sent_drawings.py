"""Drawings that their writers have sent to the projector: the newest of them, for all to see."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select

from mnist_core.store.database import transaction
from mnist_core.store.names import new_run_id
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import SentDrawingRow

MOST = 30  # kept of a room; older ones are forgotten


@dataclass(frozen=True)
class SentDrawing:
    """A drawing on the projector.

    Attributes:
        id: sorts by when it was sent.
        owner: the id of who has sent it.
        image: (28, 28), uint8, 0 is paper and 255 full ink.
    """

    id: str
    owner: str
    image: NDArray[np.uint8]


def send_drawing(store: RunStore, image: NDArray[np.uint8]) -> None:
    """Show everybody a drawing of the person who uses the store; it takes the place of their last.

    Args:
        image: (28, 28), uint8.
    """
    row = SentDrawingRow(id=new_run_id(), owner=store.person.id, image=image.tobytes())
    newest = select(SentDrawingRow.id).order_by(SentDrawingRow.id.desc()).limit(MOST)
    with transaction(store.database) as session:
        theirs = SentDrawingRow.owner == store.person.id
        session.execute(delete(SentDrawingRow).where(theirs))
        session.add(row)
        session.flush()
        kept = list(session.scalars(newest))
        session.execute(delete(SentDrawingRow).where(SentDrawingRow.id.not_in(kept)))


def sent_drawings(store: RunStore) -> list[SentDrawing]:
    """List the drawings that were sent, newest first."""
    ordered = select(SentDrawingRow).order_by(SentDrawingRow.id.desc())
    with transaction(store.database, reads_only=True) as session:
        return [
            SentDrawing(row.id, row.owner, np.frombuffer(row.image, np.uint8).reshape(28, 28))
            for row in session.scalars(ordered)
        ]


def take_down(store: RunStore, drawing_id: str) -> None:
    """Show a drawing no more; nothing happens where it is gone already.

    Raises:
        NotYours: somebody else has sent it.
    """
    with transaction(store.database) as session:
        row = session.get(SentDrawingRow, drawing_id)
        if row is not None:
            store.person.require_change(row.owner, "The drawing")
            session.delete(row)
