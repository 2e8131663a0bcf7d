"""The lab's database: opening it, its transactions, and sentences for what can go wrong."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError
from sqlalchemy.orm import Session

from mnist_core.errors import DiskFull, StoreBusy, StoreError
from mnist_core.store.reserve import keep_reserve, with_reserve
from mnist_core.store.schema import READS_ONLY, bring_up_to_date
from mnist_core.store.sqlite_file import no_database_url

BUSY_TIMEOUT_S = 20
LEAST_FREE_BYTES = 64 << 10  # with less SQLite cannot even make the memory that readers share
LOCKED = "database is locked"  # SQLite's own words


def open_database(url: str) -> Engine:
    """Open the database, its tables as this version of the lab has them; SQLite runs in WAL mode.

    Raises:
        StoreError: the URL is not understood, or the database cannot be opened or is damaged.
    """
    engine = with_reserve(url, lambda: _open_database(url))
    keep_reserve(url)
    return engine


def _open_database(url: str) -> Engine:
    try:
        engine = _create_engine(url)
        try:
            bring_up_to_date(engine)
        except BaseException:
            engine.dispose()  # whoever mends the file must not find it in use
            raise
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise no_database_url(error) from error
    except (DatabaseError, UnicodeDecodeError, OSError) as error:
        raise unreadable_database(url, error) from error
    return engine


@contextmanager
def transaction(engine: Engine, *, reads_only: bool = False) -> Iterator[Session]:
    """Open a session whose changes are kept together at the end, or not at all.

    Raises:
        StoreBusy: another program has kept the database locked all the while.
        StoreError: the database cannot be read or written.
    """
    try:
        engine = engine.execution_options(**{READS_ONLY: reads_only})
        with Session(engine) as session, session.begin():
            yield session
    except (DatabaseError, UnicodeDecodeError) as error:
        raise unreadable_database(str(engine.url), error) from error


def unreadable_database(url: str, error: Exception) -> StoreError:
    """Say that the database at ``url`` cannot be used, why, and what to do next."""
    reason = str(getattr(error, "orig", error))
    place = make_url(url).database or url
    if "disk is full" in reason or _disk_is_full(place, error):
        return DiskFull(
            f"The disk that holds the lab's database {place} is full; free some space on it."
        )
    if LOCKED in reason:
        return StoreBusy(
            f"The lab's database {place} is locked by another program; try again once it ends."
        )
    advice = " python -m mnist_core check --repair saves what can be read of it."
    damaged = "not a database" in reason or "malformed" in reason or "decode" in reason
    return StoreError(
        f"The lab's database {place} cannot be used ({reason}).{advice if damaged else ''}"
    )


def _disk_is_full(place: str, error: Exception) -> bool:
    """Return whether a file could not be written for lack of room; SQLite has many words for it."""
    if getattr(error, "errno", None) == errno.ENOSPC:
        return True
    folder = Path(place).parent
    of_sqlite = isinstance(getattr(error, "orig", None), sqlite3.OperationalError)
    return of_sqlite and folder.is_dir() and shutil.disk_usage(folder).free < LEAST_FREE_BYTES


def _create_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
    prepare_connections(engine)
    return engine


def prepare_connections(engine: Engine) -> None:
    """Make an engine's further connections to SQLite wait for each other instead of failing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLite's own function changes the letters of English alone.
    connection.create_function("lower", 1, _lower, deterministic=True)
    connection.text_factory = _text
    connection.isolation_level = None  # the driver's own BEGIN would come too late
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _text(content: bytes) -> str:
    """Read a text; a byte that is none, of a damaged row, costs no other row."""
    return content.decode("utf-8", "replace")


def _lower(content: bytes | None) -> str | None:
    return None if content is None else _text(content).lower()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first could not get it later."""
    reads = connection.get_execution_options().get(READS_ONLY)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
