"""The Dask workers that the engine submits its tasks to: its own processes, or a cluster's.

Its own are: some that train what a person waits for, with all threads, and some with one, which
small networks are trained faster by; one that makes measurements, which so need not wait for a run;
and, while a sweep runs, one of a single thread for each trial that trains at once. The engine
begins with one that trains with all threads; each other comes when it has work.
"""

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from distributed import Client, WorkerPlugin

from mnist_core.engine.own_cluster import (
    RUNNING_JOBS,
    SWEEPING,
    TRAINING,
    TRAINING_IN_ONE_THREAD,
    OwnCluster,
    start_cluster,
)
from mnist_core.environment import Settings
from mnist_core.network.training_path import TrainingPath
from mnist_core.operating_system import keep_arrow_out
from mnist_core.training.compiler_flags import compile_in_order
from mnist_core.training.program_cache import keep_programs

KEEP_IDLE_S = 60.0


class WarmUp(WorkerPlugin):
    """Prepares each worker when it starts: Keras where runs are trained, the digits everywhere.

    Args:
        home: where compiled programs are kept; None for a cluster's workers, which may have
            processors of several kinds and no such folder.
    """

    name = "digit-lab-warm-up"

    def __init__(self, home: Path | None) -> None:
        self._home = home

    def setup(self, worker: Any) -> None:
        """Prepare the worker process; called by Dask in every new one."""
        keep_arrow_out()
        from mnist_core.engine.job_task import warm_up as warm_up_examiner  # noqa: PLC0415 - in the worker
        from mnist_core.engine.process_tuning import (  # noqa: PLC0415
            set_background_priority,
            use_one_tensorflow_thread,
        )
        from mnist_core.engine.run_task import warm_up  # noqa: PLC0415

        resources = worker.state.total_resources
        set_background_priority(last=SWEEPING in resources)
        if not resources:  # a cluster's worker has one training at a time for each of its threads
            use_one_tensorflow_thread()
        compile_in_order()
        if self._home is not None:
            keep_programs(self._home)
        if RUNNING_JOBS in resources:
            warm_up_examiner()
            return
        warm_up()


def training_role(path: TrainingPath) -> str:
    """Give the role of the workers that train runs which are computed so."""
    return TRAINING_IN_ONE_THREAD if path == "compiled_in_one_thread" else TRAINING


@dataclass
class Workers:
    """The workers that the engine can use.

    Attributes:
        client: connected to their scheduler.
        most: how many trials at once there may be, where they are our own.
        cluster: our own workers, or None where they are somebody else's.
        at_most: how many of our own there may be of each role that stays.
    """

    client: Any
    most: int
    cluster: OwnCluster | None = None
    at_most: Mapping[str, int] = field(default_factory=dict)
    _last_called: float = field(default=0.0)
    _called: int = 0

    @property
    def measurable(self) -> bool:
        """Whether they are of our own making, so that their number is ours to choose."""
        return self.cluster is not None

    def need(self, role: str, count: int) -> None:
        """Have this many workers of a role that stays, or as many as there may be."""
        if self.cluster is not None:
            self.cluster.have(role, min(count, self.at_most[role]))

    def call(self, at_once: int) -> None:
        """Have workers for this many trials at once; those no longer needed end after a minute."""
        if self.cluster is None:
            return
        now = time.monotonic()
        if at_once:
            self._last_called = now
        elif now - self._last_called < KEEP_IDLE_S:
            return
        if at_once > self._called:
            self.cluster.have(SWEEPING, at_once)
        elif not at_once and self._called:
            self.cluster.dismiss(SWEEPING)
        self._called = max(at_once, self._called) if at_once else 0

    def places(self, role: str) -> int:
        """Count how many tasks of a role can be done at once by the workers that are there.

        One that has only announced itself is not: Dask would give its task to another, busy or not.
        """
        workers = self._running().values()
        if self.cluster is None:
            return sum(worker["nthreads"] for worker in workers)
        return sum(role in worker["resources"] for worker in workers)

    def idle(self, role: str) -> list[str]:
        """Give where the workers of a role are that have nothing to do."""
        busy = {address for address, tasks in self.client.processing().items() if tasks}
        running = self._running().items()
        return [at for at, worker in running if role in worker["resources"] and at not in busy]

    def _running(self) -> dict[str, Any]:
        known = self.client.scheduler_info(n_workers=-1)["workers"].items()
        return {address: worker for address, worker in known if worker["status"] == "running"}

    def first_of_roles(self) -> dict[str, str]:
        """Give where the first worker of each role is."""
        workers = self.client.scheduler_info(n_workers=-1)["workers"].items()
        names = {worker["name"]: address for address, worker in workers}
        return {role: names[f"{role}-0"] for role in self.at_most if f"{role}-0" in names}

    def addresses(self) -> tuple[list[str], str]:
        """Give where the workers of one thread each are, and one of all threads."""
        workers = self.client.scheduler_info(n_workers=-1)["workers"].items()
        small = [address for address, worker in workers if SWEEPING in worker["resources"]]
        large = [address for address, worker in workers if TRAINING in worker["resources"]]
        return small, large[0]

    def resources(self) -> dict[str, int] | None:
        """Give what a trial must ask for to reach one of them."""
        return None if self.cluster is None else {SWEEPING: 1}


@contextlib.contextmanager
def connected(settings: Settings) -> Iterator[Workers]:
    """Reach the workers of the given scheduler, or start some.

    Raises:
        OSError, RuntimeError, ImportError: there are none.
    """
    if settings.scheduler is not None:
        with _connect(settings.scheduler) as client:
            client.register_plugin(WarmUp(None))
            yield Workers(client, most=0)
        return
    with start_cluster(settings) as cluster, Client(cluster) as client:
        client.register_plugin(WarmUp(settings.home))
        most = settings.workers
        at_most = {TRAINING: most, TRAINING_IN_ONE_THREAD: most, RUNNING_JOBS: 1}
        yield Workers(client, settings.at_once, cluster, at_most)


def _connect(scheduler: str) -> Any:
    try:
        return Client(scheduler, timeout=10)
    except (TypeError, ValueError) as error:  # no such address, or TLS without certificates
        raise OSError(f"DIGIT_LAB_SCHEDULER is {scheduler}: {error}") from error
