"""Which trials are the best: the least error, or the Pareto front of two goals."""

from collections.abc import Sequence

from mnist_core.sweeps.pareto_front import pareto_front
from mnist_core.sweeps.plan import Objective
from mnist_core.sweeps.records import Trial


def goals(trial: Trial, objective: Objective) -> tuple[float, ...] | None:
    """Give what a finished trial reached, all the less the better; none for any other."""
    if trial.state != "finished" or trial.error is None:
        return None
    if objective == "error":
        return (trial.error,)
    second = trial.parameters if objective == "error_and_parameters" else trial.seconds
    return (trial.error, float(second or 0))


def best_trial(trials: Sequence[Trial]) -> Trial | None:
    """Give the finished trial of the least validation error, the earliest of equals."""
    finished = [t for t in trials if t.state == "finished" and t.error is not None]
    return min(finished, key=lambda t: (t.error or 0.0, t.number), default=None)


def best_trials(trials: Sequence[Trial], objective: Objective) -> list[Trial]:
    """Give the trials that no other one beats, by their error; one of them for one goal."""
    if objective == "error":
        best = best_trial(trials)
        return [] if best is None else [best]
    ordered = sorted(trials, key=lambda trial: trial.number)
    reached = [(g, trial) for trial in ordered if (g := goals(trial, objective)) is not None]
    return [reached[place][1] for place in pareto_front([g for g, _ in reached])]
