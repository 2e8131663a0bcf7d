"""The engine submits as many trials as the workers can use, and settles those that were left."""

from dataclasses import replace
from typing import Any, cast

import pytest
from optuna.trial import TrialState as OptunaState

from mnist_core.access.person import Person
from mnist_core.engine import trial_dispatcher
from mnist_core.engine.own_cluster import SWEEPING
from mnist_core.engine.trial_dispatcher import LOOK_S, UPKEEP_S, SweepDispatcher
from mnist_core.engine.workers import Workers
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps import optuna_studies
from mnist_core.sweeps.optuna_studies import SweepStudy, make_study
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Parallelism, Sweep
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import pause_sweep
from mnist_core.sweeps.sweep_store import create_sweep, delete_sweep, read_sweep
from mnist_core.sweeps.trial_leases import claim_trial

RATES = (parse_dimension("learning_rate=1e-4..1e-1:log"),)


class Task:
    """A task that a worker has, until the test says that it is done."""

    ended = False

    def done(self) -> bool:
        return self.ended


class RecordingClient:
    """A Dask client that keeps what it is given."""

    def __init__(self) -> None:
        self.sweeps: list[str] = []
        self.tasks: list[Task] = []

    def submit(self, _: object, sweep_id: str, *__: object, **___: object) -> Task:
        self.sweeps.append(sweep_id)
        self.tasks.append(Task())
        return self.tasks[-1]


class TwoWorkers:
    """Two workers of a cluster that is not the lab's own."""

    measurable, most = False, 0

    def call(self, at_once: int) -> None: ...

    def places(self, role: str) -> int:
        return 2

    def resources(self) -> dict[str, int] | None: ...


@pytest.fixture
def client() -> RecordingClient:
    return RecordingClient()


@pytest.fixture
def dispatcher(settings, store: RunStore, client: RecordingClient) -> SweepDispatcher:
    return SweepDispatcher(client, settings, store, cast(Workers, TwoWorkers()))


def make_sweep(store: RunStore, **plan: Any) -> Sweep:
    return create_sweep(store, make_plan(**({"dimensions": RATES, "trials": 20} | plan)))


def look_again(dispatcher: SweepDispatcher) -> None:
    """Dispatch as if the time since the last look and upkeep were over."""
    dispatcher._last_look -= LOOK_S
    dispatcher._last_upkeep -= UPKEEP_S + LOOK_S
    dispatcher.dispatch()


def states(study: SweepStudy) -> list[OptunaState]:
    return [trial.state for trial in study.study.trials]


def test_each_worker_has_a_trial_and_one_that_waits(store, dispatcher, client):
    sweep = make_sweep(store)

    dispatcher.dispatch()
    look_again(dispatcher)

    assert client.sweeps == [sweep.id] * 4
    client.tasks[0].ended = True
    look_again(dispatcher)
    assert client.sweeps == [sweep.id] * 5


def test_no_more_tasks_are_submitted_than_there_are_trials(store, dispatcher, client):
    make_sweep(store, trials=3)

    dispatcher.dispatch()

    assert len(client.sweeps) == 3


def test_the_older_sweep_goes_first_and_a_paused_one_waits(store, dispatcher, client):
    first, second = make_sweep(store), make_sweep(store)

    dispatcher.dispatch()
    assert set(client.sweeps) == {first.id}
    pause_sweep(store, first.id)
    look_again(dispatcher)

    assert client.sweeps[4:] == [second.id] * 4


def test_sweeps_of_two_people_have_the_workers_by_turns(store, dispatcher, client):
    annas, bens = store.used_by(Person("anna")), store.used_by(Person("ben"))
    long, _, short = make_sweep(annas), make_sweep(annas), make_sweep(bens, trials=5)

    dispatcher.dispatch()
    for task in range(4):
        client.tasks[task].ended = True
    look_again(dispatcher)

    assert client.sweeps == [long.id] * 4 + [short.id] * 4 + [long.id] * 4


class OwnWorkers(TwoWorkers):
    """Two workers of the lab's own."""

    measurable, most = True, 2

    def resources(self) -> dict[str, int]:
        return {SWEEPING: 1}


class Measurement:
    """A measurement of how many at once that goes on until the test has its result."""

    found: Parallelism | None = None

    def __init__(self, _: object, __: object, sweep: Sweep, key: str) -> None:
        self.sweep_id = sweep.id

    def result(self) -> Parallelism | None:
        return self.found


@pytest.fixture
def own(dispatcher, monkeypatch) -> SweepDispatcher:
    monkeypatch.setattr(trial_dispatcher, "ParallelismMeasurement", Measurement)
    monkeypatch.setattr(Measurement, "found", None)
    dispatcher.workers = cast(Workers, OwnWorkers())
    return dispatcher


def test_another_persons_sweep_waits_while_the_machine_is_measured(store, own, client, monkeypatch):
    first = make_sweep(store.used_by(Person("anna")))
    own.dispatch()
    second = make_sweep(store.used_by(Person("ben")))
    look_again(own)
    assert client.sweeps == []

    monkeypatch.setattr(Measurement, "found", Parallelism(1))
    look_again(own)

    assert client.sweeps == [first.id] * 2 + [second.id] * 4


def test_sweeps_that_share_the_workers_are_not_measured_until_one_is_alone(
    store, own, client, monkeypatch
):
    first = make_sweep(store.used_by(Person("anna")))
    second = make_sweep(store.used_by(Person("ben")))
    own.dispatch()
    assert (client.sweeps, own._measuring) == ([first.id] * 4 + [second.id] * 4, None)

    delete_sweep(store, first.id)
    for task in client.tasks:
        task.ended = True
    look_again(own)

    assert isinstance(own._measuring, Measurement)
    assert own._measuring.sweep_id == second.id


def test_a_measurement_for_a_sweep_that_is_paused_holds_up_no_other(store, own, client):
    first = make_sweep(store.used_by(Person("anna")))
    own.dispatch()
    second = make_sweep(store.used_by(Person("ben")))
    pause_sweep(store, first.id)

    look_again(own)

    assert isinstance(own._measuring, Measurement)
    assert own._measuring.sweep_id == second.id


def test_a_sweep_whose_study_cannot_be_made_fails_with_the_reason(
    settings, store, dispatcher, client, monkeypatch
):
    sweep = make_sweep(store)
    monkeypatch.setattr(optuna_studies, "OPENINGS", 1)
    dispatcher.settings = replace(settings, database="sqlite:////nowhere/lab.sqlite")

    dispatcher.dispatch()

    ended = read_sweep(store, sweep.id)
    assert (ended.state, client.sweeps) == ("failed", [])
    assert "Optuna's tables cannot be opened" in ended.message


def test_trials_of_a_sweep_that_is_deleted_do_not_stay_running(settings, store, dispatcher):
    sweep = make_sweep(store)
    dispatcher.dispatch()
    study = begin_a_trial(settings.database, store, sweep)
    look_again(dispatcher)
    trained = states(study)

    delete_sweep(store, sweep.id)
    look_again(dispatcher)

    assert (trained, states(study)) == ([OptunaState.RUNNING], [OptunaState.FAIL])


def test_what_an_engine_before_left_running_is_settled_too(settings, store, dispatcher):
    left = make_sweep(store)
    study = begin_a_trial(settings.database, store, left)
    delete_sweep(store, left.id)
    make_sweep(store)

    dispatcher.dispatch()
    look_again(dispatcher)

    assert states(study) == [OptunaState.FAIL]


def begin_a_trial(url: str, store: RunStore, sweep: Sweep) -> SweepStudy:
    """Begin a sweep's first trial as a worker does, and write down what was chosen."""
    study, lease = make_study(url, sweep), claim_trial(store, sweep.id, "worker")
    assert lease is not None
    trial, params = study.ask(sweep.plan, lease.number)
    lease.record_choice(trial.number, params, "a-run", 1000, "key")
    return study
