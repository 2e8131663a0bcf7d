"""What can still be read of a damaged database, copied into a new one.

A table is read from both ends up to what is damaged, and what lies between is looked for in
halves: a page that cannot be read costs its own rows alone.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from mnist_core.store.damaged_schema import (
    columns_by_name,
    memory_copy,
    noted_revision,
    table_names,
    tables_of_lab,
)
from mnist_core.store.database import unreadable_database
from mnist_core.store.schema import (
    FORMER_VERSION_TABLE,
    NEWEST_REVISION,
    VERSION_TABLE,
    bring_up_to_date,
)
from mnist_core.store.sqlite_file import UNREADABLE, past_damage, sentence_of
from mnist_core.store.tables import Base
from mnist_core.store.whole_record import run_ids

MOST_QUERIES = 20_000  # between the damaged ends of one table
BEYOND = 4_096  # rows that are looked for after the last one that can be read

Row = tuple[Any, ...]


class Object(NamedTuple):
    """A table or an index by its name and the statement that made it."""

    name: str
    statement: str


def salvage(damaged: Path, target: Path) -> int:
    """Copy all rows that can be read into a new database; give how many those are.

    A journal beside the damaged file is written into it; the rest is read from memory, so that
    nothing but the new database needs room.

    Raises:
        StoreError: something fails that is no damage, such as a full disk.
    """
    try:
        with closing(memory_copy(damaged)) as old, closing(sqlite3.connect(target)) as new:
            new.execute("PRAGMA journal_mode=OFF")  # what fails is thrown away as a whole
            copied = _copy_all(old, new)
            new.commit()
    except UNREADABLE as error:
        raise sentence_of(damaged, error) from error
    return copied


def bring_in_order(database: Path) -> int:
    """Give a salvaged database the lab's tables as they are now; count its runs.

    Raises:
        StoreError: that cannot be done, such as on a full disk.
    """
    engine = create_engine(f"sqlite:///{database}")  # without the files that WAL needs beside it
    try:
        bring_up_to_date(engine)
        Base.metadata.create_all(engine)
        return len(run_ids(engine))
    except (SQLAlchemyError, UnicodeDecodeError) as error:
        raise unreadable_database(str(engine.url), error) from error
    finally:
        engine.dispose()


def _copy_all(old: sqlite3.Connection, new: sqlite3.Connection) -> int:
    tables, of_this_lab = _schema(old, "table"), _is_of_this_lab(old)
    if of_this_lab:
        for statement in tables_of_lab():
            new.execute(statement)
    copied = sum(_copy(old, new, table) for table in tables)
    for _, statement in _schema(old, "index"):
        with past_damage():  # rows that two damaged pages give twice
            new.execute(statement)
    if of_this_lab:
        _note_revision(new)
    _drop_strays(new)
    return copied


def _is_of_this_lab(old: sqlite3.Connection) -> bool:
    """Return whether no older version of the lab made the tables, as far as can be read."""
    noted = noted_revision(old)
    if noted is not None:
        return noted == NEWEST_REVISION
    return not any(name == FORMER_VERSION_TABLE for name, _ in _schema(old, "table"))


def _schema(old: sqlite3.Connection, kind: str) -> list[Object]:
    wanted = (
        "SELECT CAST(name AS TEXT), CAST(sql AS TEXT) FROM sqlite_master "
        "WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    )
    found: list[Object] = []
    with past_damage():
        for name, statement in old.execute(wanted, (kind,)):
            found.append(Object(name, statement))
    return found


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, table: Object) -> int:
    if table.name not in table_names(new):
        with past_damage():
            new.execute(table.statement)
    columns = columns_by_name(old, new, table.name)
    rows = {number: row for number, *row in _rows(old, table.name)}
    insert = (
        f'INSERT OR IGNORE INTO "{table.name}" ({", ".join(columns)}) '
        f"VALUES ({', '.join('?' * len(columns))})"
    )
    copied = 0
    for _, row in sorted(rows.items()):
        with past_damage():  # a row that its own table refuses
            copied += new.execute(insert, row).rowcount
    return copied


def _rows(old: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Give the rows that can be read, each with its number first."""
    in_order = f'SELECT rowid, * FROM "{table}" NOT INDEXED ORDER BY rowid'
    below, above = 0, None
    with past_damage():
        for row in old.execute(in_order):
            below = row[0]
            yield row
        return
    with past_damage():
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
        with past_damage():
            yield from old.execute(wanted, (low, high)).fetchall()
            continue
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
