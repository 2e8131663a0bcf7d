"""The network that comes with the lab: what is said of it is true, and it is no run."""

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist
from mnist_core.errors import ConfigError, RunNotFound
from mnist_core.network.architecture import parameter_count
from mnist_core.network.mlp import forward
from mnist_core.presets import STARTER_CONFIG
from mnist_core.store.names import STARTER
from mnist_core.store.run_files import LAST
from mnist_core.store.snapshots import load_network
from mnist_core.store.starter import FOLDER, starter, starter_history

MOST_BYTES = 2_000_000


def test_its_files_are_small_and_of_the_settings_that_the_lab_names():
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= MOST_BYTES
    assert starter().config == STARTER_CONFIG
    assert starter().parameters == parameter_count(STARTER_CONFIG)


def test_it_reads_the_test_digits_as_well_as_is_said(store):
    mnist = load_mnist()
    images = mnist.x_test.astype(np.float32) / 255

    right = forward(load_network(store, starter()), images).digits == mnist.y_test

    assert right.mean() == pytest.approx(starter().test_accuracy, abs=2e-4)
    assert right.mean() > 0.99


def test_its_history_has_every_epoch(store):
    history = store.history(STARTER)

    assert history == list(starter_history())
    assert [epoch.number for epoch in history] == list(range(1, STARTER_CONFIG.epochs + 1))


def test_it_is_found_as_a_network_and_not_as_a_run(store):
    run = store.create(RunConfig(), "mine")

    assert store.find_network(STARTER) == starter()
    assert store.find_network("mine") == run
    for ask in (store.find, store.read, store.delete):
        with pytest.raises(RunNotFound, match="comes with the lab"):
            ask(STARTER)
    assert not store.exists(STARTER)
    assert store.best() is None
    assert store.artifacts.version(STARTER, LAST)


def test_no_run_takes_its_name(store):
    run = store.create(RunConfig(), "mine")

    for ask in (lambda: store.create(RunConfig(), STARTER), lambda: store.rename(run.id, STARTER)):
        with pytest.raises(ConfigError, match="take another name"):
            ask()
