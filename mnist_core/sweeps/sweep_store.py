"""The record of sweeps: written down by pages and the command line, read by all."""

import time

from sqlalchemy import func, or_, select, update

from mnist_core.errors import SweepNotFound
from mnist_core.quoting import quoted
from mnist_core.store.damaged_rows import sound
from mnist_core.store.database import transaction
from mnist_core.store.names import checked_name, name_or_new, new_run_id
from mnist_core.store.reserve import with_reserve
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow, SweepRow, SweepTrialRow
from mnist_core.sweeps.plan import MINUTE_S, SweepPlan
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.row_mapping import (
    row_of_sweep,
    row_to_change,
    sweep_of,
    trial_of,
    with_result,
)
from mnist_core.sweeps.sweep_limits import largest_trial, require_trials
from mnist_core.sweeps.sweep_requests import stop_runs_of

TrialCounts = dict[str, int]


def create_sweep(store: RunStore, plan: SweepPlan, name: str = "") -> Sweep:
    """Write a new sweep down; the engine begins it.

    Raises:
        ConfigError: the name is longer than 80 characters.
        LimitReached: the person may not begin it now, or not so large a sweep.
    """
    store.allowance.require_work(*largest_trial(plan))
    now = time.time()
    row = SweepRow(
        id=new_run_id(),
        name=name_or_new(name, "sweep"),
        plan=plan.model_dump_json(),
        state="running",
        created_at=now,
        owner=store.person.id,
        running_since=now,
        trials=plan.planned_trials,
        seconds_allowed=None if plan.minutes is None else MINUTE_S * plan.minutes,
    )
    with transaction(store.database) as session:
        session.add(row)
        session.flush()
        require_trials(session, store)
        return sweep_of(row)


def read_sweep(store: RunStore, sweep_id: str) -> Sweep:
    """Read a sweep by its id.

    Raises:
        SweepNotFound: there is none.
    """
    with transaction(store.database, reads_only=True) as session:
        return sweep_of(row_of_sweep(session, sweep_id))


def find_sweep(store: RunStore, text: str) -> Sweep:
    """Find a sweep by id, or by name: the newest of that name.

    Raises:
        SweepNotFound: there is none.
    """
    named = select(SweepRow).where(or_(SweepRow.id == text, SweepRow.name == text))
    with transaction(store.database, reads_only=True) as session:
        found = session.scalars(named.order_by(SweepRow.id.desc()).limit(1)).first()
        if found is None:
            raise SweepNotFound(
                f"No sweep is called {quoted(text)} here; it may have been deleted."
            )
        return sweep_of(found)


def recent_sweeps(store: RunStore, limit: int = 50) -> list[Sweep]:
    """List the newest sweeps, newest first."""
    wanted = select(SweepRow).order_by(SweepRow.id.desc()).limit(limit)
    with transaction(store.database, reads_only=True) as session:
        return list(sound(session, session.scalars(wanted), sweep_of))


def sweep_trials(store: RunStore, sweep_id: str) -> list[Trial]:
    """List the trials that have begun, first to last; empty for an unknown sweep.

    Of a trial that trains, ``epochs`` and ``error`` are as of its last whole epoch; of one that
    repeats another, they are that one's.
    """
    of_sweep = select(SweepTrialRow).where(SweepTrialRow.sweep_id == sweep_id)
    live = select(RunRow.id, RunRow.epochs_done, RunRow.val_accuracy).join(
        SweepTrialRow, SweepTrialRow.run_id == RunRow.id
    )
    training = (SweepTrialRow.sweep_id == sweep_id, SweepTrialRow.state == "training")
    with transaction(store.database, reads_only=True) as session:
        rows = session.scalars(of_sweep.order_by(SweepTrialRow.number)).all()
        training_now = {
            run: (epochs, share) for run, epochs, share in session.execute(live.where(*training))
        }
        read = sound(session, rows, lambda row: trial_of(row, training_now.get(row.run_id or "")))
        trials = {trial.number: trial for trial in read}
    return [
        with_result(trial, trials[trial.repeats]) if trial.repeats in trials else trial
        for trial in trials.values()
    ]


def count_chosen(store: RunStore, sweep_id: str) -> int:
    """Count the trials of a sweep whose settings have been chosen."""
    chosen = (SweepTrialRow.sweep_id == sweep_id, SweepTrialRow.optuna_trial.is_not(None))
    counting = select(func.count()).select_from(SweepTrialRow).where(*chosen)
    with transaction(store.database, reads_only=True) as session:
        return session.scalar(counting) or 0


def count_trials(store: RunStore, sweep_id: str) -> TrialCounts:
    """Count a sweep's trials by their state, without reading them."""
    counted = (
        select(SweepTrialRow.state, func.count().label("number"))
        .where(SweepTrialRow.sweep_id == sweep_id)
        .group_by(SweepTrialRow.state)
    )
    with transaction(store.database, reads_only=True) as session:
        return {row.state: row.number for row in session.execute(counted)}


def rename_sweep(store: RunStore, sweep_id: str, name: str) -> None:
    """Give a sweep another name of 1 to 80 characters; its runs keep theirs.

    Raises:
        ConfigError: the name is empty or too long.
        SweepNotFound: there is none.
    """
    checked = checked_name(name, "sweep")
    with transaction(store.database) as session:
        row_to_change(session, store.person, sweep_id).name = checked


def delete_sweep(store: RunStore, sweep_id: str, *, with_runs: bool = False) -> None:
    """Delete a sweep; its runs stay ordinary runs, or go too.

    Raises:
        SweepNotFound: there is none.
    """
    url = str(store.database.url)
    runs = with_reserve(url, lambda: _delete_row_of_sweep(store, sweep_id))
    if with_runs:
        for run_id in runs:
            store.delete(run_id)


def _delete_row_of_sweep(store: RunStore, sweep_id: str) -> list[str]:
    """Delete a sweep and keep its runs; give their ids."""
    with transaction(store.database) as session:
        row = row_to_change(session, store.person, sweep_id)
        stop_runs_of(session, sweep_id)
        of_sweep = RunRow.sweep_id == sweep_id
        runs = list(session.scalars(select(RunRow.id).where(of_sweep)))
        session.execute(update(RunRow).where(of_sweep).values(sweep_id=None))
        session.delete(row)
        return runs
