"""What runs inside a worker for a sweep: ask Optuna, train an ordinary run, report how it went.

Each step can be repeated by another worker if this one dies: the lease names the trial in
Optuna's study and the run, the run has its checkpoint, and Optuna gets the result once.
"""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import optuna
from optuna.trial import TrialState as OptunaState

from mnist_core.engine import run_task
from mnist_core.environment import Settings
from mnist_core.errors import LabError, LeaseLost, RunNotFound
from mnist_core.network.architecture import parameter_count
from mnist_core.store.holders import new_holder
from mnist_core.store.names import new_run_id, with_ending
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore, open_store
from mnist_core.sweeps.effective_settings import settings_key
from mnist_core.sweeps.housekeeping import write_importances
from mnist_core.sweeps.optuna_choices import told_values
from mnist_core.sweeps.optuna_studies import SweepStudy, open_study
from mnist_core.sweeps.records import Sweep, TrialState
from mnist_core.sweeps.sweep_store import read_sweep, sweep_trials
from mnist_core.sweeps.trial_leases import TrialLease, claim_trial

RENEW_S = 1.0
OFTEN, SELDOM = 100, 10  # up to how many trials importances follow each one, then each tenth
LEFT_TO_USER = "It was paused by hand, and goes on as an ordinary run."


def run_trial(sweep_id: str, settings: Settings) -> None:
    """Train one trial of a sweep and report it; do nothing if the sweep has none left.

    A choice that repeats an earlier trial is written down, and the next is made.
    """
    store = open_store(settings)
    attempt = None
    while attempt is None:
        trial_lease = claim_trial(store, sweep_id, new_holder())
        if trial_lease is None:
            return
        # Optuna's choice takes seconds in a process that has just begun, on a busy machine.
        with contextlib.suppress(LeaseLost), _renewing(trial_lease):
            sweep = read_sweep(store, sweep_id)
            study = open_study(settings.database, sweep.id, sweep.plan)
            attempt = _begin(trial_lease, study, sweep)
    with contextlib.suppress(LeaseLost), _renewing(attempt.trial_lease, attempt.run_id):
        attempt.train()
        attempt.settle()


@dataclass(frozen=True)
class Attempt:
    """One worker's attempt at a trial.

    Attributes:
        trial_lease: the right to it.
        study, trial: Optuna's.
        sweep: what the trial belongs to.
        run_id: the run that the trial is.
    """

    trial_lease: TrialLease
    study: SweepStudy
    trial: optuna.Trial
    sweep: Sweep
    run_id: str

    @property
    def store(self) -> RunStore:
        """The record."""
        return self.trial_lease.store

    def train(self) -> None:
        """Train the run, or the rest of it, unless it has ended or another worker trains it."""
        lease = RunLease(self.store, self.run_id, self.trial_lease.holder)
        claimed = lease.claim()
        if claimed is not None:
            run_task.train_claimed(lease, claimed, self._should_stop)

    def settle(self) -> None:
        """Tell Optuna and the store how it ended, unless another worker still trains it."""
        try:
            run = self.store.read(self.run_id)
        except RunNotFound:
            self.study.tell(self.trial, state=OptunaState.FAIL)
            self.trial_lease.close("failed", message="Its run was deleted.")
            return
        if run.active:
            return
        seconds = sum(epoch.seconds for epoch in self.store.history(run.id))
        self._tell(run, seconds)
        # Before the trial is closed: after the last one pages do not read the sweep again.
        _write_importances(self.store, self.sweep, self.study)
        self.trial_lease.close(
            self._outcome(run),
            epochs=run.epochs_done,
            error=run.val_error_percent,
            seconds=seconds,
            message=LEFT_TO_USER if run.state == "paused" else run.message,
        )

    def _should_stop(self, epochs: Sequence[Epoch]) -> bool:
        """Report epochs to Optuna; return whether the trial is to end here."""
        if self.study.state_of(self.trial) != OptunaState.RUNNING:
            return True  # another worker had pruned it, and died before the run had ended
        errors = {epoch.number: 100 * (1 - epoch.val_accuracy) for epoch in epochs}
        last = max(errors, default=0) >= self.store.read(self.run_id).target_epochs
        return self.study.report(self.trial, errors, last=last)

    def _outcome(self, run: Run) -> TrialState:
        if self.study.state_of(self.trial) == OptunaState.PRUNED and run.state in (
            "stopped",
            "paused",
        ):
            return "pruned"
        return "stopped" if run.state == "paused" else run.state  # type: ignore[return-value]

    def _tell(self, run: Run, seconds: float) -> None:
        error = run.val_error_percent
        if run.state == "finished" and error is not None:
            values = told_values(self.sweep.plan, error, run.parameters, seconds)
            self.study.tell(self.trial, values=values)
        elif run.state == "failed" and self.sweep.plan.objective == "error":
            # Pruned without a value is Optuna's worst: it is not to look there again.
            self.study.tell(self.trial, state=OptunaState.PRUNED)
        else:
            self.study.tell(self.trial, state=OptunaState.FAIL)


def _begin(trial_lease: TrialLease, study: SweepStudy, sweep: Sweep) -> Attempt | None:
    """Begin a trial, or take up one that another worker has begun; None of one that repeats."""
    if trial_lease.optuna_trial is not None and trial_lease.run_id is not None:
        trial, run_id = (
            study.resume_trial(trial_lease.optuna_trial),
            trial_lease.run_id,
        )
        params = trial.params
    else:
        anywhere = trial_lease.after_repeat
        trial, params = study.ask(sweep.plan, trial_lease.number, anywhere=anywhere)
        run_id = new_run_id()
        config = sweep.plan.config(params)
        earlier = trial_lease.record_choice(
            trial.number, params, run_id, parameter_count(config), settings_key(config)
        )
        if earlier is not None:
            _tell_repeat(trial_lease.store, study, trial, sweep, earlier)
            return None
        trial.set_user_attr("run", run_id)
    if not trial_lease.store.exists(run_id):
        trial_lease.store.create(
            sweep.plan.config(params),
            with_ending(sweep.name, f"{trial_lease.number + 1}"),
            holder=trial_lease.holder,
            run_id=run_id,
            sweep_id=sweep.id,
            origin="sweep",
            owner=sweep.owner,
        )
    return Attempt(trial_lease, study, trial, sweep, run_id)


def _tell_repeat(
    store: RunStore, study: SweepStudy, trial: optuna.Trial, sweep: Sweep, earlier: int
) -> None:
    """Tell Optuna the earlier trial's result, where it has finished."""
    known = next(each for each in sweep_trials(store, sweep.id) if each.number == earlier)
    if known.state == "finished" and known.error is not None:
        values = told_values(sweep.plan, known.error, known.parameters or 0, known.seconds or 0.0)
        study.tell(trial, values=values)
    else:
        study.tell(trial, state=OptunaState.FAIL)


@contextlib.contextmanager
def _renewing(lease: TrialLease, run_id: str | None = None) -> Iterator[None]:
    """Renew the lease meanwhile, and stop the trial's run once its sweep has ended."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(RENEW_S):
            try:
                if lease.renew() not in ("running", "paused") and run_id is not None:
                    lease.store.stop(run_id)
            except LeaseLost:
                return
            except LabError:
                continue  # the run has just ended, or the database is out of reach for a moment

    thread = threading.Thread(target=renew, name="renew-trial-lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _write_importances(store: RunStore, sweep: Sweep, study: SweepStudy) -> None:
    ended = len(study.study.get_trials(deepcopy=False, states=[OptunaState.COMPLETE]))
    if ended <= OFTEN or ended % SELDOM == 0:
        write_importances(store, sweep.id, study.importances())
