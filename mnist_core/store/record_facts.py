"""What the rows say that somebody looks over: who holds them, and what files they count on."""

from typing import NamedTuple

from sqlalchemy import Engine, func, select

from mnist_core.store.database import transaction
from mnist_core.store.tables import EpochRow, JobRow, RunRow, SweepTrialRow


class RunFacts(NamedTuple):
    """A run as far as it can be at odds with its files or its history.

    Attributes:
        config: its settings, as JSON.
        lease_until: when its worker's lease runs out, in seconds since 1970; None without one.
        is_taught: whether it began with another's weights.
        epochs: how many are in its history.
    """

    id: str
    name: str
    config: str
    state: str
    epochs_done: int
    stopped_at: int
    lease_until: float | None
    is_taught: bool
    epochs: int

    @property
    def title(self) -> str:
        """What a person finds it by."""
        return f"{self.name} ({self.id})"


class JobFacts(NamedTuple):
    """A measurement, and until when a worker has it."""

    run_id: str
    kind: str
    subject: str
    state: str
    lease_until: float | None


class TrialFacts(NamedTuple):
    """A trial of a sweep that trains, and until when a worker has it."""

    sweep_id: str
    number: int
    lease_until: float | None


def run_facts(database: Engine) -> list[RunFacts]:
    """Give them for all runs, oldest first."""
    epochs = (
        select(func.count()).where(EpochRow.run_id == RunRow.id).correlate(RunRow).scalar_subquery()
    )
    columns = (
        RunRow.id,
        RunRow.name,
        RunRow.config,
        RunRow.state,
        RunRow.epochs_done,
        RunRow.stopped_at,
        RunRow.lease_until,
        RunRow.taught.is_not(None),
        epochs,
    )
    with transaction(database, reads_only=True) as session:
        found = session.execute(select(*columns).order_by(RunRow.id))
        return [RunFacts(*row) for row in found]


def job_facts(database: Engine) -> list[JobFacts]:
    """Give them for all measurements."""
    columns = (JobRow.run_id, JobRow.kind, JobRow.subject, JobRow.state, JobRow.lease_until)
    with transaction(database, reads_only=True) as session:
        return [JobFacts(*row) for row in session.execute(select(*columns))]


def trial_facts(database: Engine) -> list[TrialFacts]:
    """Give them for the trials that train."""
    columns = (SweepTrialRow.sweep_id, SweepTrialRow.number, SweepTrialRow.lease_until)
    training = select(*columns).where(SweepTrialRow.state == "training")
    with transaction(database, reads_only=True) as session:
        return [TrialFacts(*row) for row in session.execute(training)]
