"""Seed groups: runs whose trainings differ in the seed alone, so that their spread is chance."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mnist_core.store.damaged_rows import sound_runs
from mnist_core.store.database import transaction
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow


def seed_groups(store: RunStore, run_ids: Sequence[str], *, together: bool) -> list[list[Run]]:
    """Give for each id its run, or its whole seed group, oldest first; unknown ids are left out."""
    with transaction(store.database, reads_only=True) as session:
        chosen = {run.id: run for run in _read(session, RunRow.id.in_(run_ids))}
        if not together:
            return [[chosen[run_id]] for run_id in run_ids if run_id in chosen]
        wanted = list(dict.fromkeys(chosen[i].family for i in run_ids if i in chosen))
        runs = _read(session, RunRow.family.in_(wanted))
    members = [[run for run in runs if run.family == key] for key in wanted]
    return [runs for runs in members if runs]


def runs_in_seed_groups(store: RunStore, keys: Sequence[str]) -> list[Run]:
    """Read the runs of several seed groups at once, by the groups' keys, oldest first."""
    with transaction(store.database, reads_only=True) as session:
        return _read(session, RunRow.family.in_(keys))


def runs_with_settings(store: RunStore, key: str) -> list[Run]:
    """Read all runs that began with the settings of ``key``, oldest first.

    Also those that have left the seed group of these settings: stopped inside their training,
    taught, or changed while they trained.
    """
    left = RunRow.family.startswith(f"{key}-", autoescape=True)
    with transaction(store.database, reads_only=True) as session:
        return _read(session, or_(RunRow.family == key, left))


def _read(session: Session, which: ColumnElement[bool]) -> list[Run]:
    wanted = select(RunRow).where(which).order_by(RunRow.id)
    return list(sound_runs(session, session.scalars(wanted)))
