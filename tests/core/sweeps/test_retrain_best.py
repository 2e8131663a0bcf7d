"""The best of a sweep once more: ordinary runs that differ in the seed alone."""

import pytest

from mnist_core.compare.repeats import repeat_over_seeds
from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.retrain_best import retrain_best
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep
from tests.sweep_samples import sample_trials

PLAN = SweepPlan(
    base=RunConfig(epochs=2, seed=4),
    dimensions=(parse_dimension("optimizer=sgd,adam"), parse_dimension("dropout=0..0.5")),
    trials=4,
)


@pytest.fixture
def sweep(store):
    return create_sweep(store, PLAN, "coarse")


@pytest.fixture
def trial():
    return sample_trials(4, PLAN, training=0)[1]


def test_the_runs_wait_with_the_trials_settings_and_other_seeds(store, sweep, trial):
    runs = retrain_best(store, sweep, trial, epochs=30, seeds=3)

    settings = PLAN.config(trial.params).model_dump() | {"epochs": 30}
    assert [run.config.seed for run in runs] == [5, 6, 7]
    assert [run.config.model_dump() | {"seed": 4} for run in runs] == [settings] * 3
    assert [run.name for run in runs] == [f"coarse best seed {seed}" for seed in (5, 6, 7)]
    assert {(run.state, run.sweep_id, run.target_epochs) for run in runs} == {("queued", None, 30)}
    assert [waiting.id for waiting in store.waiting()] == [run.id for run in runs]
    assert {run.origin for run in runs} == {"best"}


def test_asking_again_takes_seeds_that_were_not_had(store, sweep, trial):
    store.create(PLAN.config(trial.params).model_copy(update={"epochs": 9, "seed": 6}))

    runs = [retrain_best(store, sweep, trial, epochs=9, seeds=2) for _ in range(2)]

    assert [run.config.seed for queued in runs for run in queued] == [5, 7, 8, 9]
    assert len({run.family for queued in runs for run in queued}) == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"epochs": 0}, "1 to 500 epochs, not 0"),
        ({"epochs": 501}, "1 to 500 epochs, not 501"),
        ({"seeds": 0}, "1 to 20 seeds, not 0"),
        ({"seeds": 21}, "1 to 20 seeds, not 21"),
    ],
)
def test_too_many_or_too_few_are_refused_and_nothing_is_queued(
    store, sweep, trial, asked, sentence
):
    with pytest.raises(ConfigError, match=sentence):
        retrain_best(store, sweep, trial, **({"epochs": 10, "seeds": 2} | asked))

    assert store.count() == 0


def test_the_best_of_the_first_sweep_repeated_has_one_ending(store, trial):
    sweep = create_sweep(store, PLAN, "first sweep")
    (run,) = retrain_best(store, sweep, trial, epochs=1, seeds=1)

    (repeat,) = repeat_over_seeds(store, run, 1)

    assert (run.name, repeat.name) == ("first sweep best seed 5", "first sweep seed 6")


def test_a_long_name_leaves_room_for_the_seed(store, trial):
    (run,) = retrain_best(store, create_sweep(store, PLAN, "x" * 80), trial, epochs=1, seeds=1)

    assert len(run.name) == 80
    assert run.name.endswith("x best seed 5")
