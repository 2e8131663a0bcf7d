"""The figures of a whole sweep: how its best improved, what mattered, what a good error costs."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from mnist_core.figures.colors import ACCENT, FAINT, VALIDATION
from mnist_core.figures.style import (
    axis,
    bare_figure,
    lay_out,
    place_title,
    set_x_axis,
    set_y_axis,
    still_axis,
)
from mnist_core.figures.sweep_style import (
    BEST,
    RINGS,
    add_note,
    add_trials,
    cut_short,
    errors_of,
    finished_trials,
    full,
    hollow,
    sweep_frame,
)
from mnist_core.setting_descriptions import setting_title
from mnist_core.sweeps.best_trials import best_trial, best_trials
from mnist_core.sweeps.plan import Objective
from mnist_core.sweeps.records import MIN_FOR_IMPORTANCE, Trial

ROUND_COUNTS = (10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
BAR_ROW, LETTER, LEAST_ROWS = 38, 8.2, 2  # pixels; a letter's width too
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
    add_trials(figure, short, _numbers(short), errors_of(short), marker=hollow(len(short)))
    add_trials(
        figure, finished, _numbers(finished), errors_of(finished), marker=full(len(finished))
    )
    _add_best_line(figure, finished, last=max((t.number + 1 for t in trials), default=0))
    if best is not None:
        add_trials(figure, [best], _numbers([best]), errors_of([best]), marker=BEST)
    count = max((trial.number + 1 for trial in trials), default=0)
    end = next((n for n in ROUND_COUNTS if n >= count), count)
    if planned is not None:
        end = max(count, min(end, planned))
    set_x_axis(figure, **axis("Trial", range=_beside(end), tickformat=",d", nticks=8))
    return figure


def importance_bars(importances: Mapping[str, float], *, settings: int = 0) -> go.Figure:
    """Draw each varied setting's share, in [0, 1], in what makes trials good; the greatest on top.

    A mapping without settings keeps the frame with a note that it is not known yet.

    Args:
        settings: how many are varied: the chart has their height before anything is known.
    """
    ranked = sorted(importances.items(), key=lambda pair: pair[1])
    names = [setting_title(field) for field, _ in ranked]
    rows = max(LEAST_ROWS, len(ranked), settings)
    left = round(12 + LETTER * max(map(len, names), default=0))
    figure = bare_figure(70 + BAR_ROW * rows, top=62, bottom=8, left=left, right=48)
    place_title(figure, "What matters most")
    add_note(
        figure,
        "Importance of each setting"
        if ranked
        else f"Known once {MIN_FOR_IMPORTANCE} trials have finished",
    )
    shares = [share for _, share in ranked]
    _add_bars(figure, names, [1.0] * len(ranked), FAINT, texts=[f"{s:.0%}" for s in shares])
    _add_bars(figure, names, shares, ACCENT, texts=[])
    set_x_axis(figure, range=[0, 1], visible=False, fixedrange=True)
    set_y_axis(
        figure,
        visible=bool(ranked),
        **still_axis("", type="category", range=[-0.5, rows - 0.5], showgrid=False, ticks=""),
    )
    lay_out(figure, barmode="overlay", bargap=0.42, dragmode=False)
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
    add_trials(figure, beaten, _costs(beaten, seconds), errors_of(beaten), marker=full(len(beaten)))
    figure.add_scatter(
        x=_costs(front, seconds),
        y=errors_of(front),
        mode="lines",
        line={"color": VALIDATION, "width": 3, "shape": "hv"},
        hoverinfo="skip",
    )
    add_trials(figure, front, _costs(front, seconds), errors_of(front), marker=FRONT)
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


def _add_bars(
    figure: go.Figure, names: list[str], shares: list[float], color: str, *, texts: list[str]
) -> None:
    figure.add_bar(
        x=shares,
        y=names,
        orientation="h",
        marker={"color": color, "cornerradius": 4},
        text=texts or None,
        textposition="outside",
        textfont={"size": 15},
        cliponaxis=False,
        hoverinfo="skip",
    )


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
