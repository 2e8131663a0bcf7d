"""The tables of a damaged database, as far as a wrong letter in their names lets SQLite find them.

SQLite keeps each table's name and statement as text; one wrong letter makes a table unknown or a
column another. What the lab's own tables are called is known, so their statements are put right.
"""

import difflib
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from mnist_core.store.schema import NEWEST_REVISION, VERSION_TABLE
from mnist_core.store.sqlite_file import past_damage
from mnist_core.store.tables import Base

ROLLBACK_JOURNAL = b"\1\1"  # bytes 18 and 19, https://www.sqlite.org/fileformat.html
LOST_LETTER = "\N{REPLACEMENT CHARACTER}"
ALIKE = 0.7  # of 1; two of the lab's tables have less in common


def memory_copy(damaged: Path) -> sqlite3.Connection:
    """Give a damaged database in memory, with its schema put right; text may have U+FFFD."""
    with past_damage():
        _write_journal(damaged)
    content = damaged.read_bytes()
    memory = _opened(content)
    if content:
        _mend_schema(memory)
        with past_damage():
            content = memory.serialize()  # a new connection reads the new schema
            memory.close()
            return _opened(content)
    return memory


def tables_of_lab() -> list[str]:
    """Give the statements that make the lab's tables."""
    return [_statement(table.name) for table in Base.metadata.sorted_tables]


def table_names(database: sqlite3.Connection) -> list[str]:
    """Name the tables that a database has."""
    wanted = "SELECT CAST(name AS TEXT) FROM sqlite_master WHERE type = 'table'"
    return [name for (name,) in database.execute(wanted)]


def lost_columns(file: Path) -> list[str]:
    """Say which of this lab's tables and columns a database of its own revision has not."""
    with closing(sqlite3.connect(file)) as database, past_damage():
        if noted_revision(database) != NEWEST_REVISION:
            return []
        return [
            f"the table {name} has no {', '.join(lost)}"
            for name, table in Base.metadata.tables.items()
            if (
                lost := sorted(
                    {*(column.name for column in table.columns)} - {*_columns(database, name)}
                )
            )
        ]
    return []


def noted_revision(database: sqlite3.Connection) -> str | None:
    """Give the revision that a database says it has; None where that cannot be read."""
    with past_damage():
        noted = database.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
        return None if noted is None else str(noted[0])
    return None


def columns_by_name(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> list[str]:
    """Give the new table's columns in the old one's order, quoted; unknown names by their place."""
    there, wanted = _columns(old, table), _columns(new, table)
    left = iter([name for name in wanted if name not in there])
    return [f'"{name if name in wanted else next(left, name)}"' for name in there]


def _write_journal(damaged: Path) -> None:
    """Write a journal beside the file into it, without the shared memory that readers need."""
    with closing(sqlite3.connect(damaged)) as database:
        database.execute("PRAGMA locking_mode=EXCLUSIVE")
        database.execute("PRAGMA writable_schema=ON")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _opened(content: bytes) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:")
    if content:
        memory.deserialize(content[:18] + ROLLBACK_JOURNAL + content[20:])
    memory.execute("PRAGMA writable_schema=ON")  # else SQLite refuses a file that was cut off
    memory.text_factory = lambda text: text.decode("utf-8", "replace")
    return memory


def _mend_schema(memory: sqlite3.Connection) -> None:
    wanted = (
        "SELECT rowid, CAST(name AS TEXT), CAST(sql AS TEXT) "
        "FROM sqlite_master WHERE type = 'table'"
    )
    found: list[tuple[int, str, str]] = []
    with past_damage():
        for row in memory.execute(wanted):
            found.append(row)
    names = {name for _, name, _ in found}
    missing = [name for name in Base.metadata.tables if name not in names]
    for number, name, statement in found:
        known = name in Base.metadata.tables
        alike = [name] if known else difflib.get_close_matches(name, missing, 1, ALIKE)
        if alike and not (known and LOST_LETTER not in statement and _can_be_read(memory, name)):
            _rename(memory, number, alike[0], statement)


def _rename(memory: sqlite3.Connection, number: int, name: str, statement: str) -> None:
    """Give a table its name, and a statement that SQLite understands: its own if it does."""
    _, bracket, columns = statement.partition("(")
    own = f"CREATE TABLE {name} {bracket}{columns}"
    right = own if _is_understood(own) else _statement(name)
    with past_damage():
        memory.execute(
            "UPDATE sqlite_master SET name = ?, tbl_name = ?, sql = ? WHERE rowid = ?",
            (name, name, right, number),
        )
        memory.commit()


def _statement(name: str) -> str:
    return str(CreateTable(Base.metadata.tables[name]).compile(dialect=sqlite.dialect()))


def _is_understood(statement: str) -> bool:
    with closing(sqlite3.connect(":memory:")) as scratch, past_damage():
        scratch.execute(statement)
        return True
    return False


def _can_be_read(memory: sqlite3.Connection, table: str) -> bool:
    with past_damage():
        memory.execute(f'SELECT 1 FROM "{table}" LIMIT 0')
        return True
    return False


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    with past_damage():
        return [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    return []
