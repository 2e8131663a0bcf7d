"""What the command line prints of a run's epochs."""

import os

import pytest

from mnist_core.cli.train_here import print_run, train_here
from mnist_core.config import RunConfig
from mnist_core.engine import run_task
from mnist_core.errors import RunNotFound
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_leases import RunLease

THREADS = "TF_NUM_INTRAOP_THREADS"
PATIENT = RunConfig(hidden_units=(8,), epochs=2, early_stopping_patience=2)


@pytest.mark.parametrize(
    ("units", "threads"),
    [((32,), "1"), ((784,), None)],
    ids=["small", "large"],
)
def test_a_run_is_trained_in_the_threads_of_its_path(store, monkeypatch, units, threads):
    monkeypatch.setenv(THREADS, "")  # so that it is put back
    monkeypatch.delenv(THREADS)
    seen = []

    def train_claimed(lease: RunLease, _: Run) -> None:
        seen.append(os.environ.get(THREADS))
        lease.release("stopped")

    monkeypatch.setattr(run_task, "train_claimed", train_claimed)

    train_here(store, RunConfig(hidden_units=units, batch_size=64, epochs=20), "", quiet=True)

    assert seen == [threads]


def test_a_run_is_printed_with_its_kept_epoch_and_the_target_of_each_epochs_time(store, capsys):
    run = store.create(PATIENT, "brisk-heron", holder="worker")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    epochs = [Epoch(n, 0.1, 0.9, loss, 0.95, 1.0, 0.001) for n, loss in enumerate((4, 2, 3), 1)]
    lease.report(None, epochs[:2])
    store.extend(run.id, 1)
    lease.report(None, epochs[2:])
    lease.release("finished", test_accuracy=0.96)

    print_run(store.read(run.id), store.history(run.id))

    lines = capsys.readouterr().out.splitlines()
    headers = [line for line in lines if line.startswith("Epoch ")]
    assert headers == ["Epoch 1/2", "Epoch 2/2", "Epoch 3/3"]
    assert [line.endswith("(kept)") for line in lines if "val_loss" in line] == [False, True, False]
    assert lines[-1] == "Error: 4.00%"


def test_a_run_that_is_deleted_while_it_trains_ends_in_one_sentence(store, monkeypatch):
    def train_claimed(lease: RunLease, run: Run) -> None:
        lease.store.delete(run.id)

    monkeypatch.setattr(run_task, "train_claimed", train_claimed)

    with pytest.raises(RunNotFound, match="it may have been deleted"):
        train_here(store, PATIENT, "", quiet=False)
