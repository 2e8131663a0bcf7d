"""The database's tables: what is kept of runs, epochs, examinations and services."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables share."""


class RunRow(Base):
    """One run: what it is, how it stands, who holds it, and what the user wants of it."""

    __tablename__ = "runs"
    __table_args__ = (
        Index("runs_by_state", "state", "lease_until"),
        Index("runs_by_name", "name"),
        Index("runs_by_test", "test_accuracy"),
        Index("runs_by_validation", "val_accuracy"),
        Index("runs_by_parameters", "parameters"),
        Index("runs_by_seconds", "seconds_per_epoch"),
        # Covers what a list of families adds up, so that it need not open the rows themselves.
        Index(
            "runs_by_family",
            "family",
            "id",
            "test_accuracy",
            "val_accuracy",
            "seconds_per_epoch",
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    notes: Mapped[str] = mapped_column(default="")
    config: Mapped[str]
    state: Mapped[str]
    created_at: Mapped[float]
    queued_at: Mapped[float]
    started_at: Mapped[float | None]
    ended_at: Mapped[float | None]
    program_version: Mapped[str]
    keras_version: Mapped[str]
    parameters: Mapped[int]
    target_epochs: Mapped[int]
    epochs_done: Mapped[int] = mapped_column(default=0)
    progress: Mapped[str | None]
    test_accuracy: Mapped[float | None]
    message: Mapped[str] = mapped_column(default="")
    traceback: Mapped[str] = mapped_column(default="")
    stopped_at: Mapped[int] = mapped_column(default=0)
    rate_changes: Mapped[str] = mapped_column(default="[]")
    request: Mapped[str | None]
    requested_rate: Mapped[float | None]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[float | None]
    attempts: Mapped[int] = mapped_column(default=0)
    family: Mapped[str] = mapped_column(default="", server_default="")
    layout: Mapped[str] = mapped_column(default="", server_default="")
    val_accuracy: Mapped[float | None]
    seconds_per_epoch: Mapped[float | None]


class EpochRow(Base):
    """One epoch of a run's history."""

    __tablename__ = "epochs"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    loss: Mapped[float]
    accuracy: Mapped[float]
    val_loss: Mapped[float]
    val_accuracy: Mapped[float]
    seconds: Mapped[float]
    learning_rate: Mapped[float]


class ExaminationRow(Base):
    """One measurement of what a run has learned: asked for, being made, or kept."""

    __tablename__ = "examinations"
    __table_args__ = (Index("examinations_by_state", "state", "lease_until"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    image: Mapped[bytes | None]
    state: Mapped[str]
    share: Mapped[float] = mapped_column(default=0.0)
    message: Mapped[str] = mapped_column(default="")
    traceback: Mapped[str] = mapped_column(default="")
    version: Mapped[str] = mapped_column(default="")
    epochs_done: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[float]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[float | None]
    attempts: Mapped[int] = mapped_column(default=0)


class ServiceRow(Base):
    """What a process of the lab last said of itself, so that pages can show it."""

    __tablename__ = "services"

    name: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    message: Mapped[str]
    updated_at: Mapped[float]
