"""The room's board in the database: which runs count, the best seed groups, and who reached what.

A run counts once it has ended with a test error, whoever began it: not one that failed, no trial
of a sweep, and no copy that went on from a network's weights.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from mnist_core.store.damaged_rows import sound_runs
from mnist_core.store.database import transaction
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import EpochRow, RunRow

TEST_DIGITS = 10_000
_COUNTS: ColumnElement[bool] = and_(
    RunRow.test_accuracy.is_not(None),
    RunRow.state.in_(["finished", "stopped"]),
    RunRow.sweep_id.is_(None),
    RunRow.taught.is_(None),
)


class Reached(NamedTuple):
    """A seed group of which a run has reached an accuracy.

    Attributes:
        runs: all of it that count, oldest first.
        reached: how many of them have reached it.
        seconds: of training until the end of the first epoch that had reached it, in the mean of
            those that have.
    """

    runs: tuple[Run, ...]
    reached: int
    seconds: float


class Race(NamedTuple):
    """Who reached an accuracy.

    Attributes:
        fastest: those that needed the fewest seconds of training, best first.
        smallest: those of fewest parameters, and of equals the fastest, best first.
    """

    fastest: tuple[Reached, ...]
    smallest: tuple[Reached, ...]


def board_mark(store: RunStore) -> str:
    """Give what changes with another run that has ended, or one less; read from an index alone."""
    right = cast(TEST_DIGITS * RunRow.test_accuracy, Integer)
    with transaction(store.database, reads_only=True) as session:
        count, total = session.execute(select(func.count(right), func.sum(right))).one()
    return f"{count} {total or 0}"


def count_groups(store: RunStore) -> int:
    """Count the seed groups of runs that count."""
    with transaction(store.database, reads_only=True) as session:
        return session.scalar(select(func.count(RunRow.family.distinct())).where(_COUNTS)) or 0


def best_groups(store: RunStore, limit: int) -> list[list[Run]]:
    """Read the seed groups of lowest mean test error, each with its runs that count, oldest first.

    Those are ``limit`` groups, and ``limit`` of several runs: among many runs of one seed those
    that had luck would leave no others in sight.
    """
    ordered = select(RunRow.family).where(_COUNTS).group_by(RunRow.family).limit(limit)
    ordered = ordered.order_by(func.avg(RunRow.test_accuracy).desc(), func.min(RunRow.id))
    several = ordered.having(func.count() > 1)
    with transaction(store.database, reads_only=True) as session:
        keys = [*session.scalars(ordered), *session.scalars(several)]
        return [runs for runs in _members(session, list(dict.fromkeys(keys))).values() if runs]


def race(store: RunStore, accuracy: float, limit: int) -> Race:
    """Read who reached a validation accuracy, in [0, 1], with the least training and parameters."""
    places = _places(accuracy).subquery()
    among_first = or_(places.c.by_seconds <= limit, places.c.by_parameters <= limit)
    with transaction(store.database, reads_only=True) as session:
        found = session.execute(select(places).where(among_first)).all()
        runs = _members(session, [row.family for row in found])
    reached = [
        (
            row.by_seconds,
            row.by_parameters,
            Reached(tuple(runs[row.family]), row.there, row.seconds),
        )
        for row in found
        if runs[row.family]
    ]
    by_seconds = sorted((seconds, each) for seconds, _, each in reached if seconds <= limit)
    by_parameters = sorted((size, each) for _, size, each in reached if size <= limit)
    return Race(tuple(each for _, each in by_seconds), tuple(each for _, each in by_parameters))


def _places(accuracy: float) -> Select[str, int, float, int, int]:
    """Select of each seed group that reached it its places, counted from 1, in either race."""
    times = _seconds_until(accuracy).subquery()
    seconds, first = func.avg(times.c.seconds), func.min(times.c.id)
    by_seconds = func.row_number().over(order_by=[seconds, first])
    by_parameters = func.row_number().over(order_by=[func.min(times.c.parameters), seconds, first])
    return select(
        times.c.family,
        func.count().label("there"),
        seconds.label("seconds"),
        by_seconds.label("by_seconds"),
        by_parameters.label("by_parameters"),
    ).group_by(times.c.family)


def _seconds_until(accuracy: float) -> Select[str, str, int, float]:
    """Select of each run that counts and reached it the seconds up to there, by ``seconds``."""
    reached = EpochRow.val_accuracy >= accuracy
    first = select(EpochRow.run_id, func.min(EpochRow.number).label("number"))
    there = first.where(reached).group_by(EpochRow.run_id).subquery()
    seconds = func.sum(EpochRow.seconds).label("seconds")
    wanted = select(RunRow.id, RunRow.family, RunRow.parameters, seconds)
    wanted = wanted.join(there, there.c.run_id == RunRow.id)
    until = and_(EpochRow.run_id == RunRow.id, EpochRow.number <= there.c.number)
    return wanted.join(EpochRow, until).where(_COUNTS).group_by(RunRow.id)


def _members(session: Session, keys: Sequence[str]) -> dict[str, list[Run]]:
    """Read the runs that count of some seed groups, by the groups' keys, in the order of these."""
    members: dict[str, list[Run]] = {key: [] for key in keys}
    wanted = select(RunRow).where(_COUNTS, RunRow.family.in_(keys)).order_by(RunRow.id)
    for run in sound_runs(session, session.scalars(wanted)):
        members[run.family].append(run)
    return members
