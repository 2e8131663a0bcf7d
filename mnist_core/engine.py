"""The engine: a process that hands waiting runs to Dask workers, its own or a cluster's.

Started beside the web process (``python -m mnist_core.engine``), it ends when its standard input
does, so a server that was killed leaves nobody behind. It learns what to do from the store alone.
"""

import contextlib
import logging
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import dask
from distributed import Client, LocalCluster, WorkerPlugin

from mnist_core import worker
from mnist_core.config import RunConfig
from mnist_core.errors import LabError
from mnist_core.leases import LEASE_S
from mnist_core.services import report_service
from mnist_core.settings import Settings, read_settings
from mnist_core.store import RunStore

TICK_S = 0.1
HEARTBEAT_S = 2.0
FIRST_RUN = RunConfig(hidden_units=(256,), augmentation=0.5, batch_size=200, epochs=6)
FIRST_RUN_NAME = "first-steps"


class WarmUp(WorkerPlugin):
    """Makes each worker import Keras and open the digits when it starts."""

    name = "digit-lab-warm-up"

    def setup(self, worker: Any) -> None:
        """Prepare the worker process; called by Dask in every new one."""
        from mnist_core.worker import warm_up  # noqa: PLC0415 - runs in the worker

        warm_up()


@dataclass
class Dispatcher:
    """Submits each waiting run once, and again where its worker has gone silent.

    Attributes:
        client: a connected Dask client.
        settings: told to the workers, so that they open the same store.
        store: says which runs wait.
    """

    client: Any
    settings: Settings
    store: RunStore
    _submitted: dict[str, list[tuple[float, Any]]] = field(default_factory=dict)

    def dispatch(self) -> None:
        """Submit what waits and is not on its way."""
        for run_id in list(self._submitted):
            self._submitted[run_id] = [e for e in self._submitted[run_id] if not e[1].done()]
            if not self._submitted[run_id]:
                del self._submitted[run_id]
        for run_id, state in self.store.waiting():
            if self._wanted(run_id, state):
                self._submit(run_id)

    def _wanted(self, run_id: str, state: str) -> bool:
        """Tell whether to submit: a stuck worker keeps its task, so a second one may go out."""
        on_its_way = self._submitted.get(run_id, [])
        if not on_its_way:
            return True
        silent = time.monotonic() - on_its_way[-1][0] > LEASE_S
        return state == "training" and silent and len(on_its_way) < 2

    def _submit(self, run_id: str) -> None:
        key = f"{run_id}-{time.time_ns()}"
        future = self.client.submit(worker.train_run, run_id, self.settings, key=key, pure=False)
        self._submitted.setdefault(run_id, []).append((time.monotonic(), future))


def run_engine(settings: Settings, ended: threading.Event) -> None:
    """Serve until ``ended`` is set, reporting to the store how it goes.

    Raises:
        LabError: the store cannot be opened, or no worker could be started.
    """
    store = RunStore(settings)
    report_service(store.engine, "starting")
    if store.count() == 0:
        store.create(FIRST_RUN, FIRST_RUN_NAME)
    try:
        with _connected(settings) as client:
            client.register_plugin(WarmUp())
            _serve(Dispatcher(client, settings, store), ended)
        report_service(store.engine, "stopped")
    except (OSError, RuntimeError, ImportError) as error:
        message = f"No worker process could be started: {error}"
        report_service(store.engine, "failed", message)
        raise LabError(message) from error


def _serve(dispatcher: Dispatcher, ended: threading.Event) -> None:
    last_heartbeat = 0.0
    while not ended.wait(TICK_S):
        dispatcher.dispatch()
        if time.monotonic() - last_heartbeat > HEARTBEAT_S:
            last_heartbeat = time.monotonic()
            report_service(dispatcher.store.engine, "ready")


@contextlib.contextmanager
def _connected(settings: Settings) -> Iterator[Any]:
    if settings.scheduler is not None:
        with Client(settings.scheduler, timeout=10) as client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=settings.workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=0,
            local_directory=str(settings.home / "dask"),
            silence_logs=logging.ERROR,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _end_with_input(ended: threading.Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


def main() -> int:
    """Run the engine until standard input ends; give the exit status."""
    dask.config.set({"distributed.worker.daemon": True, "distributed.admin.log-length": 100})
    ended = threading.Event()
    threading.Thread(target=_end_with_input, args=(ended,), daemon=True).start()
    try:
        run_engine(read_settings(), ended)
    except LabError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
