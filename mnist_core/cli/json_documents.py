"""The JSON that ``sweep --json`` prints: its fields are a contract with scripts."""

from collections.abc import Sequence
from typing import Any

from mnist_core.setting_descriptions import HIDDEN_UNITS
from mnist_core.sweeps.best_trials import best_trial, best_trials
from mnist_core.sweeps.plan import Objective
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.variable_settings import Params


def sweep_document(sweep: Sweep, trials: Sequence[Trial]) -> dict[str, Any]:
    """Describe a sweep, its trials in order, and its best; for two goals its front too."""
    objective = sweep.plan.objective
    best = best_trial(trials)
    document = {
        "id": sweep.id,
        "name": sweep.name,
        "state": sweep.state,
        "trials": [_trial_document(trial, objective) for trial in trials],
        "best": None if best is None else _trial_document(best, objective),
    }
    if objective == "error":
        return document
    front = best_trials(trials, objective)
    return document | {"front": [_trial_document(trial, objective) for trial in front]}


def _trial_document(trial: Trial, objective: Objective) -> dict[str, Any]:
    """Describe a trial; its number is that of its run's name, counted from 1."""
    return {
        "number": trial.number + 1,
        "run": trial.run_id,
        "state": trial.state,
        "params": _numbered(trial.params),
        "value": _value(trial, objective),
        "error_percent": trial.error,
        "epochs": trial.epochs,
    }


def _value(trial: Trial, objective: Objective) -> float | list[float] | None:
    if objective == "error" or trial.error is None:
        return trial.error
    second = trial.parameters if objective == "error_and_parameters" else trial.seconds
    return None if second is None else [trial.error, second]


def _numbered(params: Params) -> dict[str, Any]:
    """Give networks as lists of numbers, as ``train --json`` does, and not as texts."""
    units = params.get(HIDDEN_UNITS)
    if not isinstance(units, str):
        return dict(params)
    return {**params, HIDDEN_UNITS: [int(part) for part in units.split(",") if part]}
