"""The worker's side of a sweep: a lease gives one worker at a time the right to train a trial.

The sweep's row is locked while a lease is given out, so that however many workers ask, each
trial has one number, and none beyond what the sweep is to have.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from mnist_core.store.database import transaction
from mnist_core.store.leases import Lease, claim_row, expired
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow, SweepRow, SweepTrialRow
from mnist_core.sweeps.records import TrialState
from mnist_core.sweeps.trial_counts import begun_trials, is_exhausted, is_out_of_time
from mnist_core.sweeps.variable_settings import Value

MAX_ATTEMPTS = 10
RESULTS = ("training", "pruned", "finished", "failed")  # a stopped trial is worth another
SWEEP_DELETED = "deleted"


@dataclass(frozen=True)
class TrialLease:
    """The right to train one trial, as long as it is renewed in time.

    Attributes:
        sweep_id, number: the trial.
        holder: a text that no other holder has.
        run_id: the run that an earlier holder began, or None.
        optuna_trial: number of the trial in Optuna's study, or None before Optuna was asked.
        after_repeat: whether the trial before it has repeated an earlier one.
    """

    store: RunStore
    sweep_id: str
    number: int
    holder: str
    run_id: str | None
    optuna_trial: int | None
    after_repeat: bool = False

    def renew(self) -> str:
        """Keep the lease; give the sweep's state, "deleted" where it is gone.

        Raises:
            LeaseLost: another worker has taken the trial up.
        """
        with transaction(self.store.database) as session:
            sweep = session.get(SweepRow, self.sweep_id)
            if sweep is None:
                return SWEEP_DELETED
            self._lease.renew(session, {"attempts": 0})
            return sweep.state

    def record_choice(
        self,
        optuna_trial: int,
        params: Mapping[str, Value],
        run_id: str,
        parameters: int,
        settings_key: str,
    ) -> int | None:
        """Write down what Optuna chose, and the run that it is going to be.

        Where an earlier trial of the sweep trains the same, there is to be none: this one ends as
        its repeat.

        Returns:
            The number of that trial, or None.
        """
        values: dict[str, object] = {
            "optuna_trial": optuna_trial,
            "params": dict(params),
            "run_id": run_id,
            "parameters": parameters,
            "settings_key": settings_key,
        }
        with transaction(self.store.database) as session:
            session.get(SweepRow, self.sweep_id, with_for_update=True)  # one chooses after another
            earlier = self._earlier(session, settings_key)
            if earlier is None:
                self._lease.write(session, values)
            else:
                ended = {"state": "repeated", "repeats": earlier, "ended_at": time.time()}
                self._lease.release(session, values | {"run_id": None} | ended)
            return earlier

    def _earlier(self, session: Session, settings_key: str) -> int | None:
        same = (
            SweepTrialRow.sweep_id == self.sweep_id,
            SweepTrialRow.settings_key == settings_key,
            SweepTrialRow.state.in_(RESULTS),
            SweepTrialRow.number != self.number,
        )
        return session.scalar(select(func.min(SweepTrialRow.number)).where(*same))

    def close(
        self,
        state: TrialState,
        *,
        epochs: int = 0,
        error: float | None = None,
        seconds: float | None = None,
        message: str = "",
    ) -> None:
        """Write down how the trial ended, and give the lease back.

        Raises:
            LeaseLost: another worker has taken the trial up.
        """
        values = {
            "state": state,
            "epochs": epochs,
            "error": error,
            "seconds": seconds,
            "message": message,
            "ended_at": time.time(),
        }
        its_run = select(SweepTrialRow.run_id).where(self._row).scalar_subquery()
        with transaction(self.store.database) as session:
            self._lease.release(session, values)
            of_trial = update(RunRow).where(RunRow.id == its_run)
            session.execute(of_trial.values(pruned=state == "pruned"))

    @property
    def _row(self) -> ColumnElement[bool]:
        return and_(SweepTrialRow.sweep_id == self.sweep_id, SweepTrialRow.number == self.number)

    @property
    def _lease(self) -> Lease[SweepTrialRow]:
        lost = f"Trial {self.number} of {self.sweep_id} is no longer held."
        return Lease(SweepTrialRow, self._row, self.holder, lost)


def claim_trial(store: RunStore, sweep_id: str, holder: str) -> TrialLease | None:
    """Claim a trial whose worker has stopped renewing, else begin the next one.

    Returns:
        None if the sweep does not run, or has no trial to give.
    """
    with transaction(store.database) as session:
        sweep = session.get(SweepRow, sweep_id, with_for_update=True)
        if sweep is None or sweep.state != "running" or is_out_of_time(sweep):
            return None
        row = _abandoned(session, sweep_id) or _next(session, sweep)
        if row is None:
            return None
        claim_row(row, holder)
        session.flush()
        before = session.get(SweepTrialRow, (sweep_id, row.number - 1))
        after_repeat = before is not None and before.state == "repeated"
        return TrialLease(
            store, sweep_id, row.number, holder, row.run_id, row.optuna_trial, after_repeat
        )


def _abandoned(session: Session, sweep_id: str) -> SweepTrialRow | None:
    abandoned = (
        SweepTrialRow.sweep_id == sweep_id,
        SweepTrialRow.state == "training",
        expired(SweepTrialRow),
    )
    for row in session.scalars(
        select(SweepTrialRow).where(*abandoned).order_by(SweepTrialRow.number)
    ):
        if row.attempts < MAX_ATTEMPTS:
            return row
        row.state, row.ended_at = "failed", time.time()
        row.message = (
            f"The training process died {MAX_ATTEMPTS} times before this trial had begun to learn."
        )
    return None


def _next(session: Session, sweep: SweepRow) -> SweepTrialRow | None:
    last = select(func.max(SweepTrialRow.number)).where(SweepTrialRow.sweep_id == sweep.id)
    newest = session.scalar(last)
    number = 0 if newest is None else newest + 1
    enough = sweep.trials is not None and begun_trials(session, sweep) >= sweep.trials
    if enough or is_exhausted(session, sweep):
        return None
    row = SweepTrialRow(
        sweep_id=sweep.id, number=number, state="training", began_at=time.time(), attempts=0
    )
    session.add(row)
    return row
