"""The record of runs, without anybody training."""

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError, LeaseLost, RunNotFound
from mnist_core.store.records import Epoch
from mnist_core.store.run_store import RunStore

EPOCH = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)


def test_a_new_run_is_queued_with_all_that_is_known(store, run):
    assert store.read(run.id) == run
    assert (run.state, run.parameters, run.target_epochs) == ("queued", 784 * 16 + 16 + 170, 10)
    assert store.waiting() == [(run.id, "queued")]


def test_ids_sort_by_time_and_fit_urls_and_file_names(store):
    ids = [store.create(RunConfig()).id for _ in range(5)]

    assert ids == sorted(ids)
    assert all(run_id.isalnum() and len(run_id) == 12 for run_id in ids)
    assert [run.id for run in store.recent(3)] == ids[:1:-1]


def test_a_run_is_found_by_its_name(store, run):
    assert store.find("blue-tit") == store.find(run.id) == run


def test_an_unknown_run_is_named_in_the_refusal(store):
    with pytest.raises(RunNotFound, match="'nobody'"):
        store.read("nobody")


def test_deleting_a_run_deletes_its_history_and_files(store, run, lease):
    lease.report(None, [EPOCH])
    store.artifacts.write(run.id, "last", {"a": np.zeros(3)})

    store.delete(run.id)

    assert store.history(run.id) == []
    assert store.artifacts.names(run.id) == []
    assert not store.exists(run.id)
    with pytest.raises(LeaseLost):
        lease.report(None, [])


def test_names_are_kept_short(store, run):
    store.rename(run.id, "  my   first\nrun ")
    assert store.read(run.id).name == "my first run"

    with pytest.raises(ConfigError, match="80"):
        store.rename(run.id, "x" * 81)


def test_two_stores_on_one_database_see_each_other(settings, store, run):
    assert RunStore(settings).read(run.id) == run
