"""What a member of a room may still begin, before it is written down."""

import math

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.dataset import epoch_size
from mnist_core.errors import LimitReached
from mnist_core.limits import NO_LIMITS, Limits
from mnist_core.store.records import UNFINISHED_JOBS
from mnist_core.store.tables import DrawingRow, JobRow, RunRow

MILLION = 1_000_000
DRAWING_BYTES = 28 * 28
STEPS = 10_000  # for each million of the limit of work
EPOCH_BYTES, RUN_BYTES = 2, 16  # for each parameter: a snapshot, and checkpoint and newest weights


class OwnerLimits:
    """The limits of one person.

    Args:
        person: whose they are; none holds for who may change all.
        limits: what each may take.
    """

    def __init__(self, person: Person, limits: Limits) -> None:
        self._owner = person.id
        self.limits = NO_LIMITS if person.may_change_all else limits

    def require_run(self, session: Session) -> None:
        """Let a run, or the first of a set, be begun.

        Raises:
            LimitReached: so many of theirs wait already.
        """
        most = self.limits.runs
        if most is None:
            return
        states = RunRow.state.in_(["queued", "paused"])
        waiting = (RunRow.owner == self._owner, states, RunRow.sweep_id.is_(None))
        count = session.scalar(select(func.count()).select_from(RunRow).where(*waiting)) or 0
        if count >= most:
            raise LimitReached(
                f"{count} of your runs wait or are paused, and {most} may be in this room: wait "
                "until one begins, or delete one."
            )

    def require_measurement(self, session: Session) -> None:
        """Let a measurement be asked for.

        Raises:
            LimitReached: so many of theirs are not made yet.
        """
        most = self.limits.measurements
        if most is None:
            return
        unfinished = (JobRow.owner == self._owner, JobRow.state.in_(UNFINISHED_JOBS))
        count = session.scalar(select(func.count()).select_from(JobRow).where(*unfinished)) or 0
        if count >= most:
            raise LimitReached(
                f"{count} of your measurements and files are not made yet, and {most} may be in "
                "this room: wait until one is there."
            )

    def require_work(self, config: RunConfig, parameters: int) -> None:
        """Let a run of these settings be trained.

        Raises:
            LimitReached: that is more work than one run may be.
        """
        most, epochs = self.limits.work, config.epochs
        if most is None:
            return
        if epochs * parameters > most * MILLION:
            raise LimitReached(
                f"{epochs} epochs of {parameters:,} parameters are too much for this room: "
                f"multiplied, at most {most} million. Take fewer epochs or neurons."
            )
        steps = epochs * math.ceil(epoch_size(config) / config.batch_size)
        if steps > most * STEPS:
            raise LimitReached(
                f"{steps:,} steps are too many for this room: at most {most * STEPS:,}. Take fewer "
                "epochs or larger batches."
            )

    def require_storage(self, session: Session, epochs: int, parameters: int) -> None:
        """Let a run keep what it learns.

        Raises:
            LimitReached: with it the person's runs would keep too many megabytes.
        """
        most = self.limits.storage
        if most is None:
            return
        kept = RunRow.parameters * (EPOCH_BYTES * RunRow.target_epochs + RUN_BYTES)
        theirs = select(func.coalesce(func.sum(kept), 0)).where(RunRow.owner == self._owner)
        more = parameters * (EPOCH_BYTES * epochs + RUN_BYTES)
        if int(session.scalar(theirs) or 0) + more > most * MILLION:
            raise LimitReached(
                f"Your runs would keep more than the {most:,} MB that each has in this room: "
                "delete some on Compare."
            )

    def require_drawings(self, session: Session, more: int) -> None:
        """Let drawings be kept or taught.

        Raises:
            LimitReached: with them there would be too many megabytes.
        """
        most = self.limits.drawings
        if most is not None and (self._drawings(session) + more) * DRAWING_BYTES > most * MILLION:
            raise LimitReached(
                f"Your drawings would take more than the {most} MB that each has in this room: "
                "delete some, or runs that were taught some."
            )

    def _drawings(self, session: Session) -> int:
        """Count the drawings in the person's set, and in the runs that they have taught."""
        theirs = select(func.count()).select_from(DrawingRow).where(DrawingRow.owner == self._owner)
        kept = session.scalar(theirs) or 0
        teaching = (RunRow.owner == self._owner, RunRow.taught.is_not(None))
        taught = session.scalars(select(RunRow.taught).where(*teaching))
        return kept + sum(int(each["drawings"]) for each in taught if each)
