"""How long a sweep will take: from what runs took here, then from its own trials."""

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from mnist_core.environment import read_settings
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.cost_model import CostModel, newest_parallelism, read_cost_model
from mnist_core.sweeps.plan import MINUTE_S, SweepPlan
from mnist_core.sweeps.records import Parallelism, Sweep, Trial, counted
from mnist_core.sweeps.search_space import Dimension, grid_points
from mnist_core.sweeps.variable_settings import Params, Value

MAX_SAMPLED = 200
FEWEST_ENDED = 3


@dataclass(frozen=True)
class TimeEstimate:
    """What a sweep is expected to take.

    Trials are taken to do all their epochs: pruning and early stopping make a sweep shorter, by
    how much only the sweep itself will show.

    Attributes:
        trials: how many there will be, by its plan or as many as its minutes allow.
        seconds: how long it will run.
        seconds_per_trial: of one that trains alone, on average over what the plan may try.
        at_once: how many will train side by side.
        measured: whether it comes from runs of this lab, and not from elsewhere.
    """

    trials: int | None
    seconds: float | None
    seconds_per_trial: float
    at_once: int
    measured: bool


def estimate(
    store: RunStore, plan: SweepPlan, parallelism: Parallelism | None = None
) -> TimeEstimate:
    """Estimate what a plan will take.

    Args:
        parallelism: how many trainings at once the machine rewards; None takes the last
            measurement, or, before any, a guess of one per processor.
    """
    parallelism = parallelism or newest_parallelism(store)
    cost_model = read_cost_model(store, parallelism)
    alone = _seconds_per_trial(plan, cost_model)
    gain, at_once = _gain(parallelism), _at_once(parallelism)
    trials, seconds = plan.planned_trials, math.inf
    if trials is not None:
        seconds = _duration(trials, alone, gain)
    if plan.minutes is not None and seconds > MINUTE_S * plan.minutes:
        seconds = MINUTE_S * plan.minutes
        fitting = max(1, math.floor(seconds * gain / alone))
        trials = fitting if trials is None else min(trials, fitting)
    at_once = at_once if trials is None else min(at_once, trials)
    return TimeEstimate(trials, seconds, alone, at_once, cost_model.measured)


def seconds_left(store: RunStore, sweep: Sweep, trials: Sequence[Trial]) -> float | None:
    """Estimate for how long a sweep will still run, pauses left out; none where it has ended.

    Once 3 trials have ended it goes by how long they took, pruned ones too, and by how many
    trained side by side. Its time limit ends it in any case.
    """
    if sweep.state not in ("running", "paused"):
        return None
    by_clock = math.inf if sweep.seconds_left is None else max(0.0, sweep.seconds_left)
    if sweep.trials is None:
        return by_clock
    trials = counted(trials)
    took = [t.ended_at - t.began_at for t in trials if t.ended_at and t.state != "stopped"]
    if len(took) >= FEWEST_ENDED:
        now = time.time()
        return min(by_clock, _left(sweep.trials, trials, fmean(took), _side_by_side(trials, now)))
    parallelism = sweep.sharing or newest_parallelism(store)
    alone = _seconds_per_trial(sweep.plan, read_cost_model(store, parallelism))
    at_once = _at_once(parallelism)
    beside_others = alone * max(1.0, at_once / _gain(parallelism))
    return min(by_clock, _left(sweep.trials, trials, beside_others, at_once))


def _left(planned: int, trials: Sequence[Trial], each_s: float, at_once: float) -> float:
    """Give the seconds that trials of ``each_s`` take, those that train partly done."""
    now = time.time()
    training = [max(0.0, each_s - (now - t.began_at)) for t in trials if t.state == "training"]
    waiting = max(0, planned - len(trials))
    in_all = sum(training) + waiting * each_s
    longest = each_s if waiting else max(training, default=0.0)
    return max(longest, in_all / max(1.0, at_once))


def _side_by_side(trials: Sequence[Trial], now: float) -> float:
    """Give how many trials trained at once, on average over the time in which any did."""
    spans = sorted((trial.began_at, trial.ended_at or now) for trial in trials)
    busy, until = 0.0, -math.inf
    for began, ended in spans:
        busy += max(0.0, ended - max(began, until))
        until = max(until, ended)
    return sum(ended - began for began, ended in spans) / busy if busy else 1.0


def _duration(trials: int, alone_s: float, gain: float) -> float:
    return alone_s * max(1.0, trials / gain)


def _gain(parallelism: Parallelism | None) -> float:
    return float(_most_at_once()) if parallelism is None else max(1.0, parallelism.gain)


def _at_once(parallelism: Parallelism | None) -> int:
    return _most_at_once() if parallelism is None else parallelism.at_once


def _most_at_once() -> int:
    """Give how many trials may train at once, as long as nothing has been measured."""
    return read_settings().at_once


def _seconds_per_trial(plan: SweepPlan, cost_model: CostModel) -> float:
    """Average over the points that the plan may try: a grid's, or some drawn evenly."""
    return fmean(cost_model.seconds(plan.config(params)) for params in _sampled(plan))


def _sampled(plan: SweepPlan) -> list[Params]:
    generator = random.Random(plan.seed)
    grid = plan.sampler == "grid"
    if grid and math.prod(len(dimension.grid) for dimension in plan.dimensions) <= MAX_SAMPLED:
        return grid_points(plan.base, plan.dimensions)
    draw = _drawn_from_grid if grid else _drawn
    return [{d.field: draw(d, generator) for d in plan.dimensions} for _ in range(MAX_SAMPLED)]


def _drawn_from_grid(dimension: Dimension, generator: random.Random) -> Value:
    return generator.choice(dimension.grid)


def _drawn(dimension: Dimension, generator: random.Random) -> Value:
    if dimension.values:
        return generator.choice(dimension.values)
    assert dimension.low is not None
    assert dimension.high is not None
    if dimension.log:
        drawn = math.exp(generator.uniform(math.log(dimension.low), math.log(dimension.high)))
    else:
        drawn = generator.uniform(dimension.low, dimension.high)
    inside = min(dimension.high, max(dimension.low, drawn))
    return round(inside) if dimension.whole else inside
