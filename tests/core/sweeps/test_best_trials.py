"""Which of a sweep's trials are the best: for one goal, and for two."""

import itertools

import pytest

from mnist_core.sweeps.best_trials import best_trial, best_trials, goals
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space_text import parse_dimension
from tests.sweep_samples import sample_trials

RATES = parse_dimension("learning_rate=1e-4..1e-1:log")


NETWORKS = parse_dimension("hidden_units=16|64|128,64|256")


def test_the_best_trial_is_a_finished_one_of_least_error():
    plan = SweepPlan(dimensions=(RATES,), pruner="median", trials=40)
    trials = sample_trials(40, plan)

    best = best_trial(trials)

    finished = [trial for trial in trials if trial.state == "finished"]
    assert best is not None
    assert best.error == min(trial.error or 0.0 for trial in finished)
    assert best_trials(trials, "error") == [best]
    assert best_trials([], "error") == []


@pytest.mark.parametrize("objective", ["error_and_parameters", "error_and_seconds"])
def test_the_best_of_two_goals_are_those_that_no_other_beats(objective):
    plan = SweepPlan(dimensions=(RATES, NETWORKS), objective=objective, trials=60)
    trials = sample_trials(60, plan)

    front = best_trials(trials, objective)

    reached = {t.number: goal for t in trials if (goal := goals(t, objective)) is not None}
    beaten = {
        number
        for (number, goal), (_, other) in itertools.product(reached.items(), repeat=2)
        if all(o <= g for o, g in zip(other, goal, strict=True)) and other != goal
    }
    unbeaten = sorted({goal for number, goal in reached.items() if number not in beaten})
    assert [goals(trial, objective) for trial in front] == unbeaten  # the earliest of equals
