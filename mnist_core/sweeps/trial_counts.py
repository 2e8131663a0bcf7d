"""How many trials of a sweep have begun, train and wait, and whether any is left to begin."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mnist_core.store.leases import expired
from mnist_core.store.tables import SweepRow, SweepTrialRow
from mnist_core.sweeps.row_mapping import seconds_used

MOST_REPEATS = 50  # in a row: nothing new is left to try


def is_out_of_time(sweep: SweepRow) -> bool:
    """Return whether a sweep has used the time that it may take."""
    return sweep.seconds_allowed is not None and seconds_used(sweep) >= sweep.seconds_allowed


def open_trials(session: Session, sweep: SweepRow) -> tuple[int, int]:
    """Count the trials that workers train now, and those that wait for one.

    For a sweep that only time limits, as many wait as workers could ever take.
    """
    of_sweep = SweepTrialRow.sweep_id == sweep.id
    training = (of_sweep, SweepTrialRow.state == "training")
    is_abandoned = expired(SweepTrialRow)
    leased, abandoned = (*training, ~is_abandoned), (*training, is_abandoned)
    to_begin = (
        1_000 if sweep.trials is None else max(0, sweep.trials - begun_trials(session, sweep))
    )
    if is_exhausted(session, sweep):
        to_begin = 0
    return _count(session, *leased), _count(session, *abandoned) + to_begin


def begun_trials(session: Session, sweep: SweepRow) -> int:
    """Count the trials that have begun, but for repeats."""
    return _count(session, SweepTrialRow.sweep_id == sweep.id, SweepTrialRow.state != "repeated")


def is_exhausted(session: Session, sweep: SweepRow) -> bool:
    """Return whether the last choices, so many in a row, had all been tried before."""
    chosen = (SweepTrialRow.sweep_id == sweep.id, SweepTrialRow.settings_key.is_not(None))
    newest = select(SweepTrialRow.state).where(*chosen).order_by(SweepTrialRow.number.desc())
    states = session.scalars(newest.limit(MOST_REPEATS)).all()
    return len(states) == MOST_REPEATS and set(states) == {"repeated"}


def _count(session: Session, *conditions: object) -> int:
    counted = select(func.count()).select_from(SweepTrialRow).where(*conditions)  # type: ignore[arg-type]
    return session.scalar(counted) or 0
