"""Runs, the epochs of one, and the trials of a sweep, as tables for a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from dataclasses import fields

from mnist_core.config import RunConfig
from mnist_core.store.records import Epoch, Run
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.variable_settings import value_text

EPOCH_COLUMNS = ("epoch", *(field.name for field in fields(Epoch) if field.name != "number"))

Cell = str | int | float | bool | None
OWN_COLUMNS_BEFORE = ("id", "name", "state")
OWN_COLUMNS_AFTER = (
    "parameters",
    "epochs_done",
    "validation_error_percent",
    "test_error_percent",
    "seconds_per_epoch",
    "notes",
    "tags",
)
TRIAL_COLUMNS = ("validation_error_percent", "epochs_done", "seconds", "parameters", "message")
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def runs_csv(runs: Iterable[Run]) -> str:
    """Write one row a run under a header; a setting's column can be read back by ``make_config``.

    What is not known is an empty cell. Text that a spreadsheet would run as a formula gets an
    apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*OWN_COLUMNS_BEFORE, *RunConfig.model_fields, *OWN_COLUMNS_AFTER])
    for run in runs:
        row = (
            *(run.id, run.name, run.state),
            *(_setting(run.config, field) for field in RunConfig.model_fields),
            *(run.parameters, run.epochs_done),
            *map(_rounded, (run.val_error_percent, run.test_error_percent, run.seconds_per_epoch)),
            *(run.notes, ", ".join(run.tags)),
        )
        writer.writerow([_defused(cell) for cell in row])
    return text.getvalue()


def history_csv(epochs: Iterable[Epoch]) -> str:
    """Write one row an epoch under a header, each number with all its digits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(EPOCH_COLUMNS)
    for epoch in epochs:
        values = (getattr(epoch, column) for column in EPOCH_COLUMNS[1:])
        writer.writerow([epoch.number, *map(repr, values)])
    return text.getvalue()


def trials_csv(sweep: Sweep, trials: Iterable[Trial]) -> str:
    """Write one row a trial under a header, a network's layers with spaces between them.

    What is not known is an empty cell.
    """
    fields = [dimension.field for dimension in sweep.plan.dimensions]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["trial", "run", "state", *fields, *TRIAL_COLUMNS])
    for trial in trials:
        settings = (
            value_text(trial.params[field]).replace(",", " ") if field in trial.params else None
            for field in fields
        )
        row = (
            *(trial.number + 1, trial.run_id, trial.state, *settings),
            *(_rounded(trial.error), trial.epochs, _rounded(trial.seconds)),
            *(trial.parameters, trial.message),
        )
        writer.writerow([_defused(cell) for cell in row])
    return text.getvalue()


def _setting(config: RunConfig, field: str) -> Cell:
    if field == "hidden_units":  # with spaces: a spreadsheet reads "10-10" as a date
        return " ".join(str(units) for units in config.hidden_units)
    value: Cell = getattr(config, field)
    return value


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
