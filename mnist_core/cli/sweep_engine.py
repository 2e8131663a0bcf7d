"""The engine for a sweep of the command line: one that already serves, or one of its own."""

import time
from dataclasses import dataclass, field

from mnist_core.engine.supervisor import Supervisor
from mnist_core.environment import Settings
from mnist_core.errors import LabError
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import ServiceReport, read_service

FRESH_S = 10.0  # an engine that serves reports every 2 seconds
START_S = 120.0
STARTING = "The training process is starting"


@dataclass
class SweepEngine:
    """Makes sure that an engine serves a store.

    Attributes:
        store: where engines report.
        settings: handed on to an engine of our own.
    """

    store: RunStore
    settings: Settings
    _supervisor: Supervisor | None = field(default=None, init=False)
    _began: float = field(default=0.0, init=False)
    _is_starting: bool = field(default=False, init=False)

    def ensure_running(self) -> str:
        """Start an engine of our own where no other serves; give what is waited for, or "".

        Raises:
            LabError: the engine of our own cannot serve.
        """
        report = read_service(self.store.database)
        if self._supervisor is not None:
            return self._own_state(report)
        if self._is_serving(report):
            self._is_starting = report.state == "starting"
            return STARTING if self._is_starting else ""
        self._supervisor = Supervisor(self.settings)
        self._began = time.monotonic()
        self._supervisor.start()
        return STARTING

    def stop(self) -> None:
        """End the engine of our own."""
        if self._supervisor is not None:
            self._supervisor.stop()

    def _is_serving(self, report: ServiceReport) -> bool:
        """Return whether an open lab's engine runs; one that is starting gets the time it needs."""
        limit = START_S if self._is_starting and report.state == "starting" else FRESH_S
        return report.state in ("ready", "starting") and report.age_s < limit

    def _own_state(self, report: ServiceReport) -> str:
        since_start = time.monotonic() - self._began
        state = report.state if report.age_s < since_start else "unknown"
        if state == "failed":
            raise LabError(report.message or "The training process could not be started.")
        if min(since_start, report.age_s) > START_S:
            raise LabError(
                f"The training process has not answered for {START_S:.0f} seconds; "
                f"{self.settings.home / 'engine.log'} may say why."
            )
        return "" if state == "ready" else STARTING
