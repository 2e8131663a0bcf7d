"""What a member of a room may sweep: how many trials at a time, and how large a network."""

import itertools

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mnist_core.errors import LimitReached
from mnist_core.network.architecture import parameter_count
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import SweepRow
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.variable_settings import Value

SIZES = ("layers", "neurons", "hidden_units", "epochs")


def require_trials(session: Session, store: RunStore, trials: int | None) -> None:
    """Let the person's sweeps have so many trials more.

    Args:
        trials: none where time alone limits the sweep.

    Raises:
        LimitReached: with them their sweeps would have too many.
    """
    most = store.allowance.limits.trials
    if most is None:
        return
    if trials is None:
        raise LimitReached(f"A sweep in this room has at most {most} trials: say how many.")
    open_sweeps = (SweepRow.owner == store.person.id, SweepRow.state.in_(["running", "paused"]))
    planned = select(func.coalesce(func.sum(SweepRow.trials), 0)).where(*open_sweeps)
    have = session.scalar(planned) or 0
    if have + trials > most:
        raise LimitReached(
            f"Your sweeps that have not ended would have {have + trials} trials, and {most} may "
            "in this room: take fewer, or wait until one has ended."
        )


def largest_work(plan: SweepPlan) -> tuple[int, int]:
    """Give epochs and parameters of the trial that may have most of both together."""
    ends = [_ends(dimension) for dimension in plan.dimensions]
    fields = [dimension.field for dimension in plan.dimensions]
    corners = (dict(zip(fields, values, strict=True)) for values in itertools.product(*ends))
    configs = [plan.config(corner) for corner in corners]
    return max(
        ((config.epochs, parameter_count(config)) for config in configs),
        key=lambda pair: pair[0] * pair[1],
    )


def _ends(dimension: Dimension) -> tuple[Value, ...]:
    """Give the values that may make a trial the largest; of what is no size, any one."""
    values = tuple(dimension.grid)
    if dimension.field not in SIZES:
        return values[:1]
    return values if dimension.values else (values[0], values[-1])
