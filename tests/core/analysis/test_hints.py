"""Hints: each rule speaks of its own fault, and is silent next to it."""

import pytest

from mnist_core.analysis.hints import RULES, Symptoms, find_hints
from mnist_core.config import RunConfig
from mnist_core.training.divergence import divergence_message
from tests.core.analysis.hint_cases import (
    BY_HEART,
    FAULTS,
    JUMPING,
    NEAR_MISSES,
    NOISE,
    falling,
    history,
    symptoms,
)
from tests.core.analysis.measured_runs import MEASURED


def failed(config, epochs=(), *, rate):
    message = divergence_message(config, len(epochs) + 1, rate)
    return Symptoms(config, "failed", epochs, message=message)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_the_runs_numbers(fault):
    run, (name, *words, change_text) = FAULTS[fault]

    (hint,) = find_hints(run)

    assert hint.name == name
    assert hint.change_text == change_text
    for word in words:
        assert word in f"{hint.title}. {hint.reason}"


@pytest.mark.parametrize("fault", FAULTS)
def test_the_next_run_is_allowed_and_differs_in_what_the_text_says(fault):
    run, (*_, change_text) = FAULTS[fault]
    before, after = run.config, find_hints(run)[0].change

    assert RunConfig.model_validate(after.model_dump()) == after
    changed = [
        name for name in RunConfig.model_fields if getattr(before, name) != getattr(after, name)
    ]
    by_hand = fault == "rate set by hand"
    assert len(changed) == (0 if by_hand else change_text.count("→"))


@pytest.mark.parametrize("case", NEAR_MISSES)
def test_a_run_next_to_a_fault_gets_no_hint(case):
    assert find_hints(NEAR_MISSES[case]) == []


@pytest.mark.parametrize(
    ("settings", "rate", "change_text"),
    [
        ({"learning_rate": 10.0, "optimizer": "sgd"}, 10.0, "Learning rate 10 → 0.1"),
        ({"learning_rate": 1.0}, 1.0, "Learning rate 1 → 0.001"),
        ({}, 7.0, "Learning rate 7 → 0.001"),
        ({}, 0.001, "Learning rate 0.001 → 0.0001"),
        ({"optimizer": "sgd", "momentum": 0.99}, 0.01, "Learning rate 0.01 → 0.001"),
    ],
    ids=["sgd", "adam", "set by hand", "sound rate", "momentum"],
)
def test_a_diverged_run_is_told_a_lower_rate(settings, rate, change_text):
    (hint,) = find_hints(failed(RunConfig(**settings), rate=rate))

    assert hint.name == "diverged"
    assert "epoch 1" in hint.reason
    assert f"learning rate of {rate:g}" in hint.reason
    assert hint.change_text == change_text


def test_a_rate_that_made_a_run_diverge_is_one_hint_and_not_two():
    run = failed(RunConfig(learning_rate=1.0), history({**NOISE, "loss": 66.6}, rate=1), rate=1.0)

    (hint,) = find_hints(run)

    assert hint.name == "diverged"
    assert "epoch 2" in hint.reason


@pytest.mark.parametrize("state", ["queued", "training", "paused", "stopped", "finished"])
def test_a_run_without_epochs_gets_no_hint(state):
    assert find_hints(symptoms([], state=state, learning_rate=10)) == []


def test_a_run_that_failed_for_want_of_memory_gets_no_hint_about_its_rate():
    assert find_hints(symptoms([], state="failed", message="The memory is full.")) == []


def test_the_fault_that_keeps_a_run_from_learning_hides_those_that_follow_from_it():
    run = symptoms(JUMPING, learning_rate=0.02, dropout=0.8, dead_shares=[0.9])

    assert [hint.name for hint in find_hints(run)] == ["overshooting"]


def test_slow_steps_are_told_beside_another_fault_and_after_it():
    run = symptoms(history(*BY_HEART, seconds=30), batch_size=1)

    assert [hint.name for hint in find_hints(run)] == ["overfitting", "batch"]


def test_the_test_error_is_told_where_it_is_known():
    config = RunConfig(epochs=2)
    run = Symptoms(config, "finished", history(*falling(0.2, 0.15)), test_accuracy=0.962)

    assert "test error is 3.80%" in find_hints(run)[0].reason


def test_a_run_at_the_limit_of_epochs_is_not_told_to_train_longer():
    losses = [0.5 * 0.99**number for number in range(500)]

    assert find_hints(symptoms(history(*falling(*losses)), epochs=500)) == []


@pytest.mark.parametrize("name", MEASURED)
def test_a_measured_run_gets_the_hints_that_are_true_of_it_and_no_other(name):
    run = MEASURED[name]

    assert tuple(hint.name for hint in find_hints(run.symptoms)) == run.true_hints, run.why


@pytest.mark.parametrize("name", MEASURED)
def test_a_measured_run_gets_no_wrong_hint_while_it_trains(name):
    whole = MEASURED[name].symptoms
    for epochs in range(1, len(whole.history)):
        part = Symptoms(whole.config, "training", whole.history[:epochs])
        assert find_hints(part) == []


def test_every_rule_fires_on_one_of_the_faults():
    names = {name for _, (name, *_) in FAULTS.values()} | {"diverged"}
    fired = {
        rule.__name__
        for run, _ in FAULTS.values()
        for family in RULES
        for rule in family
        if rule(run) is not None
    }

    assert len(names) == 10
    assert fired == {rule.__name__ for family in RULES for rule in family} - {"diverged"}
