"""Which epochs of a run can be looked at again, and what they had learned."""

from dataclasses import replace

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.store.records import Epoch
from mnist_core.store.run_leases import RunLease
from mnist_core.store.snapshots import kept_epochs, load_network

CONFIG = RunConfig(hidden_units=(2,))


def arrays(value: float):
    return {
        "kernel_1": np.full((784, 2), value, np.float32),
        "bias_1": np.zeros(2, np.float32),
        "kernel_2": np.zeros((2, 10), np.float32),
        "bias_2": np.zeros(10, np.float32),
    }


@pytest.fixture
def run(store):
    """A run with files of a checkpoint, two epochs and the end."""
    run = store.create(CONFIG, "blue-tit")
    for name, value in (("checkpoint", 0), ("epoch-0010", 10), ("epoch-0002", 2), ("last", 11)):
        store.artifacts.write(run.id, name, arrays(value))
    return run


def test_the_newest_weights_are_loaded_unless_a_snapshot_is_named(store, run):
    assert load_network(store, run).weights[0][0, 0] == 11
    assert load_network(store, run, "epoch-0002").weights[0][0, 0] == 2


def test_a_network_normalises_as_its_run_did(store):
    kinds = []
    for kind in ("none", "slant_and_width"):
        run = store.create(CONFIG.model_copy(update={"normalization": kind}), kind)
        store.artifacts.write(run.id, "last", arrays(1))
        kinds.append(load_network(store, run).normalization)

    assert kinds == ["none", "slant_and_width"]


def test_a_run_without_weights_is_asked_to_train_first(store):
    with pytest.raises(StoreError, match="blue-tit has learned nothing yet"):
        load_network(store, store.create(CONFIG, "blue-tit"))


def test_epochs_are_given_first_to_last_without_the_end_of_a_run_that_trains(store, run):
    training = replace(run, state="training", epochs_done=11)

    assert list(kept_epochs(store, training).items()) == [(2, "epoch-0002"), (10, "epoch-0010")]


@pytest.mark.parametrize(("stopped_at", "end"), [(0, 11), (5, 12)])
def test_the_end_of_a_run_is_its_last_epoch_also_where_a_stop_cut_it_off(
    store, run, stopped_at, end
):
    stopped = replace(run, state="stopped", epochs_done=11, stopped_at=stopped_at)

    assert list(kept_epochs(store, stopped)) == [2, 10, end]


def test_a_last_epoch_that_is_kept_anyway_stands_under_its_own_name(store, run):
    finished = replace(run, state="finished", epochs_done=10)

    assert kept_epochs(store, finished)[10] == "epoch-0010"


def test_where_early_stopping_gave_weights_back_the_end_is_the_epoch_they_are_of(store):
    run = store.create(CONFIG.model_copy(update={"early_stopping_patience": 3}), holder="worker")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    losses = (0.4, 0.3, 0.2, 0.3, 0.4)
    lease.report(None, [Epoch(n, 0.1, 0.9, v, 0.9, 1, 0.001) for n, v in enumerate(losses, 1)])
    lease.release("finished", test_accuracy=0.9, message="Stopped early.")
    for name, value in (("epoch-0002", 2), ("epoch-0004", 4), ("last", 3)):
        store.artifacts.write(run.id, name, arrays(value))

    kept = kept_epochs(store, store.read(run.id))

    assert list(kept.items()) == [(2, "epoch-0002"), (3, "last"), (4, "epoch-0004")]


def test_a_run_with_nothing_but_its_newest_weights_has_them_to_show(store):
    run = store.create(CONFIG)
    store.artifacts.write(run.id, "last", arrays(1))

    assert kept_epochs(store, replace(run, state="training", epochs_done=1)) == {1: "last"}
