"""A run is trained by one worker at a time, which writes what it learns and is asked for."""

import dataclasses

import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import LeaseLost
from mnist_core.store.records import Epoch, Progress, WaitingRun
from mnist_core.store.run_leases import MAX_ATTEMPTS, RunLease

EPOCH = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)
PROGRESS = Progress(1, 5, 10, 0.6, 0.7, 20_000.0, 3.0)


def expire(store, run_id):
    with store.database.begin() as connection:
        connection.exec_driver_sql("UPDATE runs SET lease_until = 0 WHERE id = ?", (run_id,))


def test_only_one_of_two_workers_gets_a_run(store, run):
    first, second = RunLease(store, run.id, "worker-1"), RunLease(store, run.id, "worker-2")

    assert first.claim() is not None
    assert second.claim() is None
    assert store.waiting() == []


def test_a_dead_workers_run_is_claimed_by_another_and_the_dead_one_may_not_write(store, run, lease):
    expire(store, run.id)
    assert store.waiting() == [WaitingRun(run.id, "training", run.training_path, run.owner)]
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


def test_a_paused_run_waits_until_it_is_resumed(store, run, lease):
    store.pause(run.id)
    assert lease.pause()
    lease.give_back()
    assert store.waiting() == []

    store.resume(run.id)

    assert store.waiting() == [WaitingRun(run.id, "queued", run.training_path, run.owner)]


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

    assert store.waiting() == [WaitingRun(run.id, "queued", run.training_path, run.owner)]


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
