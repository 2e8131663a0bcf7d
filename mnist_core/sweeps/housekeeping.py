"""What the engine and its workers write into a sweep: its end, its parallelism, its importances."""

import time
from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mnist_core.store.damaged_rows import sound
from mnist_core.store.database import transaction
from mnist_core.store.leases import expired, release_row
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import SweepRow, SweepTrialRow
from mnist_core.sweeps.records import Parallelism, Sweep
from mnist_core.sweeps.row_mapping import sweep_of
from mnist_core.sweeps.sweep_requests import end_sweep, stop_runs_of
from mnist_core.sweeps.trial_counts import MOST_REPEATS, is_exhausted, is_out_of_time, open_trials

FAILURES = 5  # in a row, from the first trial on, are enough
OUT_OF_TIME = "Its time limit was reached."
EXHAUSTED = f"Nothing new is left to try: {MOST_REPEATS} choices in a row had been tried before."


def sweeps_in_turn(store: RunStore) -> list[tuple[Sweep, int]]:
    """List the oldest sweep that runs of each owner, with the workers each could use now.

    One person's sweeps go one after another, so that each ends sooner; nobody's wait for another's.
    """
    running = select(SweepRow).where(SweepRow.state == "running").order_by(SweepRow.id.desc())
    with transaction(store.database, reads_only=True) as session:
        sweeps = list(sound(session, session.scalars(running), sweep_of))
        oldest = sorted({sweep.owner: sweep for sweep in sweeps}.values(), key=lambda each: each.id)
        rows = (session.get_one(SweepRow, sweep.id) for sweep in oldest)
        opened = [sum(open_trials(session, row)) for row in rows]
    return list(zip(oldest, opened, strict=True))


def end_finished_sweeps(store: RunStore) -> None:
    """End the sweeps that have all their trials, or no time left, or no trial that works."""
    with transaction(store.database) as session:
        running = select(SweepRow).where(SweepRow.state == "running").with_for_update()
        for row in session.scalars(running):
            if is_out_of_time(row):
                end_sweep(session, row, "finished", OUT_OF_TIME)
                continue
            training, waiting = open_trials(session, row)
            if not training and not waiting:
                end_sweep(session, row, "finished", EXHAUSTED if is_exhausted(session, row) else "")
            elif message := _fails_every_time(session, row.id):
                end_sweep(session, row, "failed", message)
        _close_abandoned(session)


def write_importances(store: RunStore, sweep_id: str, importances: Mapping[str, float]) -> None:
    """Write down how much each setting matters."""
    _write(store, sweep_id, "importances", dict(importances))


def write_parallelism(store: RunStore, sweep_id: str, parallelism: Parallelism) -> None:
    """Write down how many trainings at once the machine rewards."""
    _write(store, sweep_id, "sharing", asdict(parallelism))


def fail_sweep(store: RunStore, sweep_id: str, message: str) -> None:
    """End a sweep that cannot go on, with the reason."""
    with transaction(store.database) as session:
        row = session.get(SweepRow, sweep_id, with_for_update=True)
        if row is not None:
            end_sweep(session, row, "failed", message)


def find_parallelism(store: RunStore, key: str, limit: int = 50) -> Parallelism | None:
    """Give what was measured before on this machine, for networks like these."""
    measured = select(SweepRow).where(SweepRow.sharing.is_not(None)).order_by(SweepRow.id.desc())
    with transaction(store.database, reads_only=True) as session:
        sweeps = sound(session, session.scalars(measured.limit(limit)), sweep_of)
        found = (sweep.sharing for sweep in sweeps)
        return next((each for each in found if each and each.key == key), None)


def _fails_every_time(session: Session, sweep_id: str) -> str:
    states = select(SweepTrialRow.state, func.max(SweepTrialRow.message), func.count())
    counted = session.execute(
        states.where(SweepTrialRow.sweep_id == sweep_id).group_by(SweepTrialRow.state)
    )
    found = {state: (message, count) for state, message, count in counted}
    message, count = found.get("failed", ("", 0))
    if count < FAILURES or found.keys() - {"failed", "training", "repeated"}:
        return ""
    return f"Its first {count} trials all failed: {message}"


def _close_abandoned(session: Session) -> None:
    """Stop the trials of ended sweeps whose workers died; their runs stop by themselves."""
    abandoned = (
        select(SweepTrialRow)
        .join(SweepRow, SweepRow.id == SweepTrialRow.sweep_id)
        .where(
            SweepRow.state.in_(["finished", "stopped", "failed"]),
            SweepTrialRow.state == "training",
            expired(SweepTrialRow),
        )
    )
    for row in session.scalars(abandoned):
        row.state, row.ended_at = "stopped", time.time()
        release_row(row)
        stop_runs_of(session, row.sweep_id)


def _write(store: RunStore, sweep_id: str, column: str, value: object) -> None:
    with transaction(store.database) as session:
        row = session.get(SweepRow, sweep_id)
        if row is not None:
            setattr(row, column, value)
