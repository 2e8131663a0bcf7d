"""The list of all runs: searched, sorted, put together over seeds and paged by the database."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, select

from mnist_core.store.damaged_rows import sound_runs
from mnist_core.store.database import transaction
from mnist_core.store.records import ACTIVE_STATES, Origin, Run
from mnist_core.store.run_origins import ALL_ORIGINS, is_shown
from mnist_core.store.run_search import STATE_WORD, has_tag, has_word
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups
from mnist_core.store.tables import RunRow
from mnist_core.store.tags import lists_of_tags

SortKey = Literal["created", "name", "state", "epochs", "val", "test", "parameters", "seconds"]
CHUNK = 500

_SORTED_BY: dict[SortKey, ColumnElement[Any]] = {
    "created": RunRow.id.expression,
    "name": RunRow.name.expression,
    "state": STATE_WORD,
    "epochs": RunRow.epochs_done.expression,
    "val": 1 - RunRow.val_accuracy,
    "test": 1 - RunRow.test_accuracy,
    "parameters": RunRow.parameters.expression,
    "seconds": RunRow.seconds_per_epoch.expression,
}
# Of seeds, those that have ended count, while any has.
_SETTLED_ACCURACY = case((RunRow.state.not_in(ACTIVE_STATES), RunRow.val_accuracy))
_SEED_GROUPS_SORTED_BY: dict[SortKey, ColumnElement[Any]] = {
    "created": func.max(RunRow.id),
    "name": func.min(RunRow.name),
    "state": func.min(STATE_WORD),
    "epochs": func.max(RunRow.epochs_done),
    "val": 1 - func.coalesce(func.avg(_SETTLED_ACCURACY), func.avg(RunRow.val_accuracy)),
    "test": 1 - func.avg(RunRow.test_accuracy),
    "parameters": func.min(RunRow.parameters),
    "seconds": func.avg(RunRow.seconds_per_epoch),
}
SORT_KEYS: tuple[SortKey, ...] = tuple(_SORTED_BY)


@dataclass(frozen=True)
class Query:
    """Which runs to list, and how.

    Attributes:
        words: each of them must stand in a run's name, notes, tags, state, settings or owner.
        sort: what to sort by; errors sort by their mean over a seed group.
        descending: whether the largest come first. Runs that lack the value come last anyway.
        together: one row for each seed group, runs that differ in the seed alone, instead of
            each run.
        page: counted from 1; one beyond the last gives the last.
        size: rows on a page.
        origins: of the runs that are listed; a repeat is listed with its seed group.
        always: ids of runs that are listed wherever they are from, if they have the words and
            tags.
        tags: each of them must be one of a run's.
    """

    words: str = ""
    sort: SortKey = "created"
    descending: bool = True
    together: bool = True
    page: int = 1
    size: int = 25
    origins: tuple[Origin, ...] = ALL_ORIGINS
    always: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunPage:
    """The runs on one page of the list.

    Attributes:
        groups: one tuple for each row, at most as many as were asked for: a run, or all runs of a
            seed group, oldest first.
        total: rows on all pages.
        page: the page that this is, counted from 1.
        pages: how many there are, at least 1.
        hidden: rows that have the words and tags, but are not of the listed origins.
        hidden_origins: of their runs.
    """

    groups: tuple[tuple[Run, ...], ...]
    total: int
    page: int
    pages: int
    hidden: int = 0
    hidden_origins: tuple[Origin, ...] = ()


def read_page(store: RunStore, query: Query) -> RunPage:
    """Read one page; reads no history, and no run that is not on the page."""
    matching = _matching(query)
    with transaction(store.database, reads_only=True) as session:
        total = session.scalar(_count(query, matching)) or 0
        pages = max(1, math.ceil(total / query.size))
        page = min(max(1, query.page), pages)
        wanted = _first_runs(query).where(matching).offset((page - 1) * query.size)
        ids = list(session.scalars(wanted.limit(query.size)))
        hidden = session.scalar(_count(query, _hidden(query))) or 0
        origins = set(
            session.scalars(select(RunRow.origin).where(_hidden(query)).distinct())
            if hidden
            else ()
        )
    return RunPage(
        tuple(tuple(runs) for runs in seed_groups(store, ids, together=query.together)),
        *(total, page, pages, hidden),
        tuple(origin for origin in ALL_ORIGINS if origin in origins),
    )


def best_seed_groups(store: RunStore, limit: int, query: Query | None = None) -> list[list[Run]]:
    """Read the seed groups of lowest mean test error, best first; fewer where fewer have one.

    Args:
        query: among the finished runs of its origins, and those that it always lists; of all
            finished ones by default and where it has none, and of stopped ones before any finished.
    """
    query = query or Query()
    tested = _first_runs(Query(sort="test", descending=False))
    tested = tested.where(RunRow.test_accuracy.is_not(None)).limit(limit)
    finished = tested.where(RunRow.state == "finished")
    shown = finished.where(is_shown(query.origins, query.always, together=True))
    with transaction(store.database, reads_only=True) as session:
        choices = (list(session.scalars(wanted)) for wanted in (shown, finished, tested))
        ids = next(filter(None, choices), [])
    return seed_groups(store, ids, together=True)


def tags_in_use(store: RunStore) -> list[str]:
    """Give every tag that a run has, in alphabetical order."""
    with transaction(store.database, reads_only=True) as session:
        lists = list(session.scalars(lists_of_tags()))
    every = (tag for tags in lists if isinstance(tags, list) for tag in tags)
    return sorted({tag for tag in every if isinstance(tag, str)})


def origins_in_use(store: RunStore) -> list[Origin]:
    """Give where the runs are from, each once."""
    with transaction(store.database, reads_only=True) as session:
        found = set(session.scalars(select(RunRow.origin).distinct()))
    return [origin for origin in ALL_ORIGINS if origin in found]


def all_matching(store: RunStore, query: Query) -> Iterator[Run]:
    """Give all runs of a query, newest first, with few of them in memory at a time."""
    last: str | None = None
    while True:
        older = and_(_matching(query), RunRow.id < last) if last else _matching(query)
        chunk = select(RunRow).where(older).order_by(RunRow.id.desc()).limit(CHUNK)
        with transaction(store.database, reads_only=True) as session:
            rows = list(session.scalars(chunk))
            runs = list(sound_runs(session, rows))
            last = rows[-1].id if rows else None
        yield from runs
        if len(rows) < CHUNK:
            return


def _matching(query: Query) -> ColumnElement[bool]:
    return and_(_shown(query), _asked_for(query))


def _hidden(query: Query) -> ColumnElement[bool]:
    """Find what is asked for but not shown; a repeat that is not shown is no row of its own."""
    hidden = and_(not_(_shown(query)), _asked_for(query))
    return hidden if query.together else and_(hidden, RunRow.origin != "repeat")


def _shown(query: Query) -> ColumnElement[bool]:
    return is_shown(query.origins, query.always, together=query.together)


def _asked_for(query: Query) -> ColumnElement[bool]:
    conditions = [
        *(has_word(word) for word in query.words.lower().split()),
        *(has_tag(tag) for tag in query.tags),
    ]
    if not conditions:
        return RunRow.id.is_not(None)
    if not query.together:
        return and_(*conditions)
    return RunRow.family.in_(select(RunRow.family).where(and_(*conditions)))


def _count(query: Query, condition: ColumnElement[bool]) -> Select[int]:
    unit = func.count(RunRow.family.distinct()) if query.together else func.count()
    return select(unit).select_from(RunRow).where(condition)


def _first_runs(query: Query) -> Select[str]:
    """Select the id of each row's first run, in order."""
    if not query.together:
        value = _SORTED_BY[query.sort]
        ordered = value.desc() if query.descending else value.asc()
        return select(RunRow.id).order_by(value.is_(None), ordered, RunRow.id.desc())
    value = _SEED_GROUPS_SORTED_BY[query.sort]
    ordered = value.desc() if query.descending else value.asc()
    grouped = select(func.min(RunRow.id)).group_by(RunRow.family)
    return grouped.order_by(value.is_(None), ordered, func.max(RunRow.id).desc())
