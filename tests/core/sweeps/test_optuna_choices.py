"""What Optuna chooses: each grid point once, the same draws for the same seed, bad trials ended."""

import math
from typing import Any

import optuna
import pytest

from mnist_core.sweeps.optuna_studies import SweepStudy, make_study
from mnist_core.sweeps.plan import SweepPlan, make_plan
from mnist_core.sweeps.search_space import grid_points
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep

SPACE = tuple(
    map(
        parse_dimension,
        ("optimizer=adam,sgd", "learning_rate=1e-4..1e-1:log", "layers=1..3", "dropout=0..0.5"),
    )
)


pytestmark = pytest.mark.filterwarnings("ignore::optuna.exceptions.ExperimentalWarning")


def ask(study: SweepStudy, plan: SweepPlan, number: int) -> tuple[optuna.Trial, dict[str, Any]]:
    trial, params = study.ask(plan, number)
    return trial, dict(params)


def study_of(settings, store, **plan):
    sweep = create_sweep(store, make_plan(**({"dimensions": SPACE, "trials": 20} | plan)))
    return make_study(settings.database, sweep), sweep.plan


def test_a_grid_gives_each_point_once_whatever_order_workers_ask_in(settings, store):
    dimensions = SPACE[:1] + SPACE[2:3]
    study, plan = study_of(settings, store, dimensions=dimensions, sampler="grid", trials=None)

    asked = [ask(study, plan, number)[1] for number in (3, 0, 5, 1, 4, 2)]

    assert len(asked) == plan.planned_trials == 6
    assert {tuple(p.items()) for p in asked} == {
        tuple(p.items()) for p in grid_points(plan.base, plan.dimensions)
    }


@pytest.mark.parametrize("sampler", ["random", "tpe"])
def test_trials_lie_in_the_space_and_are_drawn_again_alike(settings, store, sampler):
    drawn = []
    for _ in range(2):
        study, plan = study_of(settings, store, sampler=sampler, seed=5)
        drawn.append([ask(study, plan, number)[1] for number in range(6)])

    assert drawn[0] == drawn[1]
    assert len({params["learning_rate"] for params in drawn[0]}) == 6
    for params in drawn[0]:
        assert params["optimizer"] in ("adam", "sgd")
        assert 1e-4 <= params["learning_rate"] <= 1e-1
        assert params["layers"] in (1, 2, 3)
        plan.config(params)


def test_tpe_learns_where_trials_went_well(settings, store):
    study, plan = study_of(settings, store, dimensions=SPACE[1:2], sampler="tpe")
    chosen = []
    for number in range(30):
        trial, params = ask(study, plan, number)
        distance = abs(math.log10(params["learning_rate"]) + 2)  # best at 0.01
        study.tell(trial, values=[distance])
        chosen.append(distance)

    assert sum(chosen[-10:]) < 0.6 * sum(chosen[:10])


def test_the_median_pruner_ends_what_is_worse_than_the_others(settings, store):
    study, plan = study_of(settings, store, pruner="median")
    for number in range(4):
        trial, _ = ask(study, plan, number)
        assert not study.report(trial, {1: 5.0, 2: 3.0 + number / 10})
        study.tell(trial, values=[2.0])

    bad, _ = ask(study, plan, 4)
    first_epoch = study.report(bad, {1: 90.0})
    second_epoch = study.report(bad, {2: 80.0})

    assert (first_epoch, second_epoch) == (False, True)
    assert study.state_of(bad) == optuna.trial.TrialState.PRUNED


def test_hyperband_ends_some_trials_early_and_lets_good_ones_end(settings, store):
    study, plan = study_of(settings, store, pruner="hyperband", trials=None, minutes=5)
    pruned = []
    for number in range(24):
        trial, _ = ask(study, plan, number)
        ends = (study.report(trial, {e: 2.0 + number}) for e in range(1, 11))
        pruned.append(any(ends))

    assert not pruned[0]
    assert any(pruned)
