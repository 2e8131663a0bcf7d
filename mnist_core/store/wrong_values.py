"""Values that no lab writes into a column: SQLite keeps whatever it is given."""

import functools
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Column, inspect

from mnist_core.setting_options import MAX_LEARNING_RATE
from mnist_core.store.json_column import JsonColumn
from mnist_core.store.known_values import LATEST_S
from mnist_core.store.sqlite_file import UNREADABLE, WAIT_S, sentence_of
from mnist_core.store.tables import Base, EpochRow

KEPT_AS: dict[type, tuple[str, ...]] = {  # what SQLite calls the kinds of a column's values
    str: ("text",),
    int: ("integer",),
    bool: ("integer",),
    float: ("real", "integer"),
    bytes: ("blob",),
}
IS_TEXT = "is_text"  # a function that connections here have
INFINITE = "9e999"  # as SQLite reads it; NaN is kept as NULL
LARGEST = 3.5e38  # beyond what a float32 can be
# What numbers no lab writes, but for those of runs, which ``run_of`` looks at.
BOUNDS: dict[tuple[str, str], tuple[float, float]] = {
    (EpochRow.__tablename__, name): bounds
    for name, bounds in {
        "number": (1, 2**31),
        "loss": (-LARGEST, LARGEST),
        "val_loss": (-LARGEST, LARGEST),
        "accuracy": (0, 1),
        "val_accuracy": (0, 1),
        "seconds": (0, LATEST_S),
        "learning_rate": (0, MAX_LEARNING_RATE),
    }.items()
}


class WrongRow(NamedTuple):
    """A row, by its table and SQLite's number of it, with the first column that is wrong."""

    table: str
    number: int
    column: str


def wrong_rows(file: Path) -> Iterator[WrongRow]:
    """Find the rows with what their columns do not take, or with values that no lab writes.

    Raises:
        StoreError: the database cannot be read.
    """
    try:
        with closing(sqlite3.connect(file, timeout=WAIT_S)) as database:
            database.create_function(IS_TEXT, 1, _is_text, deterministic=True)
            for table in Base.metadata.sorted_tables:
                wrong = f"CASE {' '.join(map(_is_wrong, table.columns))} END"
                statement = f"SELECT rowid, {wrong} AS wrong FROM {table.name} WHERE wrong NOTNULL"
                yield from (WrongRow(table.name, *row) for row in database.execute(statement))
    except UNREADABLE as error:
        raise sentence_of(file, error) from error


def take_out_row(file: Path, table: str, number: int) -> dict[str, object]:
    """Delete a row and what belongs to it; give what was in it, {} if it is gone already.

    Raises:
        StoreError: the database cannot be written.
    """
    try:
        with closing(sqlite3.connect(file, timeout=WAIT_S)) as database:
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            database.row_factory = sqlite3.Row
            database.execute("PRAGMA foreign_keys=ON")
            wanted = f'SELECT * FROM "{table}" WHERE rowid = ?'
            row = database.execute(wanted, (number,)).fetchone()
            database.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))
            database.commit()
    except UNREADABLE as error:
        raise sentence_of(file, error) from error
    return {} if row is None else dict(row)


def require_types(row: Base) -> None:
    """Refuse a row that has something else than its columns take.

    Raises:
        TypeError: it has.
    """
    values = vars(row)
    for name, allowed in _types(type(row)):
        value = values.get(name)
        if not isinstance(value, allowed) or not in_bounds(row.__tablename__, name, value):
            raise TypeError(f"{name} is {values[name]!r}")


def in_bounds(table: str, column: str, value: object) -> bool:
    """Return whether a number of a column is one that a lab may have written; others always are."""
    if not isinstance(value, int | float):
        return True
    least, most = BOUNDS.get((table, column), (-math.inf, math.inf))
    return least <= value <= most and not math.isinf(value)


@functools.cache
def _types(table: type[Base]) -> list[tuple[str, tuple[type, ...]]]:
    columns = [(each.key, each.columns[0]) for each in inspect(table).column_attrs]
    return [
        (name, (column.type.python_type, type(None), *_also(column.type.python_type)))
        for name, column in columns
        if not isinstance(column.type, JsonColumn)
    ]


def _also(kind: type) -> tuple[type, ...]:
    return (int,) if kind is float else ()


def _is_wrong(column: "Column[object]") -> str:
    is_json = isinstance(column.type, JsonColumn)
    kinds = KEPT_AS[str if is_json else column.type.python_type]
    allowed = ", ".join(f"'{kind}'" for kind in (*kinds, "null"))
    wrong = f'typeof("{column.name}") NOT IN ({allowed})'
    if kinds == KEPT_AS[str]:
        wrong += f' OR NOT {IS_TEXT}(CAST("{column.name}" AS BLOB))'
    if kinds == KEPT_AS[float]:
        wrong += f' OR abs("{column.name}") = {INFINITE}'
    if bounds := BOUNDS.get((column.table.name, column.name)):
        wrong += ' OR "{}" NOT BETWEEN {!r} AND {!r}'.format(column.name, *bounds)
    return f"WHEN {wrong} THEN '{column.name}'"


def _is_text(content: bytes | None) -> bool:
    try:
        return content is None or bool(content.decode("utf-8") or True)
    except UnicodeDecodeError:
        return False
