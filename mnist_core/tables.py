"""The database's tables, and the opening of the database."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ForeignKey, Index, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mnist_core.errors import StoreError

BUSY_TIMEOUT_S = 20
READS_ONLY = "reads_only"


class Base(DeclarativeBase):
    """What all tables share."""


class RunRow(Base):
    """One run: what it is, how it stands, who holds it, and what the user wants of it."""

    __tablename__ = "runs"
    __table_args__ = (Index("runs_by_state", "state", "lease_until"), Index("runs_by_name", "name"))

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


class ServiceRow(Base):
    """What a process of the lab last said of itself, so that pages can show it."""

    __tablename__ = "services"

    name: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    message: Mapped[str]
    updated_at: Mapped[float]


def open_database(url: str) -> Engine:
    """Open the database and create what tables it lacks; SQLite runs in WAL mode.

    Raises:
        StoreError: the URL is not understood, or the database cannot be opened or is damaged.
    """
    try:
        engine = _create_engine(url)
        Base.metadata.create_all(engine)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"DIGIT_LAB_DATABASE is no database URL I can open: {error}.") from error
    except (DatabaseError, OSError) as error:
        raise StoreError(unreadable_database(url, error)) from error
    return engine


def unreadable_database(url: str, error: Exception) -> str:
    """Say that the database at ``url`` cannot be used, why, and what to do next."""
    reason = str(getattr(error, "orig", error))
    place = make_url(url).database or url
    if "disk is full" in reason or getattr(error, "errno", None) == 28:
        return f"The disk that holds the lab's database {place} is full; free some space on it."
    return (
        f"The lab's database {place} cannot be used ({reason}). "
        "Move it away and the lab starts with an empty one."
    )


def _create_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would come too late
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first could not get it later."""
    reads = connection.get_execution_options().get(READS_ONLY)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
