"""The charts of a sweep, those of the open tab alone; a clicked trial is picked in the table."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from mnist_core.figures.sweep_overview import best_so_far, importance_bars, trade_off
from mnist_core.figures.sweep_parallel_coordinates import trial_lines
from mnist_core.figures.sweep_slices import contour_chart, slice_chart
from mnist_core.setting_descriptions import setting_title, title_in_sentence
from mnist_core.sweeps.plan import Objective
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.search_space import Dimension
from parts.shared.figure import draw_figure
from parts.sweep.state import pick_clicked
from parts.sweep.trial_cache import TrialCache

TITLES = {
    "progress": ":material/trending_down: Progress",
    "trade": ":material/balance: Trade-off",
    "lines": ":material/show_chart: All settings",
    "one": ":material/scatter_plot: One setting",
    "two": ":material/gradient: Two settings",
}


def chart_tabs(sweep: Sweep, cache: TrialCache) -> None:
    """Draw the tabs, and fill the open one; the trade-off comes first where two goals count."""
    names = list(TITLES)
    if sweep.plan.objective != "error":
        names.sort(key=lambda name: name != "trade")
    tabs = st.tabs([TITLES[name] for name in names], key=f"sweep_tab_{sweep.id}", on_change="rerun")
    for name, tab in zip(names, tabs, strict=True):
        if tab.open:
            with tab:
                _fill(name, sweep, cache)


def _fill(name: str, sweep: Sweep, cache: TrialCache) -> None:
    if name == "progress":
        _progress(sweep, cache)
    elif name == "trade":
        _trade_off(sweep, cache)
    elif name == "lines":
        with st.container(border=True):
            figure = cache.once("lines", lambda: trial_lines(cache.trials, sweep.plan))
            _draw(figure, "trial_lines", "Each trial as a line through its settings to its error")
    elif name == "one":
        _one_setting(sweep, cache)
    else:
        _two_settings(sweep, cache)


def _progress(sweep: Sweep, cache: TrialCache) -> None:
    with st.grid(2, min_column_width=330, border=True):
        _draw(
            cache.once("best_so_far", lambda: best_so_far(cache.trials, planned=sweep.trials)),
            "best_so_far",
            "Validation error of each trial in its order, and the best so far",
        )
        _draw(
            cache.once("importances", lambda: importance_bars(sweep.importances)),
            "importances",
            "How important each setting is for the error",
        )


def _trade_off(sweep: Sweep, cache: TrialCache) -> None:
    objective: Objective = sweep.plan.objective
    if objective == "error":
        objective = "error_and_parameters"
    with st.container(border=True):
        figure = cache.once("trade", lambda: trade_off(cache.trials, objective))
        _draw(
            figure, "trade_off", "Error against cost; a line joins the trials on the Pareto front"
        )


def _one_setting(sweep: Sweep, cache: TrialCache) -> None:
    with st.container(border=True):
        chosen = _setting("Setting", sweep.plan.dimensions, f"slice_of_{sweep.id}")
        key = ("slice", chosen.field)
        figure = cache.once(key, lambda: slice_chart(cache.trials, chosen))
        _draw(figure, "slice_chart", f"Error against {title_in_sentence(chosen.field)}")


def _two_settings(sweep: Sweep, cache: TrialCache) -> None:
    dimensions = sweep.plan.dimensions
    if len(dimensions) < 2:
        st.caption("This sweep varies only one setting; the tab One setting shows it.")
        return
    with st.container(border=True):
        with st.grid(2, min_column_width=150):
            across = _setting("Horizontal axis", dimensions, f"contour_across_{sweep.id}")
            others = [each for each in dimensions if each.field != across.field]
            up = _setting("Vertical axis", others, f"contour_up_{sweep.id}_{across.field}")
        key = ("contour", across.field, up.field)
        figure = cache.once(key, lambda: contour_chart(cache.trials, across, up))
        alt = f"Error over {title_in_sentence(across.field)} and {title_in_sentence(up.field)}"
        _draw(figure, "contour_chart", alt)


def _setting(label: str, dimensions: Any, key: str) -> Dimension:
    by_field: dict[str, Dimension] = {each.field: each for each in dimensions}
    chosen = st.selectbox(label, list(by_field), format_func=setting_title, key=key, width=260)
    return by_field[chosen]


def _draw(figure: go.Figure, key: str, alt: str) -> None:
    draw_figure(figure, key=key, alt=alt, on_click=pick_clicked)
