"""Optuna's side of a sweep: one study in the lab's own database, asked and told by workers.

Only what runs beside the web process imports this; pages read what the store keeps of it.
"""

import functools
import logging
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import optuna
from optuna.exceptions import ExperimentalWarning, OptunaError
from optuna.pruners import BasePruner, HyperbandPruner, MedianPruner, NopPruner
from optuna.samplers import BaseSampler, PartialFixedSampler, RandomSampler, TPESampler
from optuna.storages import RDBStorage, fail_stale_trials
from optuna.trial import TrialState as OptunaState
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from mnist_core.errors import StoreError
from mnist_core.store.database import BUSY_TIMEOUT_S, prepare_connections
from mnist_core.sweeps.plan import Objective, SweepPlan
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.search_space import Dimension, grid_points
from mnist_core.sweeps.variable_settings import Params

HEARTBEAT_S, GRACE_S = 2, 60
OPENINGS, PAUSE_S = 10, 0.3
MIN_FOR_IMPORTANCE = 4
GOALS: dict[Objective, tuple[str, ...]] = {
    "error": ("Validation error (%)",),
    "error_and_parameters": ("Validation error (%)", "Parameters"),
    "error_and_seconds": ("Validation error (%)", "Seconds of training"),
}


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
            with warnings.catch_warnings(action="ignore", category=ExperimentalWarning):
                storage = RDBStorage(
                    url, options, heartbeat_interval=HEARTBEAT_S, grace_period=GRACE_S
                )
            break
        except (OptunaError, DatabaseError) as error:  # two processes made the tables at once
            if attempt == OPENINGS:
                raise StoreError(f"Optuna's tables cannot be opened: {error}") from error
            time.sleep(PAUSE_S)
    prepare_connections(storage.engine)
    storage.engine.dispose()
    return storage


def make_study(url: str, sweep: Sweep) -> optuna.Study:
    """Give the sweep's study, made if it is not there; its name is the sweep's id."""
    goals = GOALS[sweep.plan.objective]
    with warnings.catch_warnings(action="ignore", category=ExperimentalWarning):
        study = optuna.create_study(
            storage=open_storage(url),
            study_name=sweep.id,
            directions=["minimize"] * len(goals),
            pruner=_pruner(sweep.plan),
            load_if_exists=True,
        )
        if study.user_attrs.get("name") != sweep.name:
            study.set_metric_names(list(goals))
            study.set_user_attr("name", sweep.name)
    return study


@functools.lru_cache(maxsize=4)
def open_study(url: str, sweep_id: str, plan: SweepPlan) -> optuna.Study:
    """Give the study that ``make_study`` has made; once in a process."""
    with warnings.catch_warnings(action="ignore", category=ExperimentalWarning):
        return optuna.load_study(
            study_name=sweep_id, storage=open_storage(url), pruner=_pruner(plan)
        )


def ask(study: optuna.Study, plan: SweepPlan, number: int) -> tuple[optuna.Trial, Params]:
    """Begin a trial and have its values chosen.

    Args:
        number: the trial's place in the sweep, which says which point of a grid is its own.
    """
    with warnings.catch_warnings(action="ignore", category=ExperimentalWarning):
        study.sampler = _sampler(plan, number)
    with warnings.catch_warnings(action="ignore"):  # this lab's workers beat by themselves
        trial = study.ask()
    heartbeat(study, trial)
    return trial, {each.field: _suggest(trial, each, plan) for each in plan.dimensions}


def resume_trial(study: optuna.Study, number: int) -> optuna.Trial:
    """Give the trial of that number in the study, which somebody has begun before."""
    found = next(t for t in study.get_trials(deepcopy=False) if t.number == number)
    study.sampler = RandomSampler()  # everything was chosen when the trial began
    return optuna.Trial(study, found._trial_id)


def report(study: optuna.Study, trial: optuna.Trial, errors: Mapping[int, float]) -> bool:
    """Tell Optuna the validation error, in percent, after some epochs, counted from 1.

    Returns:
        Whether the study's pruner ends the trial here; it is then told so.
    """
    if len(study.directions) > 1:
        return False
    try:
        with warnings.catch_warnings(action="ignore"):  # an epoch trained again is no news
            for epoch, error in errors.items():
                trial.report(error, epoch)
            if not trial.should_prune():
                return False
        tell(study, trial, state=OptunaState.PRUNED)
    except (OptunaError, DatabaseError):
        return False  # the database was out of reach; the next epoch asks again
    return True


def state_of(study: optuna.Study, trial: optuna.Trial) -> OptunaState:
    """Give what Optuna thinks of a trial now."""
    return study._storage.get_trial(trial._trial_id).state


def heartbeat(study: optuna.Study, trial: optuna.Trial) -> None:
    """Say that somebody trains the trial."""
    study._storage.record_heartbeat(trial._trial_id)  # type: ignore[attr-defined]


def fail_silent(study: optuna.Study) -> None:
    """Fail the trials whose heartbeat has stopped a minute ago, and that nobody has taken up."""
    with warnings.catch_warnings(action="ignore", category=ExperimentalWarning):
        fail_stale_trials(study)


def importances(study: optuna.Study) -> dict[str, float]:
    """Give each setting's share in what makes trials good, adding up to 1 (PED-ANOVA, Watanabe,
    Bansal and Hutter 2023); empty while there are too few trials."""
    complete = study.get_trials(deepcopy=False, states=[OptunaState.COMPLETE])
    if len(complete) < MIN_FOR_IMPORTANCE:
        return {}
    with warnings.catch_warnings(action="ignore"):
        found = optuna.importance.get_param_importances(study, target=_error_of)
    known = {name: float(share) for name, share in found.items() if np.isfinite(share)}
    return known if sum(known.values()) > 0 else {}


def tell(study: optuna.Study, trial: optuna.Trial, **how: Any) -> None:
    """Tell how a trial ended, once: what was told before stays."""
    study.tell(trial, skip_if_finished=True, **how)


def _error_of(trial: optuna.trial.FrozenTrial) -> float:
    return float(trial.values[0])


def _sampler(plan: SweepPlan, number: int) -> BaseSampler:
    seed = int(np.random.SeedSequence([plan.seed, number]).generate_state(1)[0])
    if plan.sampler == "random":
        return RandomSampler(seed=seed)
    if plan.sampler == "tpe":
        return TPESampler(seed=seed, multivariate=True, constant_liar=True)
    points = grid_points(plan.base, plan.dimensions)
    order = np.random.default_rng(plan.seed).permutation(len(points))
    return PartialFixedSampler(points[order[number]], RandomSampler(seed=seed))


def _suggest(trial: optuna.Trial, dimension: Dimension, plan: SweepPlan) -> Any:
    if dimension.values or plan.sampler == "grid":
        return trial.suggest_categorical(dimension.field, dimension.grid)
    assert dimension.low is not None
    assert dimension.high is not None
    suggest: Callable[..., Any] = trial.suggest_int if dimension.whole else trial.suggest_float
    number = int if dimension.whole else float
    return suggest(
        dimension.field, number(dimension.low), number(dimension.high), log=dimension.log
    )


def _pruner(plan: SweepPlan) -> BasePruner:
    if plan.pruner == "median":
        return MedianPruner(n_startup_trials=4, n_warmup_steps=2)
    if plan.pruner == "hyperband":
        return HyperbandPruner(min_resource=1, max_resource=_most_epochs(plan))
    return NopPruner()


def _most_epochs(plan: SweepPlan) -> int:
    varied = [d for d in plan.dimensions if d.field == "epochs"]
    counts = [int(count or 1) for d in varied for count in (*d.values, d.high) if count]
    return max(counts, default=plan.base.epochs)
