"""A network that another run has used gives the numbers of a new one."""

import threading

import numpy as np
import pytest

from mnist_core.engine.run_task import digits
from mnist_core.setting_options import OPTIMIZERS
from mnist_core.training import traced_networks
from mnist_core.training.compiled_program import CompiledProgram
from mnist_core.training.epoch_digits import DigitTensors
from mnist_core.training.traced_networks import give_back, take_network
from tests.core.training.training_helpers import (
    SMALL,
    ScriptedListener,
    few_digits,
    numbers,
    train,
)

pytestmark = pytest.mark.keras
BRIEF = SMALL.model_copy(update={"epochs": 2, "dropout": 0.3, "train_size": 520})
OTHER = {
    "seed": 5,
    "learning_rate": 0.03,
    "schedule": "cosine",
    "kernel_initializer": "he_normal",
    "validation": "test",
    "epochs": 3,
}
CASES = [(optimizer, "plain") for optimizer in OPTIMIZERS]
CASES += [(optimizer, "compiled") for optimizer in ("sgd", "adam", "nadam")]


def history(config, path):
    listener = ScriptedListener(config.epochs)
    train(config, listener, path=path)
    return listener


@pytest.mark.parametrize(("optimizer", "path"), CASES)
def test_a_run_learns_the_same_in_a_network_that_another_run_has_used(optimizer, path):
    config = BRIEF.model_copy(update={"optimizer": optimizer, "momentum": 0.5})
    changes = OTHER | ({"dropout": 0.6} if path == "compiled" else {})
    taken = take_network(config, path, digits())  # so that the next one is made anew
    new = history(config, path)

    another = history(config.model_copy(update=changes), path)
    used = history(config, path)

    assert numbers(used.epochs) == numbers(new.epochs)
    assert all(np.array_equal(a, b) for a, b in zip(used.weights, new.weights, strict=True))
    assert numbers(another.epochs)[:2] != numbers(new.epochs)
    assert take_network(config, path, digits()) is not taken


def test_only_a_network_of_the_same_graph_is_taken_up():
    network = take_network(BRIEF, "compiled", digits())
    give_back(network)

    others: list[dict[str, object]] = [
        {"l2": 0.01},
        {"batch_size": 40},
        {"dropout": 0.0},
        {"augmentation": 0.5},
        {"elastic": 0.5},
        {"normalization": "slant"},
    ]
    for changes in others:
        other = BRIEF.model_copy(update=changes)
        assert take_network(other, "compiled", digits()).model is not network.model
    assert take_network(BRIEF, "plain", digits()).model is not network.model
    assert take_network(BRIEF.model_copy(update={"forms": 20}), "compiled", digits()).key is None
    same = BRIEF.model_copy(update=OTHER | {"dropout": 0.9})
    assert take_network(same, "compiled", digits()).model is network.model


def test_only_networks_of_one_normalised_copy_of_the_digits_are_kept():
    kinds, few = ("none", "slant", "slant_and_width"), DigitTensors(few_digits())
    plain, slant, both = (BRIEF.model_copy(update={"normalization": kind}) for kind in kinds)
    networks = [take_network(config, "plain", few) for config in (plain, slant)]
    for network in networks:
        give_back(network)

    take_network(both, "plain", few)

    again = [take_network(config, "plain", few) for config in (plain, slant)]
    assert [a.model is b.model for a, b in zip(networks, again, strict=True)] == [True, False]


def test_two_trainings_at_once_have_a_network_each():
    give_back(take_network(BRIEF, "plain", digits()))

    first, second = (take_network(BRIEF, "plain", digits()) for _ in range(2))

    assert first.model is not second.model


def test_the_longest_unused_go_where_they_are_too_many(monkeypatch):
    monkeypatch.setattr(traced_networks, "MOST_KEPT", 2)
    sizes = [BRIEF.model_copy(update={"batch_size": size}) for size in (10, 20, 30)]
    networks = [take_network(config, "plain", digits()) for config in sizes]
    for network in networks:
        give_back(network)

    again = [take_network(config, "plain", digits()) for config in sizes]

    assert [a.model is b.model for a, b in zip(networks, again, strict=True)] == [
        False,
        True,
        True,
    ]


def test_what_could_not_be_made_beside_the_first_steps_is_made_when_it_is_needed(monkeypatch):
    whole = SMALL.model_copy(update={"hidden_units": (13,), "epochs": 1})
    make = CompiledProgram.make
    failed: list[CompiledProgram] = []

    def fail_once(program: CompiledProgram) -> None:
        if threading.current_thread() is not threading.main_thread() and not failed:
            failed.append(program)
            raise MemoryError
        make(program)

    monkeypatch.setattr(CompiledProgram, "make", fail_once)
    listener = ScriptedListener(1)
    train(whole, listener, path="compiled")

    assert failed
    assert len(listener.epochs) == 1
