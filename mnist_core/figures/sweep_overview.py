"""The figures of a whole sweep: how its best improved, and what a good error costs."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from mnist_core.figures.colors import VALIDATION
from mnist_core.figures.style import (
    axis,
    set_x_axis,
)
from mnist_core.figures.sweep_style import (
    BEST,
    RINGS,
    add_trials,
    cut_short,
    errors_of,
    finished_trials,
    full,
    hollow,
    sweep_frame,
)
from mnist_core.sweeps.best_trials import best_trial, best_trials
from mnist_core.sweeps.plan import Objective
from mnist_core.sweeps.records import Trial

MOST_TICKS = 8
ROUND_COUNTS = (10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
FRONT = {"size": 12, "color": VALIDATION}
DECADE, MANY_DECADES = 10, 200


def best_so_far(trials: Sequence[Trial], *, planned: int | None = None) -> go.Figure:
    """Draw each ended trial's validation error by its number, and a step line of the best so far.

    Args:
        planned: how many trials there are to be, beyond which the axis does not go.
    """
    best = best_trial(trials)
    note = "No trial has finished yet" if best is None else _best_note(best)
    short, finished = cut_short(trials), finished_trials(trials)
    figure = sweep_frame("Best so far", trials, note, RINGS if short else "")
    add_trials(
        figure,
        short,
        _numbers(short),
        errors_of(short),
        name="Cut short",
        marker=hollow(len(short)),
    )
    add_trials(
        figure,
        finished,
        _numbers(finished),
        errors_of(finished),
        name="Finished",
        marker=full(len(finished)),
    )
    _add_best_line(figure, finished, last=max((t.number + 1 for t in trials), default=0))
    if best is not None:
        add_trials(figure, [best], _numbers([best]), errors_of([best]), name="Best", marker=BEST)
    count = max((trial.number + 1 for trial in trials), default=0)
    end = next((n for n in ROUND_COUNTS if n >= count), count)
    if planned is not None:
        end = max(count, min(end, planned))
    ticks = {"dtick": 1} if end <= MOST_TICKS else {"nticks": MOST_TICKS}
    set_x_axis(figure, **axis("Trial", range=_beside(end), tickformat=",d", **ticks))
    return figure


def trade_off(trials: Sequence[Trial], objective: Objective) -> go.Figure:
    """Draw the error against parameters, or against seconds for a plan that weighs seconds.

    The line joins the finished trials that no other beats in both.
    """
    weighed: Objective = "error_and_parameters" if objective == "error" else objective
    seconds = weighed == "error_and_seconds"
    name = "Seconds of training" if seconds else "Parameters"
    finished = finished_trials(trials)
    title = f"Error against {name.lower()}"
    front = sorted(best_trials(trials, weighed), key=lambda t: _cost(t, seconds))
    note = "The line is the Pareto front" if len(front) > 1 else ""
    figure = sweep_frame(title, finished, note)
    kept = {trial.number for trial in front}
    beaten = [trial for trial in finished if trial.number not in kept]
    add_trials(
        figure,
        beaten,
        _costs(beaten, seconds),
        errors_of(beaten),
        name="Beaten",
        marker=full(len(beaten)),
    )
    figure.add_scatter(
        x=_costs(front, seconds),
        y=errors_of(front),
        mode="lines",
        line={"color": VALIDATION, "width": 3, "shape": "hv"},
        hoverinfo="skip",
    )
    add_trials(
        figure, front, _costs(front, seconds), errors_of(front), name="Pareto front", marker=FRONT
    )
    set_x_axis(figure, **axis(name, **_cost_axis(_costs(finished, seconds))))
    return figure


def _best_note(best: Trial) -> str:
    return f"Trial {best.number + 1} with {best.error:.2f}%"


def _numbers(trials: Sequence[Trial]) -> list[float]:
    return [float(trial.number + 1) for trial in trials]


def _add_best_line(figure: go.Figure, finished: Sequence[Trial], *, last: int) -> None:
    """Draw the least error so far, up to the last trial's number."""
    ordered = sorted(finished, key=lambda trial: trial.number)
    least = list(accumulate(errors_of(ordered), min))
    numbers = _numbers(ordered)
    figure.add_scatter(
        x=[*numbers, *([float(last)] if numbers else [])],
        y=[*least, *least[-1:]],
        mode="lines",
        line={"color": VALIDATION, "width": 4, "shape": "hv"},
        hoverinfo="skip",
    )


def _beside(count: int) -> list[float]:
    room = max(0.5, 0.02 * count)
    return [1 - room, count + room]


def _cost(trial: Trial, seconds: bool) -> float:
    return float((trial.seconds if seconds else trial.parameters) or 0)


def _costs(trials: Sequence[Trial], seconds: bool) -> list[float]:
    return [_cost(trial, seconds) for trial in trials]


def _cost_axis(costs: Sequence[float]) -> dict[str, Any]:
    """Write one number for one cost; beyond a decade take logarithms, few numbers beyond two."""
    if len(set(costs)) == 1:
        return {"tickformat": ",.6~g", "tickvals": list(set(costs))}
    spread = max(costs) / min(costs) if costs and min(costs) > 0 else 1.0
    if spread <= DECADE:
        return {"tickformat": "~s", "nticks": 6, "type": "linear"}
    return {"tickformat": "~s", "type": "log", "dtick": 1 if spread > MANY_DECADES else "D2"}
