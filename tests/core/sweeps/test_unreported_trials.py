"""A trial that ended for good without a report is failed in Optuna; one that goes on is not."""

import pytest
from optuna.trial import TrialState as OptunaState

from mnist_core.store.database import transaction
from mnist_core.store.tables import SweepTrialRow
from mnist_core.sweeps import trial_leases
from mnist_core.sweeps.housekeeping import end_finished_sweeps
from mnist_core.sweeps.optuna_studies import SweepStudy, make_study, sweeps_with_studies
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import stop_sweep
from mnist_core.sweeps.sweep_store import create_sweep, delete_sweep, sweep_trials
from mnist_core.sweeps.trial_leases import MAX_ATTEMPTS, TrialLease
from mnist_core.sweeps.unreported_trials import fail_unreported

RUNNING, FAIL, COMPLETE = OptunaState.RUNNING, OptunaState.FAIL, OptunaState.COMPLETE
RATES = (parse_dimension("learning_rate=1e-4..1e-1:log"),)
AN_HOUR_S = 3600.0


@pytest.fixture
def sweep(store) -> Sweep:
    return create_sweep(store, make_plan(dimensions=RATES, trials=5))


@pytest.fixture
def study(settings, sweep) -> SweepStudy:
    return make_study(settings.database, sweep)


def claim(store, sweep: Sweep, holder: str) -> TrialLease:
    lease = trial_leases.claim_trial(store, sweep.id, holder)
    assert lease is not None
    return lease


def begin(store, sweep: Sweep, study: SweepStudy) -> TrialLease:
    """Claim the next trial, have it chosen, and write that down, as a worker does."""
    lease = claim(store, sweep, "worker")
    trial, params = study.ask(sweep.plan, lease.number)
    lease.record_choice(trial.number, params, f"run-{lease.number}", 1000, f"key-{lease.number}")
    return lease


def expire_leases(store, **columns: object) -> None:
    """Let an hour pass over all leases of trials."""
    with transaction(store.database) as session:
        for row in session.query(SweepTrialRow).where(SweepTrialRow.state == "training"):
            row.lease_until = (row.lease_until or 0.0) - AN_HOUR_S
            for name, value in columns.items():
                setattr(row, name, value)


def states(study: SweepStudy) -> list[OptunaState]:
    return [trial.state for trial in study.study.trials]


def test_a_trial_whose_lease_expired_long_ago_is_still_running(settings, store, sweep, study):
    begin(store, sweep, study)
    expire_leases(store)

    assert fail_unreported(store, settings.database, sweep.id)

    assert states(study) == [RUNNING]


def test_a_trial_given_up_after_its_last_attempt_is_failed(settings, store, sweep, study):
    begin(store, sweep, study)
    expire_leases(store, attempts=MAX_ATTEMPTS)
    begin(store, sweep, study)

    assert fail_unreported(store, settings.database, sweep.id)

    assert [trial.state for trial in sweep_trials(store, sweep.id)] == ["failed", "training"]
    assert states(study) == [FAIL, RUNNING]


def test_a_trial_that_a_stopped_sweep_gave_up_is_failed(settings, store, sweep, study):
    begin(store, sweep, study)
    expire_leases(store)
    stop_sweep(store, sweep.id)
    end_finished_sweeps(store)

    assert not fail_unreported(store, settings.database, sweep.id)

    assert [trial.state for trial in sweep_trials(store, sweep.id)] == ["stopped"]
    assert states(study) == [FAIL]


def test_the_trials_of_a_deleted_sweep_are_failed_and_results_stay(settings, store, sweep, study):
    first, _ = begin(store, sweep, study), begin(store, sweep, study)
    study.tell(study.resume_trial(first.number), values=[2.0])
    delete_sweep(store, sweep.id)

    assert not fail_unreported(store, settings.database, sweep.id)

    assert states(study) == [COMPLETE, FAIL]
    assert sweeps_with_studies(settings.database) == {sweep.id}


def test_a_choice_that_was_never_written_down_is_failed_once_another_is(
    settings, store, sweep, study
):
    study.ask(sweep.plan, claim(store, sweep, "dies").number)
    expire_leases(store)

    assert fail_unreported(store, settings.database, sweep.id)
    unknown = states(study)
    begin(store, sweep, study)
    assert fail_unreported(store, settings.database, sweep.id)

    assert unknown == [RUNNING]
    assert states(study) == [FAIL, RUNNING]
