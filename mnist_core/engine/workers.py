"""The Dask workers that the engine submits its tasks to: its own processes, or a cluster's.

Its own are: some that train what a person waits for, with all threads; one that makes measurements,
which so need not wait for a run; and, while a sweep runs, one of a single thread for each trial
that trains at once.
"""

import contextlib
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from distributed import Client, Nanny, Scheduler, SpecCluster, WorkerPlugin

from mnist_core.environment import Settings
from mnist_core.sweeps.records import Parallelism

TRAINING, RUNNING_JOBS, SWEEPING = "training", "examining", "sweeping"
ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
KEEP_IDLE_S = 60.0


class WarmUp(WorkerPlugin):
    """Prepares each worker when it starts: Keras where runs are trained, the digits everywhere."""

    name = "digit-lab-warm-up"

    def setup(self, worker: Any) -> None:
        """Prepare the worker process; called by Dask in every new one."""
        from mnist_core.engine.job_task import warm_up as warm_up_examiner  # noqa: PLC0415 - in the worker
        from mnist_core.engine.process_tuning import set_background_priority  # noqa: PLC0415
        from mnist_core.engine.run_task import warm_up  # noqa: PLC0415

        resources = worker.state.total_resources
        set_background_priority(last=SWEEPING in resources)
        if not resources:  # a cluster's worker is to use the threads that it was started with
            os.environ.setdefault("TF_NUM_INTRAOP_THREADS", str(worker.state.nthreads))
        if RUNNING_JOBS in resources:
            warm_up_examiner()
        else:
            warm_up()


@dataclass
class Workers:
    """The workers that the engine can use.

    Attributes:
        client: connected to their scheduler.
        most: how many trials at once there may be, where they are our own.
        cluster: our own workers, or None where they are somebody else's.
        reserved: how many of our own there always are.
    """

    client: Any
    most: int
    cluster: Any = None
    reserved: int = 0
    _last_called: float = field(default=0.0)
    _called: int = 0

    @property
    def measurable(self) -> bool:
        """Whether they are of our own making, so that their number is ours to choose."""
        return self.cluster is not None

    def call(self, at_once: int) -> None:
        """Have workers for this many trials at once; those no longer needed end after a minute."""
        if self.cluster is None:
            return
        now = time.monotonic()
        if at_once:
            self._last_called = now
        elif now - self._last_called < KEEP_IDLE_S:
            return
        if at_once > self._called or (not at_once and self._called):
            self._called = at_once
            self.cluster.scale(self.reserved + at_once)

    def present(self) -> int:
        """Count the workers that are there for trials."""
        workers = self.client.scheduler_info(n_workers=-1)["workers"].values()
        if self.cluster is None:
            return sum(worker["nthreads"] for worker in workers)
        return sum(SWEEPING in worker["resources"] for worker in workers)

    def addresses(self) -> tuple[list[str], str]:
        """Give where the workers of one thread each are, and one of all threads."""
        workers = self.client.scheduler_info(n_workers=-1)["workers"].items()
        small = [address for address, worker in workers if SWEEPING in worker["resources"]]
        large = [address for address, worker in workers if TRAINING in worker["resources"]]
        return small, large[0]

    def resources(self, sharing: Parallelism) -> dict[str, int] | None:
        """Give what a trial must ask for to reach one of them."""
        if self.cluster is None:
            return None
        alone = sharing.at_once == 1 and sharing.together > sharing.rates.get(1, 0.0)
        return {TRAINING if alone else SWEEPING: 1}


@contextlib.contextmanager
def connected(settings: Settings) -> Iterator[Workers]:
    """Reach the workers of the given scheduler, or start some.

    Raises:
        OSError, RuntimeError, ImportError: there are none.
    """
    if settings.scheduler is not None:
        with _connect(settings.scheduler) as client:
            client.register_plugin(WarmUp())
            yield Workers(client, most=0)
        return
    with _own_cluster(settings) as cluster, Client(cluster) as client:
        client.register_plugin(WarmUp())
        yield Workers(client, settings.at_once, cluster, reserved=settings.workers + 1)


def _connect(scheduler: str) -> Any:
    try:
        return Client(scheduler, timeout=10)
    except (TypeError, ValueError) as error:  # no such address, or TLS without certificates
        raise OSError(f"DIGIT_LAB_SCHEDULER is {scheduler}: {error}") from error


def _own_cluster(settings: Settings) -> Any:
    options = {
        "host": "127.0.0.1",
        "nthreads": 1,
        "memory_limit": 0,
        "dashboard": False,
        "local_directory": str(settings.home / "dask"),
        "silence_logs": logging.ERROR,
    }
    roles = [*(f"{TRAINING}-{number}" for number in range(settings.workers)), RUNNING_JOBS]
    address = {"host": "127.0.0.1", "port": 0, "dashboard": False}
    return SpecCluster(
        workers={role: _nanny(options, role.split("-")[0]) for role in roles},
        worker=_nanny(options, SWEEPING, ONE_THREAD),
        scheduler={"cls": Scheduler, "options": address},
        silence_logs=logging.ERROR,
    )


def _nanny(
    options: dict[str, object], role: str, environment: dict[str, str] | None = None
) -> dict[str, object]:
    return {"cls": Nanny, "options": options | {"resources": {role: 1}, "env": environment or {}}}
