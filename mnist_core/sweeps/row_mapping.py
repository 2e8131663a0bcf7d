"""Sweeps and trials as the database keeps them, read out of their rows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, get_args

from sqlalchemy.orm import Session

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.errors import StoreError, SweepNotFound
from mnist_core.quoting import quoted
from mnist_core.setting_descriptions import LAYERS, NEURONS
from mnist_core.store.known_values import require_id, require_kind, require_known
from mnist_core.store.row_mapping import DAMAGE, damaged
from mnist_core.store.tables import SweepRow, SweepTrialRow
from mnist_core.store.wrong_values import require_types
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.records import TRIAL_STATES, Parallelism, Sweep, SweepState, Trial

SWEEP_STATES = get_args(SweepState)
VARIED = {*RunConfig.model_fields, LAYERS, NEURONS}


def row_of_sweep(session: Session, sweep_id: str, *, lock: bool = False) -> SweepRow:
    """Give a sweep's row, locked against other writers if it is to be changed.

    Raises:
        SweepNotFound: there is none.
    """
    row = session.get(SweepRow, sweep_id, with_for_update=lock)
    if row is None:
        raise SweepNotFound(f"There is no sweep {quoted(sweep_id)} here; it may have been deleted.")
    return row


def row_to_change(session: Session, person: Person, sweep_id: str) -> SweepRow:
    """Give a sweep's row to a person who changes it, locked against other writers.

    Raises:
        SweepNotFound: there is none.
        NotYours: it belongs to somebody else.
    """
    row = row_of_sweep(session, sweep_id, lock=True)
    person.require_change(row.owner, row.name)
    return row


def sweep_of(row: SweepRow) -> Sweep:
    """Read a sweep out of its row.

    Raises:
        StoreError: the row has what no lab has written.
    """
    with _refused_if_damaged(f"the sweep {row.id}"):
        require_types(row)
        sweep = _sweep_of(row)
        require_known(sweep.state, SWEEP_STATES)
        require_id(sweep.id)
        require_kind(sweep.importances.values(), (int, float))
        return sweep


@contextmanager
def _refused_if_damaged(what: str) -> Iterator[None]:
    try:
        yield
    except (*DAMAGE, StoreError) as error:
        raise damaged(what) from error


def _sweep_of(row: SweepRow) -> Sweep:
    return Sweep(
        id=row.id,
        name=row.name,
        plan=SweepPlan.model_validate_json(row.plan),
        state=row.state,  # type: ignore[arg-type]  # only states of the closed set are written
        message=row.message,
        created_at=row.created_at,
        ended_at=row.ended_at,
        trials=row.trials,
        seconds_allowed=row.seconds_allowed,
        seconds_used=seconds_used(row),
        sharing=_parallelism_of(row.sharing),
        importances=row.importances or {},
        owner=row.owner,
    )


def _parallelism_of(values: dict[str, Any] | None) -> Parallelism | None:
    """Read how many trainings at once a machine rewards out of its JSON."""
    if values is None:
        return None
    rates = {int(count): rate for count, rate in values["rates"].items()}
    return Parallelism(**(values | {"rates": rates}))


def trial_of(row: SweepTrialRow, training_now: tuple[int, float | None] | None = None) -> Trial:
    """Read a trial out of its row.

    Args:
        training_now: epochs done and validation accuracy of a run that trains.

    Raises:
        StoreError: the row has what no lab has written.
    """
    place = row.number + 1 if isinstance(row.number, int) else row.number
    with _refused_if_damaged(f"the sweep {row.sweep_id}, trial {place},"):
        require_types(row)
        trial = _trial_of(row, training_now)
        require_known(trial.state, TRIAL_STATES)
        for field in trial.params:
            require_known(field, VARIED)
        if trial.run_id is not None:
            require_id(trial.run_id)
        return trial


def _trial_of(row: SweepTrialRow, training_now: tuple[int, float | None] | None) -> Trial:
    epochs, share = training_now or (row.epochs, None)
    return Trial(
        number=row.number,
        state=row.state,  # type: ignore[arg-type]  # only states of the closed set are written
        run_id=row.run_id,
        params=dict(row.params),
        epochs=epochs,
        error=row.error if share is None else 100 * (1 - share),
        parameters=row.parameters,
        seconds=row.seconds,
        message=row.message,
        began_at=row.began_at,
        ended_at=row.ended_at,
        repeats=row.repeats,
    )


def with_result(trial: Trial, earlier: Trial) -> Trial:
    """Give a repeated trial with what is known of the one that it repeats."""
    return replace(
        trial,
        epochs=earlier.epochs,
        error=earlier.error,
        parameters=earlier.parameters,
        message=f"as trial {earlier.number + 1}",
    )


def seconds_used(row: SweepRow) -> float:
    """Give how long a sweep has run, pauses left out."""
    since = 0.0 if row.running_since is None else time.time() - row.running_since
    return row.seconds_used + since
