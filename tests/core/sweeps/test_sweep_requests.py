"""What a user requests of a sweep: a pause, a stop, more trials, more time."""

import pytest

from mnist_core.errors import ConfigError, SweepBusy
from mnist_core.store.database import transaction
from mnist_core.store.tables import SweepRow
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import (
    end_sweep,
    extend_sweep,
    pause_sweep,
    resume_sweep,
    stop_sweep,
)
from mnist_core.sweeps.sweep_store import (
    create_sweep,
    read_sweep,
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


def finish(store, sweep_id: str) -> None:
    with transaction(store.database) as session:
        end_sweep(session, session.get_one(SweepRow, sweep_id), "finished")


def test_a_pause_stops_the_clock_until_it_is_resumed(store):
    sweep = create_sweep(store, TIMED)
    change(store, sweep.id, running_since=read_sweep(store, sweep.id).created_at - 30)

    pause_sweep(store, sweep.id)
    paused = read_sweep(store, sweep.id)
    assert (paused.state, paused.active) == ("paused", False)
    assert paused.seconds_used == pytest.approx(30, abs=1)
    assert read_sweep(store, sweep.id).seconds_used == paused.seconds_used
    with pytest.raises(SweepBusy, match="is paused"):
        pause_sweep(store, sweep.id)

    resume_sweep(store, sweep.id)
    running = read_sweep(store, sweep.id)
    assert running.active
    assert paused.seconds_used <= running.seconds_used < 31.5
    with pytest.raises(SweepBusy, match="is running"):
        resume_sweep(store, sweep.id)


def test_a_stop_asks_the_runs_that_train_to_end_and_keeps_the_rest(store):
    sweep, other = create_sweep(store, PLAN), create_sweep(store, PLAN)
    trials = [add_sample_trials(store, s.id, 6, training=2) for s in (sweep, other)]

    stop_sweep(store, sweep.id)

    assert read_sweep(store, sweep.id).state == "stopped"
    assert read_sweep(store, sweep.id).ended_at is not None
    requests = [[store.read(t.run_id or "").request for t in of_sweep] for of_sweep in trials]
    assert requests == [[None] * 4 + ["stop"] * 2, [None] * 6]
    with pytest.raises(SweepBusy, match="already ended"):
        stop_sweep(store, sweep.id)


@pytest.mark.parametrize("state", ["paused", "stopped", "failed"])
def test_what_waits_or_has_stopped_can_go_on(store, state):
    sweep = create_sweep(store, PLAN)
    change(store, sweep.id, state=state, running_since=None, message="It broke.", ended_at=1.0)

    resume_sweep(store, sweep.id)

    resumed = read_sweep(store, sweep.id)
    assert (resumed.state, resumed.message, resumed.ended_at) == ("running", "", None)


def test_more_trials_let_a_finished_sweep_go_on(store):
    sweep = create_sweep(store, PLAN)
    finish(store, sweep.id)

    extend_sweep(store, sweep.id, trials=4)

    assert (read_sweep(store, sweep.id).trials, read_sweep(store, sweep.id).state) == (
        10,
        "running",
    )


def test_more_trials_of_a_timed_sweep_count_from_those_it_has(store):
    sweep = create_sweep(store, TIMED)
    add_sample_trials(store, sweep.id, 5)

    extend_sweep(store, sweep.id, trials=3)

    assert read_sweep(store, sweep.id).trials == 8


def test_more_time_counts_from_now_where_it_is_over(store):
    sweep = create_sweep(store, TIMED)
    finish(store, sweep.id)
    change(store, sweep.id, seconds_used=150.0)

    extend_sweep(store, sweep.id, minutes=1)

    assert read_sweep(store, sweep.id).seconds_left == pytest.approx(60, abs=1)


def test_more_trials_after_the_time_is_over_take_what_they_need(store):
    sweep = create_sweep(store, TIMED)
    add_sample_trials(store, sweep.id, 2)
    change(store, sweep.id, seconds_used=150.0)

    extend_sweep(store, sweep.id, trials=2)

    assert read_sweep(store, sweep.id).seconds_allowed is None


@pytest.mark.parametrize(
    ("plan", "more", "sentence"),
    [
        (PLAN, {"trials": 10_000}, "at most 10,000 trials; 10,006 is too many"),
        (PLAN, {"trials": -1}, "5 is too many"),
        (GRID, {"trials": 1}, "grid has 10 points"),
        (TIMED, {"minutes": 20_000}, "at most 10,080 minutes"),
    ],
)
def test_too_much_more_is_refused_and_changes_nothing(store, plan, more, sentence):
    sweep = create_sweep(store, plan)
    finish(store, sweep.id)
    before = read_sweep(store, sweep.id)

    with pytest.raises(ConfigError, match=sentence):
        extend_sweep(store, sweep.id, **more)

    assert read_sweep(store, sweep.id) == before
