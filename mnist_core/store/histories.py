"""Histories of several runs at once, in one statement."""

from collections.abc import Sequence

from sqlalchemy import select

from mnist_core.store.damaged_rows import note_left_out
from mnist_core.store.database import transaction
from mnist_core.store.records import Epoch
from mnist_core.store.row_mapping import epoch_of
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import EpochRow
from mnist_core.store.wrong_values import in_bounds

COLUMNS = (
    EpochRow.number,
    EpochRow.loss,
    EpochRow.accuracy,
    EpochRow.val_loss,
    EpochRow.val_accuracy,
    EpochRow.seconds,
    EpochRow.learning_rate,
)
NAMES = [column.key for column in COLUMNS]


def read_histories(store: RunStore, run_ids: Sequence[str]) -> dict[str, list[Epoch]]:
    """Read the epochs of each run, first to last; none for an unknown run.

    A history ends before its first epoch that cannot be read, which is noted as left out.
    """
    wanted = select(EpochRow.run_id, *COLUMNS).where(EpochRow.run_id.in_(run_ids))
    found: dict[str, list[Epoch]] = {run_id: [] for run_id in run_ids}
    ended: set[str] = set()
    with transaction(store.database, reads_only=True) as session:
        for line in session.execute(wanted.order_by(EpochRow.number)):
            run_id, *values = line
            if run_id not in found or run_id in ended:  # an index and its damaged row may not agree
                continue
            if all(map(_is_sound, NAMES, values)):
                found[run_id].append(Epoch(*line[1:]))
            else:
                ended.add(run_id)
                note_left_out(session, (EpochRow, (run_id, values[0])), epoch_of)
    return found


def _is_sound(name: str, value: object) -> bool:
    return isinstance(value, int | float) and in_bounds(EpochRow.__tablename__, name, value)
