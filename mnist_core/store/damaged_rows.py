"""Damaged rows: lists go on without them, and it is known which ones they left out."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, LargeBinary, Pool, inspect, select, type_coerce
from sqlalchemy.orm import Session

from mnist_core.errors import StoreError
from mnist_core.store.database import transaction
from mnist_core.store.records import Run
from mnist_core.store.row_mapping import run_of
from mnist_core.store.tables import Base, RunRow

Row = TypeVar("Row", bound=Base)
Record = TypeVar("Record")
Key = tuple[type[Base], tuple[object, ...]]
# What reads them, by their tables and keys, for each database. All that use one share its pool.
_left_out: WeakKeyDictionary[Pool, dict[Key, Callable[..., object]]] = WeakKeyDictionary()


def sound(session: Session, rows: Iterable[Row], read: Callable[[Row], Record]) -> Iterator[Record]:
    """Read rows in their order, and leave out those that cannot be read; these are noted.

    Args:
        read: reads a row; raises ``StoreError`` for a damaged one.
    """
    for row in rows:
        try:
            yield read(row)
        except StoreError:
            note_left_out(session, (type(row), tuple(inspect(row).identity or ())), read)


def note_left_out(session: Session, key: Key, read: Callable[..., object]) -> None:
    """Note a row that a list had to leave out, with what reads such a row."""
    _noted(session.get_bind().engine)[key] = read


def sound_runs(session: Session, rows: Iterable[RunRow]) -> Iterator[Run]:
    """Read the runs of some rows, but for those that cannot be read; these are noted."""
    return sound(session, rows, run_of)


def left_out(database: Engine) -> list[str]:
    """Say of each row that lists of this process have left out, and still would, what it is."""
    noted = _noted(database)
    if not noted:
        return []
    found = {}
    with transaction(database, reads_only=True) as session:
        for key, read in list(noted.items()):
            found[key] = _damage(session, key, read)
    for key, damage in found.items():
        if not damage:
            noted.pop(key, None)
    return sorted(filter(None, found.values()))


def _damage(session: Session, key: Key, read: Callable[..., object]) -> str:
    row = _row(session, *key)
    try:
        if row is not None:
            read(row)
    except StoreError as error:
        return str(error)
    return ""


def _row(session: Session, table: type[Base], key: tuple[object, ...]) -> Base | None:
    """Find a row by its key, whose damaged parts may be bytes."""
    columns = inspect(table).primary_key
    same = [
        (type_coerce(column, LargeBinary) if isinstance(part, bytes) else column) == part
        for column, part in zip(columns, key, strict=True)
    ]
    return session.scalars(select(table).where(*same)).first()


def _noted(database: Engine) -> dict[Key, Callable[..., object]]:
    return _left_out.setdefault(database.pool, {})
