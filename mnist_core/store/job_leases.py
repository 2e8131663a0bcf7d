"""What a worker writes into the job whose lease it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, select

from mnist_core.errors import LeaseLost
from mnist_core.store.artifacts import Arrays
from mnist_core.store.database import transaction
from mnist_core.store.jobs import Job, Kind, job_of
from mnist_core.store.leases import Lease, release_row
from mnist_core.store.records import UNFINISHED_JOBS
from mnist_core.store.run_files import job_file
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import JobRow

MAX_ATTEMPTS = 3
MAX_SUBJECTS = 24


@dataclass(frozen=True)
class JobLease:
    """The right to write a job's record, as long as it is renewed in time.

    Attributes:
        store: the record.
        run_id, kind, subject: which job.
        holder: a text that no other holder has.
    """

    store: RunStore
    run_id: str
    kind: Kind
    subject: str
    holder: str

    def claim(self) -> tuple[Job, bytes | None] | None:
        """Claim the job and its picture if it waits or its lease has expired.

        A job whose workers died three times fails.
        """
        unfinished = JobRow.state.in_(UNFINISHED_JOBS)
        with transaction(self.store.database) as session:
            row = self._lease.claim(session, unfinished)
            if row is None:
                return None
            if row.attempts > MAX_ATTEMPTS:
                release_row(row)
                row.state = "failed"
                row.message = "The training process died each time, perhaps for lack of memory."
                return None
            row.state = "working"
            return job_of(row), row.image

    def report(self, share: float) -> None:
        """Report how much is done, in [0, 1], and renew the lease.

        Raises:
            LeaseLost: the run was deleted, or another worker has taken the job over.
        """
        with transaction(self.store.database) as session:
            self._lease.renew(session, {"share": share})

    def finish(self, arrays: Arrays, version: str, epochs_done: int) -> None:
        """Keep the result; a run keeps a limited number of results about pictures.

        Args:
            arrays: the result.
            version: of the snapshot that it is about, as ``Artifacts.version`` gives it.
            epochs_done: whole epochs that the run had behind it then.

        Raises:
            LeaseLost: the run was deleted, or another worker has taken the job over.
        """
        file = job_file(self.kind, self.subject)
        self.store.artifacts.write(self.run_id, file, arrays, self._held)
        self._end({"state": "done", "share": 1.0, "version": version, "epochs_done": epochs_done})
        if self.subject:
            self._drop_old_subjects()

    def fail(self, message: str, trace: str) -> None:
        """Write down why there is no result; nothing happens once the lease is lost."""
        try:
            self._end({"state": "failed", "message": message, "traceback": trace})
        except LeaseLost:
            self.store.remove_leftovers(self.run_id)

    @property
    def _lease(self) -> Lease[JobRow]:
        row = and_(self._of_kind(), JobRow.subject == self.subject)
        lost = f"The {self.kind} of {self.run_id} is no longer wanted here."
        return Lease(JobRow, row, self.holder, lost)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the lease: a worker without it must not replace the next one's file."""
        with transaction(self.store.database) as session:
            self._lease.renew(session, {})
            yield

    def _of_kind(self) -> ColumnElement[bool]:
        return and_(JobRow.run_id == self.run_id, JobRow.kind == self.kind)

    def _end(self, values: dict[str, object]) -> None:
        with transaction(self.store.database) as session:
            self._lease.release(session, values)

    def _drop_old_subjects(self) -> None:
        newest_first = select(JobRow.subject).where(self._of_kind())
        newest_first = newest_first.order_by(JobRow.asked_at.desc())
        with transaction(self.store.database) as session:
            old = list(session.scalars(newest_first.offset(MAX_SUBJECTS)))
            if old:
                session.execute(delete(JobRow).where(self._of_kind(), JobRow.subject.in_(old)))
        for subject in old:
            self.store.artifacts.remove(self.run_id, job_file(self.kind, subject))
