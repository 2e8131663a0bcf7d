"""Worker processes of our own on this machine, each with a role that tasks ask for."""

import logging
from typing import Any

from distributed import Nanny, Scheduler, SpecCluster

from mnist_core.environment import Settings

TRAINING, TRAINING_IN_ONE_THREAD = "training", "training-in-one-thread"
RUNNING_JOBS, SWEEPING = "examining", "sweeping"
ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}


class OwnCluster(SpecCluster):
    """Worker processes of our own, each of a role, of which more can be had and dismissed.

    Args:
        options: of every worker.
        settings: of the scheduler, as ``SpecCluster`` takes them.
    """

    def __init__(self, options: dict[str, object], **settings: Any) -> None:
        self._options = options
        self._next = TRAINING
        super().__init__(workers=self.new_worker_spec(), **settings)  # type: ignore[no-untyped-call]

    def new_worker_spec(self) -> dict[str, dict[str, object]]:
        """Name and describe the next worker, for ``scale``."""
        number = len(self._of(self._next))
        environment = ONE_THREAD if self._next in (TRAINING_IN_ONE_THREAD, SWEEPING) else {}
        options = {"resources": {self._next: 1}, "env": environment}
        nanny = {"cls": Nanny, "options": self._options | options}
        return {f"{self._next}-{number}": nanny}

    def have(self, role: str, count: int) -> None:
        """Start workers until there are this many of a role."""
        if (missing := count - len(self._of(role))) > 0:
            self._next = role
            self.scale(len(self.worker_spec) + missing)  # type: ignore[no-untyped-call]

    def dismiss(self, role: str) -> None:
        """End all workers of a role."""
        assert self.loop is not None
        self.loop.add_callback(self.scale_down, self._of(role))

    def _of(self, role: str) -> list[str]:
        specs = getattr(self, "worker_spec", {})
        return [name for name in specs if name.rsplit("-", 1)[0] == role]


def start_cluster(settings: Settings) -> OwnCluster:
    """Start a scheduler that listens on this machine alone, and one worker that trains."""
    options: dict[str, object] = {
        "host": "127.0.0.1",
        "nthreads": 1,
        "memory_limit": 0,
        "dashboard": False,
        "local_directory": str(settings.home / "dask"),
        "silence_logs": logging.ERROR,
    }
    address = {"host": "127.0.0.1", "port": 0, "dashboard": False}
    return OwnCluster(
        options,
        scheduler={"cls": Scheduler, "options": address},
        silence_logs=logging.ERROR,
    )
