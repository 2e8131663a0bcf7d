"""Contenders out of the store: the ticked runs with their histories, read in three statements."""

from collections.abc import Sequence

from sqlalchemy import select

from mnist_core.compare.contenders import Contender
from mnist_core.store.database import transaction
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups
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


def read_contenders(store: RunStore, run_ids: Sequence[str], *, together: bool) -> list[Contender]:
    """Give what stands as one line each: a run, or the family of a run; unknown ids are left out.

    Args:
        together: whether runs that differ in the seed alone are one contender.
    """
    groups = seed_groups(store, run_ids, together=together)
    epochs = histories(store, [run.id for runs in groups for run in runs])
    return [
        Contender(
            key=runs[0].id,
            name=_name(runs),
            runs=tuple(runs),
            histories=tuple(tuple(epochs[run.id]) for run in runs),
        )
        for runs in groups
    ]


def histories(store: RunStore, run_ids: Sequence[str]) -> dict[str, list[Epoch]]:
    """Read the epochs of several runs at once, first to last."""
    wanted = select(EpochRow.run_id, *COLUMNS).where(EpochRow.run_id.in_(run_ids))
    found: dict[str, list[Epoch]] = {run_id: [] for run_id in run_ids}
    with transaction(store.database, reads_only=True) as session:
        for line in session.execute(wanted.order_by(EpochRow.number)):
            found[line[0]].append(Epoch(*line[1:]))
    return found


def _name(runs: Sequence[Run]) -> str:
    return runs[0].name if len(runs) == 1 else f"{runs[0].name} · {len(runs)} seeds"
