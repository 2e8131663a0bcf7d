"""How a training reports to the store: in a thread of its own, so that it never waits."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.errors import LabError, StoreBusy
from mnist_core.network.mlp import snapshot_arrays
from mnist_core.store.artifacts import Arrays
from mnist_core.store.records import Epoch, Progress, RateChange, Requests, Run
from mnist_core.store.run_files import CHECKPOINT, LAST, epoch_name, epoch_number
from mnist_core.store.run_leases import RunLease

TICK_S = 0.2
SHOW_PAUSE_S, KEEP_PAUSE_S = 0.5, 2.0
RELEASE_PAUSED_AFTER_S = 300.0
MAX_SNAPSHOTS = 24
MAX_WAITING = 3  # files: what one epoch may leave behind
StopRule = Callable[[Sequence[Epoch]], bool]


class RunReporter:
    """The connection between one training and the store; a context manager that flushes at its end.

    What goes wrong in the background is raised at the training's next report.

    Args:
        lease: the right to write the run's record.
        run: as it was when claimed.
        stop_rule: called with epochs once they are written; returns whether to stop after them.
    """

    def __init__(self, lease: RunLease, run: Run, stop_rule: StopRule | None = None) -> None:
        self._lease, self._artifacts = lease, lease.store.artifacts
        self._stop_rule, self._must_stop = stop_rule, False
        self._requests = Requests(run.state, run.request, None, run.target_epochs)
        self._lock = threading.Lock()
        self._progress: Progress | None = None
        self._begun = False
        self._epochs: list[Epoch] = []
        self._error: LabError | None = None
        self._ended, self._wake = threading.Event(), threading.Event()
        self._writer = ThreadPoolExecutor(1, "artifacts")
        self._writing: deque[Future[None]] = deque()
        self._last_shown = self._last_kept = 0.0
        self._reporter = threading.Thread(target=self._report_often, name="reporter", daemon=True)

    def __enter__(self) -> "RunReporter":
        self._report()
        self._reporter.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._wake.set()
        self._reporter.join()
        self._writer.shutdown(wait=True)

    def requests(self) -> Requests:
        """Give what the user wants, as of at most a fifth of a second ago."""
        self._raise_error()
        return self._requests

    def progress(self, progress: Progress) -> None:
        """Report where the training stands; only the latest report is written.

        The first one is written at once, since a person may wait for it.
        """
        self._progress = progress
        if not self._begun:
            self._begun = True
            self._wake.set()

    def epoch(self, epoch: Epoch) -> None:
        """Write a whole epoch down."""
        with self._lock:
            self._epochs.append(epoch)

    def accept_learning_rate(self, value: float, changes: list[RateChange]) -> None:
        """Clear the request for a learning rate that is now in force."""
        self._lease.accept_learning_rate(value, changes)
        self._requests = replace(self._requests, learning_rate=None)

    def keep(self, number: int, weights: list[NDArray[Any]], state: Callable[[], Arrays]) -> None:
        """Keep what an epoch has learned: its snapshot, and a checkpoint to go on from.

        The newest weights, which a drawing is read with, are at least half a second apart, and
        checkpoints two seconds: short epochs are sooner trained again.

        Args:
            number: the epoch, counted from 1.
            weights: as ``get_weights()`` gives them.
            state: makes the checkpoint's arrays; called only if they are wanted.
        """
        if number % snapshot_stride(self._requests.target_epochs) == 0:
            halves = {name: _half(a) for name, a in snapshot_arrays(weights).items()}
            self._write(epoch_name(number), halves)
        now = time.monotonic()
        if now - self._last_kept > KEEP_PAUSE_S:
            self.keep_last(weights, state())
        elif now - self._last_shown > SHOW_PAUSE_S:
            self._write(LAST, snapshot_arrays(weights))
            self._last_shown = now

    def keep_last(self, weights: list[NDArray[Any]], state: Arrays) -> None:
        """Keep the newest weights whole, and the checkpoint."""
        self._write(LAST, snapshot_arrays(weights))
        self._submit(self._write_checkpoint, state)
        self._last_shown = self._last_kept = time.monotonic()

    def wait_while_paused(self) -> bool:
        """Wait, ready to go on at once, until the user resumes or others need this worker.

        Returns:
            Whether to go on; if not, the run is released and begins again from its checkpoint.
        """
        self.flush()
        if not self._lease.pause():
            self._report()
            return True
        deadline = time.monotonic() + RELEASE_PAUSED_AFTER_S
        while time.monotonic() < deadline and not self._lease.store.waiting():
            if self._lease.resume_paused():
                self._report()
                return True
            self._ended.wait(TICK_S)
        self._lease.give_back()
        return False

    def flush(self) -> None:
        """Wait until everything reported so far is written."""
        while self._writing:
            self._writing.popleft().result()
        self._report()

    def _write(self, name: str, arrays: Arrays) -> None:
        self._submit(self._write_file, name, arrays)

    def _write_file(self, name: str, arrays: Arrays) -> None:
        """Write a file, unless another worker has taken the run over while this one slept."""
        self._artifacts.write(self._lease.run_id, name, arrays, self._lease.held)

    def _write_checkpoint(self, state: Arrays) -> None:
        self._report()  # a worker that goes on from here must find all epochs in the record
        self._write_file(CHECKPOINT, state)

    def _submit(self, write: Callable[..., None], *arguments: object) -> None:
        while len(self._writing) >= MAX_WAITING or (self._writing and self._writing[0].done()):
            self._writing.popleft().result()  # memory stays bounded, errors surface
        self._writing.append(self._writer.submit(write, *arguments))

    def _report_often(self) -> None:
        while self._error is None:
            self._wake.wait(TICK_S)
            if self._ended.is_set():
                return
            self._wake.clear()
            try:
                self._report()
            except StoreBusy:
                continue  # who locks it keeps other workers from this run, too
            except LabError as error:
                self._error = error

    def _report(self) -> None:
        with self._lock:
            progress, epochs = self._progress, self._epochs
            self._progress = None
            requests = self._lease.report(progress, epochs)
            self._epochs = []  # only now: what could not be written stays to be written
            if self._stop_rule is not None and epochs:
                self._must_stop = self._must_stop or self._stop_rule(epochs)
            self._requests = replace(requests, action="stop") if self._must_stop else requests

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error


def snapshot_stride(target_epochs: int) -> int:
    """Give n so that keeping every n-th epoch keeps at most 24 of them."""
    return -(-target_epochs // MAX_SNAPSHOTS)


def thin_snapshots(lease: RunLease, target_epochs: int) -> None:
    """Delete the snapshots that are too many once a run has been given more epochs."""
    artifacts, stride = lease.store.artifacts, snapshot_stride(target_epochs)
    for name in artifacts.names(lease.run_id):
        number = epoch_number(name)
        if number is not None and number % stride:
            artifacts.remove(lease.run_id, name)


def _half(array: NDArray[Any]) -> NDArray[np.float16]:
    largest = float(np.finfo(np.float16).max)
    return np.asarray(np.clip(array, -largest, largest), dtype=np.float16)
