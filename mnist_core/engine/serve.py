"""The engine: a process that submits waiting runs to Dask workers, its own or a cluster's.

It ends when its standard input does, so a server that was killed leaves no process behind. It
learns what to do from the store alone.
"""

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import dask

from mnist_core.engine import job_task, run_task
from mnist_core.engine.networks_ahead import NetworksAhead
from mnist_core.engine.trial_dispatcher import SweepDispatcher
from mnist_core.engine.workers import RUNNING_JOBS, Workers, connected, training_role
from mnist_core.environment import Settings, read_settings
from mnist_core.errors import LabError
from mnist_core.store import jobs
from mnist_core.store.leases import LEASE_S
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import report_service

TICK_S = 0.1
HEARTBEAT_S = 2.0
# By default Dask checks itself so often that it takes a twentieth of a small machine.
QUIET = {
    "distributed.worker.daemon": True,
    "distributed.admin.log-length": 100,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.profile.enabled": False,
}


@dataclass(frozen=True)
class Task:
    """Something that waits in the store for a worker.

    Attributes:
        key: equal for the same thing.
        function, arguments: what the worker is to call.
        resource: what a worker of our own must have for it.
        abandoned: whether a worker had begun it and stopped renewing its lease.
    """

    key: str
    function: Callable[..., None]
    arguments: tuple[str, ...]
    resource: str
    abandoned: bool = False


class Submitted(NamedTuple):
    """A task on its way: since when, its future, and what its worker must have."""

    at: float
    future: Any
    role: str


@dataclass
class Dispatcher:
    """Submits each waiting task once, and again where its worker has stopped renewing.

    Attributes:
        client: a connected Dask client.
        settings: passed to the workers, so that they open the same store.
        store: has what waits.
        workers: where it is done.
    """

    client: Any
    settings: Settings
    store: RunStore
    workers: Workers
    _submitted: dict[str, list[Submitted]] = field(default_factory=dict)

    @property
    def busy(self) -> bool:
        """Whether something is on its way or at a worker."""
        return bool(self._submitted)

    def dispatch(self) -> None:
        """Submit what waits and is not on its way."""
        for key in list(self._submitted):
            self._submitted[key] = [e for e in self._submitted[key] if not e.future.done()]
            if not self._submitted[key]:
                del self._submitted[key]
        for task in self._waiting():
            if self._wanted(task):
                self._submit(task)
        roles = Counter(each.role for several in self._submitted.values() for each in several)
        for role, count in roles.items():
            self.workers.need(role, count)

    def _waiting(self) -> Iterator[Task]:
        for run_id, state, path in self.store.waiting():
            abandoned = state == "training"
            yield Task(run_id, run_task.train_run, (run_id,), training_role(path), abandoned)
        for run_id, kind, subject in jobs.waiting(self.store):
            key, arguments = f"{run_id}-{kind}-{subject}", (run_id, kind, subject)
            yield Task(key, job_task.run_job, arguments, RUNNING_JOBS)

    def _wanted(self, task: Task) -> bool:
        """Return whether to submit: a stuck worker keeps its task, so a second one may go out."""
        on_its_way = self._submitted.get(task.key, [])
        if not on_its_way:
            return True
        overdue = time.monotonic() - on_its_way[-1].at > LEASE_S
        return task.abandoned and overdue and len(on_its_way) < 2

    def _submit(self, task: Task) -> None:
        ours = self.settings.scheduler is None
        future = self.client.submit(
            task.function,
            *task.arguments,
            self.settings,
            key=f"{task.key}-{time.time_ns()}",
            pure=False,
            resources={task.resource: 1} if ours else None,
        )
        sent = Submitted(time.monotonic(), future, task.resource)
        self._submitted.setdefault(task.key, []).append(sent)


def run_engine(settings: Settings, ended: threading.Event) -> None:
    """Serve until ``ended`` is set, reporting to the store how it goes.

    That it is starting has been reported by who started it.

    Raises:
        LabError: the store cannot be opened, or no worker could be started.
    """
    store = RunStore(settings)
    try:
        with connected(settings) as workers:
            _serve(settings, store, workers, ended)
        report_service(store.database, "stopped")
    except (OSError, RuntimeError, ImportError) as error:
        message = f"No training process could be started: {error}"
        report_service(store.database, "failed", message)
        raise LabError(message) from error


def _serve(settings: Settings, store: RunStore, workers: Workers, ended: threading.Event) -> None:
    runs = Dispatcher(workers.client, settings, store, workers)
    sweeps = SweepDispatcher(workers.client, settings, store, workers)
    ahead = NetworksAhead(workers.client, store, workers)
    last_heartbeat = 0.0
    while not ended.wait(TICK_S):
        runs.dispatch()
        sweeps.dispatch()
        if workers.measurable:
            ahead.dispatch(busy=runs.busy or sweeps.busy)
        if time.monotonic() - last_heartbeat > HEARTBEAT_S:
            last_heartbeat = time.monotonic()
            report_service(store.database, "ready")


def _end_with_input(ended: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):  # a buffered read would block the end of Python
        pass
    ended.set()


def main() -> int:
    """Run the engine until standard input ends; give the exit status."""
    dask.config.set(QUIET)
    ended = threading.Event()
    threading.Thread(target=_end_with_input, args=(ended,), daemon=True).start()
    try:
        run_engine(read_settings(), ended)
    except LabError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
