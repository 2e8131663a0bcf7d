"""What reads on the projector."""

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.shared.chosen_run import best_or_starter
from parts.shared.reader import Reader, reader_of


def reader_on_stage(store: RunStore, run: Run | None) -> Reader | None:
    """Give the run that is shown once it has learned something, or else the best or the starter."""
    shown = run if run is not None and (run.epochs_done or run.stopped_at) else None
    return reader_of(store, shown or best_or_starter(store))
