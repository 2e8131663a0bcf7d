"""A sweep's trials as rows of a table, a page at a time, following what trains."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mnist_core.errors import LabError
from mnist_core.setting_descriptions import HIDDEN_UNITS
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.variable_settings import shown_value
from mnist_core.web.listed_rows import NONE, seconds_text
from mnist_core.web.messages import ListedRow, ListedRows
from mnist_core.web.sweep_texts import trial_name
from mnist_core.web.trial_cache import TrialCache

PAGE_SIZE, MOST_PAGES = 20, 1_000_000
PLACES = {"finished": 0, "pruned": 1, "stopped": 2, "training": 3}  # by error; others come last
Value = Callable[[Trial], Any]
VALUES: dict[str, Value] = {
    "trial": lambda trial: trial.number,
    "state": lambda trial: PLACES.get(trial.state, len(PLACES)),
    "error": lambda trial: trial.error,
    "epochs": lambda trial: trial.epochs,
    "seconds": lambda trial: trial.seconds,
    "parameters": lambda trial: trial.parameters,
}


@dataclass(frozen=True)
class TrialOrder:
    """Which trials come first, and which page of them is meant.

    Attributes:
        by: a key of ``VALUES``, or the field of a setting that varies.
        descending: whether the largest comes first; of the error, finished trials always do.
        page: counted from 1.
    """

    by: str = "error"
    descending: bool = False
    page: int = 1


def read_order(options: Mapping[str, str]) -> TrialOrder:
    """Read an order out of a feed's options.

    Raises:
        LabError: the page is no number from 1 to a million.
    """
    page = options["page"]
    if not page.isdecimal() or not 0 < int(page) <= MOST_PAGES:
        raise LabError(f"A page of trials is a number from 1, not {page[:80]!r}.")
    return TrialOrder(options["by"], options["descending"] == "yes", int(page))


def trial_rows(sweep: Sweep, cache: TrialCache, order: TrialOrder) -> ListedRows:
    """Put a page of the trials into texts; of more pages than there are, the last.

    Raises:
        LabError: the sweep has nothing of the order's name.
    """
    ranked = ranked_trials(sweep, cache, order)
    page = min(order.page, page_count(ranked))
    shown = ranked[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = tuple(_row(sweep, trial) for trial in shown)
    return ListedRows(rows=rows, page=rows_mark(ranked))


def rows_mark(trials: Sequence[Trial]) -> str:
    """Give what changes with the number of pages, which the page itself draws."""
    return f"{page_count(trials)} {'some' if trials else 'none'}"


def page_count(trials: Sequence[Trial]) -> int:
    """Give on how many pages they stand, at least one."""
    return max(1, -(-len(trials) // PAGE_SIZE))


def ranked_trials(sweep: Sweep, cache: TrialCache, order: TrialOrder) -> list[Trial]:
    """Sort the trials that have begun; one without a value of what they are sorted by comes last.

    Raises:
        LabError: the sweep has nothing of the order's name.
    """
    varied = {dimension.field for dimension in sweep.plan.dimensions}
    if order.by not in varied | set(VALUES):
        raise LabError(f"A sweep's trials cannot be sorted by {order.by[:80]!r}.")
    value = VALUES.get(order.by) or (lambda trial: _setting(trial, order.by))
    key = (order.by, order.descending)
    return cache.once(key, lambda: _sort(cache.trials, value, order))


def _sort(trials: Sequence[Trial], value: Value, order: TrialOrder) -> list[Trial]:
    known = [trial for trial in trials if value(trial) is not None]
    known.sort(key=value, reverse=order.descending)
    ranked = [*known, *(trial for trial in trials if value(trial) is None)]
    return sorted(ranked, key=VALUES["state"]) if order.by == "error" else ranked


def _setting(trial: Trial, field: str) -> Any:
    """Give a varied setting's value; a network, which is a text, as its layers' sizes."""
    value = trial.params.get(field)
    if field == HIDDEN_UNITS:
        return [int(units) for units in str(value or "").split(",") if units]
    return value


def _row(sweep: Sweep, trial: Trial) -> ListedRow:
    cells = {
        "trial": f"{trial.number + 1}",
        "error": NONE if trial.error is None else f"{trial.error:.2f}%",
        "epochs": NONE if trial.state == "training" else f"{trial.epochs}",
        "seconds": seconds_text(trial.seconds),
        "parameters": NONE if trial.parameters is None else f"{trial.parameters:,}",
    }
    for field in (dimension.field for dimension in sweep.plan.dimensions):
        known = field in trial.params
        cells[field] = shown_value(field, trial.params[field]) if known else NONE
    return ListedRow(
        run=trial.run_id or f"trial {trial.number + 1}",
        name=trial_name(trial),
        cells={key: (text, "") for key, text in cells.items()}
        | {"state": (trial.state, trial.message)},
        tones={},
        tags=(),
    )
