"""How long what trains still takes, and when what waits for a worker begins."""

import heapq
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from cachetools import TTLCache, cached

from mnist_core.environment import read_settings
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.cost_model import newest_parallelism, read_cost_model

KEPT_S = 3.0  # for all who look: it reads all that trains and waits
MOST = 60  # further back nobody is told a time


@dataclass(frozen=True)
class Place:
    """A run's place in the queue.

    Attributes:
        before: runs that begin before it.
        seconds: until it begins, about; none where it is too far back.
    """

    before: int
    seconds: float | None


def seconds_left(run: Run) -> float | None:
    """Estimate how long a run that trains will still take, or None where nothing tells it yet.

    The last report is about the present epoch or not at all: of a run that was extended it is from
    before, until the next epoch has begun.
    """
    if run.progress is not None and run.progress.epoch == run.epochs_done + 1:
        return run.progress.seconds_left
    if run.seconds_per_epoch is None:
        return None
    return run.seconds_per_epoch * (run.target_epochs - run.epochs_done)


@cached(TTLCache(4, KEPT_S), key=lambda store: str(store.database.url), lock=threading.Lock())
def places_in_queue(store: RunStore) -> dict[str, Place]:
    """Give the place of each run that waits, by its id; a few seconds old at most."""
    waiting = [run.id for run in store.waiting() if run.state == "queued"]
    model = read_cost_model(store, newest_parallelism(store))
    costs = [model.seconds(run.config) for run in map(store.read, waiting[:MOST])]
    training = [seconds_left(run) or 0.0 for run in store.training_runs() if run.sweep_id is None]
    begins = [*begin_times(training, costs, read_settings().workers), *[None] * len(waiting)]
    return {run_id: Place(place, begins[place]) for place, run_id in enumerate(waiting)}


def begin_times(training: Iterable[float], waiting: Iterable[float], workers: int) -> list[float]:
    """Give the seconds until each of those that wait begins, first to last.

    Args:
        training: seconds that each run that trains still takes.
        waiting: seconds that each that waits will take, in their order.
        workers: that train at once.
    """
    busy = sorted(training)[-workers:]
    free = busy + [0.0] * (workers - len(busy))
    heapq.heapify(free)
    begins = []
    for seconds in waiting:
        begins.append(free[0])
        heapq.heapreplace(free, free[0] + seconds)
    return begins
