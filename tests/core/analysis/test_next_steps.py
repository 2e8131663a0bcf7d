"""The next step for a run without fault."""

import pytest

from mnist_core.analysis.next_steps import suggest_next_step
from mnist_core.analysis.symptoms import Symptoms
from mnist_core.config import RunConfig
from mnist_core.presets import PRESETS
from mnist_core.store.records import Epoch


def symptoms(config: RunConfig) -> Symptoms:
    epoch = Epoch(1, 0.1, 0.97, 0.1, 0.97, 1.0, 0.001)
    return Symptoms(config, "finished", [epoch])


@pytest.mark.parametrize(
    ("config", "text"),
    [
        (RunConfig(hidden_units=()), "Neurons by layer 784-10 → 784-128-10"),
        (RunConfig(), "Augmentation 0 → 0.5, Epochs 10 → 20"),
        (RunConfig(augmentation=0.5), "Neurons by layer 784-128-10 → 784-784-10"),
        (
            RunConfig(hidden_units=(784,), augmentation=0.5),
            "Epochs 10 → 40, Schedule constant → cosine",
        ),
    ],
)
def test_each_step_changes_what_its_text_says(config, text):
    idea = suggest_next_step(symptoms(config))

    assert idea is not None
    assert idea.change_text == text
    assert idea.change != config


def test_one_idea_after_the_other_leads_to_the_reader_and_ends_there():
    config, steps = RunConfig(), 0
    while (idea := suggest_next_step(symptoms(config))) is not None:
        config, steps = idea.change, steps + 1
        assert steps < 10

    reader = PRESETS["reader"].config
    assert (config.augmentation, config.schedule, config.epochs) == (
        reader.augmentation,
        reader.schedule,
        reader.epochs,
    )
    assert suggest_next_step(symptoms(reader)) is None
