"""Optuna's side of a sweep: one study in the lab's own database, asked and told by workers.

Only what runs beside the web process imports this; pages read what the store keeps of it. Whether
somebody still trains a trial is decided by the lab's lease of it alone.
"""

import contextlib
import functools
import logging
import time
import warnings
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import optuna
from optuna.exceptions import ExperimentalWarning, OptunaError, UpdateFinishedTrialError
from optuna.samplers import RandomSampler
from optuna.storages import RDBStorage
from optuna.trial import TrialState as OptunaState
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from mnist_core.errors import StoreError
from mnist_core.store.database import BUSY_TIMEOUT_S, prepare_connections
from mnist_core.sweeps.optuna_choices import pruner_of, sampler_of, suggest_value
from mnist_core.sweeps.plan import Objective, SweepPlan
from mnist_core.sweeps.records import MIN_FOR_IMPORTANCE, Sweep
from mnist_core.sweeps.variable_settings import Params

OPENINGS, PAUSE_S = 10, 0.3
GOALS: dict[Objective, tuple[str, ...]] = {
    "error": ("Validation error (%)",),
    "error_and_parameters": ("Validation error (%)", "Parameters"),
    "error_and_seconds": ("Validation error (%)", "Seconds of training"),
}


@dataclass(frozen=True)
class SweepStudy:
    """A sweep's study, and the tables that Optuna keeps it in.

    Attributes:
        study: Optuna's; its name is the sweep's id.
        storage: Optuna's tables, read without a cache.
        id: the study's own number in them.
    """

    study: optuna.Study
    storage: RDBStorage
    id: int

    def ask(
        self, plan: SweepPlan, number: int, *, anywhere: bool = False
    ) -> tuple[optuna.Trial, Params]:
        """Begin a trial and have its values chosen.

        Args:
            number: the trial's place in the sweep, which decides which point of a grid it gets.
            anywhere: whether it is drawn at random, be the sampler what it may.
        """
        with warnings.catch_warnings(action="ignore", category=ExperimentalWarning):
            self.study.sampler = sampler_of(plan, number, anywhere=anywhere)
        trial = self.study.ask()
        return trial, {each.field: suggest_value(trial, each, plan) for each in plan.dimensions}

    def resume_trial(self, number: int) -> optuna.Trial:
        """Give the trial of that number in the study, which another worker has begun before."""
        self.study.sampler = RandomSampler()  # everything was chosen when the trial began
        return optuna.Trial(self.study, self._trial_id(number))

    def report(
        self, trial: optuna.Trial, errors: Mapping[int, float], *, last: bool = False
    ) -> bool:
        """Report the validation error, in percent, after some epochs, counted from 1.

        Args:
            last: whether the trial has done all its epochs, so that nothing is left to prune.

        Returns:
            Whether the study's pruner ends the trial here; Optuna then has it as pruned.
        """
        if len(self.study.directions) > 1:
            return False
        try:
            with warnings.catch_warnings(action="ignore"):  # an epoch trained again is no news
                for epoch, error in errors.items():
                    trial.report(error, epoch)
                if last or not trial.should_prune():
                    return False
            self.tell(trial, state=OptunaState.PRUNED)
        except (OptunaError, DatabaseError):
            return False  # the database was out of reach; the next epoch asks again
        return True

    def state_of(self, trial: optuna.Trial) -> OptunaState:
        """Give the state in which Optuna has a trial now."""
        return self.storage.get_trial(self._trial_id(trial.number)).state

    def tell(self, trial: optuna.Trial, **how: Any) -> None:
        """Tell how a trial ended, once: a result told before stays."""
        self.study.tell(trial, skip_if_finished=True, **how)

    def importances(self) -> dict[str, float]:
        """Give each setting's share in what makes trials good, adding up to 1 (PED-ANOVA, Watanabe,
        Bansal and Hutter 2023); empty while there are too few trials."""
        complete = self.study.get_trials(deepcopy=False, states=[OptunaState.COMPLETE])
        if len(complete) < MIN_FOR_IMPORTANCE:
            return {}
        with warnings.catch_warnings(action="ignore"):
            found = optuna.importance.get_param_importances(self.study, target=_error_of)
        known = {name: float(share) for name, share in found.items() if np.isfinite(share)}
        return known if sum(known.values()) > 0 else {}

    def _trial_id(self, number: int) -> int:
        return self.storage.get_trial_id_from_study_id_trial_number(self.id, number)


@functools.lru_cache(maxsize=2)
def open_storage(url: str) -> RDBStorage:
    """Open Optuna's tables in the lab's database, made if they are not there; once in a process.

    Raises:
        StoreError: the database cannot be used.
    """
    optuna.logging.set_verbosity(logging.ERROR)
    sqlite = make_url(url).get_backend_name() == "sqlite"
    options = {"connect_args": {"timeout": BUSY_TIMEOUT_S}} if sqlite else {"pool_pre_ping": True}
    for attempt in range(1, OPENINGS + 1):
        try:
            storage = RDBStorage(url, options)
            break
        except (OptunaError, DatabaseError) as error:  # two processes made the tables at once
            if attempt == OPENINGS:
                raise StoreError(f"Optuna's tables cannot be opened: {error}") from error
            time.sleep(PAUSE_S)
    prepare_connections(storage.engine)
    storage.engine.dispose()
    return storage


def make_study(url: str, sweep: Sweep) -> SweepStudy:
    """Give the sweep's study, made if it is not there; its name is the sweep's id."""
    goals = GOALS[sweep.plan.objective]
    with warnings.catch_warnings(action="ignore", category=ExperimentalWarning):
        study = optuna.create_study(
            storage=open_storage(url),
            study_name=sweep.id,
            directions=["minimize"] * len(goals),
            pruner=pruner_of(sweep.plan),
            load_if_exists=True,
        )
        if study.user_attrs.get("name") != sweep.name:
            study.set_metric_names(list(goals))
            study.set_user_attr("name", sweep.name)
    return _with_its_storage(url, study)


@functools.lru_cache(maxsize=4)
def open_study(url: str, sweep_id: str, plan: SweepPlan) -> SweepStudy:
    """Give the study that ``make_study`` has made; once in a process."""
    with warnings.catch_warnings(action="ignore", category=ExperimentalWarning):
        study = optuna.load_study(
            study_name=sweep_id, storage=open_storage(url), pruner=pruner_of(plan)
        )
    return _with_its_storage(url, study)


def sweeps_with_studies(url: str) -> set[str]:
    """Give the ids of all sweeps that have a study, those deleted since included."""
    return {study.study_name for study in open_storage(url).get_all_studies()}


def running_trials(url: str, sweep_id: str) -> set[int]:
    """Give the numbers of a study's trials that Optuna counts as running."""
    storage = open_storage(url)
    study_id = storage.get_study_id_from_name(sweep_id)
    running = storage.get_all_trials(study_id, deepcopy=False, states=(OptunaState.RUNNING,))
    return {trial.number for trial in running}


def fail_trials(url: str, sweep_id: str, numbers: Collection[int]) -> None:
    """Report trials of a study to Optuna as failed; those that have ended stay as they are."""
    storage = open_storage(url)
    study_id = storage.get_study_id_from_name(sweep_id)
    for number in sorted(numbers):
        trial_id = storage.get_trial_id_from_study_id_trial_number(study_id, number)
        with contextlib.suppress(UpdateFinishedTrialError):
            storage.set_trial_state_values(trial_id, OptunaState.FAIL)


def _with_its_storage(url: str, study: optuna.Study) -> SweepStudy:
    storage = open_storage(url)
    return SweepStudy(study, storage, storage.get_study_id_from_name(study.study_name))


def _error_of(trial: optuna.trial.FrozenTrial) -> float:
    return float(trial.values[0])
