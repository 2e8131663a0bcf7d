"""What a user requests of a sweep: to pause, to resume, to stop, to extend it."""

import time

from sqlalchemy import update
from sqlalchemy.orm import Session

from mnist_core.errors import ConfigError, SweepBusy
from mnist_core.store.database import transaction
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow, SweepRow
from mnist_core.sweeps.plan import MAX_MINUTES, MAX_TRIALS, MINUTE_S
from mnist_core.sweeps.row_mapping import row_to_change, seconds_used, sweep_of
from mnist_core.sweeps.search_space import grid_points
from mnist_core.sweeps.sweep_limits import require_trials
from mnist_core.sweeps.trial_counts import begun_trials


def pause_sweep(store: RunStore, sweep_id: str) -> None:
    """Begin no further trial until ``resume_sweep``; those that train go on to their end.

    Raises:
        SweepBusy: it does not run.
    """
    with transaction(store.database) as session:
        row = row_to_change(session, store.person, sweep_id)
        if row.state != "running":
            raise SweepBusy(f"{row.name} is {row.state}; only a running sweep can be paused.")
        _stop_clock(row, "paused")


def resume_sweep(store: RunStore, sweep_id: str) -> None:
    """Let a paused, stopped or failed sweep go on where it stood.

    Raises:
        SweepBusy: it runs, or has done all that it was to do.
        LimitReached: the person's sweeps would have too many trials.
    """
    with transaction(store.database) as session:
        row = row_to_change(session, store.person, sweep_id)
        if row.state not in ("paused", "stopped", "failed"):
            raise SweepBusy(
                f"{row.name} is {row.state}; only a paused, stopped or failed sweep can be resumed."
            )
        _start_clock(row)
        require_trials(session, store)


def stop_sweep(store: RunStore, sweep_id: str) -> None:
    """End a sweep now and keep what it has found; trials that train stop after their step.

    Raises:
        SweepBusy: it has ended.
    """
    with transaction(store.database) as session:
        row = row_to_change(session, store.person, sweep_id)
        if row.state not in ("running", "paused"):
            raise SweepBusy(f"{row.name} has already ended ({row.state}).")
        _stop_clock(row, "stopped")
        row.ended_at = time.time()
        stop_runs_of(session, sweep_id)


def extend_sweep(store: RunStore, sweep_id: str, *, trials: int = 0, minutes: float = 0.0) -> None:
    """Let a sweep have more trials, or more time, than it was to; it goes on if it had ended.

    Args:
        trials: how many more; counted from those that it has, where only time limited it.
        minutes: how much longer, counted from now if its time is over.

    Raises:
        ConfigError: that is too many, or a grid has no points left.
        LimitReached: the person may not have so many more.
    """
    with transaction(store.database) as session:
        row = row_to_change(session, store.person, sweep_id)
        if trials:
            row.trials = _more_trials(session, row, trials)
        if minutes:
            allowed = max(row.seconds_allowed or 0.0, seconds_used(row)) + MINUTE_S * minutes
            if not 0 < allowed <= MINUTE_S * MAX_MINUTES:
                raise ConfigError(f"A sweep may take at most {MAX_MINUTES:,.0f} minutes.")
            row.seconds_allowed = allowed
        elif row.seconds_allowed is not None and seconds_used(row) >= row.seconds_allowed:
            row.seconds_allowed = None  # more trials were asked for, whatever they take
        if row.state in ("finished", "stopped", "failed"):
            _start_clock(row)
        require_trials(session, store)


def stop_runs_of(session: Session, sweep_id: str) -> None:
    """Ask all runs that train for a sweep to end."""
    training = (RunRow.sweep_id == sweep_id, RunRow.state == "training")
    session.execute(update(RunRow).where(*training).values(request="stop"))


def end_sweep(session: Session, row: SweepRow, state: str, message: str = "") -> None:
    """Write that a sweep has ended; what it still trains is asked to stop."""
    _stop_clock(row, state)
    row.ended_at, row.message = time.time(), message
    stop_runs_of(session, row.id)


def _stop_clock(row: SweepRow, state: str) -> None:
    row.seconds_used, row.running_since, row.state = seconds_used(row), None, state


def _start_clock(row: SweepRow) -> None:
    row.state, row.running_since, row.ended_at, row.message = "running", time.time(), None, ""


def _more_trials(session: Session, row: SweepRow, trials: int) -> int:
    have = row.trials if row.trials is not None else begun_trials(session, row)
    plan = sweep_of(row).plan
    limit, what = MAX_TRIALS, f"A sweep has at most {MAX_TRIALS:,} trials"
    if plan.sampler == "grid":
        limit = len(grid_points(plan.base, plan.dimensions))
        what = f"This grid has {limit:,} points, each of them tried once"
    if trials < 1 or have + trials > limit:
        raise ConfigError(f"{what}; {have + trials:,} is too many.")
    return have + trials
