"""Measurements of what a run has learned, and files that take Keras: a page asks, a worker makes
them, the run keeps them."""

import hashlib
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from mnist_core.access.person import OWNERS_ID
from mnist_core.errors import RunNotFound
from mnist_core.quoting import quoted
from mnist_core.store.database import transaction
from mnist_core.store.leases import claimable
from mnist_core.store.records import UNFINISHED_JOBS
from mnist_core.store.run_files import LAST, job_file
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import JobRow, RunRow
from mnist_core.store.turns import by_turns

Kind = Literal["evaluation", "timeline", "robustness", "map", "neighbours", "file"]
JobState = Literal["queued", "working", "done", "failed"]


@dataclass(frozen=True)
class Job:
    """How a measurement stands.

    Attributes:
        run_id, kind: what is measured.
        subject: the picture it is about, see ``subject_of``, or a file's ending without its dot;
            "" for the run as a whole.
        state: queued, working, done or failed.
        share: how much is done, in [0, 1].
        message: a sentence for the user where it failed.
        version: of the snapshot that was measured, as ``Artifacts.version`` gives it.
        epochs_done: whole epochs that the run had behind it then.
    """

    run_id: str
    kind: Kind
    subject: str
    state: JobState
    share: float
    message: str
    version: str
    epochs_done: int

    @property
    def under_way(self) -> bool:
        """Whether it is asked for and not there yet."""
        return self.state in UNFINISHED_JOBS

    @property
    def file(self) -> str:
        """The name of its artifact."""
        return job_file(self.kind, self.subject)


class WaitingJob(NamedTuple):
    """A measurement that a worker can make.

    Attributes:
        run_id, kind, subject: what is measured, as of ``Job``.
        owner: the id of the person who asked for it.
    """

    run_id: str
    kind: Kind
    subject: str
    owner: str = OWNERS_ID


def subject_of(image: NDArray[np.floating[Any]]) -> str:
    """Give a short text that stands for a picture.

    Args:
        image: (28, 28), float in [0, 1].
    """
    return hashlib.sha256(image_bytes(image)).hexdigest()[:12]


def image_bytes(image: NDArray[np.floating[Any]]) -> bytes:
    """Write a picture, (28, 28) float in [0, 1], as 784 bytes from 0 to 255."""
    pixels: NDArray[np.uint8] = np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)
    return pixels.tobytes()


def find(store: RunStore, run_id: str, kind: Kind, subject: str = "") -> Job | None:
    """Give the measurement as it stands, or None if nobody has asked for it."""
    with transaction(store.database, reads_only=True) as session:
        row = session.get(JobRow, (run_id, kind, subject))
        return None if row is None else job_of(row)


def request(
    store: RunStore,
    run_id: str,
    kind: Kind,
    image: NDArray[np.floating[Any]] | None = None,
    *,
    about: str = "",
) -> Job:
    """Ask for a measurement; one that is already on its way goes on, one that is kept is made anew.

    Args:
        image: (28, 28), float in [0, 1], where the measurement is about one picture.
        about: its subject, where that is no picture.

    Raises:
        RunNotFound: no run has that id.
        LimitReached: so many that the person has asked for are not made yet.
    """
    subject = about if image is None else subject_of(image)
    with transaction(store.database) as session:
        if session.get(RunRow, run_id, with_for_update=True) is None:  # two tabs ask in turn
            raise RunNotFound(f"No run is called {quoted(run_id)} here; it may have been deleted.")
        row = session.get(JobRow, (run_id, kind, subject))
        if row is None or row.state not in UNFINISHED_JOBS:
            store.allowance.require_measurement(session)
        if row is None:
            row = JobRow(run_id=run_id, kind=kind, subject=subject, state="failed")
            session.add(row)
        if row.state not in UNFINISHED_JOBS:
            row.state, row.share, row.message, row.traceback = "queued", 0.0, "", ""
            row.asked_at, row.attempts, row.owner = time.time(), 0, store.person.id
            row.image = None if image is None else image_bytes(image)
        session.flush()
        return job_of(row)


def is_current(store: RunStore, job: Job) -> bool:
    """Return whether a kept result is of what the run has learned by now."""
    return job.version == store.artifacts.version(job.run_id, LAST)


def waiting(store: RunStore) -> list[WaitingJob]:
    """List the measurements to make, by turns of who asked: left by a dead worker, or new."""
    unfinished = select(JobRow).where(JobRow.state.in_(UNFINISHED_JOBS)).order_by(JobRow.asked_at)
    columns = (JobRow.run_id, JobRow.kind, JobRow.subject, JobRow.owner, claimable(JobRow))
    with transaction(store.database, reads_only=True) as session:
        found = session.execute(unfinished.with_only_columns(*columns)).all()
    served = Counter(owner for *_, owner, free in found if not free)
    free = [WaitingJob(*job) for *job, free in found if free]  # type: ignore[arg-type]
    return by_turns(free, lambda job: job.owner, served)


def job_of(row: JobRow) -> Job:
    """Read a measurement out of its row."""
    return Job(
        run_id=row.run_id,
        kind=row.kind,  # type: ignore[arg-type]  # only kinds of the closed set are written
        subject=row.subject,
        state=row.state,  # type: ignore[arg-type]
        share=row.share,
        message=row.message,
        version=row.version,
        epochs_done=row.epochs_done,
    )
