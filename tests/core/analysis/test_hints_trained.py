"""Hints against small networks trained for real: the fault is named, and the cure cures it."""

import functools
from typing import Any

import numpy as np
import pytest

from mnist_core.analysis.hints import Symptoms, find_hints
from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist, scale_pixels
from mnist_core.errors import TrainingDiverged
from mnist_core.network.mlp import forward, network_from_arrays, snapshot_arrays
from tests.core.training.training_helpers import ScriptedListener, train

pytestmark = pytest.mark.keras

SMALL: dict[str, Any] = {"hidden_units": (64,), "train_size": 4_000, "batch_size": 40, "epochs": 3}
WEAK: dict[str, Any] = {
    "kernel_initializer": "random_normal",
    "hidden_units": (16, 16, 16, 16),
    "optimizer": "sgd",
    "learning_rate": 0.1,
}
SIGMOIDS: dict[str, Any] = {"activation": "sigmoid", "hidden_units": (64,) * 3, "optimizer": "sgd"}
CROWDED: dict[str, Any] = {
    "hidden_units": (256, 256),
    "dropout": 0,
    "train_size": 2_000,
    "epochs": 14,
}

# The hint, what is set beside SMALL, and how much of the test accuracy its cure wins at least.
FAULTS: dict[str, tuple[str, dict[str, Any], float]] = {
    "rate too high": ("overshooting", {"learning_rate": 1}, 0.6),
    "rate too low": ("crawling", {"learning_rate": 1e-5}, 0.4),
    "Keras' rate for adadelta": ("crawling", {"optimizer": "adadelta"}, 0.4),
    "zeros": ("stuck", {"kernel_initializer": "zeros"}, 0.6),
    "sigmoids": ("stuck", SIGMOIDS, 0.1),
    "weak weights": ("stuck", WEAK, 0.1),
    "penalty": ("stuck", {"l2": 1}, 0.6),
    "narrow": ("small", {"hidden_units": (1,), "epochs": 4}, 0.4),
    "dropout": ("dropout", {"dropout": 0.9}, 0.02),
    "few epochs": ("undertrained", {"optimizer": "sgd", "epochs": 2}, 0.05),
    "many epochs": ("overfitting", CROWDED, 0.01),
}


@functools.cache
def digits_to_read():
    """Give the 10,000 test digits, (10000, 784) float32 in [0, 1]."""
    return scale_pixels(load_mnist().x_test)


@functools.cache
def trained(config):
    """Train, and give what is then known of the run; several cures lead to one config."""
    listener = ScriptedListener(config.epochs)
    try:
        outcome = train(config, listener)
    except TrainingDiverged as error:
        return Symptoms(config, "failed", listener.epochs, message=str(error))
    assert outcome is not None
    network = network_from_arrays(config.activation, snapshot_arrays(listener.weights))
    answer = forward(network, digits_to_read())
    return Symptoms(
        config,
        outcome.state,
        listener.epochs,
        test_accuracy=outcome.test_accuracy,
        dead_shares=[float(np.mean(layer.max(axis=0) <= 0)) for layer in answer.hidden],
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_and_the_suggested_change_corrects_it(fault):
    name, settings, gain = FAULTS[fault]
    ill = trained(RunConfig(**{**SMALL, **settings}))

    (hint,) = find_hints(ill)
    well = trained(hint.change)

    assert hint.name == name
    assert well.test_accuracy > ill.test_accuracy + gain


def test_a_diverged_run_learns_at_the_suggested_rate():
    settings = {"optimizer": "sgd", "learning_rate": 10.0, "activation": "linear", "l2": 1.0}
    ill = trained(RunConfig(**{**SMALL, **settings}))

    (hint,) = find_hints(ill)
    well = trained(hint.change)

    assert hint.name == "diverged"
    assert well.state == "finished"


def test_neurons_that_large_steps_killed_live_at_the_suggested_rate():
    config = RunConfig(
        hidden_units=(128, 128),
        train_size=4_000,
        batch_size=40,
        epochs=4,
        optimizer="adamax",
        learning_rate=0.07,
    )
    ill = trained(config)

    (hint,) = find_hints(ill)
    well = trained(hint.change)

    assert hint.name == "dead"
    assert max(ill.dead_shares) > 0.4 > 0.1 > max(well.dead_shares)
