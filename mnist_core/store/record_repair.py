"""What is changed in the record to mend it; nothing else writes a row without its lease."""

import time
from typing import Any

from sqlalchemy import Engine, and_, delete, inspect, select, text, update

from mnist_core.store.database import transaction
from mnist_core.store.tables import EpochRow, JobRow, RunRow, SweepTrialRow
from mnist_core.store.whole_record import LONG_AGO, queued_again


def release_run(database: Engine, run_id: str) -> None:
    """Let a run that no worker trains wait for the next one."""
    with transaction(database) as session:
        session.execute(queued_again(RunRow, "training").where(RunRow.id == run_id))
        released = update(RunRow).where(RunRow.id == run_id)
        session.execute(released.values(lease_holder=None, lease_until=None))


def release_job(database: Engine, run_id: str, kind: str, subject: str) -> None:
    """Let a measurement that no worker makes wait for the next one."""
    is_it = _is_job(run_id, kind, subject)
    with transaction(database) as session:
        session.execute(queued_again(JobRow, "working").where(is_it))
        released = update(JobRow).where(is_it)
        session.execute(released.values(lease_holder=None, lease_until=None))


def release_trial(database: Engine, sweep_id: str, number: int) -> None:
    """Let the next worker take a trial up."""
    is_it = and_(SweepTrialRow.sweep_id == sweep_id, SweepTrialRow.number == number)
    with transaction(database) as session:
        released = update(SweepTrialRow).where(is_it)
        session.execute(released.values(lease_holder=None, lease_until=LONG_AGO))


def fail_run(database: Engine, run_id: str, message: str) -> None:
    """Write that a run has failed, and why; Resume trains it from what it can go on from."""
    failed = update(RunRow).where(RunRow.id == run_id)
    with transaction(database) as session:
        session.execute(
            failed.values(
                state="failed",
                message=message,
                lease_holder=None,
                lease_until=None,
                request=None,
                ended_at=time.time(),
            )
        )


def forget_history(database: Engine, run_id: str) -> None:
    """Let a run begin again: without its epochs, as before the first."""
    with transaction(database) as session:
        session.execute(delete(EpochRow).where(EpochRow.run_id == run_id))
        begun = update(RunRow).where(RunRow.id == run_id)
        session.execute(begun.values(epochs_done=0, stopped_at=0, progress=None))


def drop_job(database: Engine, run_id: str, kind: str, subject: str) -> None:
    """Forget a measurement whose result is gone; whoever looks at it asks for it anew."""
    with transaction(database) as session:
        session.execute(delete(JobRow).where(_is_job(run_id, kind, subject)))


def take_out_run(database: Engine, run_id: str) -> dict[str, Any]:
    """Delete a run's row and what belongs to it, and give all that was in the row."""
    columns = [column["name"] for column in inspect(database).get_columns("runs")]
    wanted = select(*(text(name) for name in columns)).select_from(text("runs"))
    with transaction(database) as session:
        found = session.execute(wanted.where(text("id = :id")), {"id": run_id}).mappings().one()
        session.execute(delete(RunRow).where(RunRow.id == run_id))
        return dict(found)


def _is_job(run_id: str, kind: str, subject: str) -> Any:
    return and_(JobRow.run_id == run_id, JobRow.kind == kind, JobRow.subject == subject)
