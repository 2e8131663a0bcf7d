"""What a set of settings has otherwise than another, and how that is written."""

from dataclasses import replace

import pytest

from mnist_core.compare.setting_changes import list_changes, setting_changes, settings_of
from mnist_core.config import RunConfig
from tests.core.compare.comparison_helpers import make_run


def listed(config: RunConfig, former: RunConfig) -> str:
    return list_changes(setting_changes(config, former))


@pytest.mark.parametrize(
    ("config", "former", "text"),
    [
        (RunConfig(), RunConfig(), ""),
        (RunConfig(), RunConfig(dropout=0.3), "dropout (0.2 instead of 0.3)"),
        (
            RunConfig(),
            RunConfig(dropout=0.3, epochs=20),
            "dropout (0.2 instead of 0.3) and epochs (10 instead of 20)",
        ),
        (
            RunConfig(hidden_units=()),
            RunConfig(hidden_units=(784, 32)),
            "layer sizes (none instead of 784-32)",
        ),
        (
            RunConfig(validation="test"),
            RunConfig(),
            "validation (Test digits, as on the slides instead of 5,000 digits kept out)",
        ),
        (
            RunConfig(early_stopping_patience=3),
            RunConfig(),
            "early stopping patience (3 instead of never)",
        ),
    ],
)
def test_only_what_differs_is_named_with_both_values(config, former, text):
    assert listed(config, former) == text


def test_of_many_changes_the_first_few_are_named_and_the_others_counted():
    former = RunConfig(hidden_units=(32,), activation="tanh", dropout=0.5, epochs=3, seed=7)

    assert listed(RunConfig(), former) == (
        "layer sizes (128 instead of 32), activation (relu instead of tanh), "
        "dropout (0.2 instead of 0.5) and 2 more settings"
    )


def test_a_learning_rate_left_to_the_optimizer_is_the_optimizers_own():
    assert listed(RunConfig(learning_rate=0.001), RunConfig()) == ""
    assert listed(RunConfig(), RunConfig(learning_rate=0.01)) == (
        "learning rate (0.001 instead of 0.01)"
    )
    assert listed(RunConfig(optimizer="sgd"), RunConfig()) == "optimizer (sgd instead of adam)"


def test_a_run_that_was_extended_has_the_epochs_it_was_extended_to():
    run = replace(make_run("a", RunConfig(epochs=10)), target_epochs=15)

    assert settings_of(run) == RunConfig(epochs=15)
