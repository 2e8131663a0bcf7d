"""A real server and a real Chromium, for the browser tests and for the README's pictures."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Browser, BrowserType, sync_playwright

from mnist_core.config import RunConfig
from mnist_core.environment import Settings
from tests.waiting import wait_until

PROJECT = Path(__file__).parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FIRST_STEPS = RunConfig(hidden_units=(256,), augmentation=0.5, batch_size=200, epochs=6)
WORKERS = 2  # whatever the machine: the tests count on two runs, and two trials, at once
NOTHING: Mapping[str, str] = MappingProxyType({})
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """``streamlit run app.py`` in a process group of its own, on a free port.

    Args:
        home: the lab's folder.
        workers: how many of its own may train.
        scheduler: address of a Dask scheduler, whose workers train instead.
        options: further ones of its command line.
        environment: further variables.
    """

    def __init__(
        self,
        home: Path,
        *,
        workers: int = WORKERS,
        scheduler: str | None = None,
        options: Sequence[str] = (),
        environment: Mapping[str, str] = NOTHING,
    ) -> None:
        self._options, self._environment = options, environment
        self.settings = Settings(
            home,
            f"sqlite:///{home / 'lab.sqlite'}",
            str(home / "artifacts"),
            scheduler,
            workers,
            workers,
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        options = ["--server.headless=true", f"--server.port={self.port}", *self._options]
        self._process = subprocess.Popen(
            [*command, *options],
            cwd=PROJECT,
            env=os.environ
            | self._environment
            | {
                "DIGIT_LAB_HOME": str(self.settings.home),
                "DIGIT_LAB_SCHEDULER": self.settings.scheduler or "",
                "DIGIT_LAB_WORKERS": str(self.settings.workers),
            },
            start_new_session=True,
        )
        if wait:
            wait_until(self._answers)

    def kill(self) -> None:
        """Kill the web process alone, as a crash would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(30)

    @property
    def pid(self) -> int:
        """The web process's."""
        assert self._process is not None
        return self._process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as refused:
            return refused.code == 403  # a room asks everyone for a key
        except OSError:
            return False


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Open Chromium without a window: the system's, or else Playwright's own."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


def launch(chromium: BrowserType, *options: str) -> Browser:
    """Start a Chromium with further options of its command line."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return chromium.launch(executable_path=executable, args=[*CHROMIUM_OPTIONS, *options])
