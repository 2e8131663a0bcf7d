"""Runs of a room that have ended, with made-up numbers."""

from collections.abc import Sequence

from mnist_core.config import RunConfig
from mnist_core.store.records import Epoch, Origin, Run, State
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore


def ended(
    store: RunStore,
    name: str,
    config: RunConfig,
    test_error: float,
    *,
    val_errors: Sequence[float] = (5.0,),
    seconds: float = 1.0,
    state: State = "finished",
    origin: Origin = "hand",
) -> Run:
    """Make a run of an epoch for each validation error; errors in percent, seconds of an epoch."""
    config = config.model_copy(update={"epochs": len(val_errors)})
    run = store.create(config, name, holder="worker", origin=origin)
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    for number, error in enumerate(val_errors, 1):
        lease.report(None, [Epoch(number, 0.5, 0.8, 0.4, 1 - error / 100, seconds, 0.001)])
    lease.release(state, test_accuracy=None if state == "failed" else 1 - test_error / 100)
    return store.read(run.id)


def sized(units: int, seed: int = 0) -> RunConfig:
    """Give the settings of a network with one hidden layer of so many neurons."""
    return RunConfig(hidden_units=(units,), seed=seed)
