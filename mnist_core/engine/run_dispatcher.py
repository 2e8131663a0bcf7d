"""The engine's part in runs and measurements: submit each that waits, once."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mnist_core.engine import job_task, run_task
from mnist_core.engine.own_cluster import RUNNING_JOBS
from mnist_core.engine.workers import Workers, training_role
from mnist_core.environment import Settings
from mnist_core.store import jobs
from mnist_core.store.leases import LEASE_S
from mnist_core.store.run_store import RunStore


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
class RunDispatcher:
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
