"""The JSON that the command line prints: its fields are a contract with scripts."""

from dataclasses import asdict
from typing import Any

from mnist_core.records import Epoch, Run


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
    }


def _epoch_document(epoch: Epoch) -> dict[str, Any]:
    values = asdict(epoch)
    return {"epoch": values.pop("number"), **values}
