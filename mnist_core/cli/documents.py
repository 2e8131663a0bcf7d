"""The JSON that the command line prints: its fields are a contract with scripts."""

from dataclasses import asdict
from typing import Any

from mnist_core.store.records import Epoch, Run, Scores, Taught


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
        **_taught_fields(run.taught),
    }


def _taught_fields(taught: Taught | None) -> dict[str, Any]:
    """Tell whose copy a taught run is and what it gained; accuracies are shares in [0, 1]."""
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
