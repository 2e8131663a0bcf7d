"""Which trials are the best: the least error, or the Pareto front of two goals."""

from collections.abc import Sequence

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
    front: list[Trial] = []
    least = float("inf")
    ranked = [(g, t) for t in trials if (g := goals(t, objective)) is not None]
    for reached, trial in sorted(ranked, key=lambda pair: (pair[0][1], pair[0][0], pair[1].number)):
        if reached[0] < least:
            front.append(trial)
            least = reached[0]
    return sorted(front, key=lambda t: t.error or 0.0)
