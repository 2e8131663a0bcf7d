"""What the lab's processes report of themselves, so that a page can explain why nothing happens."""

import time
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine

from mnist_core.store.database import transaction
from mnist_core.store.tables import ServiceRow

ENGINE = "engine"
ServiceState = Literal["unknown", "starting", "ready", "failed", "stopped"]


@dataclass(frozen=True)
class ServiceReport:
    """The last report of a process.

    Attributes:
        state: what it was doing.
        message: a sentence for the user where something is wrong, or "".
        age_s: seconds since then.
    """

    state: ServiceState
    message: str
    age_s: float


def report_service(
    database: Engine, state: ServiceState, message: str = "", *, name: str = ENGINE
) -> None:
    """Write down what a process is doing now."""
    row = ServiceRow(name=name, state=state, message=message, updated_at=time.time())
    with transaction(database) as session:
        session.merge(row)


def read_service(database: Engine, name: str = ENGINE) -> ServiceReport:
    """Read the last report of a process; "unknown" if there is none."""
    with transaction(database, reads_only=True) as session:
        row = session.get(ServiceRow, name)
        if row is None:
            return ServiceReport("unknown", "", float("inf"))
        state: ServiceState = row.state  # type: ignore[assignment]  # only such states are written
        return ServiceReport(state, row.message, time.time() - row.updated_at)
