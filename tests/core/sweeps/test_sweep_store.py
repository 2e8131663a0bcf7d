"""The record of sweeps: how they are written down, read and deleted."""

import dataclasses

import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError, SweepNotFound
from mnist_core.store.database import transaction
from mnist_core.store.tables import RunRow, SweepRow
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import (
    pause_sweep,
    stop_sweep,
)
from mnist_core.sweeps.sweep_store import (
    count_trials,
    create_sweep,
    delete_sweep,
    find_sweep,
    read_sweep,
    recent_sweeps,
    sweep_trials,
)
from tests.sweep_samples import add_sample_trials

DROPOUT = parse_dimension("dropout=0..0.5")
PLAN = SweepPlan(dimensions=(DROPOUT, parse_dimension("optimizer=adam,sgd")), trials=6)
GRID = PLAN.model_copy(update={"sampler": "grid", "trials": None})
TIMED = PLAN.model_copy(update={"trials": None, "minutes": 2.0})


def change(store, sweep_id: str, **columns: object) -> None:
    with transaction(store.database) as session:
        row = session.get_one(SweepRow, sweep_id)
        for name, value in columns.items():
            setattr(row, name, value)


def test_a_new_sweep_reads_back_as_it_was_written(store):
    made = create_sweep(store, PLAN, "  coarse   search ")

    assert (made.name, made.plan, made.state, made.trials) == ("coarse search", PLAN, "running", 6)
    assert made.seconds_left is None
    read = read_sweep(store, made.id)
    assert dataclasses.replace(read, seconds_used=0) == dataclasses.replace(made, seconds_used=0)
    assert find_sweep(store, made.id).id == find_sweep(store, "coarse search").id == made.id


def test_a_sweep_without_a_name_gets_one(store):
    assert create_sweep(store, PLAN).name


def test_a_name_that_is_too_long_is_refused(store):
    with pytest.raises(ConfigError, match="at most 80 characters"):
        create_sweep(store, PLAN, "x" * 81)

    assert recent_sweeps(store) == []


@pytest.mark.parametrize(("plan", "trials"), [(PLAN, 6), (GRID, 10), (TIMED, None)])
def test_a_sweep_knows_how_many_trials_it_is_to_have(store, plan, trials):
    assert create_sweep(store, plan).trials == trials


def test_the_newest_sweeps_come_first(store):
    made = [create_sweep(store, PLAN, name).id for name in ("one", "two", "two")]

    assert [sweep.id for sweep in recent_sweeps(store)] == made[::-1]
    assert len(recent_sweeps(store, limit=2)) == 2
    assert find_sweep(store, "two").id == made[2]


@pytest.mark.parametrize("ask", [read_sweep, find_sweep, pause_sweep, stop_sweep, delete_sweep])
def test_an_unknown_sweep_is_named(store, ask):
    with pytest.raises(SweepNotFound, match="'nobody'"):
        ask(store, "nobody")


def test_trials_read_back_as_they_were_written(store):
    sweep = create_sweep(store, PLAN)
    written = add_sample_trials(store, sweep.id, 6, training=2)

    read = sweep_trials(store, sweep.id)

    assert [(t.number, t.state, t.params, t.run_id) for t in read] == [
        (t.number, t.state, t.params, t.run_id) for t in written
    ]
    assert [trial.error for trial in read] == pytest.approx([trial.error for trial in written])
    states = [trial.state for trial in written]
    assert count_trials(store, sweep.id) == {state: states.count(state) for state in states}
    assert sweep_trials(store, "nobody") == []


def test_a_trial_that_trains_shows_its_runs_last_epoch(store):
    sweep = create_sweep(store, PLAN)
    (trial,) = (t for t in add_sample_trials(store, sweep.id, 6, training=1) if not t.ended_at)
    with transaction(store.database) as session:
        run = session.get_one(RunRow, trial.run_id)
        run.epochs_done, run.val_accuracy = 7, 0.975

    shown = sweep_trials(store, sweep.id)[trial.number]

    assert shown.epochs == 7
    assert shown.error == pytest.approx(2.5)


def test_trials_do_not_crowd_the_lists_that_pages_choose_from(store):
    run = store.create(RunConfig(), "by hand")
    add_sample_trials(store, create_sweep(store, PLAN).id, 6)

    assert store.newest() == run
    assert store.recent() == [run]
    assert store.readable() == []
    assert len(store.recent(trials=True)) == 7


@pytest.mark.parametrize("with_runs", [False, True])
def test_a_deleted_sweep_leaves_its_runs_unless_they_are_to_go(store, with_runs):
    sweep = create_sweep(store, PLAN)
    add_sample_trials(store, sweep.id, 6)

    delete_sweep(store, sweep.id, with_runs=with_runs)

    assert len(store.recent()) == store.count() == (0 if with_runs else 6)
    assert sweep_trials(store, sweep.id) == []
    assert recent_sweeps(store) == []


def test_what_was_measured_is_read_back(store):
    sweep = create_sweep(store, PLAN)
    sharing = {"at_once": 2, "rates": {1: 900.0, 2: 1500.0}, "together": 1200.0, "key": "2 cores"}
    change(store, sweep.id, sharing=sharing, importances={"dropout": 1.0})

    read = read_sweep(store, sweep.id)

    assert read.importances == {"dropout": 1.0}
    assert read.sharing is not None
    assert dataclasses.asdict(read.sharing) == sharing
    assert read.sharing.gain == pytest.approx(1500 / 900)
