"""A trial in a worker: asked, trained as an ordinary run, told; and told once, whoever dies."""

import threading

import optuna
import pytest
from optuna.trial import TrialState as OptunaState

from mnist_core.engine import trial_task
from mnist_core.engine.trial_task import run_trial
from mnist_core.store import leases
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps import optuna_studies
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import stop_sweep
from mnist_core.sweeps.sweep_store import create_sweep, sweep_trials
from mnist_core.sweeps.trial_leases import claim_trial
from tests.core.training.training_helpers import SMALL
from tests.waiting import wait_until

pytestmark = pytest.mark.keras
RATES = (parse_dimension("learning_rate=1e-3..1e-2:log"),)


@pytest.fixture
def begin(settings, store: RunStore):
    """Give a function that makes a sweep and its study."""

    def make(**plan):
        sweep = create_sweep(store, make_plan(**({"base": SMALL, "dimensions": RATES} | plan)))
        return sweep, optuna_studies.make_study(settings.database, sweep)

    return make


def states(study: optuna.Study) -> list[OptunaState]:
    return [trial.state for trial in study.trials]


def test_a_trial_is_an_ordinary_run_and_optuna_is_told_its_error(settings, store, begin):
    sweep, study = begin(trials=1)

    run_trial(sweep.id, settings)

    (trial,) = sweep_trials(store, sweep.id)
    run = store.read(trial.run_id)
    history = store.history(run.id)
    assert (run.state, run.epochs_done, run.sweep_id) == ("finished", 3, sweep.id)
    assert run.config.learning_rate == trial.params["learning_rate"]
    assert trial.state == "finished"
    assert trial.error == pytest.approx(100 * (1 - history[-1].val_accuracy))
    assert trial.seconds == pytest.approx(sum(epoch.seconds for epoch in history))
    assert study.trials[0].value == pytest.approx(trial.error)
    assert len(study.trials[0].intermediate_values) == 3
    assert study.trials[0].user_attrs == {"run": run.id}


def test_a_trial_that_is_pruned_keeps_what_it_has_learned(settings, store, begin, monkeypatch):
    sweep, study = begin(trials=1, pruner="median", base=SMALL.model_copy(update={"epochs": 200}))
    monkeypatch.setattr(optuna.Trial, "should_prune", lambda _: True)

    run_trial(sweep.id, settings)

    (trial,) = sweep_trials(store, sweep.id)
    run = store.read(trial.run_id)
    assert (trial.state, run.state) == ("pruned", "stopped")
    assert 1 <= trial.epochs < 200
    assert run.test_accuracy is not None
    assert states(study) == [OptunaState.PRUNED]


def test_a_trial_that_diverges_fails_and_optuna_learns_to_stay_away(settings, store, begin):
    wild = {"optimizer": "sgd", "activation": "linear", "loss": "kl_divergence", "l2": 1.0}
    dimensions = (parse_dimension("learning_rate=9.9..10"),)
    sweep, study = begin(trials=1, base=SMALL.model_copy(update=wild), dimensions=dimensions)

    run_trial(sweep.id, settings)

    (trial,) = sweep_trials(store, sweep.id)
    assert trial.state == "failed"
    assert "learning rate" in trial.message
    assert states(study) == [OptunaState.PRUNED]


@pytest.mark.parametrize("place", ["before it trained", "before it told"])
def test_a_trial_whose_worker_died_is_taken_up_and_counted_once(
    settings, store, begin, monkeypatch, place
):
    sweep, study = begin(trials=1)
    step = "train" if place == "before it trained" else "settle"

    def die(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(trial_task.Attempt, step, die)
        patched.setattr(leases, "LEASE_S", -1.0)
        patched.setattr(trial_task, "BEAT_S", 60.0)
        with pytest.raises(KeyboardInterrupt):
            run_trial(sweep.id, settings)
    (begun,) = sweep_trials(store, sweep.id)
    expire(store, begun.run_id)

    run_trial(sweep.id, settings)

    (trial,) = sweep_trials(store, sweep.id)
    assert (trial.run_id, trial.params, trial.state) == (begun.run_id, begun.params, "finished")
    assert [epoch.number for epoch in store.history(trial.run_id)] == [1, 2, 3]
    assert states(study) == [OptunaState.COMPLETE]
    assert store.count() == 1
    assert claim_trial(store, sweep.id, "late") is None


def expire(store: RunStore, run_id: str | None) -> None:
    """Let the lease of a run's dead holder run out."""
    with store.database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE runs SET lease_until = 0 WHERE lease_until IS NOT NULL AND id = ?", (run_id,)
        )


def test_a_sweep_that_is_stopped_stops_its_trial_and_keeps_its_run(settings, store, begin):
    sweep, study = begin(trials=5, base=SMALL.model_copy(update={"epochs": 500}))
    worker = threading.Thread(target=run_trial, args=(sweep.id, settings))
    worker.start()
    wait_until(lambda: [trial.epochs > 0 for trial in sweep_trials(store, sweep.id)] == [True])

    stop_sweep(store, sweep.id)
    worker.join(20)

    (trial,) = sweep_trials(store, sweep.id)
    assert (trial.state, store.read(trial.run_id).state) == ("stopped", "stopped")
    assert 0 < trial.epochs < 500
    assert states(study) == [OptunaState.FAIL]
    assert leases.LEASE_S > 2 * trial_task.BEAT_S


def test_two_goals_are_told_both(settings, store, begin):
    sweep, study = begin(trials=1, objective="error_and_parameters")

    run_trial(sweep.id, settings)

    (trial,) = sweep_trials(store, sweep.id)
    assert study.trials[0].values == [pytest.approx(trial.error), 784 * 16 + 16 + 16 * 10 + 10]
