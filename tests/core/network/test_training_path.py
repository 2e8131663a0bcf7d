"""The path of a run follows from its settings: small trainings stay plain."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.network.training_path import training_path


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"epochs": 2}, "plain"),
        ({"epochs": 20}, "compiled"),
        ({"hidden_units": (32,), "batch_size": 32, "epochs": 2}, "plain"),
        ({"hidden_units": (32,), "batch_size": 32, "epochs": 20}, "compiled_in_one_thread"),
        ({"hidden_units": (128,), "batch_size": 32, "epochs": 20}, "compiled_in_one_thread"),
        ({"hidden_units": (256,), "batch_size": 32, "epochs": 20}, "compiled"),
        ({"hidden_units": (784, 784, 784), "batch_size": 200, "epochs": 2}, "compiled"),
        ({"hidden_units": (784, 784, 784), "epochs": 2, "train_size": 1_000}, "plain"),
        ({"elastic": 0.1, "epochs": 1, "train_size": 1_000}, "compiled"),
    ],
)
def test_a_run_is_compiled_where_its_work_is_worth_it(changes, path):
    assert training_path(RunConfig(**changes)) == path


def test_what_trains_beside_others_has_one_thread_if_it_is_compiled():
    large = RunConfig(hidden_units=(784,), epochs=20)

    assert training_path(large, beside_others=True) == "compiled_in_one_thread"
    assert training_path(RunConfig(epochs=2), beside_others=True) == "plain"


def test_the_seed_does_not_decide():
    assert len({training_path(RunConfig(seed=seed)) for seed in range(20)}) == 1
