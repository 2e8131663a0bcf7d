"""What a member of a room may sweep: how many trials at a time, and how large a network."""

import itertools

from sqlalchemy import select
from sqlalchemy.orm import Session

from mnist_core.config import RunConfig
from mnist_core.errors import LimitReached
from mnist_core.network.architecture import parameter_count
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import SweepRow
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.variable_settings import Value

SIZES = ("layers", "neurons", "hidden_units", "epochs")


def require_trials(session: Session, store: RunStore) -> None:
    """Let the person's sweeps be as they are now in the transaction.

    Raises:
        LimitReached: those that have not ended have too many trials together.
    """
    most = store.allowance.limits.trials
    if most is None:
        return
    session.flush()
    open_sweeps = (SweepRow.owner == store.person.id, SweepRow.state.in_(["running", "paused"]))
    planned = list(session.scalars(select(SweepRow.trials).where(*open_sweeps)))
    if None in planned:
        raise LimitReached(f"A sweep in this room has at most {most} trials: say how many.")
    have = sum(trials or 0 for trials in planned)
    if have > most:
        raise LimitReached(
            f"Your sweeps that have not ended would have {have} trials, and {most} may in this "
            "room: take fewer, or wait until one has ended."
        )


def largest_trial(plan: SweepPlan) -> tuple[RunConfig, int]:
    """Give the trial that may have most epochs and parameters together, and its parameters."""
    ends = [_ends(dimension) for dimension in plan.dimensions]
    fields = [dimension.field for dimension in plan.dimensions]
    corners = (dict(zip(fields, values, strict=True)) for values in itertools.product(*ends))
    configs = [plan.config(corner) for corner in corners]
    counted = [(config, parameter_count(config)) for config in configs]
    return max(counted, key=lambda pair: pair[0].epochs * pair[1])


def _ends(dimension: Dimension) -> tuple[Value, ...]:
    """Give the values that may make a trial the largest; of what is no size, any one."""
    values = tuple(dimension.grid)
    if dimension.field not in SIZES:
        return values[:1]
    return values if dimension.values else (values[0], values[-1])
