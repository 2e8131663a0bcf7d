"""What a worker writes into the run whose lease it holds."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session

from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.store.database import transaction
from mnist_core.store.leases import Lease, release_row
from mnist_core.store.records import Epoch, Progress, RateChange, Requests, Run, State, Taught
from mnist_core.store.row_mapping import epoch_row, run_of
from mnist_core.store.run_requests import queue_again
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_group_key import update_seed_group
from mnist_core.store.tables import EpochRow, RunRow
from mnist_core.version import VERSION, keras_version

MAX_ATTEMPTS = 5
DIED = (
    f"The training process died {MAX_ATTEMPTS} times in epoch {{}}, perhaps for lack of memory. "
    "Fewer neurons or a smaller batch need less; Resume tries once more."
)
REQUEST_COLUMNS = (RunRow.state, RunRow.request, RunRow.requested_rate, RunRow.target_epochs)


@dataclass(frozen=True)
class RunLease:
    """The right to write a run's record, as long as it is renewed in time.

    Attributes:
        store: the record.
        run_id: the run that is leased.
        holder: a text that no other holder has.
    """

    store: RunStore
    run_id: str
    holder: str

    def claim(self) -> Run | None:
        """Claim the run if it waits or its lease has expired; None if another has its lease.

        A run whose workers died five times in a row within one epoch fails, and so does one whose
        row is damaged.
        """
        unfinished = RunRow.state.in_(["queued", "training"])
        with transaction(self.store.database) as session:
            row = self._lease.claim(session, unfinished)
            if row is None:
                return None
            row.program_version, row.keras_version = VERSION, keras_version()
            if row.attempts > MAX_ATTEMPTS:
                _fail(row, DIED.format(row.epochs_done + 1))
                return None
            row.state = "training"
            row.started_at = row.started_at or time.time()
            try:
                return run_of(row)
            except StoreError as error:
                _fail(row, str(error))  # else it would be claimed again and again
                return None

    def rewind(self, epochs_done: int) -> None:
        """Delete the epochs after the checkpoint; they are trained again."""
        later = and_(EpochRow.run_id == self.run_id, EpochRow.number > epochs_done)
        with transaction(self.store.database) as session:
            self._lease.write(session, {"epochs_done": epochs_done})
            session.execute(delete(EpochRow).where(later))
            write_summary(session, self.run_id)

    def report(self, progress: Progress | None, epochs: Sequence[Epoch]) -> Requests:
        """Renew the lease, write what is new, and return the user's requests.

        Raises:
            LeaseLost: the run was deleted, or another worker has taken it over.
        """
        values: dict[str, object] = {}
        if progress is not None:
            values["progress"] = asdict(progress)
        if epochs:
            values |= {"epochs_done": epochs[-1].number, "attempts": 0}
        with transaction(self.store.database) as session:
            requests = Requests(*self._lease.renew(session, values, REQUEST_COLUMNS))
            if epochs:
                session.add_all([epoch_row(self.run_id, epoch) for epoch in epochs])
                session.flush()
                write_summary(session, self.run_id)
            return requests

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lease for certain: until this context ends no other worker can claim the run.

        Raises:
            LeaseLost: the run was deleted, or another worker has taken it over.
        """
        with transaction(self.store.database) as session:
            self._lease.renew(session, {})
            yield

    def accept_learning_rate(self, value: float, changes: Sequence[RateChange]) -> None:
        """Clear a request for a learning rate, unless another one was requested since."""
        record = [asdict(change) for change in changes]
        same = and_(RunRow.id == self.run_id, RunRow.requested_rate == value)
        with transaction(self.store.database) as session:
            self._lease.write(session, {"rate_changes": record})
            update_seed_group(session.get_one(RunRow, self.run_id))
            session.execute(update(RunRow).where(same).values(requested_rate=None))

    def write_scores(self, taught: Taught) -> None:
        """Write down how a taught run reads what it was not taught."""
        with transaction(self.store.database) as session:
            self._lease.write(session, {"taught": asdict(taught)})

    def pause(self) -> bool:
        """Write that the run is paused, unless the user has cancelled the request since."""
        return self._change_if(RunRow.request == "pause", {"state": "paused", "request": None})

    def resume_paused(self) -> bool:
        """Write that the paused run trains again, if the user has resumed it."""
        return self._change_if(RunRow.state == "queued", {"state": "training"})

    def give_back(self) -> None:
        """Release a paused run as it is; the next worker begins from its checkpoint."""
        with transaction(self.store.database) as session:
            self._lease.release(session, {"attempts": 0})

    def release(
        self,
        state: State,
        *,
        message: str = "",
        traceback: str = "",
        test_accuracy: float | None = None,
        stopped_at: int = 0,
    ) -> None:
        """Release the run with its final state.

        Raises:
            LeaseLost: the run was deleted, or another worker has taken it over.
        """
        values: dict[str, object] = {
            "state": state,
            "message": message,
            "traceback": traceback,
            "stopped_at": stopped_at,
            "request": None,
            "attempts": 0,
            "ended_at": time.time(),
            "test_accuracy": test_accuracy,
        }
        with transaction(self.store.database) as session:
            self._lease.release(session, values)
            row = session.get_one(RunRow, self.run_id)
            if state == "finished" and not message and row.epochs_done < row.target_epochs:
                queue_again(row)  # more epochs were asked for after the last one
            update_seed_group(row)

    @property
    def _lease(self) -> Lease[RunRow]:
        lost = f"The run {self.run_id} is no longer held by {self.holder}."
        return Lease(RunRow, RunRow.id == self.run_id, self.holder, lost)

    def _change_if(self, condition: ColumnElement[bool], values: dict[str, object]) -> bool:
        with transaction(self.store.database) as session:
            if self._lease.write_if(session, condition, values):
                return True
            self._lease.renew(session, {})
            return False


def write_summary(session: Session, run_id: str) -> None:
    """Write into the run what lists show of its epochs, so that they need not read any.

    Early stopping gives the weights of the least validation loss back, so that epoch counts.
    """
    row = session.get_one(RunRow, run_id)
    of_run = EpochRow.run_id == run_id
    patience = RunConfig.model_validate_json(row.config).early_stopping_patience
    kept = EpochRow.val_loss if patience else EpochRow.number.desc()
    last = select(EpochRow.val_accuracy).where(of_run).order_by(kept, EpochRow.number).limit(1)
    row.val_accuracy = session.scalar(last)
    row.seconds_per_epoch = session.scalar(select(func.avg(EpochRow.seconds)).where(of_run))


def _fail(row: RunRow, message: str) -> None:
    row.state, row.ended_at, row.message = "failed", time.time(), message
    release_row(row)
