"""What makes measurements in a worker process: claim one, make it, keep it; without Keras."""

import functools
import threading
import time
import traceback
from dataclasses import dataclass

import numpy as np
from sqlalchemy import ColumnElement, and_, delete, select, update

from mnist_core.analysis.measurements import Subject
from mnist_core.analysis.result_files import to_arrays
from mnist_core.dataset import Mnist, load_mnist
from mnist_core.engine.job_kinds import MEASUREMENTS
from mnist_core.engine.process_tuning import use_one_thread
from mnist_core.engine.run_task import new_holder, open_store
from mnist_core.environment import Settings
from mnist_core.errors import LabError, LeaseLost
from mnist_core.store.artifacts import Arrays
from mnist_core.store.database import transaction
from mnist_core.store.jobs import Job, Kind, job_file, job_of
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import LAST
from mnist_core.store.tables import JobRow

LEASE_S, BEAT_S = 6.0, 0.25
MAX_ATTEMPTS = 3
MAX_SUBJECTS = 24


def run_job(run_id: str, kind: Kind, subject: str, settings: Settings) -> None:
    """Make a measurement if it is wanted and nobody else makes it."""
    work = JobLease(open_store(settings), run_id, kind, subject, new_holder())
    claimed = work.claim()
    if claimed is None:
        return
    try:
        work.finish(*_measure(work, claimed[1], settings))
    except LeaseLost:
        _clean_up_after_delete(work)
    except LabError as error:
        work.fail(str(error), "")
    except MemoryError:
        work.fail("The memory is full: this network is too large to be examined here.", "")
    except Exception as error:  # the outermost frame of a worker: the record keeps the traceback
        work.fail(f"The examination broke off: {type(error).__name__}: {error}"[:500], _trace())


@dataclass(frozen=True)
class JobLease:
    """The right to write a measurement's record, as long as it is renewed in time.

    Attributes:
        store: the record.
        run_id, kind, subject: which measurement.
        holder: a text that no other holder has.
    """

    store: RunStore
    run_id: str
    kind: Kind
    subject: str
    holder: str

    def claim(self) -> tuple[Job, bytes | None] | None:
        """Take the measurement and its picture, if it waits or its holder is dead."""
        key = (self.run_id, self.kind, self.subject)
        now = time.time()
        with transaction(self.store.database) as session:
            row = session.get(JobRow, key, with_for_update=True)
            if row is None or row.state not in ("queued", "working"):
                return None
            if row.lease_until is not None and row.lease_until > now:
                return None
            row.attempts += 1
            if row.attempts > MAX_ATTEMPTS:
                row.state, row.lease_owner, row.lease_until = "failed", None, None
                row.message = "The worker died each time, perhaps for lack of memory."
                return None
            row.state, row.lease_owner, row.lease_until = "working", self.holder, now + LEASE_S
            return job_of(row), row.image

    def report(self, share: float) -> None:
        """Say how much is done, and renew the lease.

        Raises:
            LeaseLost: the run was deleted, or another worker has taken the measurement over.
        """
        self._write({"share": share, "lease_until": time.time() + LEASE_S})

    def finish(self, arrays: Arrays, version: str, epochs_done: int) -> None:
        """Keep the result; only so many results about pictures are kept with a run."""
        self.report(1.0)  # whoever has lost the lease must not replace its successor's file
        self.store.artifacts.write(self.run_id, job_file(self.kind, self.subject), arrays)
        self._end({"state": "done", "share": 1.0, "version": version, "epochs_done": epochs_done})
        if self.subject:
            self._drop_old_subjects()

    def fail(self, message: str, trace: str) -> None:
        """Write down why there is no result."""
        try:
            self._end({"state": "failed", "message": message, "traceback": trace})
        except LeaseLost:
            _clean_up_after_delete(self)

    def _end(self, values: dict[str, object]) -> None:
        self._write({**values, "lease_owner": None, "lease_until": None})

    def _write(self, values: dict[str, object]) -> None:
        held = and_(self._about(self.subject), JobRow.lease_owner == self.holder)
        change = update(JobRow).where(held).values(**values)
        with transaction(self.store.database) as session:
            written = session.execute(change.returning(JobRow.run_id)).first()
        if written is None:
            raise LeaseLost(f"The {self.kind} of {self.run_id} is no longer wanted here.")

    def _about(self, *subjects: str) -> ColumnElement[bool]:
        return and_(
            JobRow.run_id == self.run_id,
            JobRow.kind == self.kind,
            JobRow.subject.in_(subjects),
        )

    def _drop_old_subjects(self) -> None:
        of_kind = and_(JobRow.run_id == self.run_id, JobRow.kind == self.kind)
        newest_first = select(JobRow.subject).where(of_kind)
        newest_first = newest_first.order_by(JobRow.asked_at.desc())
        with transaction(self.store.database) as session:
            old = list(session.scalars(newest_first.offset(MAX_SUBJECTS)))
            if old:
                session.execute(delete(JobRow).where(self._about(*old)))
        for subject in old:
            self.store.artifacts.remove(self.run_id, job_file(self.kind, subject))


def warm_up() -> None:
    """Open the digits before the first question, in a process of its own."""
    use_one_thread()
    digits()


@functools.lru_cache(maxsize=1)
def digits() -> Mnist:
    """Give the digits, opened once in a process."""
    return load_mnist()


def _measure(work: JobLease, image: bytes | None, settings: Settings) -> tuple[Arrays, str, int]:
    run = work.store.read(work.run_id)
    subject = Subject(
        store=work.store,
        run=run,
        version=work.store.artifacts.version(run.id, LAST),
        mnist=digits(),
        image=None if image is None else np.frombuffer(image, np.uint8).reshape(28, 28),
        about=work.subject,
        settings=settings,
    )
    with Heartbeat(work) as heartbeat:
        result = MEASUREMENTS[work.kind](subject, heartbeat.progress)
    return to_arrays(result), subject.version, run.epochs_done


class Heartbeat:
    """Renews the lease from a thread of its own, also while one long step is computed."""

    def __init__(self, work: JobLease) -> None:
        self._work, self._share = work, 0.0
        self._ended = threading.Event()
        self._error: LabError | None = None
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def progress(self, share: float) -> None:
        """Hear how much is done, in [0, 1]; raises what went wrong in the background."""
        self._share = share
        if self._error is not None:
            raise self._error

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_S) and self._error is None:
            try:
                self._work.report(self._share)
            except LabError as error:
                self._error = error


def _clean_up_after_delete(work: JobLease) -> None:
    if not work.store.exists(work.run_id):
        work.store.artifacts.remove_run(work.run_id)


def _trace() -> str:
    return traceback.format_exc()
