"""What can still be read of a damaged database, copied into a new one.

A table is read from both ends up to what is damaged, and what lies between is looked for in
halves: a page that cannot be read costs its own rows alone.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine

from mnist_core.store.schema import NEWEST_REVISION, VERSION_TABLE
from mnist_core.store.sqlite_file import UNREADABLE
from mnist_core.store.tables import Base

MOST_QUERIES = 20_000  # between the damaged ends of one table
BEYOND = 4_096  # rows that are looked for after the last one that can be read

Row = tuple[Any, ...]


class Table(NamedTuple):
    """A table by its name and the statement that made it."""

    name: str
    statement: str


def salvage(damaged: Path, target: Path) -> int:
    """Copy all rows that can be read into a new database; give how many those are."""
    with (
        closing(sqlite3.connect(damaged)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.execute("PRAGMA writable_schema=ON")  # else SQLite refuses a file that was cut off
        tables = [Table(*row) for row in _schema(old, "table")]
        copied = sum(_copy(old, new, table) for table in tables)
        for _, statement in _schema(old, "index"):
            with suppress(*UNREADABLE):  # rows that two damaged pages give twice
                new.execute(statement)
        if tables:
            _note_revision(new)
        _drop_strays(new)
        new.commit()
    return copied


def complete_tables(database: Engine) -> None:
    """Make the tables that could not be read at all."""
    Base.metadata.create_all(database)


def _schema(old: sqlite3.Connection, kind: str) -> list[tuple[str, str]]:
    wanted = (
        "SELECT name, sql FROM sqlite_master "
        "WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    )
    found: list[tuple[str, str]] = []
    with suppress(*UNREADABLE):
        for name, statement in old.execute(wanted, (kind,)):
            found.append((name, statement))
    return found


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, table: Table) -> int:
    with suppress(*UNREADABLE):
        new.execute(table.statement)
    rows = {number: row for number, *row in _rows(old, table.name)}
    for _, row in sorted(rows.items()):
        with suppress(*UNREADABLE):  # a row that its own table refuses
            marks = ", ".join("?" * len(row))
            new.execute(f'INSERT OR IGNORE INTO "{table.name}" VALUES ({marks})', row)
    return len(rows)


def _rows(old: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Give the rows that can be read, each with its number first."""
    in_order = f'SELECT rowid, * FROM "{table}" NOT INDEXED ORDER BY rowid'
    below, above = 0, None
    try:
        for row in old.execute(in_order):
            below = row[0]
            yield row
        return
    except UNREADABLE:
        pass
    with suppress(*UNREADABLE):
        for row in old.execute(f"{in_order} DESC"):
            above = row[0]
            yield row
    yield from _between(old, table, below + 1, below + BEYOND if above is None else above - 1)


def _between(old: sqlite3.Connection, table: str, low: int, high: int) -> Iterator[Row]:
    wanted = f'SELECT rowid, * FROM "{table}" NOT INDEXED WHERE rowid BETWEEN ? AND ?'
    ranges, queries = [(low, high)], 0
    while ranges and queries < MOST_QUERIES:
        low, high = ranges.pop()
        queries += 1
        try:
            yield from old.execute(wanted, (low, high)).fetchall()
        except UNREADABLE:
            middle = (low + high) // 2
            if low < high:
                ranges += [(middle + 1, high), (low, middle)]


def _note_revision(new: sqlite3.Connection) -> None:
    """Have the newest revision where the database's own could not be read."""
    new.execute(f"CREATE TABLE IF NOT EXISTS {VERSION_TABLE} (version_num VARCHAR(32) PRIMARY KEY)")
    if new.execute(f"SELECT count(*) FROM {VERSION_TABLE}").fetchone() == (0,):
        new.execute(f"INSERT INTO {VERSION_TABLE} VALUES (?)", (NEWEST_REVISION,))


def _drop_strays(new: sqlite3.Connection) -> None:
    """Delete the rows of what could not be read, such as the epochs of a run that is gone."""
    for table, number, *_ in new.execute("PRAGMA foreign_key_check").fetchall():
        new.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))
