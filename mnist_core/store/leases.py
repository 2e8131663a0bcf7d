"""The lease under which a worker writes a row: one holder at a time, for a limited time.

Runs, trials of sweeps and jobs are all worked on in this way. A holder renews its lease while it
works; a row whose lease has expired can be claimed by the next worker, which goes on from there.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, CursorResult, Update, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from mnist_core.errors import LeaseLost
from mnist_core.store.tables import LeaseColumns

LEASE_S = 6.0
RESERVATION_S = 30.0  # for a process that trains its new run itself: time to import Keras
CLOCKS_AGREE_S = 2.0
AS_IS = {"synchronize_session": False}  # the session has not read the row before

Columns = tuple[InstrumentedAttribute[Any], ...]
LeasedRow = TypeVar("LeasedRow", bound=LeaseColumns)


def expired(table: type[LeaseColumns]) -> ColumnElement[bool]:
    """Select the rows whose holder has stopped renewing, by now.

    A lease that ends later than any that was given out just now is of a time when the clock was
    ahead. Its holder renews it by the clock of now, if it is alive.
    """
    now = time.time()
    latest = now + RESERVATION_S + CLOCKS_AGREE_S
    return or_(table.lease_until < now, table.lease_until > latest)


def claimable(table: type[LeaseColumns]) -> ColumnElement[bool]:
    """Select the rows that have no holder, or one that has stopped renewing, by now."""
    return or_(table.lease_until.is_(None), expired(table))


def claim_row(row: LeaseColumns, holder: str) -> None:
    """Give a row, which this transaction has locked, to ``holder``, and count the attempt."""
    row.lease_holder, row.lease_until = holder, time.time() + LEASE_S
    row.attempts += 1


def release_row(row: LeaseColumns) -> None:
    """Leave a row, which this transaction has locked, without a holder."""
    row.lease_holder = row.lease_until = None


@dataclass(frozen=True)
class Lease(Generic[LeasedRow]):
    """The right to write one row, as long as it is renewed in time.

    Attributes:
        table: the row's.
        row: which row of it.
        holder: a text that no other holder has.
        lost: the sentence of ``LeaseLost`` once another has the lease, or the row is gone.
    """

    table: type[LeasedRow]
    row: ColumnElement[bool]
    holder: str
    lost: str

    def claim(self, session: Session, condition: ColumnElement[bool]) -> LeasedRow | None:
        """Give the row, now leased, or None if another has its lease or the condition is not met.

        A holder that has the lease already claims it again. The caller decides how many attempts
        are enough.
        """
        free = or_(claimable(self.table), self.table.lease_holder == self.holder)
        found = select(self.table).where(self.row, condition, free).with_for_update()
        row = session.scalars(found).first()
        if row is not None:
            claim_row(row, self.holder)
        return row

    def renew(
        self, session: Session, values: Mapping[str, object], returning: Columns = ()
    ) -> Sequence[Any]:
        """Keep the lease, and write ``values`` as ``write`` does."""
        return self.write(session, {**values, "lease_until": time.time() + LEASE_S}, returning)

    def release(self, session: Session, values: Mapping[str, object]) -> None:
        """Leave the row without a holder, and write ``values`` as ``write`` does."""
        self.write(session, {**values, "lease_holder": None, "lease_until": None})

    def write(
        self, session: Session, values: Mapping[str, object], returning: Columns = ()
    ) -> Sequence[Any]:
        """Write ``values`` into the row, and give the columns ``returning`` as they are then.

        Raises:
            LeaseLost: another holder has the lease, or the row was deleted.
        """
        columns = (self.table.lease_holder, *returning)
        written = session.execute(self._update(values).returning(*columns), execution_options=AS_IS)
        row = written.first()
        if row is None:
            raise LeaseLost(self.lost)
        return row[1:]

    def write_if(
        self, session: Session, condition: ColumnElement[bool], values: Mapping[str, object]
    ) -> bool:
        """Write ``values`` if lease and ``condition`` allow it; return whether it was done."""
        written = session.execute(self._update(values).where(condition), execution_options=AS_IS)
        return isinstance(written, CursorResult) and written.rowcount == 1

    def _update(self, values: Mapping[str, object]) -> Update:
        by_holder = self.table.lease_holder == self.holder
        return update(self.table).where(self.row, by_holder).values(**values)
