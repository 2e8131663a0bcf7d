"""The engine: a process that submits waiting runs to Dask workers, its own or a cluster's.

It ends when its standard input does, so a server that was killed leaves no process behind. It
learns what to do from the store alone.
"""

import contextlib
import os
import sys
import threading
import time

import dask

from mnist_core.engine.networks_ahead import NetworksAhead
from mnist_core.engine.run_dispatcher import RunDispatcher
from mnist_core.engine.spare_worker import SpareWorker
from mnist_core.engine.trial_dispatcher import SweepDispatcher
from mnist_core.engine.workers import Workers, connected
from mnist_core.environment import Settings, read_settings
from mnist_core.errors import LabError, StoreBusy
from mnist_core.store.holders import expire_leases_of_the_dead
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import report_service

TICK_S = 0.1
LOOK_S = 0.2
HEARTBEAT_S = 2.0
# By default Dask checks itself so often that it takes a twentieth of a small machine.
QUIET = {
    "distributed.worker.daemon": True,
    "distributed.admin.log-length": 100,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.profile.enabled": False,
}


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
    runs = RunDispatcher(workers.client, settings, store, workers)
    sweeps = SweepDispatcher(workers.client, settings, store, workers)
    ahead = NetworksAhead(workers.client, store, workers)
    spare = SpareWorker(workers.client, store, workers)
    last_heartbeat = last_look = 0.0

    def tick() -> None:
        nonlocal last_heartbeat, last_look
        now = time.monotonic()
        if now - last_look > LOOK_S:
            last_look = now
            expire_leases_of_the_dead(store.database)
        runs.dispatch()
        sweeps.dispatch()
        if workers.measurable:
            ahead.dispatch(busy=runs.busy or sweeps.busy)
            if runs.busy and not sweeps.busy:
                spare.dispatch()
        if now - last_heartbeat > HEARTBEAT_S:
            last_heartbeat = now
            report_service(store.database, "ready")

    while not ended.wait(TICK_S):
        with contextlib.suppress(StoreBusy):  # another program keeps the database locked for now
            tick()


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
