"""The JSON that the command line prints: its fields are a contract with scripts."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from mnist_core.setting_descriptions import HIDDEN_UNITS
from mnist_core.store.records import Epoch, Run, Scores, Taught
from mnist_core.sweeps.best_trials import best_trial, best_trials
from mnist_core.sweeps.plan import Objective
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.variable_settings import Params


def print_json(document: Any) -> None:
    """Print one document, in ASCII, which any terminal can show."""
    print(json.dumps(document, indent=2))


def run_document(run: Run, history: list[Epoch]) -> dict[str, Any]:
    """Describe a run and its history as ``train --json`` and ``show --json`` print it."""
    return {
        "id": run.id,
        "name": run.name,
        "state": run.state,
        "config": run.config.model_dump(mode="json"),
        "parameters": run.parameters,
        "history": [_epoch_document(epoch) for epoch in history],
        "test_accuracy": run.test_accuracy,
        "test_error_percent": run.test_error_percent,
        "message": run.message,
        "notes": run.notes,
        "created_at": run.created_at,
        "program_version": run.program_version,
        "keras_version": run.keras_version,
        "training_path": run.training_path,
        **_taught_fields(run.taught),
    }


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
        "repeats": None if trial.repeats is None else trial.repeats + 1,
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


def _taught_fields(taught: Taught | None) -> dict[str, Any]:
    """Describe whose copy a fine-tuned run is and its gain; accuracies are shares in [0, 1]."""
    if taught is None:
        return {"parent": None}
    return {
        "parent": taught.parent_id,
        "parent_name": taught.parent_name,
        "drawings": taught.drawings,
        "before": _scores(taught.before),
        "after": _scores(taught.after),
    }


def _scores(scores: Scores | None) -> dict[str, float] | None:
    if scores is None:
        return None
    return {"drawings_accuracy": scores.drawings, "test_accuracy": scores.test}


def _epoch_document(epoch: Epoch) -> dict[str, Any]:
    values = asdict(epoch)
    return {"epoch": values.pop("number"), **values}
