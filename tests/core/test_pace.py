"""How long a sweep will take: before it begins, and while it runs."""

import dataclasses
import itertools
import os
import time
from collections.abc import Sequence

import pytest

from mnist_core.architecture import parameter_count
from mnist_core.config import RunConfig
from mnist_core.database import transaction
from mnist_core.names import new_run_id
from mnist_core.pace import MAX_SAMPLED, estimate, seconds_left
from mnist_core.speed import Speed
from mnist_core.sweep_records import Sharing, Sweep, Trial
from mnist_core.sweep_store import create_sweep
from mnist_core.sweeps import SweepPlan
from mnist_core.tables import RunRow, SweepRow
from mnist_core.vary_text import parse_dimension
from tests.sweep_samples import sample_trials

ALONE = Sharing(at_once=1, rates={1: 1000.0})
FOUR = Sharing(at_once=4, rates={1: 1000.0, 4: 2500.0}, together=1500.0)


def add_run(store, config: RunConfig, per_epoch: float, *, over: float = 0.0, **columns) -> None:
    """Write a run down that trained for so many seconds an epoch, and ``over`` besides."""
    values: dict[str, object] = {"state": "finished", "epochs_done": 3, "target_epochs": 3}
    values["seconds_per_epoch"] = per_epoch
    row = RunRow(
        id=new_run_id(),
        name="timed",
        config=config.model_dump_json(),
        created_at=0.0,
        queued_at=0.0,
        started_at=100.0,
        ended_at=100.0 + 3 * per_epoch + over,
        program_version="",
        keras_version="",
        parameters=parameter_count(config),
        **(values | columns),
    )
    with transaction(store.engine) as session:
        session.add(row)


def plan_of(*texts: str, **values: object) -> SweepPlan:
    dimensions = tuple(map(parse_dimension, texts))
    return SweepPlan.model_validate({"dimensions": dimensions, "trials": 6} | values)


def made_up_seconds(config: RunConfig) -> float:
    """Give the seconds of an epoch on a machine that takes 1 ms a step and so on."""
    digits = min(config.train_size, 55_000)
    steps = digits / config.batch_size
    products = 3e-10 * digits * parameter_count(config)
    return 1e-3 * steps + 2e-6 * digits + products + (1e-5 * digits if config.augmentation else 0)


def test_a_machines_speed_is_found_in_runs_of_other_settings(store):
    sizes = ((16,), (128,), (512, 256))
    for units, batch_size, strength in itertools.product(sizes, (50, 250, 1000), (0.0, 0.5)):
        run = RunConfig(hidden_units=units, batch_size=batch_size, augmentation=strength)
        add_run(store, run, made_up_seconds(run), over=2.0)
    asked = RunConfig(hidden_units=(300, 100), batch_size=125, train_size=25_000, epochs=7)

    found = estimate(store, plan_of("dropout=0,0.1", base=asked), ALONE)

    assert found.measured
    assert found.seconds_per_trial == pytest.approx(7 * made_up_seconds(asked) + 2.0, rel=0.1)


def test_runs_that_are_all_alike_still_scale_to_others(store):
    alike = RunConfig(hidden_units=(784, 784), epochs=1)
    for _ in range(4):
        add_run(store, alike, 8.0)

    seconds = [
        estimate(store, plan_of("seed=1,2", base=config), ALONE).seconds_per_trial
        for config in (alike, alike.model_copy(update={"train_size": 5_500}))
    ]

    assert seconds[0] == pytest.approx(8.0, rel=0.05)
    assert seconds[1] == pytest.approx(0.8, rel=0.1)  # a tenth of the digits and of the steps


def test_without_runs_the_figures_are_not_called_measured(store):
    for _ in range(2):
        add_run(store, RunConfig(), 9.0)

    found = estimate(store, plan_of("dropout=0,0.1"))

    assert not found.measured
    assert 2 < found.seconds_per_trial < 60
    assert found.at_once == min(6, os.cpu_count() or 1)


def test_a_grid_is_averaged_over_its_points(store):
    plan = plan_of("epochs=1,2,6", "hidden_units=16|512", sampler="grid", trials=None)
    bases = itertools.starmap(
        lambda epochs, units: RunConfig(epochs=epochs, hidden_units=units),
        itertools.product((1, 2, 6), ((16,), (512,))),
    )
    each = [
        estimate(store, plan_of("seed=1,2", base=base), ALONE).seconds_per_trial for base in bases
    ]

    found = estimate(store, plan, ALONE)

    assert found.trials == 6
    assert found.seconds == pytest.approx(sum(each))


def test_a_range_is_averaged_over_what_may_be_drawn(store):
    found = estimate(store, plan_of("epochs=1..21", trials=10), ALONE)

    middle = estimate(store, plan_of("seed=1,2", base=RunConfig(epochs=11)), ALONE)
    assert found.seconds_per_trial == pytest.approx(middle.seconds_per_trial, rel=0.15)


@pytest.mark.parametrize(
    ("limits", "trials", "share"),
    [
        ({"trials": 40}, 40, 1.0),
        ({"trials": 40, "minutes": 10_000.0}, 40, 1.0),
        ({"trials": 40, "minutes": "half"}, 20, 0.5),
        ({"trials": None, "minutes": "half"}, 20, 0.5),
        ({"trials": None, "minutes": 1e-6}, 1, None),
    ],
)
def test_the_smaller_limit_counts(store, limits, trials, share):
    whole = estimate(store, plan_of("dropout=0,0.1", trials=40), FOUR)
    assert whole.seconds == pytest.approx(40 * whole.seconds_per_trial / 2.5)
    if limits.get("minutes") == "half":
        limits = limits | {"minutes": (whole.seconds or 0) / 120 + 1e-6}

    found = estimate(store, plan_of("dropout=0,0.1", **limits), FOUR)

    seconds = whole.seconds * share if share and whole.seconds else 60e-6
    assert found.trials == trials
    assert found.seconds == pytest.approx(seconds, rel=1e-4)
    assert found.at_once == min(4, trials)


def test_few_trials_take_at_least_as_long_as_one(store):
    found = estimate(store, plan_of("dropout=0,0.1", trials=1), FOUR)

    assert found.seconds == found.seconds_per_trial


def test_runs_that_slowed_each_other_count_as_if_alone(store):
    plan = plan_of("dropout=0,0.1", base=RunConfig(epochs=1))
    sweep = create_sweep(store, plan)
    with transaction(store.engine) as session:
        session.get_one(
            SweepRow, sweep.id
        ).sharing = '{"at_once": 4, "rates": {"1": 1000, "4": 2500}, "together": 1500, "key": ""}'
    for _ in range(3):
        add_run(store, plan.base, 8.0, sweep_id=sweep.id)

    found = estimate(store, plan.model_copy(update={"trials": 40}))

    # Four at a time, 8 seconds each, are half a trial a second.
    assert found.at_once == 4
    assert found.seconds_per_trial == pytest.approx(5.0, rel=0.05)
    assert found.seconds == pytest.approx(80.0, rel=0.05)


def test_ordinary_runs_had_all_threads(store):
    plan = plan_of("dropout=0,0.1", base=RunConfig(epochs=1), trials=10)
    for _ in range(3):
        add_run(store, plan.base, 2.0)

    found = estimate(store, plan, FOUR)

    # One thread is slower by 1.5; four of them do 2.5 times the work of one.
    assert found.seconds == pytest.approx(10 * 2.0 * 1.5 / 2.5, rel=0.05)


def test_runs_that_say_nothing_of_speed_are_left_out(store):
    for columns in ({"taught": "{}"}, {"epochs_done": 0}, {"seconds_per_epoch": None}):
        for _ in range(3):
            add_run(store, RunConfig(), 9.0, **columns)

    assert not estimate(store, plan_of("dropout=0,0.1")).measured


def test_an_estimate_of_the_largest_grid_looks_at_few_of_its_points(store, monkeypatch):
    plan = plan_of("dropout=0..0.9:100", "l2=0..1:100", sampler="grid", trials=None)
    looked_at: list[RunConfig] = []

    def seconds(speed: Speed, config: RunConfig) -> float:
        looked_at.append(config)
        return 1.0

    monkeypatch.setattr(Speed, "seconds", seconds)
    found = estimate(store, plan, ALONE)

    assert (found.trials, found.seconds) == (10_000, 10_000)
    assert len(looked_at) <= MAX_SAMPLED


@pytest.fixture
def sweep(store) -> Sweep:
    return create_sweep(store, plan_of("dropout=0..0.5", trials=12))


def trials_of(sweep: Sweep, spans: Sequence[tuple[float, float | None]]) -> list[Trial]:
    """Make trials that began so many seconds ago, and ended so many ago, or train."""
    template, now = sample_trials(1, sweep.plan, training=0)[0], time.time()
    return [
        dataclasses.replace(
            template,
            number=number,
            state="training" if ended is None else "finished",
            began_at=now - began,
            ended_at=None if ended is None else now - ended,
        )
        for number, (began, ended) in enumerate(spans)
    ]


def test_ended_trials_tell_how_long_the_others_take(store, sweep):
    # Two at a time, 10 seconds each: four have ended, two are in the midst, six are to come.
    spans = [(25, 15), (25, 15), (15, 5), (15, 5), (5, None), (5, None)]

    left = seconds_left(store, sweep, trials_of(sweep, spans))

    assert left == pytest.approx((2 * 5 + 6 * 10) / 2, rel=0.02)


def test_a_pause_between_trials_does_not_count(store, sweep):
    spans = [(1025, 1015), (1025, 1015), (15, 5), (15, 5), (5, None), (5, None)]

    left = seconds_left(store, sweep, trials_of(sweep, spans))

    assert left == pytest.approx(35, rel=0.02)


def test_pruned_trials_count_and_stopped_ones_do_not(store, sweep):
    spans = [(40, 30), (30, 20), (20, 18), (18, 16), (16, 14), (14, 0)]
    ended = trials_of(sweep, spans)
    pruned = [dataclasses.replace(trial, state="pruned") for trial in ended[2:5]]
    stopped = dataclasses.replace(ended[5], state="stopped")

    left = seconds_left(store, sweep, [*ended[:2], *pruned, stopped])

    assert left == pytest.approx(6 * (10 + 10 + 2 + 2 + 2) / 5, rel=0.02)


def test_the_last_trial_ends_when_it_has_had_its_time(store, sweep):
    spans: list[tuple[float, float | None]] = [(20, 10)] * 11 + [(4, None)]

    assert seconds_left(store, sweep, trials_of(sweep, spans)) == pytest.approx(6, abs=0.3)


def test_the_clock_bounds_what_is_left(store, sweep):
    limited = dataclasses.replace(sweep, seconds_allowed=100.0, seconds_used=93.0)

    assert seconds_left(store, limited, trials_of(sweep, [(60, 30)] * 4)) == 7.0
    assert seconds_left(store, dataclasses.replace(limited, trials=None), []) == 7.0
    assert seconds_left(store, dataclasses.replace(limited, seconds_used=110.0), []) == 0.0


def test_before_three_have_ended_the_estimate_stands(store, sweep):
    shared = dataclasses.replace(sweep, sharing=FOUR)

    left = seconds_left(store, shared, [])

    assert left == pytest.approx(estimate(store, sweep.plan, FOUR).seconds)


@pytest.mark.parametrize("state", ["finished", "stopped", "failed"])
def test_a_sweep_that_has_ended_has_no_time_left(store, sweep, state):
    ended = dataclasses.replace(sweep, state=state)

    assert seconds_left(store, ended, trials_of(sweep, [(20, 10)] * 4)) is None
