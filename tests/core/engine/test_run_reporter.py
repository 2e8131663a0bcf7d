"""What a training says reaches the record in an order that a crash can never turn around."""

from collections.abc import Sequence
from contextlib import closing
from sqlite3 import connect
from typing import ClassVar

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.engine import run_reporter
from mnist_core.engine.run_reporter import RunReporter
from mnist_core.errors import LeaseLost, StoreBusy
from mnist_core.store import database, leases
from mnist_core.store.records import Epoch, Progress, Requests
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from tests.waiting import wait_until

EPOCH = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)
WEIGHTS = [np.zeros((784, 10), np.float32), np.zeros(10, np.float32)]


def test_a_checkpoint_is_never_there_before_the_epochs_that_it_stands_on(store):
    lease = RunLease(store, store.create(RunConfig(hidden_units=())).id, "worker")
    run = lease.claim()
    assert run is not None

    with RunReporter(lease, run) as reporter:
        reporter.epoch(EPOCH)
        reporter.keep(1, WEIGHTS, lambda: {"position": np.array("{}")})
        wait_until(lambda: "checkpoint" in store.artifacts.names(run.id))
        known = store.history(run.id)

    assert known == [EPOCH]


def test_a_worker_that_another_has_replaced_writes_no_file_more(store, monkeypatch):
    lease = RunLease(store, store.create(RunConfig(hidden_units=())).id, "asleep")
    run = lease.claim()
    assert run is not None
    monkeypatch.setattr(run_reporter, "TICK_S", 3_600.0)  # it does not hear of it by itself

    with RunReporter(lease, run) as reporter:
        reporter.keep_last(WEIGHTS, {"position": np.array("{}")})
        reporter.flush()
        monkeypatch.setattr(leases, "RESERVATION_S", -3_600.0)
        assert RunLease(store, run.id, "next").claim() is not None

        with pytest.raises(LeaseLost):
            keep_and_flush(reporter)

    assert store.artifacts.names(run.id) == ["checkpoint", "last"]
    assert not store.artifacts.read(run.id, "last")["bias_1"].any()
    assert str(store.artifacts.read(run.id, "checkpoint")["position"]) == "{}"


def keep_and_flush(reporter: RunReporter) -> None:
    later, position = [weights + 1 for weights in WEIGHTS], {"position": np.array("[]")}
    reporter.keep(1, later, lambda: position)
    reporter.keep_last(later, position)
    reporter.flush()


def test_a_training_goes_on_while_another_program_locks_the_database(settings, store, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0)
    impatient = RunStore(settings)
    run = impatient.create(RunConfig(hidden_units=()))
    lease = CountingLease(impatient, run.id, "worker")
    assert lease.claim()

    with RunReporter(lease, run) as reporter, closing(connect(settings.home / "lab.sqlite")) as it:
        it.execute("BEGIN EXCLUSIVE")
        reporter.epoch(EPOCH)
        wait_until(lambda: len(lease.refused) >= 2)
        reporter.requests()
        it.rollback()
        wait_until(lambda: store.history(run.id) == [EPOCH])


class CountingLease(RunLease):
    """Remembers when it could not report."""

    refused: ClassVar[list[StoreBusy]] = []

    def report(self, progress: Progress | None, epochs: Sequence[Epoch]) -> Requests:
        try:
            return super().report(progress, epochs)
        except StoreBusy as error:
            self.refused.append(error)
            raise
