"""How fast networks train here, found in what runs took."""

import itertools

import pytest

from mnist_core.config import RunConfig
from mnist_core.network.architecture import parameter_count
from mnist_core.sweeps.cost_model import CostModel, read_cost_model
from mnist_core.sweeps.records import Parallelism
from tests.sweep_samples import add_timed_run

ALONE = Parallelism(at_once=1, rates={1: 1000.0})


def made_up_seconds(config: RunConfig) -> float:
    """Give the seconds of an epoch on a machine that takes 1 ms a step and so on."""
    digits = min(config.train_size, 55_000)
    steps = digits / config.batch_size
    products = 3e-10 * digits * parameter_count(config)
    return 1e-3 * steps + 2e-6 * digits + products + (1e-5 * digits if config.augmentation else 0)


def test_a_machines_speed_is_found_in_runs_of_other_settings(store):
    sizes = ((16,), (128,), (512, 256))
    for units, batch_size, strength in itertools.product(sizes, (50, 250, 1000), (0.0, 0.5)):
        run = RunConfig(hidden_units=units, batch_size=batch_size, augmentation=strength)
        add_timed_run(store, run, made_up_seconds(run), over=2.0)
    asked = RunConfig(hidden_units=(300, 100), batch_size=125, train_size=25_000, epochs=7)

    found = read_cost_model(store, ALONE)

    assert found.measured
    assert found.seconds(asked) == pytest.approx(7 * made_up_seconds(asked) + 2.0, rel=0.1)


def test_runs_that_are_all_alike_still_scale_to_others(store):
    alike = RunConfig(hidden_units=(784, 784), epochs=1)
    for _ in range(4):
        add_timed_run(store, alike, 8.0)

    found = read_cost_model(store, ALONE)

    assert found.seconds(alike) == pytest.approx(8.0, rel=0.05)
    fewer = alike.model_copy(update={"train_size": 5_500})
    assert found.seconds(fewer) == pytest.approx(0.8, rel=0.1)  # a tenth of digits and of steps


def test_runs_that_say_nothing_of_speed_are_left_out(store):
    for columns in ({"taught": "{}"}, {"epochs_done": 0}, {"seconds_per_epoch": None}):
        for _ in range(3):
            add_timed_run(store, RunConfig(), 9.0, **columns)

    assert read_cost_model(store) == CostModel()
