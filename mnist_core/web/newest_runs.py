"""A room's newest runs as rows, and which run is watched where nobody has chosen one."""

import time

from mnist_core.compare.run_list import row_of
from mnist_core.store.person_names import person_names
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.listed_rows import listed_row
from mnist_core.web.messages import ListedRows

MOST_NEWEST = 7  # that a projector has room for


class NewestRowsFeed:
    """The newest runs of all, trials of sweeps apart, as they train and end."""

    def __init__(self) -> None:
        self._state = ListedRows(rows=())

    def state(self, store: RunStore) -> ListedRows:
        """Give them, newest first; the page is the id of the run to watch."""
        runs, watched = store.recent(MOST_NEWEST), run_to_watch(store)
        names, now = person_names(store, [run.owner for run in runs]), time.time()
        rows = tuple(listed_row(row_of([run]), None, now, names) for run in runs)
        state = ListedRows(rows=rows, page="" if watched is None else watched.id)
        if state != self._state:
            self._state = state
        return self._state


def run_to_watch(store: RunStore) -> Run | None:
    """Give the newest run that trains, or else the newest of all; trials of sweeps apart."""
    training = (run for run in store.training_runs() if run.sweep_id is None)
    return next(training, None) or store.newest()
