"""The record as a whole: what a lab that was moved must forget, and what its rows may have."""

import re
from collections.abc import Iterator

from sqlalchemy import Engine, Integer, Update, delete, literal_column, select, update
from sqlalchemy.orm import Session

from mnist_core.errors import StoreError
from mnist_core.store.database import transaction
from mnist_core.store.names import ID
from mnist_core.store.row_mapping import run_of
from mnist_core.store.tables import (
    DraftRow,
    JobRow,
    LeaseColumns,
    RunRow,
    ServiceRow,
    SweepRow,
    SweepTrialRow,
)

LEASED: tuple[type[LeaseColumns], ...] = (RunRow, JobRow, SweepTrialRow)
LONG_AGO = 0.0  # a trial is taken up when its lease has expired
FILE_PART = re.compile(r"[\w-]{0,64}", re.ASCII)


def run_ids(database: Engine) -> set[str]:
    """Give the ids of all runs."""
    with transaction(database, reads_only=True) as session:
        return set(session.scalars(select(RunRow.id)))


def forget_processes(database: Engine) -> None:
    """Let what was being worked on wait, and forget what processes reported: of another place."""
    with transaction(database) as session:
        for table in LEASED:
            session.execute(update(table).values(lease_holder=None, lease_until=None))
        session.execute(queued_again(RunRow, "training"))
        session.execute(queued_again(JobRow, "working"))
        training = update(SweepTrialRow).where(SweepTrialRow.state == "training")
        session.execute(training.values(lease_until=LONG_AGO))
        for gone in (ServiceRow, DraftRow):
            session.execute(delete(gone))


def queued_again(table: type[RunRow] | type[JobRow], state: str) -> Update:
    """Make what is in a state, and what no worker does any more, wait for the next one."""
    return update(table).where(table.state == state).values(state="queued")


def strange_names(database: Engine) -> list[str]:
    """Give the ids, and parts of files' names, that no lab gives: they might lead elsewhere."""
    with transaction(database, reads_only=True) as session:
        ids = [text for text in _ids(session) if not ID.fullmatch(text)]
        parts = [text for text in _file_parts(session) if not FILE_PART.fullmatch(text)]
    return ids + parts


def strange_jobs(database: Engine) -> list[int]:
    """Give SQLite's own numbers of the measurements whose files would have names that none has."""
    number = literal_column(f"{JobRow.__tablename__}.rowid", Integer)
    with transaction(database, reads_only=True) as session:
        found = session.execute(select(number, JobRow.kind, JobRow.subject)).all()
    return [row for row, *parts in found if not all(map(FILE_PART.fullmatch, parts))]


def unreadable_runs(database: Engine) -> list[str]:
    """Give the ids of the runs whose rows have something that no lab has written."""
    found = []
    with transaction(database, reads_only=True) as session:
        for run_id in session.scalars(select(RunRow.id)).all():
            try:
                run_of(session.get_one(RunRow, run_id))
            except StoreError:
                found.append(run_id)
    return found


def _ids(session: Session) -> Iterator[str]:
    for column in (RunRow.id, SweepRow.id, JobRow.run_id, SweepTrialRow.run_id):
        yield from (text for text in session.scalars(select(column)) if text is not None)


def _file_parts(session: Session) -> Iterator[str]:
    for column in (JobRow.kind, JobRow.subject):
        yield from session.scalars(select(column).distinct())
