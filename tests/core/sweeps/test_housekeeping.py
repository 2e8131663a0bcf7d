"""What the engine writes into a sweep: its end and why, and what was measured for it."""

from typing import Any

import pytest

from mnist_core.store import leases
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps import trial_leases
from mnist_core.sweeps.housekeeping import (
    end_finished_sweeps,
    fail_sweep,
    find_parallelism,
    sweeps_in_turn,
    write_importances,
    write_parallelism,
)
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Parallelism
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import stop_sweep
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, sweep_trials
from mnist_core.sweeps.trial_leases import TrialLease

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
    monkeypatch.setattr(leases, "LEASE_S", -1.0)


def test_a_sweep_ends_when_its_last_trial_has(store, sweep):
    held = [claim_trial(store, sweep.id, f"worker-{i}") for i in range(3)]
    for trial_lease in held[:2]:
        trial_lease.close("finished", epochs=3, error=2.5, seconds=1.0)
    end_finished_sweeps(store)
    assert read_sweep(store, sweep.id).state == "running"
    assert [usable for _, usable in sweeps_in_turn(store)] == [1]

    held[2].close("pruned", epochs=1, error=9.0)
    end_finished_sweeps(store)

    assert read_sweep(store, sweep.id).state == "finished"
    assert read_sweep(store, sweep.id).ended_at is not None


def test_a_sweep_that_is_out_of_time_leases_no_trial_and_ends(store):
    sweep = create_sweep(store, make_plan(dimensions=RATES, minutes=1e-9))

    assert claim_trial(store, sweep.id, "worker") is None
    end_finished_sweeps(store)

    ended = read_sweep(store, sweep.id)
    assert (ended.state, ended.message) == ("finished", "Its time limit was reached.")


def test_a_sweep_whose_first_trials_all_fail_ends_with_their_reason(store):
    sweep = create_sweep(store, make_plan(dimensions=RATES, trials=100))
    for number in range(5):
        claim_trial(store, sweep.id, f"worker-{number}").close("failed", message="No memory.")
    end_finished_sweeps(store)

    ended = read_sweep(store, sweep.id)
    assert (ended.state, ended.message) == ("failed", "Its first 5 trials all failed: No memory.")


def test_a_trial_that_is_left_by_a_dead_worker_of_an_ended_sweep_is_stopped(store, sweep, expired):
    claim_trial(store, sweep.id, "dies")
    stop_sweep(store, sweep.id)
    end_finished_sweeps(store)

    assert [trial.state for trial in sweep_trials(store, sweep.id)] == ["stopped"]


def test_the_newest_measurement_of_a_kind_is_found_and_no_other(store):
    for at_once, key in ((2, "small"), (4, "small"), (1, "large")):
        sweep = create_sweep(store, make_plan(dimensions=RATES, trials=3))
        write_parallelism(store, sweep.id, Parallelism(at_once, {1: 9.0}, 8.0, key))

    assert find_parallelism(store, "small") == Parallelism(4, {1: 9.0}, 8.0, "small")
    assert find_parallelism(store, "other") is None


def test_importances_are_read_back_and_a_deleted_sweep_takes_none(store, sweep):
    write_importances(store, sweep.id, {"learning_rate": 0.75, "dropout": 0.25})
    write_importances(store, "deleted", {"dropout": 1.0})

    read = read_sweep(store, sweep.id).importances
    assert read == {"learning_rate": 0.75, "dropout": 0.25}


def test_a_sweep_that_cannot_go_on_ends_with_the_reason(store, sweep):
    fail_sweep(store, sweep.id, "The disk is full.")

    ended = read_sweep(store, sweep.id)
    assert (ended.state, ended.message) == ("failed", "The disk is full.")
