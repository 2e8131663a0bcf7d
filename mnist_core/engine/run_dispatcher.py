"""The engine's part in runs and measurements: submit each when a worker is free for it."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from mnist_core.access.person import OWNERS_ID
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
        role: of the workers of our own that can do it.
        abandoned: whether a worker had begun it and stopped renewing its lease.
        owner: the id of whose it is.
    """

    key: str
    function: Callable[..., None]
    arguments: tuple[str, ...]
    role: str
    abandoned: bool = False
    owner: str = OWNERS_ID


class Submitted(NamedTuple):
    """A task on its way: since when, its future, the role of its worker, and whose it is."""

    at: float
    future: Any
    role: str
    owner: str


@dataclass
class RunDispatcher:
    """Submits each waiting task once, and again where its worker has stopped renewing.

    It submits no more than there are workers for. Dask would hand all that waits to those that are
    there, and take from them for one that comes later: not what came first, and not always
    something (distributed 2026.8: of five tasks at one worker, the fifth began second).

    A member of a room never has all workers of a role, where there is more than one: what they
    train may take minutes, for which nobody else's would begin.

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
        """Submit, in the store's order, what waits and has a worker that is free."""
        self._forget_done()
        waiting = [task for task in self._waiting() if self._wanted(task)]
        taken = Counter(sent.role for several in self._submitted.values() for sent in several)
        for role, count in Counter(task.role for task in waiting).items():
            places = self.workers.places(role)
            if places < taken[role]:
                continue  # one has died: Dask starts it again, and gives it what it had to do
            self.workers.need(role, taken[role] + count)
            of_role = [task for task in waiting if task.role == role]
            for task in islice(self._fair(of_role, places), max(0, places - taken[role])):
                self._submit(task)

    def _fair(self, waiting: list[Task], places: int) -> Iterator[Task]:
        """Give what may be submitted now: the last place is for another than who has the others."""
        sent = [each for several in self._submitted.values() for each in several]
        for task in waiting:
            theirs = sum(each.owner == task.owner for each in sent if each.role == task.role)
            if task.owner == OWNERS_ID or theirs < max(1, places - 1):
                sent.append(Submitted(0.0, None, task.role, task.owner))
                yield task

    def _forget_done(self) -> None:
        for key in list(self._submitted):
            self._submitted[key] = [e for e in self._submitted[key] if not e.future.done()]
            if not self._submitted[key]:
                del self._submitted[key]

    def _waiting(self) -> Iterator[Task]:
        for run in self.store.waiting():
            role, abandoned = training_role(run.training_path), run.state == "training"
            yield Task(run.id, run_task.train_run, (run.id,), role, abandoned, run.owner)
        for *job, owner in jobs.waiting(self.store):
            key, arguments = "-".join(job), tuple(job)
            yield Task(key, job_task.run_job, arguments, RUNNING_JOBS, owner=owner)

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
            resources={task.role: 1} if ours else None,
        )
        sent = Submitted(time.monotonic(), future, task.role, task.owner)
        self._submitted.setdefault(task.key, []).append(sent)
