"""What makes measurements in a worker process: claim one, make it, keep it; without Keras."""

import functools
import threading
import traceback

import numpy as np

from mnist_core.analysis.measurements import Subject
from mnist_core.analysis.result_files import to_arrays
from mnist_core.dataset import Mnist, load_mnist
from mnist_core.engine.job_kinds import MEASUREMENTS
from mnist_core.engine.process_tuning import use_one_thread
from mnist_core.environment import Settings
from mnist_core.errors import LabError, LeaseLost
from mnist_core.store.artifacts import Arrays
from mnist_core.store.holders import new_holder
from mnist_core.store.job_leases import JobLease
from mnist_core.store.jobs import Kind
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import open_store

BEAT_S = 0.25


def run_job(run_id: str, kind: Kind, subject: str, settings: Settings) -> None:
    """Make a measurement if it is wanted and nobody else makes it."""
    lease = JobLease(open_store(settings), run_id, kind, subject, new_holder())
    claimed = lease.claim()
    if claimed is None:
        return
    try:
        lease.finish(*_measure(lease, claimed[1], settings))
    except LeaseLost:
        lease.store.remove_leftovers(lease.run_id)
    except LabError as error:
        lease.fail(str(error), "")
    except MemoryError:
        lease.fail("The memory is full: this network is too large to be measured here.", "")
    except Exception as error:  # the outermost frame of a worker: the record keeps the traceback
        lease.fail(f"The measurement failed: {type(error).__name__}: {error}"[:500], _trace())


def warm_up() -> None:
    """Open the digits before the first question, in a process of its own."""
    use_one_thread()
    digits()


@functools.lru_cache(maxsize=1)
def digits() -> Mnist:
    """Give the digits, opened once in a process."""
    return load_mnist()


def _measure(lease: JobLease, image: bytes | None, settings: Settings) -> tuple[Arrays, str, int]:
    run = lease.store.read(lease.run_id)
    subject = Subject(
        store=lease.store,
        run=run,
        version=lease.store.artifacts.version(run.id, LAST),
        mnist=digits(),
        image=None if image is None else np.frombuffer(image, np.uint8).reshape(28, 28),
        about=lease.subject,
        settings=settings,
    )
    with Heartbeat(lease) as heartbeat:
        result = MEASUREMENTS[lease.kind](subject, heartbeat.progress)
    return to_arrays(result), subject.version, run.epochs_done


class Heartbeat:
    """Renews the lease from a thread of its own, also while one long step is computed."""

    def __init__(self, lease: JobLease) -> None:
        self._lease, self._share = lease, 0.0
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
        """Report how much is done, in [0, 1]; raises what went wrong in the background."""
        self._share = share
        if self._error is not None:
            raise self._error

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_S) and self._error is None:
            try:
                self._lease.report(self._share)
            except LabError as error:
                self._error = error


def _trace() -> str:
    return traceback.format_exc()
