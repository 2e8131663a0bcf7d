"""Histories of several runs at once, in one statement."""

from collections.abc import Sequence

from sqlalchemy import select

from mnist_core.store.database import transaction
from mnist_core.store.records import Epoch
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import EpochRow

COLUMNS = (
    EpochRow.number,
    EpochRow.loss,
    EpochRow.accuracy,
    EpochRow.val_loss,
    EpochRow.val_accuracy,
    EpochRow.seconds,
    EpochRow.learning_rate,
)


def read_histories(store: RunStore, run_ids: Sequence[str]) -> dict[str, list[Epoch]]:
    """Read the epochs of each run, first to last; none for an unknown run."""
    wanted = select(EpochRow.run_id, *COLUMNS).where(EpochRow.run_id.in_(run_ids))
    found: dict[str, list[Epoch]] = {run_id: [] for run_id in run_ids}
    with transaction(store.database, reads_only=True) as session:
        for line in session.execute(wanted.order_by(EpochRow.number)):
            if line[0] in found:  # else an index and its damaged row do not agree
                found[line[0]].append(Epoch(*line[1:]))
    return found
