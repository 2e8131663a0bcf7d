"""A Dask scheduler, workers and the lab's engine, as if each were on a machine of its own.

They share what the README says that machines share: the scheduler's address, a database and a
folder for artifacts, whose places the workers get with each task.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import psutil

from mnist_core.environment import read_settings
from tests.cluster.real_postgresql import free_port

PROJECT = Path(__file__).parents[2]
ON_LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")
NOTHING: Mapping[str, str] = MappingProxyType({})
STOP_S = 10.0


class Cluster:
    """The processes of a lab on several machines.

    Args:
        folder: each process gets a folder in it, for itself.
        database: SQLAlchemy URL.
        certificates: the variables that name them; without any, all speak TCP as it is.
    """

    def __init__(
        self, folder: Path, database: str, certificates: Mapping[str, str] = NOTHING
    ) -> None:
        self._folder, self._certificates = folder, certificates
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._protocol, self._port = "tls" if certificates else "tcp", free_port()
        self._places = {
            "DIGIT_LAB_HOME": str(folder / "engine"),
            "DIGIT_LAB_DATABASE": database,
            "DIGIT_LAB_ARTIFACTS": (folder / "artifacts").as_uri(),
            "DIGIT_LAB_SCHEDULER": self.address,
        }
        self.settings = read_settings(self._places)

    @property
    def address(self) -> str:
        """Where the scheduler listens."""
        return f"{self._protocol}://127.0.0.1:{self._port}"

    def start(self, *workers: str) -> None:
        """Start the scheduler, workers of these names, and the engine as the lab does."""
        self.start_scheduler()
        for name in workers:
            self.start_worker(name)
        self._start("engine", "mnist_core.engine", environment=self._places)

    def start_scheduler(self) -> None:
        """Start ``dask scheduler``, again at the same address if it was killed."""
        options = ("--port", str(self._port), "--protocol", self._protocol, *ON_LOOPBACK)
        self._start("scheduler", "distributed.cli.dask_scheduler", *options)

    def start_worker(self, name: str) -> None:
        """Start ``dask worker`` with one thread; its nanny starts it again should it die."""
        options = ("--nthreads", "1", "--memory-limit", "0", "--name", name, *ON_LOOPBACK)
        self._start(name, "distributed.cli.dask_worker", self.address, *options)

    def kill(self, name: str) -> None:
        """Kill one of the processes that were started."""
        process = self._processes.pop(name)
        process.kill()
        process.communicate()

    def stop(self) -> None:
        """End all processes; the engine, which began last, ends first."""
        everything = self.processes()
        for process in reversed(self._processes.values()):
            assert process.stdin is not None
            process.stdin.close()
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_S)
        for straggler in psutil.wait_procs(everything, timeout=0)[1]:
            straggler.kill()
        for process in self._processes.values():
            process.wait()

    def processes(self) -> list[psutil.Process]:
        """List all processes, with what they have started."""
        started = [process for process in self._processes.values() if process.poll() is None]
        roots = [psutil.Process(process.pid) for process in started]
        return [*roots, *(child for root in roots for child in root.children(recursive=True))]

    def name_of(self, pid: int) -> str:
        """Give the name of what was started and is, or has itself started, this process."""
        family = {pid, *(parent.pid for parent in psutil.Process(pid).parents())}
        return next(name for name, process in self._processes.items() if process.pid in family)

    def _start(
        self, name: str, module: str, *options: str, environment: Mapping[str, str] = NOTHING
    ) -> None:
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("DIGIT_LAB_")}
        own = {"DIGIT_LAB_HOME": str(folder), "PYTHONPATH": str(PROJECT)}
        with (folder / "log").open("wb") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", module, *options],
                cwd=folder,
                env={**inherited, **own, **self._certificates, **environment},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
