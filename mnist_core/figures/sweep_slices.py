"""The error of a sweep's trials over one of its settings, and over two."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.colors import ACCENT, FAINT, MUTED, VALIDATION
from mnist_core.figures.dimension_scale import GOLDEN, SILVER, DimensionScale, dimension_scale
from mnist_core.figures.kernel_smoothing import error_map
from mnist_core.figures.style import axis, lay_out, set_x_axis, set_y_axis
from mnist_core.figures.sweep_style import (
    BEST,
    RINGS,
    add_trial_table,
    add_trials,
    cut_short,
    dot_size,
    error_span,
    errors_of,
    finished_trials,
    full,
    hollow,
    sweep_frame,
)
from mnist_core.setting_descriptions import setting_title, title_in_sentence
from mnist_core.sweeps.best_trials import best_trial
from mnist_core.sweeps.records import Trial
from mnist_core.sweeps.search_space import Dimension

MAP_HEIGHT, GRID, LEAST_MAPPED = 420, 41, 6
LEAST_RANGE = 0.1  # points, between the ends of the map's colours
FIRST, LAST = 0.25, 0.95  # opacity of the first and the last trial
FEW_LETTERS = 30
MAP_LOOK: dict[str, Any] = {
    "colorscale": [[0, ACCENT], [1, FAINT]],
    "colorbar": {
        "thickness": 12,
        "outlinewidth": 0,
        "tickfont": {"size": 14},
        "ticksuffix": "%",
        "nticks": 6,
        "x": 1.01,
        "xpad": 0,
    },
    "hovertemplate": "about %{z:.2f}%<extra></extra>",
}
LINES_LOOK: dict[str, Any] = {
    "contours": {"coloring": "none"},
    "line": {"width": 1, "color": MUTED},
    "ncontours": 8,
    "showscale": False,
    "hoverinfo": "skip",
}
CROSSES = {"symbol": "x", "color": "#FFFFFF", "line": {"width": 1, "color": "#1B2730"}}
DOTS = {"color": "#FFFFFF", "line": {"width": 1, "color": "#1B2730"}, "opacity": 0.85}


def slice_chart(trials: Sequence[Trial], dimension: Dimension) -> go.Figure:
    """Draw the error of each ended trial over one setting; the later a trial, the stronger.

    Of a setting with a list of values, a bar marks each value's median.
    """
    scale = dimension_scale(dimension)
    note = "Stronger colour: later trial" + (" · bars: medians" if dimension.values else "")
    short, finished = cut_short(trials), finished_trials(trials)
    title = f"Error against {title_in_sentence(dimension.field)}"
    figure = sweep_frame(title, trials, note, RINGS if short else "")
    add_trials(
        figure,
        short,
        _places(short, scale),
        errors_of(short),
        name="Cut short",
        marker=hollow(len(short)),
    )
    looks = {**full(len(finished)), "opacity": np.linspace(FIRST, LAST, max(1, len(finished)))}
    add_trials(
        figure,
        finished,
        _places(finished, scale),
        errors_of(finished),
        name="Finished",
        marker=looks,
    )
    if scale.listed is not None:
        _add_medians(figure, finished, scale)
    _add_best(figure, trials, scale)
    set_x_axis(figure, **axis(setting_title(dimension.field), **_setting_axis(scale)))
    add_trial_table(figure, [*short, *finished], [dimension.field])
    return figure


def contour_chart(trials: Sequence[Trial], across: Dimension, up: Dimension) -> go.Figure:
    """Draw the error over two settings as a map, evened out between the trials, and the trials.

    Fewer than six finished trials are shown without a map. Trials that were cut short count in it
    with the error that they had reached: where only such are, a map of the others would be blue.
    Its colours go from the best trial's error on, so that no evened place looks as good as that.
    """
    right, above = dimension_scale(across), dimension_scale(up)
    title = f"{setting_title(across.field)} and {title_in_sentence(up.field)}"
    short, finished = cut_short(trials), finished_trials(trials)
    mapped = len(finished) >= LEAST_MAPPED
    waiting = f"A map once {LEAST_MAPPED} trials have finished"
    note = "Darker blue: lower error, averaged over near trials" if mapped else waiting
    figure = sweep_frame(title, [], note, "×: cut short" if short else "")
    if mapped:
        reached = [trial for trial in short if trial.error is not None]
        _add_map(figure, [*finished, *reached], error_span(finished), right, above)
    dots = {**DOTS, "size": dot_size(len(finished)) - 1}
    crosses = {**CROSSES, "size": dot_size(len(short)) - 2}
    for group, name, looks in ((short, "Cut short", crosses), (finished, "Finished", dots)):
        _add_dots(figure, group, right, above, name=name, looks=looks)
    best = best_trial(trials)
    if best is not None:
        _add_dots(figure, [best], right, above, name="Best", looks=BEST)
    edge = {"showline": True, "mirror": True, "linecolor": MUTED}
    set_x_axis(figure, **axis(setting_title(across.field), **_setting_axis(right), **edge))
    set_y_axis(figure, **axis(setting_title(up.field), **_setting_axis(above), **edge))
    lay_out(figure, height=MAP_HEIGHT)
    add_trial_table(figure, [*short, *finished], [across.field, up.field])
    return figure


def _places(trials: Sequence[Trial], scale: DimensionScale, turn: float = GOLDEN) -> list[float]:
    """Place trials along an axis; those of a list's value side by side."""
    return [scale.place(trial) + scale.spread(trial, turn) for trial in trials]


def _add_dots(
    figure: go.Figure,
    trials: Sequence[Trial],
    across: DimensionScale,
    up: DimensionScale,
    *,
    name: str,
    looks: dict[str, Any],
) -> None:
    places = _places(trials, across), _places(trials, up, SILVER)
    add_trials(figure, trials, *places, name=name, marker=looks)


def _add_best(figure: go.Figure, trials: Sequence[Trial], scale: DimensionScale) -> None:
    best = best_trial(trials)
    if best is not None:
        add_trials(
            figure, [best], _places([best], scale), errors_of([best]), name="Best", marker=BEST
        )


def _add_medians(figure: go.Figure, finished: Sequence[Trial], scale: DimensionScale) -> None:
    """Draw a short bar at the median of each value that was tried."""
    places, errors = np.array([scale.place(t) for t in finished]), np.array(errors_of(finished))
    listed = sorted(set((scale.listed or {}).values()))
    reach = min(0.06, 0.25 / max(1, len(listed)))
    medians = [(at, float(np.median(errors[places == at]))) for at in listed if at in places]
    figure.add_scatter(
        x=[x for at, _ in medians for x in (at - reach, at + reach, None)],
        y=[y for _, median in medians for y in (median, median, None)],
        mode="lines",
        line={"color": VALIDATION, "width": 4},
        hoverinfo="skip",
    )


def _add_map(
    figure: go.Figure,
    trials: Sequence[Trial],
    span: tuple[float, float] | None,
    across: DimensionScale,
    up: DimensionScale,
) -> None:
    """Draw the map behind the trials; errors beyond the ``span`` of an axis count as its end."""
    places = np.array([(across.place(trial), up.place(trial)) for trial in trials])
    known = np.isfinite(places).all(axis=1)
    if not known.any():
        return
    errors = np.clip(errors_of(trials), *(span or (0.0, 1.0)))[known]
    right, above = (np.linspace(-each.margin, 1 + each.margin, GRID) for each in (across, up))
    field = np.round(error_map(places[known], errors, right, above), 3)
    ends = {"zmin": errors.min(), "zmax": max(field.max(), errors.min() + LEAST_RANGE)}
    figure.add_heatmap(x=right, y=above, z=field, zsmooth="best", **ends, **MAP_LOOK)
    figure.add_contour(x=right, y=above, z=field, **LINES_LOOK)


def _setting_axis(scale: DimensionScale) -> dict[str, Any]:
    """Write the ticks, slanted where their letters would run into each other."""
    texts = [text for _, text in scale.ticks]
    return {
        "range": [-scale.margin, 1 + scale.margin],
        "tickvals": [place for place, _ in scale.ticks],
        "ticktext": texts,
        "tickangle": -35 if sum(map(len, texts)) + 2 * len(texts) > FEW_LETTERS else 0,
        "automargin": True,
        "showgrid": False,
    }
