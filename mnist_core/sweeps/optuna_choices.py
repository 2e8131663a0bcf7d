"""How Optuna chooses the values of a sweep's trials, ends those that go badly, and is told."""

from collections.abc import Callable
from typing import Any

import numpy as np
import optuna
from optuna.pruners import BasePruner, HyperbandPruner, MedianPruner, NopPruner
from optuna.samplers import BaseSampler, PartialFixedSampler, RandomSampler, TPESampler

from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space import Dimension, grid_points


def sampler_of(plan: SweepPlan, number: int, *, anywhere: bool = False) -> BaseSampler:
    """Give what chooses the values of a sweep's trial; the same for the same plan and number.

    Args:
        anywhere: whether to draw at random instead: a TPE that has just chosen what was tried
            before would go on to.
    """
    seed = int(np.random.SeedSequence([plan.seed, number]).generate_state(1)[0])
    if plan.sampler == "random" or (anywhere and plan.sampler == "tpe"):
        return RandomSampler(seed=seed)
    if plan.sampler == "tpe":
        return TPESampler(seed=seed, multivariate=True, constant_liar=True)
    points = grid_points(plan.base, plan.dimensions)
    order = np.random.default_rng(plan.seed).permutation(len(points))
    return PartialFixedSampler(points[order[number]], RandomSampler(seed=seed))


def suggest_value(trial: optuna.Trial, dimension: Dimension, plan: SweepPlan) -> Any:
    """Have a trial's value of one dimension chosen."""
    if dimension.values or plan.sampler == "grid":
        return trial.suggest_categorical(dimension.field, dimension.grid)
    assert dimension.low is not None
    assert dimension.high is not None
    suggest: Callable[..., Any] = trial.suggest_int if dimension.whole else trial.suggest_float
    number = int if dimension.whole else float
    return suggest(
        dimension.field, number(dimension.low), number(dimension.high), log=dimension.log
    )


def told_values(plan: SweepPlan, error: float, parameters: int, seconds: float) -> list[float]:
    """Give what Optuna is told of a trial that has finished, by what counts in its sweep."""
    goals = (error, float(parameters), seconds)
    kept = {"error": (0,), "error_and_parameters": (0, 1), "error_and_seconds": (0, 2)}
    return [goals[place] for place in kept[plan.objective]]


def pruner_of(plan: SweepPlan) -> BasePruner:
    """Give what ends the trials that go badly; without a pruner one that ends none."""
    if plan.pruner == "median":
        return MedianPruner(n_startup_trials=4, n_warmup_steps=2)
    if plan.pruner == "hyperband":
        return HyperbandPruner(min_resource=1, max_resource=_most_epochs(plan))
    return NopPruner()


def _most_epochs(plan: SweepPlan) -> int:
    varied = [d for d in plan.dimensions if d.field == "epochs"]
    counts = [int(count or 1) for d in varied for count in (*d.values, d.high) if count]
    return max(counts, default=plan.base.epochs)
