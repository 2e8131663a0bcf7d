"""Repeats of a run have its settings, and seeds that its seed group has not had."""

import pytest

from mnist_core.compare.repeats import repeat_over_seeds
from mnist_core.errors import RunNotFound
from tests.core.store.seed_group_runs import train_four


@pytest.fixture
def four(store):
    return train_four(store)


def test_repeats_train_as_long_as_the_run_was_extended_to(store, four):
    store.extend(four[3].id, 4)

    (repeat,) = repeat_over_seeds(store, store.read(four[3].id), 1)

    assert repeat.config.epochs == 5
    assert repeat.family == store.read(four[3].id).family


def test_a_deleted_run_cannot_be_repeated(store, four):
    store.delete(four[0].id)

    with pytest.raises(RunNotFound):
        repeat_over_seeds(store, four[0])


def test_a_repeat_has_the_same_settings_and_a_seed_of_its_own(store, four):
    repeats = repeat_over_seeds(store, four[0], 5)

    assert [run.config.seed for run in repeats] == [3, 4, 5, 6, 7]
    assert {run.family for run in repeats} == {four[0].family}
    assert {run.state for run in repeats} == {"queued"}
    assert "seed 3" in repeats[0].name
    assert {run.origin for run in repeats} == {"repeat"}
