"""A run, and a worker that holds it."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.store.run_leases import RunLease


@pytest.fixture
def run(store):
    """A run that waits."""
    return store.create(RunConfig(hidden_units=(16,)), "blue-tit")


@pytest.fixture
def lease(store, run):
    """The lease of a worker that has claimed the run."""
    lease = RunLease(store, run.id, "worker-1")
    assert lease.claim() is not None
    return lease
