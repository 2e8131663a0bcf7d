"""Contenders out of the store: the ticked runs with their histories, read in three statements."""

from collections.abc import Sequence

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
