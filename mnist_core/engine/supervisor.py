"""Keeps the engine process alive beside the web process, and ends it with that."""

import contextlib
import subprocess
import sys
import threading
import time

from mnist_core.environment import Settings, subprocess_environment

RESTART_PAUSE_S, MAX_PAUSE_S = 0.5, 20.0
STOP_TIMEOUT_S = 8.0


class Supervisor:
    """Starts ``mnist_core.engine``, and starts it again if it dies.

    Args:
        settings: passed on through the environment.
        first_run: whether an empty lab gets a first run to look at.
    """

    def __init__(self, settings: Settings, *, first_run: bool = True) -> None:
        self._settings = settings
        self._options = () if first_run else ("--no-first-run",)
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_alive, name="supervisor", daemon=True)

    @property
    def pid(self) -> int | None:
        """The engine's process, or None before the first start."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the engine; returns at once."""
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
        pause = RESTART_PAUSE_S
        with (self._settings.home / "engine.log").open("wb") as log:
            while not self._stopping.is_set():
                began = time.monotonic()
                with self._start_engine(log.fileno()) as self._process:
                    self._process.wait()
                lived_long = time.monotonic() - began > MAX_PAUSE_S
                pause = RESTART_PAUSE_S if lived_long else min(2 * pause, MAX_PAUSE_S)
                self._stopping.wait(pause)

    def _start_engine(self, log: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "mnist_core.engine", *self._options],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a terminal's Ctrl-C must end it through this process
            env=subprocess_environment(self._settings),
        )
