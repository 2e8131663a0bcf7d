"""What trains anywhere in the lab, in one line, and what last ended."""

from mnist_core.errors import RunNotFound
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.messages import Activity

NOTHING = Activity(text="", run="", title="")


class ActivityFeed:
    """The run that began last of those that train, how far it is, and how many more there are."""

    def __init__(self) -> None:
        self._state = NOTHING

    def state(self, store: RunStore) -> Activity:
        """Give what trains now; once nothing does, how the last one ended."""
        runs = store.training_runs()
        state = _training(runs) if runs else self._ended(store)
        if state != self._state:
            self._state = state
        return self._state

    def _ended(self, store: RunStore) -> Activity:
        if not self._state.text:
            return self._state
        try:
            run = store.read(self._state.run)
        except RunNotFound:
            return NOTHING
        return Activity(text="", run="", title=f"{run.name} {run.word}")


def _training(runs: list[Run]) -> Activity:
    """Say of the first run how far it is; a person's own stand before a sweep's."""
    first = min(runs, key=lambda run: run.sweep_id is not None)
    epoch = f"{min(first.epochs_done + 1, first.target_epochs)} of {first.target_epochs}"
    more = f" and {len(runs) - 1} more" if len(runs) > 1 else ""
    return Activity(
        text=f"{first.name} · epoch {epoch}{more}",
        run=first.id,
        title=f"Epoch {epoch}",
    )
