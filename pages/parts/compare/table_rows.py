"""The rows of the table of runs: what stands in each column, as text."""

from collections.abc import Mapping
from typing import Any

from mnist_core.compare.contenders import Spread
from mnist_core.compare.run_list import Listing, Row
from mnist_core.compare.seeds import name_with_seeds
from mnist_core.figures.comparison_style import error_text
from mnist_core.store.run_list_queries import Query
from parts.shared.texts import age

NONE = "–"
COLUMNS: tuple[tuple[str, str, bool, str], ...] = (
    ("name", "Run", False, "Name and settings; sorts by name"),
    ("test", "Test error", True, "On the 10,000 test digits, at the end"),
    ("val", "Val. error", True, "On the validation digits, of the weights that are kept"),
    ("epochs", "Epochs", True, "Epochs done; of several seeds, by the one that has most"),
    ("parameters", "Parameters", True, "Trainable parameters: weights and biases"),
    ("seconds", "Epoch time", True, "Seconds for an epoch of training and validation"),
    ("state", "State", False, "Where the run is: queued, training, finished …"),
    ("created", "Age", False, "Sorts by when it was started"),
)
LEAST_FAR = ("training", "queued", "paused", "failed", "stopped", "pruned", "finished")
LARGEST_FIRST = ("created", "epochs", "parameters", "seconds")


def table_facts(
    listing: Listing,
    query: Query,
    *,
    colors: Mapping[str, int],
    baseline: Row | None,
    now: float,
) -> dict[str, Any]:
    """Put a page of the list into what the table draws.

    Args:
        colors: of the ticked runs by their id, as places among the theme's chart colours.
        baseline: what differences are to, if anything.
        now: the time in seconds, for ages.
    """
    return {
        "columns": [
            {
                "key": key,
                "title": title,
                "number": number,
                "help": help_text,
                "descending": key in LARGEST_FIRST,
            }
            for key, title, number, help_text in COLUMNS
        ],
        "sort": {"by": query.sort, "descending": query.descending},
        "rows": [_row_facts(row, colors, baseline, now) for row in listing.rows],
    }


def _row_facts(
    row: Row, colors: Mapping[str, int], baseline: Row | None, now: float
) -> dict[str, Any]:
    run = row.run
    other = baseline if baseline is not None and baseline.run.id != run.id else None
    val, val_tone = _difference(row.val_error, other.val_error if other else None)
    test, test_tone = _difference(row.test_error, other.test_error if other else None)
    is_baseline = baseline is not None and baseline.run.id == run.id
    newest = max(run.created_at for run in row.runs)
    return {
        "run": run.id,
        "name": run.name,
        "color": colors.get(run.id),
        "cells": {
            "name": [name_with_seeds(row.runs), run.config.summary],
            "created": [age(now - newest), run.notes.split("\n")[0]],
            "epochs": [_epochs(row), ""],
            "val": [error_text(row.val_error), val],
            "test": [error_text(row.test_error), "baseline" if is_baseline else test],
            "parameters": [f"{run.parameters:,}", _ratio(run.parameters, other)],
            "seconds": [seconds_text(row.seconds_per_epoch), ""],
            "state": [state_text(row), _ended(row)],
        },
        "tones": {"val": val_tone, "test": test_tone},
        "tags": list(row.tags),
    }


def seconds_text(seconds: float | None) -> str:
    """Write seconds with as many digits as matter."""
    if seconds is None:
        return NONE
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"


def state_text(row: Row) -> str:
    """Give a run's state; of several, the state of those that have progressed least."""
    states = {run.word for run in row.runs}
    return next(state for state in LEAST_FAR if state in states)


def _epochs(row: Row) -> str:
    """Give the epochs done; of several runs, by the one that has most."""
    run = max(row.runs, key=lambda run: run.epochs_done)
    short = run.epochs_done < run.target_epochs
    return f"{run.epochs_done} of {run.target_epochs}" if short else f"{run.epochs_done}"


def _ended(row: Row) -> str:
    """Give how many of several runs have ended, while some have not."""
    ended = sum(not run.active for run in row.runs)
    return f"{ended} of {len(row.runs)} ended" if row.active and len(row.runs) > 1 else ""


def _difference(ours: Spread | None, others: Spread | None) -> tuple[str, str]:
    if ours is None or others is None:
        return "", ""
    points = ours.mean - others.mean
    return f"{points:+.2f}".replace("-", "−"), "good" if points < 0 else "bad" if points > 0 else ""


def _ratio(parameters: int, other: Row | None) -> str:
    return "" if other is None else f"×{parameters / other.run.parameters:.2g}"
