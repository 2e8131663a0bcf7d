"""What Optuna is told of a trial, and what it has of it afterwards."""

import math
from typing import Any

import optuna
import pytest

from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.optuna_studies import SweepStudy, make_study
from mnist_core.sweeps.plan import SweepPlan, make_plan
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


def test_a_trial_that_was_begun_elsewhere_is_taken_up_as_it_is(settings, store):
    study, plan = study_of(settings, store)
    trial, params = ask(study, plan, 0)
    trial.report(4.0, 1)

    again = study.resume_trial(trial.number)

    assert again.params == params
    assert not study.report(again, {1: 4.0, 2: 3.0})
    study.tell(again, values=[3.0])
    study.tell(trial, values=[99.0])
    assert [t.value for t in study.study.trials] == [3.0]


def test_importances_show_what_matters_and_nothing_before_there_is_enough(settings, store):
    study, plan = study_of(settings, store, sampler="random", trials=40)
    assert study.importances() == {}
    for number in range(40):
        trial, params = ask(study, plan, number)
        study.tell(trial, values=[abs(math.log10(params["learning_rate"]) + 2)])

    found = study.importances()

    assert set(found) == {"optimizer", "learning_rate", "layers", "dropout"}
    assert sum(found.values()) == pytest.approx(1)
    assert found["learning_rate"] > 0.5


def test_a_study_of_two_goals_takes_both_and_prunes_nothing(settings, store):
    study, plan = study_of(settings, store, objective="error_and_parameters")
    trial, _ = ask(study, plan, 0)

    assert not study.report(trial, {1: 90.0})
    study.tell(trial, values=[2.0, 25_000.0])
    assert study.study.best_trials[0].values == [2.0, 25_000.0]


def test_optuna_and_the_lab_share_a_database_and_leave_each_other_alone(settings, store):
    study, plan = study_of(settings, store)
    ask(study, plan, 0)

    loaded = optuna.load_study(study_name=study.study.study_name, storage=settings.database)

    assert len(loaded.trials) == 1
    RunStore(settings).newest()
