"""Two seed groups with made-up numbers: a small network with three seeds, a large one with one."""

from mnist_core.config import RunConfig
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore

SMALL = RunConfig(hidden_units=(16,), epochs=1)
LARGE = RunConfig(hidden_units=(784, 784), optimizer="sgd", epochs=1)


def train_four(store: RunStore) -> list[Run]:
    """Make the three small ones, oldest first, and then the large one."""
    small = [store.create(SMALL.model_copy(update={"seed": seed}), "small") for seed in range(3)]
    large = store.create(LARGE, "large one")
    for run, accuracy in zip(small, (0.90, 0.91, 0.95), strict=True):
        _end(store, run, accuracy, val_accuracy=accuracy - 0.01, seconds=10 * accuracy)
    _end(store, large, 0.93, val_accuracy=0.9, seconds=3.0)
    return [*small, large]


def _end(
    store: RunStore, run: Run, test_accuracy: float, *, val_accuracy: float, seconds: float
) -> None:
    """Let a run have trained one epoch to these numbers."""
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    lease.report(None, [Epoch(1, 0.5, 0.8, 0.4, val_accuracy, seconds, 0.001)])
    lease.release("finished", test_accuracy=test_accuracy)
