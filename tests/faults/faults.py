"""What may befall a lab while it trains. Each is a context: inside, it has happened.

What a person has to do about it, such as to make room on the disk, is done in it too.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import psutil

from mnist_core.errors import RunBusy
from tests.faults.lab_at_work import LabAtWork
from tests.waiting import wait_until

HOUR_S = 3600.0
A_WHOLE_LAB = 4  # beside the web process: engine, fork server, what cleans up, a worker
FILLER, PIECE = "filler", 1 << 20


class Missed(Exception):
    """The run had ended before the fault reached it."""


@contextlib.contextmanager
def worker_killed(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Kill the process that trains."""
    _worker(lab, run_id).kill()
    yield


@contextlib.contextmanager
def worker_asleep(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Let the process that trains sleep until another has taken the run up; then both are awake."""
    with _asleep_until_another_trains(lab, run_id):
        pass
    yield


@contextlib.contextmanager
def machine_asleep(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Let all processes sleep for longer than a lease."""
    processes = lab.processes()
    for process in processes:
        process.suspend()
    try:
        _wait_while_active(lab, run_id, lambda: run_id in [run.id for run in lab.store.waiting()])
    finally:
        for process in reversed(processes):
            process.resume()
    yield


@contextlib.contextmanager
def engine_killed(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Kill the engine, in which the scheduler of the lab's own workers is."""
    lab.engine().kill()
    yield


@contextlib.contextmanager
def server_killed(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Kill the web process, and start it again."""
    lab.server.kill()
    lab.server.start(wait=False)
    yield


@contextlib.contextmanager
def all_killed(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Kill all processes at once, as a cut of the power would, and start the lab again."""
    processes = lab.processes()
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    lab.server.kill()
    lab.server.start(wait=False)
    yield


@contextlib.contextmanager
def two_servers(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Start a second server on the same home, and kill the worker while both look for work."""
    with contextlib.suppress(RunBusy):  # it has ended
        lab.store.pause(run_id)
    _wait_while_active(lab, run_id, lambda: lab.store.read(run_id).state == "paused")
    second = lab.another_server()
    second.start()
    wait_until(lambda: len(psutil.Process(second.pid).children(recursive=True)) >= A_WHOLE_LAB)
    lab.store.resume(run_id)
    wait_until(lambda: lab.store.read(run_id).state == "training")
    _worker(lab, run_id).kill()
    yield
    second.stop()


@contextlib.contextmanager
def disk_full(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Fill the disk until the training has noticed, make room, and resume what has failed."""
    filler = lab.home / FILLER
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(PIECE))
    try:
        worker = _worker(lab, run_id)
        _wait_while_active(
            lab,
            run_id,
            lambda: lab.store.read(run_id).state == "failed" or lab.worker(run_id) != worker,
        )
    finally:
        filler.unlink()
    if lab.store.read(run_id).state == "failed":
        lab.store.resume(run_id)
    yield


@contextlib.contextmanager
def database_locked(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Hold the database's write lock, as another program may, until the lease has run out."""
    with contextlib.closing(sqlite3.connect(lab.home / "lab.sqlite", timeout=60)) as program:
        program.isolation_level = None
        program.execute("BEGIN EXCLUSIVE")
        _wait_while_active(lab, run_id, lambda: run_id in [run.id for run in lab.store.waiting()])
        program.execute("ROLLBACK")
    yield


@contextlib.contextmanager
def clock_an_hour_ahead(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Set the clock an hour forwards, so that every lease has run out; later it is right again."""
    lab.set_clock(HOUR_S)
    yield
    lab.set_clock(0.0)


@contextlib.contextmanager
def clock_an_hour_behind(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Set the clock an hour back while the worker sleeps, so that its lease seems good for long."""
    try:
        with _asleep_until_another_trains(lab, run_id):
            lab.set_clock(-HOUR_S)
        yield
    finally:
        lab.set_clock(0.0)


@contextlib.contextmanager
def scheduler_killed(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Kill the scheduler of a cluster, whose worker ends with it, and start others."""
    lab.cluster.kill("scheduler")
    lab.cluster.start_scheduler()
    lab.cluster.start_worker(f"{run_id}-worker")
    yield


Fault = Callable[[LabAtWork, str], AbstractContextManager[None]]
FAULTS: tuple[Fault, ...] = (
    worker_killed,
    worker_asleep,
    machine_asleep,
    engine_killed,
    server_killed,
    all_killed,
    two_servers,
    disk_full,
    database_locked,
    clock_an_hour_ahead,
    clock_an_hour_behind,
    scheduler_killed,
)


def _worker(lab: LabAtWork, run_id: str) -> psutil.Process:
    """Wait until a process trains the run, and give it."""
    found = None

    def trains() -> bool:
        nonlocal found
        found = lab.worker(run_id)
        return found is not None

    _wait_while_active(lab, run_id, trains)
    assert found is not None
    return found


def _wait_while_active(lab: LabAtWork, run_id: str, condition: Callable[[], bool]) -> None:
    """Wait for something that is never so once the run has ended."""
    so = False

    def ended() -> bool:
        nonlocal so
        is_active = lab.store.read(run_id).active
        so = condition()
        return so or not is_active

    wait_until(ended)
    if not so:
        raise Missed


@contextlib.contextmanager
def _asleep_until_another_trains(lab: LabAtWork, run_id: str) -> Iterator[None]:
    """Suspend the process that trains the run until another has taken it up."""
    asleep = _worker(lab, run_id)
    _suspend_outside_a_transaction(lab, asleep)
    try:
        yield
        _wait_while_active(lab, run_id, lambda: lab.worker(run_id) not in (None, asleep))
    finally:
        asleep.resume()


def _suspend_outside_a_transaction(lab: LabAtWork, process: psutil.Process) -> None:
    """Suspend a process when it does not keep all others from writing to the database."""
    while True:
        process.suspend()
        with contextlib.suppress(sqlite3.OperationalError):
            with contextlib.closing(sqlite3.connect(lab.home / "lab.sqlite", timeout=1)) as other:
                other.isolation_level = None
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
            return
        process.resume()
