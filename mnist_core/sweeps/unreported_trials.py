"""Trials that ended for good without a report: they are reported to Optuna as failed.

Optuna's own search takes a trial that it has as running for one whose result is still to come. So a
trial that no worker will continue must not stay running: one given up after ten attempts, one of a
sweep that ended or was deleted while its worker was dead, one whose worker died before it had
written down what was chosen.
"""

from optuna.exceptions import OptunaError
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from mnist_core.store.database import transaction
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import SweepTrialRow
from mnist_core.sweeps.optuna_studies import fail_trials, running_trials


def fail_unreported(store: RunStore, url: str, sweep_id: str) -> bool:
    """Report to Optuna as failed the trials that no trial in the store continues.

    A trial whose lease has expired is continued: it waits for a worker, however long the lab is
    closed.

    Args:
        url: the lab's database.

    Returns:
        Whether the study may still have running trials.
    """
    try:
        running = running_trials(url, sweep_id)  # first: what is begun later is not among them
        if not running:
            return False
        going_on = _going_on(store, sweep_id)
        if None in going_on:  # one of them may be its own, chosen but not yet written down
            return True
        fail_trials(url, sweep_id, running - going_on)
        return bool(running & going_on)
    except (OptunaError, DatabaseError):
        return True  # the database was out of reach; the next look tries again


def _going_on(store: RunStore, sweep_id: str) -> set[int | None]:
    """Give Optuna's numbers of the trials that train or wait for a worker; None before any."""
    training = (SweepTrialRow.sweep_id == sweep_id, SweepTrialRow.state == "training")
    with transaction(store.database, reads_only=True) as session:
        return set(session.scalars(select(SweepTrialRow.optuna_trial).where(*training)))
