"""A lesson finds its runs by their settings, and none that were trained otherwise."""

import pytest

from mnist_core.access.person import OWNER, Person
from mnist_core.config import RunConfig
from mnist_core.lessons.lesson_runs import read_trial, read_trials, train, withdraw
from mnist_core.store.records import RateChange
from mnist_core.store.run_leases import RunLease
from tests.app.runs import epoch, trained

ANNA, BEN = Person("anna"), Person("ben")
CONFIG = RunConfig(hidden_units=(8,), epochs=2)
OTHER = CONFIG.model_copy(update={"dropout": 0.5})


def claim_run(store, config=CONFIG):
    """Create a run and claim it as a worker would."""
    run = store.create(config)
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    return lease


def test_a_trial_is_what_was_trained_with_its_settings_under_any_name_and_seed(store):
    again = CONFIG.model_copy(update={"seed": 7})
    runs = [
        trained(store, CONFIG, "brisk-heron", error=0.03),
        trained(store, again, "b", error=0.05),
    ]
    trained(store, OTHER, "other")

    trial, none = read_trials(store, [CONFIG, CONFIG.model_copy(update={"epochs": 3})])

    assert [run.id for run in trial.runs] == [run.id for run in runs]
    assert trial.error is not None
    assert trial.error.values == pytest.approx((3.0, 5.0))
    assert (none.runs, none.error, none.shown) == ((), None, None)


def test_the_same_seed_twice_is_no_second_number(store):
    trained(store, CONFIG, "first", error=0.03)
    trained(store, CONFIG, "same again", error=0.03)
    trained(store, CONFIG.model_copy(update={"seed": 7}), "other seed", error=0.05)

    trial = read_trial(store, CONFIG)

    assert trial.error is not None
    assert trial.error.values == pytest.approx((3.0, 5.0))


def test_a_run_that_went_on_for_longer_is_not_the_lessons(store):
    run = trained(store, CONFIG, "longer")
    store.extend(run.id, 3)

    assert read_trial(store, CONFIG).runs == ()


def test_a_run_whose_rate_was_set_by_hand_is_not_the_lessons(store):
    lease = claim_run(store)
    store.set_learning_rate(lease.run_id, 0.01)
    lease.accept_learning_rate(0.01, [RateChange(1, 5, 0.01)])

    assert read_trial(store, CONFIG).runs == ()


def test_the_run_to_look_at_is_the_one_that_is_still_to_end(store):
    done = trained(store, CONFIG, "done")
    lease = claim_run(store)
    waiting = store.create(CONFIG)

    trial = read_trial(store, CONFIG)

    assert trial.active is not None
    assert trial.active.id == lease.run_id
    assert [run.id for run in trial.runs] == [done.id, lease.run_id, waiting.id]
    assert [run.id for run in trial.measured] == [done.id]


def test_a_run_stopped_inside_its_training_is_shown_but_does_not_count(store):
    lease = claim_run(store)
    lease.report(None, [epoch(1)])
    lease.release("stopped", test_accuracy=0.8, stopped_at=3)

    trial = read_trial(store, CONFIG)

    assert trial.shown is not None
    assert trial.shown.id == lease.run_id
    assert (trial.active, trial.error) == (None, None)


def test_a_failure_counts_until_something_is_measured(store):
    claim_run(store).release("failed", message="The disk is full.")
    failed = read_trial(store, CONFIG)
    trained(store, CONFIG, "done")

    assert failed.failed is not None
    assert failed.failed.message == "The disk is full."
    assert read_trial(store, CONFIG).failed is None


def test_the_first_run_has_the_settings_as_they_are_and_the_next_ones_other_seeds(store):
    for _ in range(3):
        train(store, read_trial(store, CONFIG), "lesson 1")

    runs = read_trial(store, CONFIG).runs

    assert [run.config.seed for run in runs] == [0, 1, 2]
    assert [run.name for run in runs] == ["lesson 1", "lesson 1 seed 1", "lesson 1 seed 2"]
    assert [run.origin for run in runs] == ["lesson", "repeat", "repeat"]


def test_after_a_failure_the_same_seed_is_tried_once_more(store):
    claim_run(store).release("failed", message="The disk is full.")

    assert train(store, read_trial(store, CONFIG), "again").config == CONFIG


def test_what_somebody_else_has_paused_is_waited_for_by_them_and_the_teacher_alone(store):
    annas, bens = store.used_by(ANNA), store.used_by(BEN)
    paused = annas.create(CONFIG)
    annas.pause(paused.id)
    trial = read_trial(store, CONFIG)

    waiting = {person: trial.awaited_by(person) for person in (ANNA, BEN, OWNER)}
    assert {person: run and run.id for person, run in waiting.items()} == {
        ANNA: paused.id,
        BEN: None,
        OWNER: paused.id,
    }
    own = train(bens, trial, "lesson 1")
    again = read_trial(store, CONFIG)

    assert (own.config, own.owner) == (CONFIG, BEN.id)
    assert again.active == own  # that is what moves
    assert again.awaited_by(BEN) == own
    assert store.read(paused.id) == trial.runs[0]


def test_a_run_whose_trial_was_deleted_meanwhile_begins_anew(store):
    run = store.create(CONFIG)
    trial = read_trial(store, CONFIG)
    store.delete(run.id)

    assert train(store, trial, "anew").config == CONFIG


def test_what_has_not_begun_leaves_nothing_and_what_trains_is_asked_to_stop(store):
    waiting, lease = store.create(CONFIG), claim_run(store)

    withdraw(store, waiting)
    withdraw(store, store.read(lease.run_id))

    assert not store.exists(waiting.id)
    assert store.read(lease.run_id).request == "stop"
