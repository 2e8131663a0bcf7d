"""Sweeps and trials that cannot be read: what a look over the record finds of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Engine, Integer, literal_column, select

from mnist_core.errors import StoreError
from mnist_core.store.database import transaction
from mnist_core.store.tables import SweepRow, SweepTrialRow
from mnist_core.sweeps.row_mapping import sweep_of, trial_of

READ: tuple[tuple[type[SweepRow] | type[SweepTrialRow], Callable[[Any], object]], ...] = (
    (SweepRow, sweep_of),
    (SweepTrialRow, trial_of),
)


class DamagedRow(NamedTuple):
    """A row that cannot be read.

    Attributes:
        table: its table's name.
        number: SQLite's own number of it.
        reason: a sentence for the user.
    """

    table: str
    number: int
    reason: str


def damaged_sweeps(database: Engine) -> list[DamagedRow]:
    """Give the rows of sweeps and trials that have something that no lab has written."""
    found = []
    with transaction(database, reads_only=True) as session:
        for table, read in READ:
            name = table.__tablename__
            numbers = literal_column(f"{name}.rowid", Integer)
            for row, number in session.execute(select(table, numbers)):
                try:
                    read(row)
                except StoreError as error:
                    found.append(DamagedRow(name, number, str(error)))
    return found
