"""Contenders out of the store: the ticked runs with their histories, read in three statements."""

from collections.abc import Sequence

from mnist_core.comparison import Contender
from mnist_core.listing import families, histories
from mnist_core.records import Run
from mnist_core.store import RunStore


def read_contenders(store: RunStore, run_ids: Sequence[str], *, together: bool) -> list[Contender]:
    """Give what stands as one line each: a run, or the family of a run; unknown ids are left out.

    Args:
        together: whether runs that differ in the seed alone are one contender.
    """
    groups = families(store, run_ids, together=together)
    epochs = histories(store, [run.id for runs in groups for run in runs])
    return [
        Contender(
            key=runs[0].id,
            name=_name(runs),
            runs=tuple(runs),
            histories=tuple(tuple(epochs[run.id]) for run in runs),
        )
        for runs in groups
    ]


def _name(runs: Sequence[Run]) -> str:
    return runs[0].name if len(runs) == 1 else f"{runs[0].name} · {len(runs)} seeds"
