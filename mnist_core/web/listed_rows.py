"""The rows of the list of runs: what stands in each column, as text, following what trains."""

import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from mnist_core.compare.contenders import Spread
from mnist_core.compare.run_list import Row, row_of
from mnist_core.compare.seeds import name_with_seeds
from mnist_core.figures.comparison_style import error_text
from mnist_core.store.person_names import person_names
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups
from mnist_core.web.messages import ListedRow, ListedRows
from mnist_core.web.run_texts import age

NONE = "–"
NO_NAMES: Mapping[str, str] = MappingProxyType({})
LEAST_FAR = ("training", "queued", "paused", "failed", "stopped", "pruned", "finished")


class ListedRowsFeed:
    """The rows of some runs, or of their seed groups.

    Args:
        run_ids: of the first run of each row.
        together: whether runs that differ in the seed alone are one row.
        baseline: the run that the others are measured against, or "".
    """

    def __init__(self, run_ids: Sequence[str], *, together: bool, baseline: str) -> None:
        self._run_ids, self._together, self._baseline = run_ids, together, baseline
        self._state = ListedRows(rows=())

    def state(self, store: RunStore) -> ListedRows:
        """Give those that are still there."""
        rows = [row_of(runs) for runs in seed_groups(store, self._run_ids, together=self._together)]
        baseline = baseline_row(store, self._baseline or None, together=self._together)
        now = time.time()
        names = person_names(store, [row.run.owner for row in rows])
        state = ListedRows(rows=tuple(listed_row(row, baseline, now, names) for row in rows))
        if state != self._state:
            self._state = state
        return self._state


def baseline_row(store: RunStore, pinned: str | None, *, together: bool) -> Row | None:
    """Read the row of the run that others are measured against, if there is one."""
    found = seed_groups(store, [pinned], together=together) if pinned else []
    return row_of(found[0]) if found else None


def listed_row(
    row: Row, baseline: Row | None, now: float, names: Mapping[str, str] = NO_NAMES
) -> ListedRow:
    """Put a row of the list into texts.

    Args:
        baseline: what differences are to, if anything.
        now: the time in seconds, for ages.
        names: what persons are called, by their ids.
    """
    run = row.run
    is_baseline = baseline is not None and baseline.run.id == run.id
    other = None if is_baseline else baseline
    val, val_tone = _difference(row.val_error, other.val_error if other else None)
    test, test_tone = _difference(row.test_error, other.test_error if other else None)
    newest = max(run.created_at for run in row.runs)
    return ListedRow(
        run=run.id,
        name=run.name,
        cells={
            "name": (name_with_seeds(row.runs), _owner_and_settings(row, names)),
            "created": (age(now - newest), run.notes.split("\n")[0]),
            "epochs": (_epochs(row), ""),
            "val": (error_text(row.val_error), val),
            "test": (error_text(row.test_error), "baseline" if is_baseline else test),
            "parameters": (f"{run.parameters:,}", _ratio(run.parameters, other)),
            "seconds": (seconds_text(row.seconds_per_epoch), ""),
            "state": (state_text(row), _ended(row)),
        },
        tones={"val": val_tone, "test": test_tone},
        tags=row.tags,
    )


def _owner_and_settings(row: Row, names: Mapping[str, str]) -> str:
    """Give who began all of a row's runs, where one person with a name has, and its settings."""
    owners = {run.owner for run in row.runs}
    name = names.get(owners.pop()) if len(owners) == 1 else None
    return row.run.config.summary if name is None else f"by {name} · {row.run.config.summary}"


def seconds_text(seconds: float | None) -> str:
    """Write seconds with as many digits as matter."""
    if seconds is None:
        return NONE
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"


def state_text(row: Row) -> str:
    """Give a run's state; of several, the state of those that have progressed least."""
    states = {run.word for run in row.runs}
    return next(state for state in LEAST_FAR if state in states)


def _epochs(row: Row) -> str:
    """Give the epochs done; of several runs, by the one that has most."""
    run = max(row.runs, key=lambda run: run.epochs_done)
    short = run.epochs_done < run.target_epochs
    return f"{run.epochs_done} of {run.target_epochs}" if short else f"{run.epochs_done}"


def _ended(row: Row) -> str:
    """Give how many of several runs have ended, while some have not."""
    ended = sum(not run.active for run in row.runs)
    return f"{ended} of {len(row.runs)} ended" if row.active and len(row.runs) > 1 else ""


def _difference(ours: Spread | None, others: Spread | None) -> tuple[str, str]:
    if ours is None or others is None:
        return "", ""
    points = ours.mean - others.mean
    return f"{points:+.2f}".replace("-", "−"), "good" if points < 0 else "bad" if points > 0 else ""


def _ratio(parameters: int, other: Row | None) -> str:
    return "" if other is None else f"×{parameters / other.run.parameters:.2g}"
