"""A real lab that trains, and what a fault reaches of it: processes, clock, disk."""

import contextlib
import hashlib
import os
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import select

from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow
from tests.browser.real_lab import WORKERS, Server
from tests.cluster.real_cluster import Cluster
from tests.core.training.training_helpers import numbers
from tests.waiting import wait_until

CLOCK = Path(__file__).with_name("clock")
DISK = ("-t", "tmpfs", "-o", "size=400m", "digit-lab-test-disk")


@dataclass(frozen=True)
class Ending:
    """All of a run's end that must be the same to the bit, whatever befell it.

    Attributes:
        state: how it ended.
        history: each epoch's numbers, without the seconds.
        test_accuracy: on the 10,000 test digits.
        weights: a digest of the weights that it keeps.
    """

    state: str
    history: list[tuple[float, ...]]
    test_accuracy: float | None
    weights: str


class LabAtWork:
    """A lab on a home of its own.

    Args:
        home: its folder.
        cluster: has the scheduler and the workers, if they are not the lab's own.
        workers: how many of its own may train.

    Attributes:
        server: its web process, which keeps the engine alive.
        store: what it keeps.
    """

    def __init__(
        self, home: Path, cluster: Cluster | None = None, *, workers: int = WORKERS
    ) -> None:
        self.home, self._clock, self._cluster = home, home / "clock", cluster
        self._workers = workers
        home.mkdir(parents=True, exist_ok=True)
        self.set_clock(0.0)
        self._environment = {
            "DIGIT_LAB_TEST_CLOCK": str(self._clock),
            "PYTHONPATH": os.pathsep.join([str(CLOCK), os.environ.get("PYTHONPATH", "")]),
        }
        self.server = self.another_server()
        self.store = RunStore(self.server.settings)

    def another_server(self) -> Server:
        """Make a server on the same home; it is not started."""
        scheduler = None if self._cluster is None else self._cluster.address
        return Server(
            self.home,
            workers=self._workers,
            scheduler=scheduler,
            environment=self._environment,
        )

    @property
    def cluster(self) -> Cluster:
        """The cluster of a lab that has one."""
        assert self._cluster is not None
        return self._cluster

    def set_clock(self, wrong_by_s: float) -> None:
        """Set the clock of all processes of the lab so many seconds forwards, or backwards."""
        with self._clock.open("r+b" if self._clock.exists() else "w+b") as file:
            file.write(struct.pack("d", wrong_by_s))

    def done(self, run_id: str) -> float:
        """Give how many epochs a run has behind it, with the part of the present one."""
        progress = self.store.read(run_id).progress
        return 0.0 if progress is None else progress.epoch - 1 + progress.step / progress.steps

    def worker(self, run_id: str) -> psutil.Process | None:
        """Give the process that trains a run, if one does."""
        holder = select(RunRow.lease_holder).where(RunRow.id == run_id)
        with self.store.database.connect() as connection:
            text = connection.scalar(holder)
        with contextlib.suppress(psutil.NoSuchProcess):
            return None if text is None else psutil.Process(int(text.split("-")[0]))
        return None

    def engine(self) -> psutil.Process:
        """Give the engine's process, which is there while something trains."""
        children = psutil.Process(self.server.pid).children()
        return next(child for child in children if "mnist_core.engine" in child.cmdline())

    def processes(self) -> list[psutil.Process]:
        """List all processes of the lab."""
        web = psutil.Process(self.server.pid)
        return [web, *web.children(recursive=True)]

    def ending(self, run_id: str) -> Ending:
        """Wait until a run has ended, and give how."""
        wait_until(lambda: not self.store.read(run_id).active)
        run = self.store.read(run_id)
        weights = hashlib.sha256()
        for name, array in sorted(self.store.artifacts.read(run_id, LAST).items()):
            weights.update(name.encode() + array.tobytes())
        history = numbers(self.store.history(run_id))
        return Ending(run.state, history, run.test_accuracy, weights.hexdigest())


@contextlib.contextmanager
def lab_at_work(home: Path, workers: int = WORKERS) -> Iterator[LabAtWork]:
    """Make a lab with so many workers that train, and start it."""
    lab = LabAtWork(home, workers=workers)
    lab.server.start(wait=False)
    try:
        yield lab
    finally:
        lab.server.stop()


@contextlib.contextmanager
def lab_on_a_cluster(home: Path) -> Iterator[LabAtWork]:
    """Make and start a lab whose scheduler and worker somebody else has started."""
    cluster = Cluster(home, f"sqlite:///{home / 'lab.sqlite'}")
    cluster.start_scheduler()
    cluster.start_worker("first-worker")
    lab = LabAtWork(home, cluster)
    lab.server.start(wait=False)
    try:
        yield lab
    finally:
        lab.server.stop()
        cluster.stop()


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Put a disk of some hundred megabytes at a folder; where that is not allowed, nothing."""
    mounted = subprocess.run(["mount", *DISK, folder], capture_output=True, check=False)
    try:
        yield folder
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "--lazy", folder], check=True)
