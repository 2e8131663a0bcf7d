"""Whose turn it is: nobody's second before everybody's first."""

import pytest

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.store.run_leases import RunLease
from mnist_core.store.turns import by_turns
from mnist_core.sweeps.housekeeping import sweeps_in_turn
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep

PLAN = SweepPlan(dimensions=(parse_dimension("optimizer=adam,sgd"),), trials=2)


@pytest.mark.parametrize(
    ("arrived", "served", "turns"),
    [
        ("", {}, ""),
        ("a1 a2 a3", {}, "a1 a2 a3"),
        ("a1 a2 a3 b1 c1 b2", {}, "a1 b1 c1 a2 b2 a3"),
        ("a1 a2 b1 b2", {"a": 1}, "b1 a1 b2 a2"),
        ("a1 b1", {"a": 2, "b": 2}, "a1 b1"),
        ("a1 b1 b2 b3", {"a": 2}, "b1 b2 a1 b3"),
    ],
)
def test_everybodys_first_comes_before_anybodys_second(arrived, served, turns):
    assert by_turns(arrived.split(), lambda each: each[0], served) == turns.split()


def queued(store, *owners: str) -> None:
    for number, owner in enumerate(owners):
        config = RunConfig(seed=number)
        store.used_by(Person(owner)).create(config, f"{owner} {number}")


def order(store) -> list[str]:
    return [store.read(run.id).name for run in store.waiting()]


def test_runs_wait_by_turns_of_their_owners(store):
    queued(store, "anna", "anna", "anna", "ben")

    assert order(store) == ["anna 0", "ben 3", "anna 1", "anna 2"]


def test_whose_run_trains_has_had_a_turn(store):
    queued(store, "anna", "anna", "ben")
    RunLease(store, store.waiting()[0].id, "worker").claim()

    assert order(store) == ["ben 2", "anna 1"]


def test_a_run_that_a_dead_worker_has_left_comes_first_whosever_it_is(store):
    queued(store, "anna", "anna", "ben")
    second = store.find("anna 1")
    RunLease(store, second.id, "worker").claim()
    with store.database.begin() as connection:
        connection.exec_driver_sql("UPDATE runs SET lease_until = 0")

    assert order(store) == ["anna 1", "ben 2", "anna 0"]


def test_each_persons_oldest_sweep_runs(store):
    for owner, name in (("anna", "a1"), ("anna", "a2"), ("ben", "b1")):
        create_sweep(store.used_by(Person(owner)), PLAN, name)

    assert [sweep.name for sweep, _ in sweeps_in_turn(store)] == ["a1", "b1"]
