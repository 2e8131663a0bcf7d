"""Histories of several runs, read at once."""

from mnist_core.store.histories import read_histories
from tests.core.store.seed_group_runs import train_four


def test_histories_of_several_runs_are_what_each_has_alone(store):
    ids = [run.id for run in train_four(store)]

    assert read_histories(store, ids) == {run_id: store.history(run_id) for run_id in ids}


def test_an_unknown_run_has_no_epochs(store):
    assert read_histories(store, ["nobody"]) == {"nobody": []}
