"""Rows of the database turned into the records that others see, and back."""

from dataclasses import asdict, astuple
from typing import Any, get_args

from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.network.training_path import TrainingPath
from mnist_core.store.known_values import (
    LATEST_S,
    require_id,
    require_kind,
    require_known,
    require_up_to,
)
from mnist_core.store.records import (
    Epoch,
    Origin,
    Progress,
    RateChange,
    Run,
    Scores,
    State,
    Taught,
)
from mnist_core.store.tables import EpochRow, RunRow
from mnist_core.store.wrong_values import require_types

STATES, ORIGINS, TRAINING_PATHS = get_args(State), get_args(Origin), get_args(TrainingPath)
NUMBER = (int, float)
DAMAGE = (ValueError, TypeError, KeyError, AttributeError)  # raised over what no lab has written


def run_of(row: RunRow) -> Run:
    """Read a run out of its row.

    Raises:
        StoreError: the row has what no lab has written.
    """
    try:
        require_types(row)
        return _checked(_run_of(row))
    except (*DAMAGE, StoreError) as error:
        raise damaged(f"the run {row.id}") from error


def _checked(run: Run) -> Run:
    """Refuse what is of the right kind, and still nothing that a lab has written.

    Raises:
        ValueError, TypeError: something of it is so.
    """
    require_id(run.id)
    require_known(run.state, STATES)
    require_known(run.origin, ORIGINS)
    require_known(run.training_path, TRAINING_PATHS)
    require_up_to(LATEST_S, run.created_at, run.started_at, run.ended_at, run.seconds_per_epoch)
    require_up_to(1.0, run.test_accuracy, run.val_accuracy)
    require_kind(run.tags, str)
    require_kind((epochs for change in run.former_targets for epochs in change), int)
    require_kind((value for each in run.rate_changes for value in astuple(each)), NUMBER)
    require_kind(astuple(run.progress) if run.progress else (), NUMBER)
    return run


def damaged(what: str) -> StoreError:
    """Say that the record has of something what no lab has written."""
    return StoreError(
        f"What the record has of {what} is damaged; "
        "python -m mnist_core check --repair puts it aside."
    )


def _run_of(row: RunRow) -> Run:
    require_kind((row.tags, row.rate_changes, row.former_targets), list)
    return Run(
        id=row.id,
        name=row.name,
        notes=row.notes,
        config=RunConfig.model_validate_json(row.config),
        state=row.state,  # type: ignore[arg-type]  # only states of the closed set are written
        created_at=row.created_at,
        target_epochs=row.target_epochs,
        epochs_done=row.epochs_done,
        parameters=row.parameters,
        program_version=row.program_version,
        keras_version=row.keras_version,
        request=row.request,
        progress=Progress(**row.progress) if row.progress else None,
        started_at=row.started_at,
        ended_at=row.ended_at,
        test_accuracy=row.test_accuracy,
        message=row.message,
        stopped_at=row.stopped_at,
        rate_changes=tuple(RateChange(**change) for change in row.rate_changes),
        family=row.family,
        val_accuracy=row.val_accuracy,
        seconds_per_epoch=row.seconds_per_epoch,
        taught=taught_of(row.taught),
        sweep_id=row.sweep_id,
        origin=row.origin,  # type: ignore[arg-type]  # only origins of the closed set are written
        tags=tuple(row.tags),
        pruned=row.pruned,
        former_targets=tuple((done, target) for done, target in row.former_targets),
        training_path=row.training_path,  # type: ignore[arg-type]  # known paths only
        owner=row.owner,
    )


def taught_of(values: dict[str, Any] | None) -> Taught | None:
    """Read where a taught run came from out of its row's JSON."""
    if values is None:
        return None
    scores = {
        name: Scores(**values[name]) if values[name] else None for name in ("before", "after")
    }
    return Taught(**(values | scores))


def epoch_of(row: EpochRow) -> Epoch:
    """Read an epoch out of its row.

    Raises:
        StoreError: the row has what no lab has written.
    """
    try:
        require_types(row)
    except TypeError as error:
        raise damaged(f"the run {row.run_id}") from error
    return Epoch(
        row.number,
        row.loss,
        row.accuracy,
        row.val_loss,
        row.val_accuracy,
        row.seconds,
        row.learning_rate,
    )


def epoch_row(run_id: str, epoch: Epoch) -> EpochRow:
    """Make the row that keeps an epoch."""
    return EpochRow(run_id=run_id, **asdict(epoch))
