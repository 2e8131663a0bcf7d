"""The worker's side of the store: a run is held by one worker at a time, and by none for long."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, CursorResult, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from mnist_core.errors import LeaseLost
from mnist_core.store.database import transaction
from mnist_core.store.records import Epoch, Progress, RateChange, Requests, Run, State, Taught
from mnist_core.store.row_mapping import epoch_row, run_of
from mnist_core.store.run_requests import queue_again
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_group_key import update_seed_group
from mnist_core.store.tables import EpochRow, RunRow
from mnist_core.version import VERSION, keras_version

LEASE_S = 6.0
MAX_ATTEMPTS = 5
REQUEST_COLUMNS = (RunRow.state, RunRow.request, RunRow.requested_rate, RunRow.target_epochs)


@dataclass(frozen=True)
class RunLease:
    """The right to write a run's record, as long as it is renewed in time.

    Attributes:
        store: the record.
        run_id: the run that is held.
        holder: a text that no other holder has.
    """

    store: RunStore
    run_id: str
    holder: str

    def claim(self) -> Run | None:
        """Take the run if it waits or its holder is dead; None if another one has it.

        A run whose workers died five times in a row within one epoch fails.
        """
        free = or_(
            RunRow.lease_until.is_(None),
            RunRow.lease_until < time.time(),
            RunRow.lease_owner == self.holder,
        )
        waiting = and_(RunRow.id == self.run_id, RunRow.state.in_(["queued", "training"]), free)
        with transaction(self.store.database) as session:
            taken = session.execute(
                update(RunRow)
                .where(waiting)
                .values(
                    state="training",
                    lease_owner=self.holder,
                    lease_until=time.time() + LEASE_S,
                    attempts=RunRow.attempts + 1,
                    program_version=VERSION,
                    keras_version=keras_version(),
                )
            )
            row = session.get(RunRow, self.run_id) if _one(taken) else None
            if row is None:
                return None
            if row.attempts > MAX_ATTEMPTS:
                _fail_after_crashes(row)
                return None
            row.started_at = row.started_at or time.time()
            return run_of(row)

    def rewind(self, epochs_done: int) -> None:
        """Forget epochs after the checkpoint; the same ones are about to come again."""
        later = and_(EpochRow.run_id == self.run_id, EpochRow.number > epochs_done)
        with transaction(self.store.database) as session:
            self._write(session, {"epochs_done": epochs_done})
            session.execute(delete(EpochRow).where(later))
            write_summary(session, self.run_id)

    def report(self, progress: Progress | None, epochs: Sequence[Epoch]) -> Requests:
        """Renew the lease, write what is new, and learn what the user wants.

        Raises:
            LeaseLost: the run was deleted, or another worker has taken it over.
        """
        values: dict[str, object] = {"lease_until": time.time() + LEASE_S}
        if progress is not None:
            values["progress"] = json.dumps(asdict(progress))
        if epochs:
            values |= {"epochs_done": epochs[-1].number, "attempts": 0}
        with transaction(self.store.database) as session:
            requests = self._write(session, values)
            if epochs:
                session.add_all([epoch_row(self.run_id, epoch) for epoch in epochs])
                session.flush()
                write_summary(session, self.run_id)
            return requests

    def accept_learning_rate(self, value: float, changes: Sequence[RateChange]) -> None:
        """Tick off a requested learning rate, unless yet another one was asked for since."""
        record = json.dumps([asdict(change) for change in changes])
        same = and_(RunRow.id == self.run_id, RunRow.requested_rate == value)
        with transaction(self.store.database) as session:
            self._write(session, {"rate_changes": record})
            update_seed_group(session.get_one(RunRow, self.run_id))
            session.execute(update(RunRow).where(same).values(requested_rate=None))

    def write_scores(self, taught: Taught) -> None:
        """Write down how a taught run reads what it was not taught."""
        with transaction(self.store.database) as session:
            self._write(session, {"taught": json.dumps(asdict(taught))})

    def pause(self) -> bool:
        """Write that the held run is paused, unless the user has thought better of it since."""
        return self._change_if(RunRow.request == "pause", {"state": "paused", "request": None})

    def resume_paused(self) -> bool:
        """Write that the held, paused run trains again, if the user has resumed it."""
        return self._change_if(RunRow.state == "queued", {"state": "training"})

    def give_back(self) -> None:
        """Give up a paused run as it is; whoever resumes it begins from its checkpoint."""
        with transaction(self.store.database) as session:
            self._write(session, {"lease_owner": None, "lease_until": None, "attempts": 0})

    def release(
        self,
        state: State,
        *,
        message: str = "",
        traceback: str = "",
        test_accuracy: float | None = None,
        stopped_at: int = 0,
    ) -> None:
        """Let the run go, ended.

        Raises:
            LeaseLost: the run was deleted, or another worker has taken it over.
        """
        values: dict[str, object] = {
            "state": state,
            "message": message,
            "traceback": traceback,
            "stopped_at": stopped_at,
            "request": None,
            "lease_owner": None,
            "lease_until": None,
            "attempts": 0,
            "ended_at": time.time(),
            "test_accuracy": test_accuracy,
        }
        with transaction(self.store.database) as session:
            self._write(session, values)
            row = session.get_one(RunRow, self.run_id)
            if state == "finished" and not message and row.epochs_done < row.target_epochs:
                queue_again(row)  # more epochs were asked for after the last one
            update_seed_group(row)

    def _change_if(self, condition: ColumnElement[bool], values: dict[str, object]) -> bool:
        held = and_(RunRow.id == self.run_id, RunRow.lease_owner == self.holder, condition)
        with transaction(self.store.database) as session:
            if _one(session.execute(update(RunRow).where(held).values(**values))):
                return True
            self._write(session, {"lease_until": time.time() + LEASE_S})
            return False

    def _write(self, session: Session, values: dict[str, object]) -> Requests:
        held = and_(RunRow.id == self.run_id, RunRow.lease_owner == self.holder)
        row = session.execute(
            update(RunRow).where(held).values(**values).returning(*REQUEST_COLUMNS),
            execution_options={"synchronize_session": False},
        ).first()
        if row is None:
            raise LeaseLost(f"The run {self.run_id} is no longer held by {self.holder}.")
        return Requests(*row)


def write_summary(session: Session, run_id: str) -> None:
    """Write into the run what lists show of its epochs, so that they need not read any.

    Early stopping gives the weights of the least validation loss back, so that epoch counts.
    """
    row = session.get_one(RunRow, run_id)
    of_run = EpochRow.run_id == run_id
    patience = json.loads(row.config).get("early_stopping_patience")
    kept = EpochRow.val_loss if patience else EpochRow.number.desc()
    last = select(EpochRow.val_accuracy).where(of_run).order_by(kept, EpochRow.number).limit(1)
    row.val_accuracy = session.scalar(last)
    row.seconds_per_epoch = session.scalar(select(func.avg(EpochRow.seconds)).where(of_run))


def _one(result: object) -> bool:
    return isinstance(result, CursorResult) and result.rowcount == 1


def _fail_after_crashes(row: RunRow) -> None:
    row.state, row.ended_at = "failed", time.time()
    row.lease_owner = row.lease_until = None
    row.message = (
        f"The worker died {MAX_ATTEMPTS} times in epoch {row.epochs_done + 1}, perhaps for lack "
        "of memory. Fewer neurons or a smaller batch need less; Resume tries once more."
    )
