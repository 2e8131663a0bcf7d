"""The record of runs, without anybody training."""

import dataclasses
import errno
import os
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.errors import ConfigError, LeaseLost, RunBusy, RunNotFound, StoreError
from mnist_core.store.records import Epoch, Progress
from mnist_core.store.run_leases import MAX_ATTEMPTS, RunLease
from mnist_core.store.run_store import RunStore

EPOCH = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)
PROGRESS = Progress(1, 5, 10, 0.6, 0.7, 20_000.0, 3.0)


@pytest.fixture
def run(store):
    return store.create(RunConfig(hidden_units=(16,)), "blue-tit")


@pytest.fixture
def lease(store, run):
    lease = RunLease(store, run.id, "worker-1")
    assert lease.claim() is not None
    return lease


def expire(store, run_id):
    with store.database.begin() as connection:
        connection.exec_driver_sql("UPDATE runs SET lease_until = 0 WHERE id = ?", (run_id,))


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


def test_only_one_of_two_workers_gets_a_run(store, run):
    first, second = RunLease(store, run.id, "worker-1"), RunLease(store, run.id, "worker-2")

    assert first.claim() is not None
    assert second.claim() is None
    assert store.waiting() == []


def test_a_dead_workers_run_is_claimed_by_another_and_the_dead_one_may_not_write(store, run, lease):
    expire(store, run.id)
    assert store.waiting() == [(run.id, "training")]
    successor = RunLease(store, run.id, "worker-2")

    assert successor.claim() is not None
    with pytest.raises(LeaseLost):
        lease.report(PROGRESS, [EPOCH])
    assert store.history(run.id) == []


def test_what_a_worker_reports_is_read_back(store, run, lease):
    requests = lease.report(PROGRESS, [EPOCH])

    assert store.history(run.id) == [EPOCH]
    assert store.read(run.id).progress == PROGRESS
    assert (requests.action, requests.target_epochs) == (None, 10)


def test_a_run_taken_up_again_forgets_epochs_after_its_checkpoint(store, run, lease):
    lease.report(None, [EPOCH])

    lease.rewind(0)

    assert store.history(run.id) == []
    assert store.read(run.id).epochs_done == 0


def test_a_run_whose_workers_keep_dying_fails_with_a_reason(store, run):
    for attempt in range(MAX_ATTEMPTS):
        assert RunLease(store, run.id, f"worker-{attempt}").claim() is not None
        expire(store, run.id)

    assert RunLease(store, run.id, "last").claim() is None
    failed = store.read(run.id)
    assert failed.state == "failed"
    assert "died 5 times" in failed.message


def test_requests_reach_the_worker(store, run, lease):
    store.pause(run.id)
    store.set_learning_rate(run.id, 0.01)
    store.extend(run.id, 5)

    requests = lease.report(None, [])

    assert (requests.action, requests.learning_rate, requests.target_epochs) == ("pause", 0.01, 15)


def test_a_paused_run_waits_until_it_is_resumed(store, run, lease):
    store.pause(run.id)
    assert lease.pause()
    lease.give_back()
    assert store.waiting() == []

    store.resume(run.id)

    assert store.waiting() == [(run.id, "queued")]


def test_a_stop_that_comes_while_the_worker_pauses_is_not_lost(store, run, lease):
    store.pause(run.id)
    store.stop(run.id)

    assert not lease.pause()

    assert lease.report(None, []).action == "stop"


def test_a_pause_that_is_taken_back_in_time_does_not_happen(store, run, lease):
    store.pause(run.id)
    store.resume(run.id)

    assert not lease.pause()

    assert store.read(run.id).state == "training"


def test_a_pause_right_after_a_resume_is_not_lost(store, run, lease):
    store.pause(run.id)
    assert lease.pause()
    store.resume(run.id)
    store.pause(run.id)

    assert not lease.resume_paused()

    assert store.read(run.id).state == "paused"


def test_epochs_asked_for_after_the_last_one_are_trained(store, run, lease):
    lease.report(None, [dataclasses.replace(EPOCH, number=10)])
    store.extend(run.id, 5)

    lease.release("finished", test_accuracy=0.97)

    assert store.waiting() == [(run.id, "queued")]


def test_a_queued_run_pauses_and_stops_without_a_worker(store, run):
    store.pause(run.id)
    assert store.read(run.id).state == "paused"

    store.stop(run.id)

    assert store.read(run.id).state == "stopped"
    assert store.waiting() == []


def test_an_ended_run_trains_on_for_more_epochs(store, run, lease):
    lease.report(None, [EPOCH])
    lease.release("stopped", test_accuracy=0.97)
    assert store.read(run.id).test_error_percent == pytest.approx(3)

    store.extend(run.id, 5)

    assert store.read(run.id).target_epochs == 6
    assert store.waiting() == [(run.id, "queued")]


def test_ended_runs_refuse_what_makes_no_sense(store, run, lease):
    lease.release("stopped", test_accuracy=0.97)

    for request in (store.pause, store.resume, store.stop):
        with pytest.raises(RunBusy, match="blue-tit"):
            request(run.id)
    with pytest.raises(RunBusy):
        store.set_learning_rate(run.id, 0.01)


@pytest.mark.parametrize("value", [0, 11, -1, float("nan")])
def test_a_learning_rate_out_of_range_is_refused(store, run, value):
    with pytest.raises(ConfigError, match="learning_rate"):
        store.set_learning_rate(run.id, value)


def test_deleting_a_run_deletes_its_history_and_files(store, run, lease):
    lease.report(None, [EPOCH])
    store.artifacts.write(run.id, "last", {"a": np.zeros(3)})

    store.delete(run.id)

    assert store.history(run.id) == []
    assert store.artifacts.names(run.id) == []
    assert not store.exists(run.id)
    with pytest.raises(LeaseLost):
        lease.report(None, [])


def test_files_that_somebody_else_deletes_meanwhile_are_no_mistake(store, run, monkeypatch):
    store.artifacts.write(run.id, "last", {"a": np.zeros(3)})
    folder, unlink = store.artifacts.folder(run.id), os.unlink

    def unlink_late(*arguments, **options):
        monkeypatch.setattr(os, "unlink", unlink)
        shutil.rmtree(folder)
        unlink(*arguments, **options)

    monkeypatch.setattr(os, "unlink", unlink_late)
    store.artifacts.remove_run(run.id)

    assert os.unlink is unlink
    assert not Path(folder).exists()


def test_names_are_kept_short(store, run):
    store.rename(run.id, "  my   first\nrun ")
    assert store.read(run.id).name == "my first run"

    with pytest.raises(ConfigError, match="80"):
        store.rename(run.id, "x" * 81)


def test_two_stores_on_one_database_see_each_other(settings, store, run):
    assert RunStore(settings).read(run.id) == run


def test_the_database_runs_in_wal_mode(settings, store):
    with sqlite3.connect(settings.home / "lab.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_damaged_database_is_named_with_a_way_out(settings):
    settings.home.mkdir()
    (settings.home / "lab.sqlite").write_bytes(b"this is no database" * 100)

    with pytest.raises(StoreError, match=r"lab\.sqlite cannot be used.*Move it away"):
        RunStore(settings)


def test_a_database_url_that_means_nothing_is_refused(tmp_path):
    settings = read_settings({"DIGIT_LAB_HOME": str(tmp_path), "DIGIT_LAB_DATABASE": "nonsense"})

    with pytest.raises(StoreError, match="DIGIT_LAB_DATABASE"):
        RunStore(settings)


def test_a_damaged_snapshot_is_named(store, run):
    store.artifacts.write(run.id, "last", {"a": np.zeros(3)})
    (file,) = Path(store.artifacts.folder(run.id)).iterdir()
    file.write_bytes(file.read_bytes()[:40])

    with pytest.raises(StoreError, match=r"last\.npz is damaged"):
        store.artifacts.read(run.id, "last")


def test_a_full_disk_keeps_the_old_file_and_says_so(store, run, monkeypatch):
    store.artifacts.write(run.id, "last", {"a": np.zeros(3)})

    def full(self: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StoreError, match="disk is full"):
        store.artifacts.write(run.id, "last", {"a": np.ones(3)})

    assert store.artifacts.read(run.id, "last")["a"].tolist() == [0, 0, 0]


def test_objects_in_a_snapshot_are_never_unpickled(store, run):
    store.artifacts.write(run.id, "last", {"a": np.array([print], dtype=object)})

    with pytest.raises(StoreError, match="damaged"):
        store.artifacts.read(run.id, "last")


def test_early_stopping_counts_the_epoch_whose_weights_are_given_back(store):
    patient = RunConfig(epochs=2, early_stopping_patience=1)
    run, plain = store.create(patient), store.create(RunConfig(epochs=2))
    best = Epoch(1, 0.5, 0.8, 0.2, 0.95, 1.0, 0.001)
    worse = Epoch(2, 0.4, 0.9, 0.3, 0.93, 3.0, 0.001)
    for each in (run, plain):
        lease = RunLease(store, each.id, "worker")
        lease.claim()
        lease.report(None, [best, worse])

    assert store.read(run.id).val_accuracy == 0.95
    assert store.read(plain.id).val_accuracy == 0.93
    assert store.read(plain.id).seconds_per_epoch == 2.0
