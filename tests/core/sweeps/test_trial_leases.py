"""However many workers ask, each trial of a sweep is given to one of them, once."""

import threading
from typing import Any

import pytest

from mnist_core.errors import LeaseLost
from mnist_core.store import leases
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps import trial_leases
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import pause_sweep, resume_sweep, stop_sweep
from mnist_core.sweeps.sweep_store import create_sweep, delete_sweep, sweep_trials
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
    first.record_choice(7, {"learning_rate": 0.01}, "a-run", 1000)
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
