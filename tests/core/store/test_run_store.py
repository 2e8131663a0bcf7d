"""The record of runs, without anybody training."""

from dataclasses import replace

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError, LeaseLost, RunNotFound
from mnist_core.store.records import Epoch, WaitingRun
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore

EPOCH = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)


def test_a_new_run_is_queued_with_all_that_is_known(store, run):
    assert store.read(run.id) == run
    assert (run.state, run.parameters, run.target_epochs) == ("queued", 784 * 16 + 16 + 170, 10)
    assert store.waiting() == [WaitingRun(run.id, "queued", run.training_path, run.owner)]


def test_what_trains_side_by_side_is_computed_in_one_thread(settings, store):
    large = RunConfig(hidden_units=(784,), epochs=20)
    cluster = RunStore(replace(settings, scheduler="tcp://10.0.0.1:8786"))

    assert store.create(large).training_path == "compiled"
    trials = [store.create(large, origin=origin) for origin in ("sweep", "repeat")]
    for run in (*trials, cluster.create(large)):
        assert run.training_path == "compiled_in_one_thread"


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


def test_the_best_run_is_a_finished_one_that_a_person_began(store):
    def trained(share, origin="hand", state="finished"):
        run = store.create(RunConfig(epochs=1), origin=origin)
        lease = RunLease(store, run.id, "worker")
        lease.claim()
        lease.report(None, [EPOCH])
        lease.release(state, test_accuracy=share)
        return run

    assert store.best() is None
    trained(0.90)
    best, again = trained(0.95), trained(0.97, "best")
    for origin in ("sweep", "lesson", "experiment", "repeat"):
        trained(0.99, origin)
    trained(0.99, state="stopped")

    assert store.best().id == again.id
    store.delete(again.id)
    assert store.best().id == best.id


def test_the_newest_run_that_trains_and_was_begun_by_hand_is_known(store):
    assert store.begun_by_hand() is None
    ours = store.create(RunConfig())
    store.create(RunConfig(), origin="lesson")

    assert store.begun_by_hand().id == ours.id
    store.stop(ours.id)
    assert store.begun_by_hand() is None
