"""However many workers ask, each trial of a sweep is given to one of them, once."""

import threading
from typing import Any

import pytest

from mnist_core.errors import LeaseLost
from mnist_core.store import leases
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps import trial_leases
from mnist_core.sweeps.housekeeping import end_finished_sweeps
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import counted
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import extend_sweep, pause_sweep, resume_sweep, stop_sweep
from mnist_core.sweeps.sweep_store import create_sweep, delete_sweep, read_sweep, sweep_trials
from mnist_core.sweeps.trial_counts import MOST_REPEATS
from mnist_core.sweeps.trial_leases import MAX_ATTEMPTS, TrialLease

RATES = (parse_dimension("learning_rate=1e-4..1e-1:log"),)


def claim_trial(store: RunStore, sweep_id: str, holder: str) -> Any:
    """Give the lease, or None, as one that a test may look into without asking."""
    trial_lease: TrialLease | None = trial_leases.claim_trial(store, sweep_id, holder)
    return trial_lease


@pytest.fixture
def sweep(store: RunStore):
    return create_sweep(store, make_plan(dimensions=RATES, trials=3))


@pytest.fixture
def expired(monkeypatch: pytest.MonkeyPatch):
    """Make every lease that is claimed from now on expire at once."""
    usual = leases.LEASE_S
    monkeypatch.setattr(leases, "LEASE_S", -1.0)
    return lambda: monkeypatch.setattr(leases, "LEASE_S", usual)


def test_trial_leases_are_numbered_and_end_with_the_plan(store, sweep):
    numbers = [claim_trial(store, sweep.id, f"worker-{i}").number for i in range(3)]

    assert numbers == [0, 1, 2]
    assert claim_trial(store, sweep.id, "late") is None


def test_workers_that_ask_at_once_get_different_trials(settings, store):
    sweep = create_sweep(store, make_plan(dimensions=RATES, trials=10))
    taken: list[int] = []

    def work(name: str) -> None:
        own = RunStore(settings)
        while trial_lease := claim_trial(own, sweep.id, name):
            taken.append(trial_lease.number)

    threads = [threading.Thread(target=work, args=(f"worker-{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(10))


def test_a_dead_workers_trial_is_resumed_with_what_is_known_of_it(store, sweep, expired):
    first = claim_trial(store, sweep.id, "dies")
    first.record_choice(7, {"learning_rate": 0.01}, "a-run", 1000, "key")
    expired()

    second = claim_trial(store, sweep.id, "lives")

    assert (second.number, second.optuna_trial, second.run_id) == (0, 7, "a-run")
    with pytest.raises(LeaseLost):
        first.renew()
    with pytest.raises(LeaseLost):
        first.close("finished")
    assert claim_trial(store, sweep.id, "other").number == 1


def test_a_trial_whose_workers_always_die_fails_and_lets_the_others_come(store, sweep, expired):
    for attempt in range(MAX_ATTEMPTS):
        assert claim_trial(store, sweep.id, f"dies-{attempt}").number == 0
    expired()

    assert claim_trial(store, sweep.id, "lives").number == 1
    assert [trial.state for trial in sweep_trials(store, sweep.id)] == ["failed", "training"]


def test_a_trial_lease_that_is_renewed_is_kept_and_gives_the_sweeps_state(store, sweep):
    trial_lease = claim_trial(store, sweep.id, "worker")
    pause_sweep(store, sweep.id)
    paused = trial_lease.renew()
    stop_sweep(store, sweep.id)
    stopped = trial_lease.renew()
    delete_sweep(store, sweep.id)

    assert [paused, stopped, trial_lease.renew()] == ["paused", "stopped", "deleted"]


def test_a_paused_sweep_leases_no_trial_until_it_is_resumed(store, sweep):
    pause_sweep(store, sweep.id)
    assert claim_trial(store, sweep.id, "worker") is None

    resume_sweep(store, sweep.id)

    assert claim_trial(store, sweep.id, "worker").number == 0


def choose(store, sweep, key: str, *, params=None, error: float | None = 2.5):
    """Begin the next trial with settings of this key, and end it where it is new."""
    lease = claim_trial(store, sweep.id, f"worker-{key}")
    values = params or {"learning_rate": 0.01}
    earlier = lease.record_choice(lease.number, values, f"run-{lease.number}", 1000, key)
    if earlier is None and error is not None:
        lease.close("finished", epochs=3, error=error, seconds=1.0)
    return earlier


def test_a_repeat_has_the_earlier_trials_result_trains_nothing_and_does_not_count(store, sweep):
    assert [choose(store, sweep, key) for key in ("a", "b", "a")] == [None, None, 0]

    repeat = sweep_trials(store, sweep.id)[2]
    assert (repeat.state, repeat.repeats, repeat.run_id) == ("repeated", 0, None)
    assert (repeat.error, repeat.epochs, repeat.message) == (2.5, 3, "as trial 1")
    assert repeat.ended_at is not None
    assert len(counted(sweep_trials(store, sweep.id))) == 2
    assert choose(store, sweep, "c") is None  # the third that counts
    assert claim_trial(store, sweep.id, "late") is None


def test_the_trial_after_a_repeat_knows_it(store, sweep):
    for key in ("a", "a"):
        choose(store, sweep, key)

    assert claim_trial(store, sweep.id, "next").after_repeat
    assert not claim_trial(store, sweep.id, "second next").after_repeat


def test_a_repeat_of_one_that_still_trains_shows_its_result_once_it_is_there(store, sweep):
    first = claim_trial(store, sweep.id, "first")
    assert first.record_choice(0, {"learning_rate": 0.01}, "a-run", 1000, "a") is None
    assert choose(store, sweep, "a") == 0
    assert sweep_trials(store, sweep.id)[1].error is None

    first.close("finished", epochs=3, error=1.5)

    assert sweep_trials(store, sweep.id)[1].error == 1.5


def test_a_stopped_trial_is_worth_another(store, sweep):
    first = claim_trial(store, sweep.id, "first")
    first.record_choice(0, {"learning_rate": 0.01}, "a-run", 1000, "a")
    first.close("stopped", epochs=1, error=9.0)

    assert choose(store, sweep, "a") is None


def test_a_space_in_which_nothing_new_is_found_ends_the_sweep_with_a_sentence(store, sweep):
    choose(store, sweep, "a")
    for _ in range(MOST_REPEATS - 1):
        assert choose(store, sweep, "a") == 0
    end_finished_sweeps(store)
    assert read_sweep(store, sweep.id).state == "running"

    choose(store, sweep, "a")
    assert claim_trial(store, sweep.id, "late") is None
    end_finished_sweeps(store)

    ended = read_sweep(store, sweep.id)
    assert ended.state == "finished"
    assert ended.message == "Nothing new is left to try: 50 choices in a row had been tried before."


def test_more_trials_are_counted_without_repeats(store):
    timed = create_sweep(store, make_plan(dimensions=RATES, minutes=5))
    for key in ("a", "a", "b"):
        choose(store, timed, key)

    extend_sweep(store, timed.id, trials=4)

    assert read_sweep(store, timed.id).trials == 6
