"""Settings that do nothing beside the others: with them and without, the same numbers."""

import itertools

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.sweeps.effective_settings import effective, settings_key
from tests.core.training.training_helpers import SMALL, ScriptedListener, train

SGD: dict[str, object] = {"optimizer": "sgd", "learning_rate": 0.1}
ALIKE: list[tuple[dict[str, object], dict[str, object]]] = [
    ({}, {"learning_rate": 0.001}),
    (SGD, {**SGD, "nesterov": True}),
    ({"hidden_units": ()}, {"hidden_units": (), "activation": "tanh", "dropout": 0.4}),
    ({"dropout": 0.4}, {"dropout": 0.4, "dropout_after": "every"}),
    (
        {"hidden_units": (16, 8), "dropout": 0},
        {"hidden_units": (16, 8), "dropout": 0, "dropout_after": "every"},
    ),
]
OTHERS: list[dict[str, object]] = [
    {},
    {"seed": 1},
    {"normalization": "slant"},
    {"learning_rate": 0.002},
    {"dropout": 0.3},
    {"hidden_units": ()},
    {"hidden_units": (), "kernel_initializer": "zeros"},
    {"hidden_units": (16, 8)},
    {"hidden_units": (16, 8), "dropout_after": "every"},
    {"optimizer": "sgd"},
    {"optimizer": "sgd", "momentum": 0.5},
    {"optimizer": "sgd", "momentum": 0.5, "nesterov": True},
    {"optimizer": "rmsprop"},
    {"optimizer": "rmsprop", "momentum": 0.5},
]


def config_of(changes: dict[str, object]) -> RunConfig:
    return RunConfig.model_validate({**SMALL.model_dump(), **changes})


@pytest.mark.parametrize("pair", ALIKE)
def test_what_does_nothing_leaves_the_key_as_it_is(pair):
    first, second = map(config_of, pair)

    assert first != second
    assert settings_key(first) == settings_key(second)
    assert effective(effective(second)) == effective(first)


@pytest.mark.keras
@pytest.mark.parametrize("pair", ALIKE)
def test_what_does_nothing_leaves_the_numbers_as_they_are(pair):
    listeners = [ScriptedListener(2) for _ in pair]
    for changes, listener in zip(pair, listeners, strict=True):
        train(config_of(changes), listener)

    one, other = listeners
    assert len(one.weights) == len(other.weights)
    assert all(map(np.array_equal, one.weights, other.weights))


def test_what_does_something_has_a_key_of_its_own():
    keys = [settings_key(config_of(changes)) for changes in OTHERS]

    assert [pair for pair in itertools.combinations(keys, 2) if pair[0] == pair[1]] == []
