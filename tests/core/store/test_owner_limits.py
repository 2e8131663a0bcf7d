"""What a member of a room may begin: so much, with a sentence where it ends, and the rest stays."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from mnist_core.access.person import Person
from mnist_core.compare.repeats import repeat_over_seeds
from mnist_core.config import RunConfig
from mnist_core.errors import LimitReached
from mnist_core.lessons.experiments import EXPERIMENTS, read_points, run_experiment
from mnist_core.limits import Limits
from mnist_core.store.drawing_rows import (
    add_drawing,
    add_drawings,
    count_drawings,
    delete_drawings,
    put_back_drawings,
    read_drawings,
)
from mnist_core.store.job_leases import JobLease
from mnist_core.store.jobs import request
from mnist_core.store.records import Taught
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_limits import largest_trial
from mnist_core.sweeps.sweep_requests import extend_sweep, resume_sweep, stop_sweep
from mnist_core.sweeps.sweep_store import create_sweep, recent_sweeps
from tests.app.runs import trained

ANNA, BEN = Person("anna"), Person("ben")
SMALL = RunConfig(hidden_units=(4,), epochs=1)
LEARNING_RATES = parse_dimension("learning_rate=1e-4..1e-1:log")


@pytest.fixture
def room(settings) -> RunStore:
    """A store whose members may take little."""
    limits = Limits(runs=2, trials=10, drawings=1, requests=1, work=1, storage=10, measurements=2)
    return RunStore(replace(settings, limits=limits))


@pytest.fixture
def annas(room):
    return room.used_by(ANNA)


def test_a_third_measurement_is_refused_until_one_is_made_but_not_one_on_its_way(annas, room):
    run = annas.create(SMALL)
    request(annas, run.id, "evaluation"), request(annas, run.id, "map")

    with pytest.raises(LimitReached, match="2 of your measurements and files are not made yet"):
        request(annas, run.id, "timeline")
    request(room.used_by(BEN), run.id, "timeline")
    request(annas, run.id, "timeline")
    lease = JobLease(room, run.id, "map", "", "worker")
    lease.claim()
    lease.fail("Its memory is full.", "")

    assert request(annas, run.id, "robustness").state == "queued"


def test_a_third_waiting_run_is_refused_and_one_is_free_again_when_one_begins(annas):
    first, _ = annas.create(SMALL), annas.create(SMALL)

    with pytest.raises(LimitReached, match="2 of your runs wait or are paused, and 2 may"):
        annas.create(SMALL)
    RunLease(annas, first.id, "worker").claim()

    assert annas.create(SMALL).owner == "anna"


def test_one_members_runs_count_for_nobody_else_and_the_owner_has_no_limit(room, annas):
    for _ in range(2):
        annas.create(SMALL)

    room.used_by(BEN).create(SMALL)
    for _ in range(5):
        room.create(SMALL)


def test_a_set_of_runs_is_begun_whole_or_not_at_all(annas):
    run = annas.create(SMALL)

    assert len(repeat_over_seeds(annas, run)) == 5
    with pytest.raises(LimitReached):
        repeat_over_seeds(annas, run)
    assert annas.count() == 6


def test_an_experiment_is_begun_whole_or_not_at_all(settings):
    experiment = EXPERIMENTS[0]
    annas = RunStore(replace(settings, limits=Limits(runs=1))).used_by(ANNA)
    waiting = annas.create(SMALL)

    with pytest.raises(LimitReached, match="1 of your runs wait"):
        run_experiment(annas, experiment)
    assert annas.count() == 1
    annas.delete(waiting.id)
    run_experiment(annas, experiment)
    assert all(point.trial.runs for point in read_points(annas, experiment))


def test_a_large_run_is_refused_also_when_it_is_to_grow(annas):
    with pytest.raises(LimitReached, match="101,770 parameters are too much"):
        annas.create(RunConfig(epochs=10))
    run = annas.create(RunConfig(epochs=9))

    with pytest.raises(LimitReached, match="10 epochs of 101,770"):
        annas.extend(run.id, 1)
    assert annas.read(run.id).target_epochs == 9


def test_drawings_are_kept_up_to_so_many_megabytes_with_those_that_were_taught(annas):
    digits = np.arange(1_200 * 784, dtype=np.uint32).view(np.uint8)[: 1_200 * 784]
    many = digits.reshape(-1, 28, 28)
    labels = np.zeros(len(many), np.uint8)
    add_drawings(annas, many, labels, limit=10_000)

    with pytest.raises(LimitReached, match="more than the 1 MB"):
        annas.create(SMALL, taught=Taught("parent", "parent", 100, "digest", 4))
    annas.create(SMALL, taught=Taught("parent", "parent", 70, "digest", 4))
    with pytest.raises(LimitReached, match="more than the 1 MB"):
        add_drawings(annas, 255 - many[:50], labels[:50], limit=10_000)
    assert count_drawings(annas) == 1_200


def test_a_drawing_that_is_there_already_may_get_another_label_at_the_limit(annas):
    many = np.random.default_rng(0).integers(0, 256, (1_275, 28, 28), np.uint8)
    add_drawings(annas, many, np.zeros(len(many), np.uint8), limit=10_000)

    assert add_drawing(annas, many[0], 5, read_as=None, limit=10_000).drawing.label == 5
    with pytest.raises(LimitReached):
        add_drawing(annas, 255 - many[0], 5, read_as=None, limit=10_000)


def sweep_of(trials: int | None, minutes: float | None = None) -> SweepPlan:
    return SweepPlan(base=SMALL, dimensions=(LEARNING_RATES,), trials=trials, minutes=minutes)


def test_sweeps_have_so_many_trials_together_until_one_has_ended(annas):
    first = create_sweep(annas, sweep_of(6))

    with pytest.raises(LimitReached, match="would have 11 trials, and 10 may"):
        create_sweep(annas, sweep_of(5))
    with pytest.raises(LimitReached, match="would have 11 trials"):
        extend_sweep(annas, first.id, trials=5)
    stop_sweep(annas, first.id)

    create_sweep(annas, sweep_of(10))
    assert sorted(sweep.trials or 0 for sweep in recent_sweeps(annas)) == [6, 10]


def test_a_sweep_that_time_alone_limits_is_asked_for_a_number(annas):
    with pytest.raises(LimitReached, match="say how many"):
        create_sweep(annas, sweep_of(None, minutes=1.0))


def test_a_sweep_is_measured_by_its_largest_trial(annas):
    varied = ("hidden_units=64|1024,1024", "epochs=1..20", "dropout=0..0.5", "optimizer=adam,sgd")
    plan = SweepPlan(base=SMALL, dimensions=tuple(map(parse_dimension, varied)), trials=2)

    config, parameters = largest_trial(plan)
    assert (config.epochs, parameters) == (20, 1_863_690)
    with pytest.raises(LimitReached, match="20 epochs of 1,863,690"):
        create_sweep(annas, plan)


def test_neither_pausing_nor_extending_nor_resuming_gets_round_the_limit(annas):
    ended = trained(annas, SMALL, "ended")
    for _ in range(2):
        annas.pause(annas.create(SMALL).id)

    with pytest.raises(LimitReached):
        annas.create(SMALL)
    with pytest.raises(LimitReached):
        annas.extend(ended.id, 1)
    for run in annas.recent():
        if run.state == "paused":
            annas.resume(run.id)


def test_many_who_press_at_once_get_no_more(annas):
    def press(_):
        with suppress(LimitReached):
            annas.create(SMALL)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(16)))

    assert annas.count() == 2


def test_resuming_a_stopped_sweep_counts_its_trials_and_extending_counts_them_once(annas):
    first = create_sweep(annas, sweep_of(6))
    extend_sweep(annas, first.id, trials=4)
    stop_sweep(annas, first.id)
    create_sweep(annas, sweep_of(10))

    with pytest.raises(LimitReached, match="would have 20 trials"):
        resume_sweep(annas, first.id)
    with pytest.raises(LimitReached, match="would have 20 trials"):
        extend_sweep(annas, first.id, minutes=1.0)
    assert [sweep.state for sweep in recent_sweeps(annas)] == ["running", "stopped"]


def test_tiny_batches_are_too_many_steps(annas):
    with pytest.raises(LimitReached, match="55,000 steps are too many for this room"):
        annas.create(SMALL.model_copy(update={"batch_size": 1}))


def test_what_runs_keep_is_bounded_for_all_of_a_members_together(annas, room):
    large = RunConfig(hidden_units=(300,), epochs=4)
    run = annas.create(large)

    with pytest.raises(LimitReached, match="keep more than the 10 MB"):
        annas.create(large)
    annas.delete(run.id)
    annas.create(large)


def test_drawings_that_are_put_back_count_again(annas):
    many = np.random.default_rng(0).integers(0, 256, (1_275, 28, 28), np.uint8)
    add_drawings(annas, many, np.zeros(len(many), np.uint8), limit=10_000)
    kept = read_drawings(annas)
    delete_drawings(annas, [each.id for each in kept])
    add_drawings(annas, 255 - many, np.zeros(len(many), np.uint8), limit=10_000)

    with pytest.raises(LimitReached):
        put_back_drawings(annas, kept, limit=10_000)
