"""A job is made by one worker, and not for ever."""

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import LeaseLost
from mnist_core.store.job_leases import MAX_ATTEMPTS, JobLease
from mnist_core.store.jobs import Job, WaitingJob, find, request, waiting


@pytest.fixture
def run(store):
    return store.create(RunConfig(hidden_units=(12,)), "blue-tit")


def job(store, run) -> Job:
    """Give the job that maps the run."""
    found = find(store, run.id, "map")
    assert found is not None
    return found


def expire(store):
    with store.database.begin() as connection:
        connection.exec_driver_sql("UPDATE examinations SET lease_until = 0")


def test_a_claimed_job_comes_with_its_picture(store, run):
    subject = request(store, run.id, "neighbours", np.ones((28, 28))).subject

    claimed = JobLease(store, run.id, "neighbours", subject, "worker").claim()

    assert claimed is not None
    assert (claimed[0].state, claimed[0].subject) == ("working", subject)
    assert claimed[1] == bytes([255] * 784)


def test_a_job_that_is_done_or_was_never_asked_for_is_not_claimed(store, run):
    lease = JobLease(store, run.id, "map", "", "worker")
    assert lease.claim() is None
    request(store, run.id, "map")
    lease.claim()
    lease.finish({"a": np.zeros(1)}, "version", 3)

    assert lease.claim() is None
    done = job(store, run)
    assert (done.state, done.share, done.version, done.epochs_done) == ("done", 1.0, "version", 3)


def test_a_worker_that_was_overtaken_keeps_no_result(store, run):
    request(store, run.id, "map")
    slow, quick = (JobLease(store, run.id, "map", "", holder) for holder in ("slow", "quick"))
    slow.claim()
    expire(store)
    assert quick.claim() is not None

    with pytest.raises(LeaseLost, match=f"The map of {run.id} is no longer wanted here"):
        slow.finish({"a": np.zeros(1)}, "", 0)
    slow.fail("The memory is full.", "")

    assert store.artifacts.names(run.id) == []
    assert job(store, run).state == "working"


def test_only_one_worker_makes_a_job(store, run):
    request(store, run.id, "map")
    first, second = (JobLease(store, run.id, "map", "", holder) for holder in ("a", "b"))

    assert first.claim() is not None
    assert second.claim() is None
    assert waiting(store) == []


def test_a_dead_workers_job_is_taken_over_but_not_for_ever(store, run):
    request(store, run.id, "map")
    for number in range(MAX_ATTEMPTS):
        assert JobLease(store, run.id, "map", "", f"worker-{number}").claim() is not None
        expire(store)
        assert waiting(store) == [WaitingJob(run.id, "map", "")]

    assert JobLease(store, run.id, "map", "", "last").claim() is None
    assert job(store, run).state == "failed"
