"""Families: runs whose trainings differ in the seed alone, so that their spread is chance."""

from collections.abc import Sequence

from sqlalchemy import select

from mnist_core.store.database import transaction
from mnist_core.store.records import Run
from mnist_core.store.row_mapping import run_of
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow


def seed_groups(store: RunStore, run_ids: Sequence[str], *, together: bool) -> list[list[Run]]:
    """Give for each id its run, or its whole family, oldest first; unknown ids are left out."""
    with transaction(store.database, reads_only=True) as session:
        of_ids = select(RunRow).where(RunRow.id.in_(run_ids))
        chosen = {row.id: run_of(row) for row in session.scalars(of_ids)}
        if not together:
            return [[chosen[run_id]] for run_id in run_ids if run_id in chosen]
        wanted = list(dict.fromkeys(chosen[i].family for i in run_ids if i in chosen))
        of_groups = select(RunRow).where(RunRow.family.in_(wanted)).order_by(RunRow.id)
        runs = [run_of(row) for row in session.scalars(of_groups)]
    members = [[run for run in runs if run.family == family] for family in wanted]
    return [runs for runs in members if runs]
