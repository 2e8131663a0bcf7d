"""A run leaves its seed group once it is trained differently from the others."""

import pytest

from mnist_core.store.records import Epoch, RateChange
from mnist_core.store.run_leases import RunLease
from tests.core.store.seed_group_runs import SMALL, train_four


@pytest.fixture
def four(store):
    return train_four(store)


def test_a_run_that_trained_on_is_of_another_seed_group_than_one_that_did_not(store, four):
    first, second = four[:2]
    store.extend(first.id, 5)

    assert store.read(first.id).family != store.read(second.id).family
    store.extend(second.id, 5)
    assert store.read(first.id).family == store.read(second.id).family
    planned = store.create(SMALL.model_copy(update={"epochs": 6, "seed": 9}))
    assert planned.family == store.read(first.id).family


def test_a_learning_rate_set_by_hand_moves_a_run_to_another_seed_group(store, four):
    run = store.create(SMALL.model_copy(update={"seed": 7}))
    assert run.family == four[0].family
    lease = RunLease(store, run.id, "worker")
    lease.claim()

    lease.accept_learning_rate(0.1, [RateChange(1, 5, 0.1)])

    assert store.read(run.id).family != four[0].family


def test_a_stopped_run_is_a_seed_group_of_its_own(store, four):
    run = store.create(SMALL.model_copy(update={"epochs": 3}))
    twin = store.create(SMALL.model_copy(update={"epochs": 3, "seed": 1}))
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    lease.report(None, [Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.0, 0.001)])
    lease.release("stopped", test_accuracy=0.9)

    assert store.read(run.id).family != twin.family
