"""What the figures of a sweep share: the frame, the errors that are shown, a trial's hover text."""

import html
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.colors import ACCENT, GREY, VALIDATION
from mnist_core.figures.style import axis, bare_figure, lay_out, place_title, set_y_axis
from mnist_core.figures.table import add_table
from mnist_core.plural import plural
from mnist_core.setting_descriptions import setting_title
from mnist_core.sweeps.records import Trial
from mnist_core.sweeps.variable_settings import shown_value

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 360, 66, 50, 58, 16
ERROR_TITLE = "Validation error (%)"
RINGS = "rings: cut short"
NO_RANGE = (0.0, 10.0)
GUESSING, FEW, FAR = 50.0, 5, 4.0
STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
SIZES, LEAST_SIZE = ((80, 11), (200, 9), (500, 7)), 6
BEST = {"symbol": "star", "size": 18, "color": VALIDATION, "line": {"width": 1, "color": "#7A5300"}}


def finished_trials(trials: Sequence[Trial]) -> list[Trial]:
    """Keep the trials that came to their end with an error: those that count."""
    return [trial for trial in trials if trial.state == "finished" and trial.error is not None]


def cut_short(trials: Sequence[Trial]) -> list[Trial]:
    """Keep those that were pruned or stopped after some epochs: shown, never the best."""
    short = ("pruned", "stopped")
    return [trial for trial in trials if trial.state in short and trial.error is not None]


def errors_of(trials: Sequence[Trial]) -> list[float]:
    """Give the errors, in percent, of trials that have one, rounded for the wire."""
    return [round(trial.error, 3) if trial.error is not None else math.nan for trial in trials]


def error_span(trials: Sequence[Trial]) -> tuple[float, float] | None:
    """Choose the errors, in percent, that an axis shows: the good ones, however bad the rest.

    Both ends are round, so that the axis rests while trials come in. Trials that do no better
    than guessing, or are beyond so many times the median's distance from the best, lie above.

    Returns:
        None without a trial that has an error.
    """
    counted = np.sort(errors_of(finished_trials(trials) or cut_short(trials)))
    counted = counted[np.isfinite(counted)]
    if not counted.size:
        return None
    good = counted[counted < GUESSING]
    good = good if good.size > 1 else counted
    least, median = float(good[0]), float(good[(good.size - 1) // 2])
    limit = max(least + FAR * (median - least), 2 * least) if good.size >= FEW else math.inf
    greatest = float(good[good <= limit][-1])
    rough = (greatest - least) / 6
    step = next((step for step in STEPS if step >= rough), STEPS[-1])
    low = step * math.floor((least - 0.25 * step) / step)
    return max(0.0, round(low, 6)), round(step * math.ceil((greatest + 0.25 * step) / step), 6)


def sweep_frame(title: str, trials: Sequence[Trial], *notes: str) -> go.Figure:
    """Make the frame of a figure with the error upwards: title, and below it the notes.

    The last note counts the trials beyond the axis.
    """
    span = error_span(trials)
    shown = [*finished_trials(trials), *cut_short(trials)]
    above = sum(error > span[1] for error in errors_of(shown)) if span else 0
    figure = bare_figure(HEIGHT, top=TOP, bottom=BOTTOM, left=LEFT, right=RIGHT)
    place_title(figure, title)
    add_note(figure, *notes, f"{above} above the chart" if above else "")
    known = {"nticks": 7, "showticklabels": span is not None}  # else the numbers would be invented
    set_y_axis(figure, **axis(ERROR_TITLE, range=span or NO_RANGE, **known))
    lay_out(figure, hovermode="closest", hoverdistance=40, uirevision=title)
    return figure


def add_note(figure: go.Figure, *parts: str) -> None:
    """Write what a reader must know in small grey letters below the title."""
    note = " · ".join(part for part in parts if part)
    figure.layout.title.text += f"<br><span style='font-size:14px;color:{GREY}'>{note}</span>"
    figure.layout.title.pad.t = 20  # Plotly lifts a title of two lines


def trial_text(trial: Trial) -> str:
    """Write the hover text of a trial: its number, its error, its values."""
    error = "no error" if trial.error is None else f"{trial.error:.2f}%"
    ended = f", {trial.state} after {trial.epochs} {plural('epoch', trial.epochs)}"
    ending = "" if trial.state == "finished" else ended
    values = [
        f"{setting_title(field)} {html.escape(shown_value(field, value), quote=False)}"
        for field, value in trial.params.items()
    ]
    return "<br>".join([f"<b>Trial {trial.number + 1}</b>: {error}{ending}", *values])


def add_trials(
    figure: go.Figure,
    trials: Sequence[Trial],
    across: Sequence[float],
    up: Sequence[float],
    *,
    name: str,
    marker: dict[str, Any],
) -> None:
    """Draw trials as the points of one trace that know their runs.

    Args:
        across, up: place of each trial; NaN is not drawn.
        name: what they have in common, in the table of the figure's numbers.
        marker: what the points look like.
    """
    figure.add_scatter(
        name=name,
        x=np.asarray(across, dtype=float),
        y=np.asarray(up, dtype=float),
        mode="markers",
        marker=marker,
        customdata=[trial.run_id for trial in trials],
        meta={"run": trials[0].run_id} if len(trials) == 1 and trials[0].run_id else None,
        hovertext=[trial_text(trial) for trial in trials],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
    )


def add_trial_table(figure: go.Figure, trials: Sequence[Trial], fields: Sequence[str]) -> None:
    """Give a figure that places trials by their settings a table of those and their errors."""
    columns = ["Trial", *map(setting_title, fields), ERROR_TITLE, "State"]
    ordered = sorted(trials, key=lambda trial: trial.number)
    rows = [
        [trial.number + 1, *(_setting_text(trial, each) for each in fields), error, trial.state]
        for trial, error in zip(ordered, errors_of(ordered), strict=True)
    ]
    add_table(figure, columns, rows)


def _setting_text(trial: Trial, field: str) -> str | None:
    return shown_value(field, trial.params[field]) if field in trial.params else None


def hollow(count: int) -> dict[str, Any]:
    """Give the look of ``count`` trials that were cut short."""
    return {"size": dot_size(count), "symbol": "circle-open", "color": GREY, "opacity": 0.8}


def full(count: int) -> dict[str, Any]:
    """Give the look of ``count`` finished trials."""
    return {"size": dot_size(count), "color": ACCENT, "opacity": 0.75}


def dot_size(count: int) -> int:
    """Choose a dot's diameter, in pixels, by how many dots there are."""
    return next((size for most, size in SIZES if count <= most), LEAST_SIZE)
