"""The next step for a run without fault."""

import pytest

from mnist_core.analysis.next_steps import soundness, suggest_next_step
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
        (RunConfig(hidden_units=()), "Layer sizes 784-10 → 784-128-10"),
        (RunConfig(), "Augmentation 0 → 0.5, Epochs 10 → 20"),
        (RunConfig(augmentation=0.5), "Layer sizes 784-128-10 → 784-784-10"),
        (
            RunConfig(hidden_units=(784,), augmentation=0.5),
            "Epochs 10 → 60, Schedule constant → cosine",
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
    fields = ("augmentation", "schedule", "epochs", "forms")
    assert all(getattr(config, field) == getattr(reader, field) for field in fields)
    assert suggest_next_step(symptoms(reader)) is None


def high(config: RunConfig, error: float, *, epochs: int = 10, rate: float = 0.1) -> Symptoms:
    history = [Epoch(n, 0.3, 0.9, 0.3, 0.9, 1.0, rate) for n in range(1, epochs + 1)]
    return Symptoms(config, "finished", history, test_accuracy=1 - error)


@pytest.mark.parametrize(
    ("hidden_units", "error", "words"),
    [
        ((128,), 0.095, "Nothing is wrong in its training, but an error of 9.5% is high"),
        ((128,), 0.029, "No fault found"),
        ((), 0.08, "No fault found"),
        ((), 0.12, "Nothing is wrong in its training, but an error of 12.0% is high"),
    ],
)
def test_a_sound_run_is_told_where_its_error_is_high_for_its_kind(hidden_units, error, words):
    shown = high(RunConfig(hidden_units=hidden_units), error)
    idea = suggest_next_step(shown)

    assert soundness(shown) == words
    assert idea is not None
    assert idea.title == f"{words}; what to try next"


@pytest.mark.parametrize(
    ("settings", "known", "words", "change"),
    [
        ({"train_size": 500}, {}, "500 of 55,000", "Training digits 500 → 60,000"),
        (
            {"optimizer": "sgd"},
            {"rate": 0.01},
            "sgd learns faster",
            "Learning rate 0.01 → 0.1",
        ),
        ({"epochs": 3}, {"epochs": 3}, "seen each digit 3 times", "Epochs 3 → 10"),
        (
            {"hidden_units": (784, 32)},
            {},
            "32 neurons",
            "Layer sizes 784-784-32-10 → 784-784-128-10",
        ),
        ({}, {}, "bends and shifts", "Augmentation 0 → 0.5, Epochs 10 → 20"),
    ],
)
def test_the_step_from_a_high_error_is_what_the_run_lacks_first(settings, known, words, change):
    idea = suggest_next_step(high(RunConfig(**settings), 0.06, **known))

    assert idea is not None
    assert words in idea.reason
    assert idea.change_text == change


def test_a_high_error_that_nothing_explains_is_still_called_high():
    reader = PRESETS["reader"].config
    shown = high(reader, 0.2, epochs=40)

    assert suggest_next_step(shown) is None
    assert "20.0% is high" in soundness(shown)
