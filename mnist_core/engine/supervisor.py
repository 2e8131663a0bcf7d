"""Keeps the engine process alive beside the web process, and ends it with that."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from functools import cached_property

from mnist_core.environment import Settings, subprocess_environment
from mnist_core.errors import LabError
from mnist_core.operating_system import apart_from_the_terminal
from mnist_core.store.holders import expire_leases_of_the_dead
from mnist_core.store.run_store import RunStore, open_store
from mnist_core.store.service_status import ServiceState, read_service, report_service

ENGINE = (sys.executable, "-m", "mnist_core.engine")
RESTART_PAUSE_S, MAX_PAUSE_S = 0.5, 20.0
FIRST_PAGE_S, LOOK_S = 3.0, 0.2
STOP_TIMEOUT_S = 8.0


class Supervisor:
    """Starts ``mnist_core.engine``, and starts it again if it dies.

    At first it waits for the first page, which a browser paints sooner alone, but not for longer
    than three seconds, and not at all where a run waits. It reports to the store when it starts the
    engine, which takes seconds until it can report itself, and when the engine ended before it was
    ready.

    Args:
        settings: passed on through the environment.
        first_page: set once the script of a page has ended; None to wait for none.
        engine: the command that is kept alive; it ends when its standard input does.
    """

    def __init__(
        self,
        settings: Settings,
        first_page: threading.Event | None = None,
        *,
        engine: Sequence[str] = ENGINE,
    ) -> None:
        self._settings = settings
        self._first_page = first_page
        self._command = list(engine)
        self._log = settings.home / "engine.log"
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_alive, name="supervisor", daemon=True)

    @property
    def pid(self) -> int | None:
        """The engine's process, or None before the first start."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the engine; returns at once, and from then on the store has that it is starting."""
        self._report("starting")
        self._thread.start()

    def stop(self) -> None:
        """End the engine; what it was training is taken up again at the next start."""
        self._stopping.set()
        process = self._process
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
            try:
                process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join(STOP_TIMEOUT_S)

    def _keep_alive(self) -> None:
        self._settings.home.mkdir(parents=True, exist_ok=True)
        self._wait_for_first_page()
        pause = RESTART_PAUSE_S
        with self._log.open("wb") as log:
            while not self._stopping.is_set():
                began = time.monotonic()
                with self._start_engine(log.fileno()) as self._process:
                    if not self._stopping.is_set():  # else stop() saw no process to end
                        self._process.wait()
                if not self._stopping.is_set():
                    self._report_end()
                lived_long = time.monotonic() - began > MAX_PAUSE_S
                pause = RESTART_PAUSE_S if lived_long else min(2 * pause, MAX_PAUSE_S)
                self._stopping.wait(pause)

    def _wait_for_first_page(self) -> None:
        deadline = time.monotonic() + FIRST_PAGE_S
        while self._first_page is not None and time.monotonic() < deadline:
            with contextlib.suppress(LabError):
                expire_leases_of_the_dead(self._store.database)
                if self._store.waiting():
                    return
            if self._first_page.wait(LOOK_S) or self._stopping.is_set():
                return

    @cached_property
    def _store(self) -> RunStore:
        return open_store(self._settings)

    def _report_end(self) -> None:
        """Report that the engine is started again, or why it could not, until one is ready."""
        with contextlib.suppress(LabError):
            last = read_service(self._store.database).state
            if last == "starting":
                message = f"The training process ended while it was starting; {self._log} says why."
                self._report("failed", message)
            elif last != "failed":
                self._report("starting")

    def _report(self, state: ServiceState, message: str = "") -> None:
        """Report for the engine; of a database that cannot be opened, every page says so itself."""
        with contextlib.suppress(LabError):
            report_service(self._store.database, state, message)

    def _start_engine(self, log: int) -> subprocess.Popen[bytes]:
        # A terminal's Ctrl-C must end it through this process. In a session of its own Linux would
        # give its group as much of the processor as this one's, however nice it is.
        apart = apart_from_the_terminal()
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            process_group=apart.process_group,
            creationflags=apart.creationflags,
            env=subprocess_environment(self._settings),
        )
