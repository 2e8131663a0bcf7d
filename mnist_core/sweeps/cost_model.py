"""How fast networks train here: seconds of an epoch by its work, fitted to runs that trained."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from mnist_core.config import RunConfig
from mnist_core.dataset import epoch_size
from mnist_core.network.architecture import parameter_count
from mnist_core.store.damaged_rows import sound, sound_runs
from mnist_core.store.database import transaction
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow, SweepRow
from mnist_core.sweeps.records import Parallelism
from mnist_core.sweeps.row_mapping import sweep_of

Floats = NDArray[np.float64]

NEWEST, FEWEST = 300, 3
SOME = 5  # where one is wanted: the first of them may be damaged
PRIOR_OVERHEAD_S = 1.5
# Seconds, on two cores of a laptop, for each of ``work``'s counts.
PRIOR_COSTS = (5e-4, 5e-6, 7e-11, 1e-9, 5e-6)
# The weight of the usual costs beside one measured run: enough to decide what similar runs leave
# open, too little to change what they show.
PRIOR_WEIGHT = 0.03


@dataclass(frozen=True)
class CostModel:
    """What a training takes here, alone and with one thread.

    Attributes:
        costs: seconds for each of the five counts of ``work``.
        overhead_s: seconds of a run outside its epochs.
        measured: whether the costs come from runs of this lab, and not from elsewhere.
    """

    costs: tuple[float, ...] = PRIOR_COSTS
    overhead_s: float = PRIOR_OVERHEAD_S
    measured: bool = False

    def seconds_per_epoch(self, config: RunConfig) -> float:
        """Give the seconds of an epoch, validation included."""
        return float(work(config) @ np.array(self.costs))

    def seconds(self, config: RunConfig) -> float:
        """Give the seconds of a whole run, all its epochs done."""
        return config.epochs * self.seconds_per_epoch(config) + self.overhead_s


@dataclass(frozen=True)
class _Timing:
    config: RunConfig
    seconds_per_epoch: float
    overhead_s: float


def work(config: RunConfig) -> Floats:
    """Count what an epoch does: (5,), each a number of times.

    Steps, digits, digits by parameters (the products), steps by parameters (the optimizer goes
    through all weights at each step), and digits that are augmented.
    """
    digits, parameters = epoch_size(config), parameter_count(config)
    steps = -(-digits // config.batch_size)
    augmented = digits if config.changes_digits else 0
    return np.array([steps, digits, digits * parameters, steps * parameters, augmented], float)


def read_cost_model(store: RunStore, parallelism: Parallelism | None = None) -> CostModel:
    """Fit the costs to the newest 300 runs that trained; the usual one where fewer than 3 did.

    Args:
        parallelism: how much faster an ordinary run, which has all threads, is than one with a
            single thread. A sweep's runs are slowed by each other as that sweep had measured.
    """
    timings = _timings(store, parallelism)
    if len(timings) < FEWEST:
        return CostModel()
    overheads = [timing.overhead_s for timing in timings]
    return CostModel(fit(timings), float(np.median(overheads)), measured=True)


def fit(timings: Sequence[_Timing]) -> tuple[float, ...]:
    """Find costs of no less than 0 by least squares over relative errors.

    The usual costs, brought to this machine's speed, fill in for what the runs leave open.
    """
    from scipy.optimize import nnls  # noqa: PLC0415 - pages import this module, few need it

    seconds = np.array([timing.seconds_per_epoch for timing in timings])
    relative = np.array([work(timing.config) for timing in timings]) / seconds[:, None]
    usual = np.array(PRIOR_COSTS) / np.median(relative @ np.array(PRIOR_COSTS))
    trust = PRIOR_WEIGHT * np.eye(len(usual))
    rows = np.vstack([relative * usual, trust])  # costs in units of the usual ones
    wanted = np.concatenate([np.ones(len(timings)), PRIOR_WEIGHT * np.ones(len(usual))])
    factors, _ = nnls(rows, wanted)
    return tuple(float(cost) for cost in factors * usual)


def newest_parallelism(store: RunStore) -> Parallelism | None:
    """Give how many trainings at once were fastest when last measured; none before."""
    measured = select(SweepRow).where(SweepRow.sharing.is_not(None)).order_by(SweepRow.id.desc())
    with transaction(store.database, reads_only=True) as session:
        sweeps = sound(session, session.scalars(measured.limit(SOME)), sweep_of)
        return next((sweep.sharing for sweep in sweeps), None)


def _timings(store: RunStore, parallelism: Parallelism | None) -> list[_Timing]:
    trained = (RunRow.epochs_done > 0, RunRow.seconds_per_epoch > 0, RunRow.taught.is_(None))
    wanted = (
        select(RunRow, SweepRow)
        .outerjoin(SweepRow, SweepRow.id == RunRow.sweep_id)
        .where(*trained, RunRow.ended_at > RunRow.started_at)
        .order_by(RunRow.id.desc())
        .limit(NEWEST)
    )
    with transaction(store.database, reads_only=True) as session:
        found = session.execute(wanted).all()
        of_sweeps = {row.id: row for _, row in found if row is not None}
        sharing = {each.id: each.sharing for each in sound(session, of_sweeps.values(), sweep_of)}
        runs = list(sound_runs(session, (row for row, _ in found)))
    return [_timing(run, sharing.get(run.sweep_id or ""), parallelism) for run in runs]


def _timing(run: Run, own: Parallelism | None, parallelism: Parallelism | None) -> _Timing:
    """Give what a run took, as it would have been alone and with one thread."""
    seconds = run.seconds_per_epoch or 0.0
    whole = (run.ended_at or 0.0) - (run.started_at or 0.0)
    factor = _slowdown_alone(own, parallelism, in_sweep=run.sweep_id is not None)
    return _Timing(
        config=run.config,
        seconds_per_epoch=factor * seconds,
        overhead_s=factor * max(0.0, whole - run.epochs_done * seconds),
    )


def _slowdown_alone(
    own: Parallelism | None, parallelism: Parallelism | None, *, in_sweep: bool
) -> float:
    """Give the factor from a run's seconds to those it would take alone, with one thread."""
    if own is not None and own.rates:
        return own.gain / own.at_once
    if in_sweep or parallelism is None or not parallelism.together:
        return 1.0
    return parallelism.together / parallelism.rates.get(1, parallelism.together)
