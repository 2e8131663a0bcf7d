"""Runs and measurements go to workers in the store's order, and a member never has all workers."""

from dataclasses import dataclass, field

import pytest

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.engine import job_task, run_dispatcher, run_task
from mnist_core.engine.own_cluster import RUNNING_JOBS, TRAINING, TRAINING_IN_ONE_THREAD
from mnist_core.engine.run_dispatcher import RunDispatcher
from mnist_core.store import jobs, leases
from mnist_core.store.run_leases import RunLease
from tests.core.engine.dispatching import IN_ONE_THREAD, Future


@dataclass
class Lab:
    """The engine's client and its workers: of each role as many as the test says."""

    there: dict[str, int] = field(default_factory=lambda: {TRAINING: 1})
    needed: dict[str, int] = field(default_factory=dict)
    sent: list[tuple[object, str, str]] = field(default_factory=list)
    futures: list[Future] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def places(self, role: str) -> int:
        return self.there.get(role, 0)

    def need(self, role: str, count: int) -> None:
        self.needed[role] = count

    def submit(self, function, *arguments, key, pure, resources) -> Future:
        (role,) = resources
        self.keys.append(key.rsplit("-", 1)[0])
        self.sent.append((function, arguments[0], role))
        self.futures.append(Future())
        return self.futures[-1]


@pytest.fixture
def lab() -> Lab:
    return Lab()


@pytest.fixture
def dispatcher(lab, settings, store) -> RunDispatcher:
    return RunDispatcher(lab, settings, store, lab)


def sent_runs(lab: Lab) -> list[str]:
    return [subject for function, subject, _ in lab.sent if function is run_task.train_run]


def test_a_worker_that_comes_takes_the_run_that_came_first(dispatcher, lab, store):
    runs = [store.create(RunConfig(seed=seed)).id for seed in range(4)]
    dispatcher.dispatch()
    dispatcher.dispatch()
    assert sent_runs(lab) == runs[:1]
    assert lab.needed == {TRAINING: 4}

    lab.there[TRAINING] = 2
    dispatcher.dispatch()
    dispatcher.dispatch()
    assert sent_runs(lab) == runs[:2]

    store.delete(runs[0])
    lab.futures[0].ended = True
    dispatcher.dispatch()
    assert sent_runs(lab) == runs[:3]


def test_each_role_has_workers_of_its_own(dispatcher, lab, store):
    wide = [store.create(RunConfig(seed=seed)).id for seed in range(2)]
    narrow = store.create(IN_ONE_THREAD).id
    jobs.request(store, wide[0], "evaluation")
    dispatcher.dispatch()
    assert lab.needed == {TRAINING: 2, TRAINING_IN_ONE_THREAD: 1, RUNNING_JOBS: 1}
    assert lab.sent == [(run_task.train_run, wide[0], TRAINING)]

    lab.there |= {TRAINING_IN_ONE_THREAD: 1, RUNNING_JOBS: 1}
    dispatcher.dispatch()
    assert lab.sent[1:] == [
        (run_task.train_run, narrow, TRAINING_IN_ONE_THREAD),
        (job_task.run_job, wide[0], RUNNING_JOBS),
    ]


def test_measurements_go_to_workers_by_turns_of_who_asked(dispatcher, lab, store):
    run = store.create(RunConfig()).id
    anna, ben = store.used_by(Person("anna")), store.used_by(Person("ben"))
    jobs.request(anna, run, "evaluation")
    jobs.request(anna, run, "map")
    jobs.request(ben, run, "timeline")
    lab.there = {RUNNING_JOBS: 2}
    dispatcher.dispatch()

    assert [key.rsplit("-", 2)[-2] for key in lab.keys] == ["evaluation", "timeline"]


def test_a_run_left_by_a_stuck_worker_goes_to_another_once_it_is_there(
    dispatcher, lab, store, monkeypatch
):
    run = store.create(RunConfig())
    dispatcher.dispatch()
    RunLease(store, run.id, "stuck").claim()
    dispatcher.dispatch()
    assert sent_runs(lab) == [run.id]

    monkeypatch.setattr(leases, "LEASE_S", -1.0)
    RunLease(store, run.id, "stuck").claim()  # and renews it no more
    monkeypatch.setattr(run_dispatcher, "LEASE_S", 0.0)
    dispatcher.dispatch()
    assert lab.needed == {TRAINING: 2}
    assert sent_runs(lab) == [run.id]

    lab.there[TRAINING] = 3
    dispatcher.dispatch()
    dispatcher.dispatch()
    assert sent_runs(lab) == [run.id, run.id]


def begun(store, owner: str, seeds: range) -> list[str]:
    theirs = store.used_by(Person(owner))
    return [theirs.create(RunConfig(seed=seed)).id for seed in seeds]


def test_a_members_runs_leave_one_worker_to_others(dispatcher, lab, store):
    lab.there[TRAINING] = 3
    annas = begun(store, "anna", range(4))
    dispatcher.dispatch()
    dispatcher.dispatch()
    assert sent_runs(lab) == annas[:2]

    bens = begun(store, "ben", range(10, 12))
    dispatcher.dispatch()
    assert sent_runs(lab) == [*annas[:2], bens[0]]


def test_a_member_has_the_only_worker_where_there_is_one(dispatcher, lab, store):
    annas = begun(store, "anna", range(2))
    dispatcher.dispatch()

    assert sent_runs(lab) == annas[:1]


def test_the_machines_owner_has_all_workers(dispatcher, lab, store):
    lab.there[TRAINING] = 3
    runs = [store.create(RunConfig(seed=seed)).id for seed in range(4)]
    dispatcher.dispatch()

    assert sent_runs(lab) == runs[:3]


def test_a_run_whose_worker_has_died_waits_for_the_one_that_dask_starts_again(
    dispatcher, lab, store, monkeypatch
):
    run = store.create(RunConfig())
    dispatcher.dispatch()
    monkeypatch.setattr(leases, "LEASE_S", -1.0)
    monkeypatch.setattr(run_dispatcher, "LEASE_S", 0.0)
    RunLease(store, run.id, "dead").claim()
    lab.needed.clear()

    lab.there[TRAINING] = 0
    dispatcher.dispatch()

    assert lab.needed == {}
    assert sent_runs(lab) == [run.id]
