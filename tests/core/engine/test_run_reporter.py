"""What a training says reaches the record in an order that a crash can never turn around."""

import numpy as np

from mnist_core.config import RunConfig
from mnist_core.engine.run_reporter import RunReporter
from mnist_core.store.records import Epoch
from mnist_core.store.run_leases import RunLease
from tests.waiting import wait_until

EPOCH = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)
WEIGHTS = [np.zeros((784, 10), np.float32), np.zeros(10, np.float32)]


def test_a_checkpoint_is_never_there_before_the_epochs_that_it_stands_on(store):
    lease = RunLease(store, store.create(RunConfig(hidden_units=())).id, "worker")
    run = lease.claim()
    assert run is not None

    with RunReporter(lease, run) as reporter:
        reporter.epoch(EPOCH)
        reporter.keep(1, WEIGHTS, lambda: {"position": np.array("{}")})
        wait_until(lambda: "checkpoint" in store.artifacts.names(run.id))
        known = store.history(run.id)

    assert known == [EPOCH]
