"""The database as a file of SQLite's: copied while others write, looked over, held still."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from mnist_core.errors import StoreError

WAIT_S = 20
MOST_DAMAGES = 5  # of one file; the first say enough
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)  # Python's, of a message with a damaged name
NO_DAMAGE = (  # SQLite's names for what fails at a file that is whole, or may be
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM"),
    *("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM", "SQLITE_INTERRUPT", "SQLITE_TOOBIG"),
)
PROGRAMS = "SELECT CAST(name AS TEXT) FROM sqlite_master WHERE type IN ('trigger', 'view')"


def database_file(url: str) -> Path | None:
    """Give the file of a database of SQLite's; None for another.

    Raises:
        StoreError: the URL is not understood.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise no_database_url(error) from error
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database or "") if is_file else None


def no_database_url(error: Exception) -> StoreError:
    """Say that a URL cannot be understood, and why."""
    return StoreError(f"DIGIT_LAB_DATABASE is no database URL that can be opened: {error}.")


@contextmanager
def held_still(file: Path) -> Iterator[None]:
    """Let nobody write the database meanwhile; they wait, and readers go on.

    Raises:
        StoreError: another program has locked it, or it cannot be read.
    """
    try:
        with closing(sqlite3.connect(file, timeout=WAIT_S, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")
    except UNREADABLE as error:
        raise sentence_of(file, error) from error


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is now, with SQLite's online backup; others may go on writing.

    Raises:
        StoreError: it is damaged, or there is no room for the copy.
    """
    try:
        with (
            closing(sqlite3.connect(source, timeout=WAIT_S)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except UNREADABLE as error:
        raise StoreError(f"The lab's database {source} cannot be copied ({error}).") from error


def damages(file: Path) -> list[str]:
    """Say what SQLite finds wrong with a database, [] if nothing.

    Raises:
        StoreError: another program has locked it, or it cannot be opened or written.
    """
    try:
        with closing(sqlite3.connect(file, timeout=WAIT_S)) as connection:
            found = connection.execute(f"PRAGMA integrity_check({MOST_DAMAGES})").fetchall()
            lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    except UNREADABLE as error:
        if not _is_damage(error):
            raise sentence_of(file, error) from error
        return [str(error)]
    strays = [f"a row of {table} belongs to no row of {parent}" for table, _, parent, _ in lost]
    return [str(text) for (text,) in found if text != "ok"] + sorted(set(strays))


@contextmanager
def past_damage() -> Iterator[None]:
    """Go on after what is inside where that met damage; a full disk, say, is raised."""
    try:
        yield
    except UNREADABLE as error:
        if not _is_damage(error):
            raise


def sentence_of(file: Path, error: Exception) -> StoreError:
    """Say that a database cannot be used, and why."""
    return StoreError(f"The lab's database {file} cannot be used ({error}).")


def is_open_elsewhere(file: Path) -> bool:
    """Return whether others have the database open, idle or not; then it cannot be replaced."""
    try:
        with closing(sqlite3.connect(file, timeout=1)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute(PROGRAMS).fetchone()  # refused while others are connected
    except UNREADABLE as error:
        return _is_locked(error)
    return False


def runs_programs(file: Path) -> bool:
    """Return whether a database brings triggers or views, which no lab's has."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(PROGRAMS).fetchone() is not None


def _is_damage(error: Exception) -> bool:
    return not getattr(error, "sqlite_errorname", "").startswith(NO_DAMAGE)


def _is_locked(error: Exception) -> bool:
    name = getattr(error, "sqlite_errorname", "")  # of errors that SQLite itself gives
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
