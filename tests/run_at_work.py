"""A run that is met while it trains, however fast the machine is."""

from collections.abc import Callable

from mnist_core.config import RunConfig
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from tests.waiting import wait_until

# 25,000 steps an epoch take half a second at least; reports are written five times a second.
LONG_ENOUGH = RunConfig(hidden_units=(32,), batch_size=2, epochs=5, train_size=50_000)


def is_inside(store: RunStore, run_id: str, epoch: int) -> bool:
    """Tell whether a run is in this epoch or a later one, and has not ended."""
    run = store.read(run_id)
    return run.active and run.progress is not None and run.progress.epoch >= epoch


def run_inside(store: RunStore, begin: Callable[[], Run], epoch: int) -> Run:
    """Begin a run and wait until it is in an epoch; one that ends unmet is followed by another."""
    runs = [begin()]

    def met() -> bool:
        if not store.read(runs[-1].id).active:
            runs.append(begin())
        return is_inside(store, runs[-1].id, epoch)

    wait_until(met)
    return runs[-1]
