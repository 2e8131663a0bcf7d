"""A smaller space around the best of a sweep, for a second, finer one."""

import math
from collections.abc import Sequence

from mnist_core.errors import ConfigError
from mnist_core.sweeps.best_trials import best_trials, goals
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.records import Trial
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.variable_settings import NUMBERS, Value

BEST_SHARE = 0.2
FEWEST = 3
MARGIN = 0.1
TOLERANCE = 1e-9


def narrow(plan: SweepPlan, trials: Sequence[Trial]) -> tuple[Dimension, ...]:
    """Give the plan's dimensions, each drawn in around the values of the best trials.

    The best are a fifth of the finished trials, at least 3; for two goals those that no other
    beats, and of the others what is needed to make 3. A range goes from their least value to
    their greatest, a tenth of the old range wider on either side. A list keeps the values that
    they had, and the next best value where that would be a single one.

    Raises:
        ConfigError: fewer than 3 trials have finished.
    """
    finished = [trial for trial in trials if goals(trial, plan.objective) is not None]
    if len(finished) < FEWEST:
        raise ConfigError(
            f"A sweep narrows around its best trials once {FEWEST} have finished; "
            f"so far {len(finished) or 'none'} {'has' if len(finished) == 1 else 'have'}."
        )
    best = _best(finished, plan)
    return tuple(_narrowed(dimension, best, finished) for dimension in plan.dimensions)


def _best(finished: Sequence[Trial], plan: SweepPlan) -> list[Trial]:
    """Give the trials to narrow around, at least 3: for two goals front by front."""
    if plan.objective == "error":
        return _by_error(finished)[: max(FEWEST, math.ceil(BEST_SHARE * len(finished)))]
    rest, best = list(finished), list[Trial]()
    while len(best) < FEWEST:
        front = best_trials(rest, plan.objective)
        best += front
        taken = {trial.number for trial in front}
        rest = [trial for trial in rest if trial.number not in taken]
    return best


def _by_error(trials: Sequence[Trial]) -> list[Trial]:
    return sorted(trials, key=lambda trial: (trial.error or 0.0, trial.number))


def _narrowed(dimension: Dimension, best: Sequence[Trial], finished: Sequence[Trial]) -> Dimension:
    field = dimension.field
    values = [trial.params[field] for trial in best if field in trial.params]
    if not values:
        return dimension
    if not dimension.values:
        return _narrowed_range(dimension, [float(value or 0) for value in values])
    kept = {value for value in dimension.values if value in values}
    if len(kept) == 1:
        kept |= _next_best(dimension, next(iter(kept)), finished)
    return dimension.model_copy(
        update={"values": tuple(v for v in dimension.values if v in kept) or dimension.values}
    )


def _next_best(dimension: Dimension, value: Value, finished: Sequence[Trial]) -> set[Value]:
    """Give the best of the other values; of numbers, the better one next to ``value``."""
    place = dimension.values.index(value)
    others = [other for other in dimension.values if other != value]
    if dimension.field in NUMBERS:
        others = [*dimension.values[max(0, place - 1) : place], *dimension.values[place + 1 :][:1]]
    tried = [trial.params.get(dimension.field) for trial in _by_error(finished)]
    return {*sorted(others, key=lambda v: tried.index(v) if v in tried else len(tried))[:1]}


def _narrowed_range(dimension: Dimension, values: Sequence[float]) -> Dimension:
    """Shrink a range; whole numbers are rounded outwards, so that at least two are left."""
    assert dimension.low is not None
    assert dimension.high is not None
    old_low, old_high = dimension.low, dimension.high
    if dimension.log:
        factor = (old_high / old_low) ** MARGIN
        low, high = min(values) / factor, max(values) * factor
    else:
        margin = MARGIN * (old_high - old_low)
        low, high = min(values) - margin, max(values) + margin
    if dimension.whole:
        low, high = float(math.floor(low + TOLERANCE)), float(math.ceil(high - TOLERANCE))
    else:
        low, high = float(f"{low:.4g}"), float(f"{high:.4g}")
    return dimension.model_copy(update={"low": max(old_low, low), "high": min(old_high, high)})
