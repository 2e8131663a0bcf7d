"""Runs read together with those that differ from them in the seed alone."""

import pytest

from mnist_core.store.run_leases import RunLease
from mnist_core.store.seed_groups import runs_in_seed_groups, runs_with_settings, seed_groups
from tests.core.store.seed_group_runs import SMALL, train_four


@pytest.fixture
def four(store):
    return train_four(store)


def test_seed_groups_come_in_the_order_asked_for_and_unknown_ids_are_left_out(store, four):
    small, large = four[2].id, four[3].id

    found = seed_groups(store, [large, "nobody", small, four[0].id], together=True)

    assert [[run.id for run in runs] for runs in found] == [
        [large],
        [run.id for run in four[:3]],
    ]
    alone = seed_groups(store, [large, "nobody", small], together=False)
    assert [[run.id for run in runs] for runs in alone] == [[large], [small]]


def test_the_runs_of_several_seed_groups_come_oldest_first(store, four):
    small, large = four[0].family, four[3].family

    found = runs_in_seed_groups(store, [large, "nothing", small])

    assert [run.id for run in found] == [run.id for run in four]
    assert runs_in_seed_groups(store, []) == []


def test_runs_that_left_their_seed_group_are_found_by_their_settings(store, four):
    store.extend(four[1].id, 5)
    longer_key = SMALL.model_copy(update={"epochs": 6}).family
    lease = RunLease(store, store.create(SMALL).id, "worker")
    lease.claim()
    lease.release("stopped", test_accuracy=0.9)

    found = runs_with_settings(store, SMALL.family)

    assert [run.id for run in found] == [four[0].id, four[2].id, lease.run_id]
    assert [run.id for run in runs_with_settings(store, longer_key)] == [four[1].id]
    stayed = runs_in_seed_groups(store, [SMALL.family])
    assert [run.id for run in stayed] == [four[0].id, four[2].id]
