"""The database's tables: runs, epochs, jobs, drawings, persons, drafts, sweeps, trials
and services.
"""

from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mnist_core.store.json_column import JsonColumn
from mnist_core.store.text_column import TextColumn


class Base(DeclarativeBase):
    """What all tables share."""

    type_annotation_map: ClassVar = {str: TextColumn()}


class LeaseColumns:
    """The columns of a row that one worker at a time writes; see ``leases``."""

    lease_holder: Mapped[str | None] = mapped_column("lease_owner", sort_order=1)
    lease_until: Mapped[float | None] = mapped_column(sort_order=1)
    attempts: Mapped[int] = mapped_column(default=0, sort_order=1)


class RunRow(LeaseColumns, Base):
    """One run: its settings, its state, its lease, and the user's requests."""

    __tablename__ = "runs"
    __table_args__ = (
        Index("runs_by_state", "state", "lease_until"),
        Index("runs_by_name", "name"),
        Index("runs_by_test", "test_accuracy"),
        Index("runs_by_validation", "val_accuracy"),
        Index("runs_by_parameters", "parameters"),
        Index("runs_by_seconds", "seconds_per_epoch"),
        Index("runs_by_origin", "origin", "family"),
        # Covers what a list of seed groups adds up, so that it need not open the rows themselves.
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
    progress: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    test_accuracy: Mapped[float | None]
    message: Mapped[str] = mapped_column(default="")
    traceback: Mapped[str] = mapped_column(default="")
    stopped_at: Mapped[int] = mapped_column(default=0)
    rate_changes: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, default=list)
    request: Mapped[str | None]
    requested_rate: Mapped[float | None]
    family: Mapped[str] = mapped_column(default="", server_default="")
    layout: Mapped[str] = mapped_column(default="", server_default="")
    val_accuracy: Mapped[float | None]
    seconds_per_epoch: Mapped[float | None]
    taught: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    sweep_id: Mapped[str | None]
    origin: Mapped[str] = mapped_column(default="hand", server_default="hand")
    tags: Mapped[list[str]] = mapped_column(JsonColumn, default=list, server_default="[]")
    pruned: Mapped[bool] = mapped_column(default=False, server_default=false())
    former_targets: Mapped[list[list[int]]] = mapped_column(
        JsonColumn, default=list, server_default="[]"
    )
    training_path: Mapped[str] = mapped_column(default="plain", server_default="plain")
    owner: Mapped[str] = mapped_column(default="", server_default="")


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


class JobRow(LeaseColumns, Base):
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
    owner: Mapped[str] = mapped_column(default="", server_default="")


class DrawingRow(Base):
    """One drawing of the personal set: what a person wrote, and what it is."""

    __tablename__ = "drawings"
    __table_args__ = (UniqueConstraint("owner", "digest", name="drawings_by_digest"),)

    owner: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    label: Mapped[int]
    image: Mapped[bytes]
    read_as: Mapped[int | None]
    created_at: Mapped[float]


class PersonRow(Base):
    """What a person is called, who has typed it in."""

    __tablename__ = "persons"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class SentDrawingRow(Base):
    """A drawing that its writer has sent to the projector, for the room to see."""

    __tablename__ = "sent_drawings"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    image: Mapped[bytes]


class DraftRow(Base):
    """What a form on somebody's screen has, before anything trains it."""

    __tablename__ = "drafts"

    form: Mapped[str] = mapped_column(primary_key=True)
    config: Mapped[str]
    written_at: Mapped[float]


class SweepRow(Base):
    """One sweep: what it tries, how it stands, and how much of its time is used."""

    __tablename__ = "sweeps"
    __table_args__ = (Index("sweeps_by_state", "state"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    plan: Mapped[str]
    state: Mapped[str]
    message: Mapped[str] = mapped_column(default="")
    created_at: Mapped[float]
    ended_at: Mapped[float | None]
    trials: Mapped[int | None]
    seconds_allowed: Mapped[float | None]
    seconds_used: Mapped[float] = mapped_column(default=0.0)
    running_since: Mapped[float | None]
    sharing: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    importances: Mapped[dict[str, float] | None] = mapped_column(JsonColumn)
    owner: Mapped[str] = mapped_column(default="", server_default="")


class SweepTrialRow(LeaseColumns, Base):
    """One trial of a sweep: its place in it, the run that it is, and who trains it."""

    __tablename__ = "sweep_trials"  # Optuna's tables are called studies and trials
    __table_args__ = (
        Index("sweep_trials_by_run", "run_id"),
        Index("sweep_trials_by_state", "sweep_id", "state"),
        Index("sweep_trials_by_settings", "sweep_id", "settings_key"),
    )

    sweep_id: Mapped[str] = mapped_column(
        ForeignKey("sweeps.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    run_id: Mapped[str | None]
    optuna_trial: Mapped[int | None]
    params: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    epochs: Mapped[int] = mapped_column(default=0)
    error: Mapped[float | None]
    parameters: Mapped[int | None]
    seconds: Mapped[float | None]
    message: Mapped[str] = mapped_column(default="")
    began_at: Mapped[float]
    ended_at: Mapped[float | None]
    settings_key: Mapped[str | None]  # of trials of an older lab none is known
    repeats: Mapped[int | None]


class ServiceRow(Base):
    """What a process of the lab last reported of itself, so that pages can show it."""

    __tablename__ = "services"

    name: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    message: Mapped[str]
    updated_at: Mapped[float]
