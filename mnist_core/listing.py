"""All runs, a page at a time: sorted, filtered and put together over seeds by the database."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from mnist_core.comparison import Spread, spread
from mnist_core.database import epoch_of, run_of, transaction
from mnist_core.records import Epoch, Run
from mnist_core.store import RunStore
from mnist_core.tables import EpochRow, RunRow

SortKey = Literal["created", "name", "state", "epochs", "val", "test", "parameters", "seconds"]
CHUNK = 500

_SORTED_BY: dict[SortKey, ColumnElement[Any]] = {
    "created": RunRow.id.expression,
    "name": RunRow.name.expression,
    "state": RunRow.state.expression,
    "epochs": RunRow.epochs_done.expression,
    "val": 1 - RunRow.val_accuracy,
    "test": 1 - RunRow.test_accuracy,
    "parameters": RunRow.parameters.expression,
    "seconds": RunRow.seconds_per_epoch.expression,
}
_FAMILIES_SORTED_BY: dict[SortKey, ColumnElement[Any]] = {
    "created": func.max(RunRow.id),
    "name": func.min(RunRow.name),
    "state": func.min(RunRow.state),
    "epochs": func.max(RunRow.epochs_done),
    "val": 1 - func.avg(RunRow.val_accuracy),
    "test": 1 - func.avg(RunRow.test_accuracy),
    "parameters": func.min(RunRow.parameters),
    "seconds": func.avg(RunRow.seconds_per_epoch),
}
SORT_KEYS: tuple[SortKey, ...] = tuple(_SORTED_BY)


@dataclass(frozen=True)
class Query:
    """Which runs to list, and how.

    Attributes:
        words: each of them must stand in a run's name, notes, state or settings.
        sort: what to sort by; errors sort by their mean over a family.
        descending: whether the largest come first. Runs that lack the value come last anyway.
        together: one row for each family, runs that differ in the seed alone, instead of each run.
        page: counted from 1; one beyond the last gives the last.
        size: rows on a page.
    """

    words: str = ""
    sort: SortKey = "created"
    descending: bool = True
    together: bool = True
    page: int = 1
    size: int = 25


@dataclass(frozen=True)
class Row:
    """One line of the list: a run, or a family of runs.

    Attributes:
        run: the run, or the family's first.
        count: runs in the line.
        active: whether any of them is still going to change.
        val_error, test_error: in percent, where any run has one.
        seconds_per_epoch: mean over the family.
    """

    run: Run
    count: int
    active: bool
    val_error: Spread | None
    test_error: Spread | None
    seconds_per_epoch: float | None


@dataclass(frozen=True)
class Listing:
    """A page of the list.

    Attributes:
        rows: at most as many as were asked for.
        total: rows on all pages.
        page: the page that this is, counted from 1.
        pages: how many there are, at least 1.
    """

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


def list_runs(store: RunStore, query: Query) -> Listing:
    """List one page; reads no history, and no run that is not on the page."""
    matching = _matching(query)
    unit = func.count(RunRow.family.distinct()) if query.together else func.count()
    with transaction(store.engine, reads_only=True) as session:
        total = session.scalar(select(unit).select_from(RunRow).where(matching)) or 0
        pages = max(1, math.ceil(total / query.size))
        page = min(max(1, query.page), pages)
        wanted = _first_runs(query).where(matching).offset((page - 1) * query.size)
        ids = list(session.scalars(wanted.limit(query.size)))
    rows = (row_of(runs) for runs in families(store, ids, together=query.together))
    return Listing(tuple(rows), total, page, pages)


def lowest_error(store: RunStore, limit: int = 1) -> list[Row]:
    """Give the families of lowest mean test error, the best first; fewer where fewer have one."""
    tested = _first_runs(Query(sort="test", descending=False))
    tested = tested.where(RunRow.test_accuracy.is_not(None)).limit(limit)
    with transaction(store.engine, reads_only=True) as session:
        ids = list(session.scalars(tested))
    return [row_of(runs) for runs in families(store, ids, together=True)]


def families(store: RunStore, run_ids: Sequence[str], *, together: bool) -> list[list[Run]]:
    """Give for each id its run, or its whole family, oldest first; unknown ids are left out."""
    with transaction(store.engine, reads_only=True) as session:
        chosen = {row.id: run_of(row) for row in session.scalars(_of_ids(run_ids))}
        if not together:
            return [[chosen[run_id]] for run_id in run_ids if run_id in chosen]
        wanted = list(dict.fromkeys(chosen[i].family for i in run_ids if i in chosen))
        of_families = select(RunRow).where(RunRow.family.in_(wanted)).order_by(RunRow.id)
        runs = [run_of(row) for row in session.scalars(of_families)]
    return [[run for run in runs if run.family == family] for family in wanted]


def histories(store: RunStore, run_ids: Sequence[str]) -> dict[str, list[Epoch]]:
    """Read the epochs of several runs at once, first to last."""
    wanted = select(EpochRow).where(EpochRow.run_id.in_(run_ids)).order_by(EpochRow.number)
    found: dict[str, list[Epoch]] = {run_id: [] for run_id in run_ids}
    with transaction(store.engine, reads_only=True) as session:
        for row in session.scalars(wanted):
            found[row.run_id].append(epoch_of(row))
    return found


def all_matching(store: RunStore, query: Query) -> Iterator[Run]:
    """Go through all runs of a query, newest first, without holding them all in memory."""
    last: str | None = None
    while True:
        older = and_(_matching(query), RunRow.id < last) if last else _matching(query)
        chunk = select(RunRow).where(older).order_by(RunRow.id.desc()).limit(CHUNK)
        with transaction(store.engine, reads_only=True) as session:
            runs = [run_of(row) for row in session.scalars(chunk)]
        yield from runs
        if len(runs) < CHUNK:
            return
        last = runs[-1].id


def _of_ids(run_ids: Sequence[str]) -> Select[RunRow]:
    return select(RunRow).where(RunRow.id.in_(run_ids))


def _matching(query: Query) -> ColumnElement[bool]:
    conditions = [_has_word(word) for word in query.words.lower().split()]
    if not conditions:
        return RunRow.id.is_not(None)
    if not query.together:
        return and_(*conditions)
    return RunRow.family.in_(select(RunRow.family).where(and_(*conditions)))


def _has_word(word: str) -> ColumnElement[bool]:
    """Find a word in what a person knows a run by; layers as "784-64", "=" as JSON has it."""
    texts = (RunRow.name, RunRow.notes, RunRow.state, RunRow.layout)
    setting = re.sub(r'^(\w+)[=:]"?([^"]*)"?$', r'"\1":%\2', _escaped(word))
    return or_(
        *(func.lower(text).contains(word, autoescape=True) for text in texts),
        RunRow.config.like(f"%{setting}%", escape="/"),
    )


def _escaped(word: str) -> str:
    return re.sub(r"([/%])", r"/\1", word)


def _first_runs(query: Query) -> Select[str]:
    """Select the id that stands for each row, in order."""
    if not query.together:
        value = _SORTED_BY[query.sort]
        ordered = value.desc() if query.descending else value.asc()
        return select(RunRow.id).order_by(value.is_(None), ordered, RunRow.id.desc())
    value = _FAMILIES_SORTED_BY[query.sort]
    ordered = value.desc() if query.descending else value.asc()
    grouped = select(func.min(RunRow.id)).group_by(RunRow.family)
    return grouped.order_by(value.is_(None), ordered, func.max(RunRow.id).desc())


def row_of(runs: list[Run]) -> Row:
    """Sum up a run, or the runs of a family, oldest first, in one row."""
    seconds = spread(run.seconds_per_epoch for run in runs)
    return Row(
        run=runs[0],
        count=len(runs),
        active=any(run.active for run in runs),
        val_error=spread(run.val_error_percent for run in runs),
        test_error=spread(run.test_error_percent for run in runs),
        seconds_per_epoch=None if seconds is None else seconds.mean,
    )
