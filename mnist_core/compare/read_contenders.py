"""Contenders out of the store: the ticked runs with their histories, read in three statements."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from mnist_core.compare.contenders import Contender
from mnist_core.compare.seeds import name_with_seeds
from mnist_core.store.histories import read_histories
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups


def read_contenders(store: RunStore, run_ids: Sequence[str], *, together: bool) -> list[Contender]:
    """Give a contender for each run or seed group; unknown ids are left out.

    Args:
        together: whether runs that differ in the seed alone are one contender.
    """
    groups = seed_groups(store, run_ids, together=together)
    epochs = read_histories(store, [run.id for runs in groups for run in runs])
    return [
        Contender(
            key=runs[0].id,
            name=name_with_seeds(runs),
            runs=tuple(runs),
            histories=tuple(tuple(epochs[run.id]) for run in runs),
        )
        for runs in groups
    ]


def keep_places(contenders: Sequence[Contender], former: Mapping[str, int]) -> list[Contender]:
    """Give each contender its former place among the colours, and new ones the first free places.

    Args:
        former: the places that they had before, by key.
    """
    known = {each.key: former[each.key] for each in contenders if each.key in former}
    free = (place for place in count() if place not in known.values())
    places = {each.key: known[each.key] if each.key in known else next(free) for each in contenders}
    return [replace(each, place=places[each.key]) for each in contenders]
