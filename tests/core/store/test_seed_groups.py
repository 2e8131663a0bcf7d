"""Runs read together with those that differ from them in the seed alone."""

import pytest

from mnist_core.store.seed_groups import seed_groups
from tests.core.store.seed_group_runs import train_four


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
