"""A trial in a worker: asked, trained as a run, and reported once, whichever worker dies."""

import threading
import time
from typing import Any, cast

import optuna
import pytest
from optuna.trial import TrialState as OptunaState

from mnist_core.engine import run_reporter, trial_task
from mnist_core.engine.trial_dispatcher import SweepDispatcher
from mnist_core.engine.trial_task import run_trial
from mnist_core.engine.workers import Workers
from mnist_core.store import leases
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.housekeeping import end_finished_sweeps
from mnist_core.sweeps.optuna_studies import SweepStudy, make_study
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import stop_sweep
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, sweep_trials
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
        return sweep, make_study(settings.database, sweep).study

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


def test_a_trial_that_has_done_all_its_epochs_is_finished_whatever_the_pruner_says(
    settings, store, begin, monkeypatch
):
    sweep, study = begin(trials=1, pruner="median", base=SMALL.model_copy(update={"epochs": 1}))
    monkeypatch.setattr(optuna.Trial, "should_prune", lambda _: True)

    run_trial(sweep.id, settings)

    (trial,) = sweep_trials(store, sweep.id)
    assert (trial.state, store.read(trial.run_id).word) == ("finished", "finished")
    assert states(study) == [OptunaState.COMPLETE]


def test_a_trial_that_is_pruned_keeps_what_it_has_learned(settings, store, begin, monkeypatch):
    sweep, study = begin(trials=1, pruner="median", base=SMALL.model_copy(update={"epochs": 200}))
    monkeypatch.setattr(optuna.Trial, "should_prune", lambda _: True)

    run_trial(sweep.id, settings)

    (trial,) = sweep_trials(store, sweep.id)
    run = store.read(trial.run_id)
    assert (trial.state, run.state, run.word) == ("pruned", "stopped", "pruned")
    assert run.origin == "sweep"
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
        patched.setattr(trial_task, "RENEW_S", 60.0)
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


def test_a_trial_is_kept_while_optuna_takes_long_to_choose(settings, store, begin, monkeypatch):
    sweep, study = begin(trials=1)
    asked: list[object] = []
    ask = SweepStudy.ask

    def slowly(*args, **options):
        time.sleep(6 * trial_task.RENEW_S)
        asked.append(claim_trial(store, sweep.id, "another"))
        return ask(*args, **options)

    monkeypatch.setattr(leases, "LEASE_S", 1.0)
    monkeypatch.setattr(trial_task, "RENEW_S", 0.25)
    monkeypatch.setattr(SweepStudy, "ask", slowly)

    run_trial(sweep.id, settings)

    (trial,) = sweep_trials(store, sweep.id)
    assert asked == [None]
    assert trial.state == "finished"
    assert states(study) == [OptunaState.COMPLETE]


def test_a_lab_closed_inside_a_trial_for_an_hour_goes_on_with_the_same_one(
    settings, store, begin, monkeypatch
):
    """The lab is closed after an epoch; a new engine finds all of it an hour older."""
    sweep, study = begin(trials=1, sampler="tpe")
    told: list[int] = []
    tell = optuna.Study.tell

    def counting_tell(study: optuna.Study, trial: optuna.Trial, **how: Any) -> object:
        told.append(trial.number)
        return tell(study, trial, **how)

    def close_the_lab(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(optuna.Study, "tell", counting_tell)
    with monkeypatch.context() as patched:
        patched.setattr(trial_task.Attempt, "_should_stop", close_the_lab)
        patched.setattr(run_reporter, "TICK_S", 3_600.0)  # no thread of its own is to be closed
        with pytest.raises(KeyboardInterrupt):
            run_trial(sweep.id, settings)
    (begun,) = sweep_trials(store, sweep.id)
    age_by_an_hour(store)
    client, workers = CallingClient(), cast(Workers, SharedWorkers())
    SweepDispatcher(client, settings, store, workers).dispatch()

    (trial,) = sweep_trials(store, sweep.id)
    assert len(client.submitted) == 1
    assert (trial.run_id, trial.params, trial.state) == (begun.run_id, begun.params, "finished")
    assert [epoch.number for epoch in store.history(trial.run_id)] == [1, 2, 3]
    assert states(study) == [OptunaState.COMPLETE]
    assert study.trials[0].value == pytest.approx(trial.error)
    assert told == [0]


class CallingClient:
    """A Dask client that does each task at once, in this process."""

    def __init__(self) -> None:
        self.submitted: list[str] = []

    def submit(self, function: Any, *arguments: Any, key: str, **_: Any) -> "CallingClient":
        self.submitted.append(key)
        function(*arguments)
        return self

    def done(self) -> bool:
        return True


class SharedWorkers:
    """One worker of a cluster that is not the lab's own."""

    measurable, most = False, 0

    def call(self, at_once: int) -> None: ...

    def places(self, role: str) -> int:
        return 1

    def resources(self) -> None: ...


def age_by_an_hour(store: RunStore) -> None:
    """Move all that was written of runs and trials, and Optuna's own times, an hour back."""
    with store.database.begin() as connection:
        for change in (
            "sweep_trials SET lease_until = lease_until - 3600, began_at = began_at - 3600",
            "runs SET lease_until = lease_until - 3600, started_at = started_at - 3600",
            "trials SET datetime_start = datetime(datetime_start, '-1 hour')",
        ):
            connection.exec_driver_sql(f"UPDATE {change}")


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
    assert leases.LEASE_S > 2 * trial_task.RENEW_S


def test_two_goals_are_told_both(settings, store, begin):
    sweep, study = begin(trials=1, objective="error_and_parameters")

    run_trial(sweep.id, settings)

    (trial,) = sweep_trials(store, sweep.id)
    assert study.trials[0].values == [pytest.approx(trial.error), 784 * 16 + 16 + 16 * 10 + 10]


@pytest.mark.parametrize("sampler", ["random", "tpe"])
def test_no_point_of_a_space_is_trained_twice_and_an_exhausted_one_ends(
    settings, store, begin, sampler
):
    dimensions = (parse_dimension("neurons=4,8"), parse_dimension("layers=1"))
    sweep, study = begin(trials=6, sampler=sampler, dimensions=dimensions)

    for _ in range(6):
        run_trial(sweep.id, settings)
    end_finished_sweeps(store)

    trials = sweep_trials(store, sweep.id)
    trained, repeated = (
        [t for t in trials if (t.state == "repeated") == is_repeat] for is_repeat in (False, True)
    )
    assert {trial.params["neurons"] for trial in trained} == {4, 8}
    assert len(trained) == 2
    assert len(repeated) >= 50
    errors: dict[int | None, float | None] = {trial.number: trial.error for trial in trained}
    assert all(trial.error == errors[trial.repeats] for trial in repeated)
    assert store.count() == 2
    assert set(states(study)) == {OptunaState.COMPLETE}
    ended = read_sweep(store, sweep.id)
    assert (ended.state, ended.message[:23]) == ("finished", "Nothing new is left to ")
