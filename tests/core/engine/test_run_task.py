"""What a worker leaves behind of a training that it cannot go on with."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.engine import run_task
from mnist_core.engine.run_task import train_claimed
from mnist_core.errors import LabError, StoreBusy, StoreError
from mnist_core.store.run_leases import RunLease


@pytest.mark.parametrize(
    ("error", "state", "message"),
    [
        (StoreBusy("It is locked."), "training", ""),
        (StoreError("The disk is full."), "failed", "The disk is full."),
    ],
)
def test_a_locked_database_fails_no_run_and_a_full_disk_does(
    store, monkeypatch, error: LabError, state: str, message: str
):
    def cannot_be_written(*_: object) -> None:
        raise error

    lease = RunLease(store, store.create(RunConfig()).id, "worker")
    run = lease.claim()
    assert run is not None
    monkeypatch.setattr(run_task, "_train", cannot_be_written)

    train_claimed(lease, run)

    left = store.read(run.id)
    assert (left.state, left.message) == (state, message)
