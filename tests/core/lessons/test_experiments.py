"""An experiment queues what is missing, and its answer holds for what was measured."""

import pytest

from mnist_core.access.person import Person
from mnist_core.lessons.answers import answer, best, judge_guess
from mnist_core.lessons.experiments import (
    EXPERIMENTS,
    Point,
    left_paused,
    read_points,
    run_experiment,
    stop_experiment,
)
from mnist_core.lessons.lesson_runs import Trial
from mnist_core.store.run_leases import RunLease
from tests.app.runs import trained
from tests.core.compare.comparison_helpers import make_run

RATES, NEURONS, BATCHES = EXPERIMENTS
DIVERGED = "The loss stopped being a number in epoch 1: lower the learning rate."
GOOD_RATES = (16.4, 10.5, 7.5, 6.5, 5.3, 6.6, 12.7, 72.5)


def points_of(experiment, errors, seconds=None) -> list[Point]:
    """Make points of these errors in percent; none for what is not known, a text for a failure."""
    made = []
    for number, (value, error) in enumerate(zip(experiment.values, errors, strict=True)):
        config = experiment.configs[number]
        runs = [make_run(f"{number}", config, test_error=error if error != DIVERGED else None)]
        if error == DIVERGED:
            runs = [_failed(runs[0])]
        time = None if seconds is None else seconds[number]
        made.append(Point(value, Trial(config, tuple(runs) if error else ()), time))
    return made


def _failed(run):
    return type(run)(**{**run.__dict__, "state": "failed", "message": DIVERGED})


def test_the_runs_of_an_experiment_differ_in_its_setting_alone():
    for experiment in EXPERIMENTS:
        field = "hidden_units" if experiment.setting == "neurons" else experiment.setting
        rest = {config.model_dump_json(exclude={field}) for config in experiment.configs}
        assert len(rest) == 1
        assert len(set(experiment.configs)) == len(experiment.values)


def test_only_what_is_missing_is_queued(store):
    known = trained(store, RATES.configs[2], "somebody-elses")

    run_experiment(store, RATES)
    run_experiment(store, RATES)

    created = [run for run in store.recent() if run.id != known.id]
    assert len(created) == len(RATES.values) - 1
    assert {run.config for run in created} == set(RATES.configs) - {known.config}
    assert "learning rate 0.0001" in {run.name for run in created}
    assert {run.origin for run in created} == {"experiment"}


def test_what_somebody_else_has_paused_is_begun_anew_and_left_as_it_is(store):
    annas, bens = store.used_by(Person("anna")), store.used_by(Person("ben"))
    for config in NEURONS.configs[1:]:
        trained(store, config, "done")
    paused = annas.create(NEURONS.configs[0])
    annas.pause(paused.id)
    before = store.read(paused.id)
    assert left_paused(read_points(store, NEURONS), bens.person) == [before]
    assert left_paused(read_points(store, NEURONS), annas.person) == []

    run_experiment(annas, NEURONS)  # hers to resume
    assert store.count() == len(NEURONS.values)
    run_experiment(bens, NEURONS)
    run_experiment(bens, NEURONS)

    point = read_points(store, NEURONS)[0]
    assert [(run.owner, run.config.seed) for run in point.trial.runs] == [("anna", 0), ("ben", 0)]
    assert store.read(paused.id) == before
    assert left_paused([point], bens.person) == []


def test_another_seed_repeats_all_of_them(store):
    for config in NEURONS.configs:
        trained(store, config, "first")

    run_experiment(store, NEURONS, again=True)

    seeds = [[run.config.seed for run in point.trial.runs] for point in read_points(store, NEURONS)]
    assert seeds == [[0, 1]] * len(NEURONS.values)


def test_stopping_takes_back_only_what_no_worker_has_begun(store):
    run_experiment(store, BATCHES)
    begun = store.recent()[3]
    assert RunLease(store, begun.id, "worker").claim() is not None

    stop_experiment(store, BATCHES)

    assert [run.id for run in store.recent()] == [begun.id]


def test_a_run_that_diverged_is_an_answer_and_one_without_a_disk_is_not(store):
    for config, message in zip(RATES.configs, [DIVERGED, "The disk is full."], strict=False):
        lease = RunLease(store, store.create(config).id, "worker")
        assert lease.claim() is not None
        lease.release("failed", message=message)

    points = read_points(store, RATES)

    assert [point.settled for point in points[:3]] == [True, False, False]
    assert points[1].failed == "The disk is full."


def test_the_time_of_a_batch_is_its_quickest_epoch(store):
    trained(store, BATCHES.configs[0], "one")

    assert [point.seconds for point in read_points(store, BATCHES)][:2] == [1.0, None]


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda each: each.slug)
@pytest.mark.parametrize("known", [0, 1])
def test_there_is_no_answer_before_two_values_are_known(experiment, known):
    errors = [5.0] * known + [None] * (len(experiment.values) - known)

    assert answer(experiment, points_of(experiment, errors)) == ""


def test_a_learning_rate_is_answered_with_the_best_and_both_ends():
    words = answer(RATES, points_of(RATES, GOOD_RATES))

    assert words.startswith("Best here: **0.01** with 5.3%.")
    assert "At 0.0001 two epochs are not enough: 16.4%." in words
    assert "At 0.3 it hardly learns at all: 72% are misread." in words


def test_an_answer_from_some_of_the_values_says_so():
    errors = [16.4, 10.5, *[None] * 6]

    words = answer(RATES, points_of(RATES, errors))

    assert words.startswith("Best so far: **0.0003** with 10.5%.")
    assert "0.3 " not in words


def test_a_rate_at_which_the_loss_breaks_down_is_named():
    words = answer(RATES, points_of(RATES, [*GOOD_RATES[:-1], DIVERGED]))

    assert "At 0.3 the loss diverges." in words
    assert words.startswith("Best here")


def test_values_that_seeds_may_have_parted_share_the_first_place():
    points = points_of(NEURONS, (15.1, 9.9, 8.5, 7.5, 6.6, 6.0, 5.5))

    assert [point.value for point in best(points)] == [256, 512]
    words = answer(NEURONS, points)
    assert "**256** and **512**, with 5.5 to 6.0%; the difference may be chance" in words


def test_neurons_are_answered_with_what_doubling_gains():
    words = answer(NEURONS, points_of(NEURONS, (15.1, 9.9, 8.5, 7.5, 6.6, 6.0, 5.4)))

    assert "Going from 8 to 16 neurons lowers the error by 5.2 points" in words
    assert "from 256 to 512 lowers it by 0.6 and adds 32 times" in words


def test_nothing_is_said_of_doubling_where_it_does_not_flatten():
    words = answer(NEURONS, points_of(NEURONS, (15.0, 14.9, 14.0, 12.0, 9.0, 6.0, 2.0)))

    assert "oubling" not in words


def test_a_batch_size_is_answered_with_error_and_time():
    seconds = (0.8, 0.4, 0.3, 0.2, 0.2, 0.15, 0.1)
    points = points_of(BATCHES, (5.3, 5.8, 7.0, 7.5, 9.0, 10.0, 13.7), seconds)

    words = answer(BATCHES, points)

    assert words.startswith("Best here: **16** and **32**")
    assert (
        "An epoch takes 1,250 steps at 16 and 20 at 1,024; the larger batch is 8 times as" in words
    )
    assert words.endswith("fast but has an error 8.4 points higher.")


@pytest.mark.parametrize(
    ("guess", "words"),
    [
        (0.01, "Your guess, 0.01, was right."),
        (0.1, "Your guess, 0.1, is 7.4 points behind the best."),
    ],
)
def test_a_guess_is_judged_once_all_is_known(guess, words):
    assert judge_guess(guess, points_of(RATES, GOOD_RATES)) == words
    assert judge_guess(guess, points_of(RATES, [*GOOD_RATES[:-1], None])) == ""
