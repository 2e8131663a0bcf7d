"""The charts of a sweep, those of the open tab alone; a clicked trial is picked in the table."""

from typing import get_args

import streamlit as st

from mnist_core.setting_descriptions import setting_title, title_in_sentence
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.records import Sweep
from mnist_core.web.feeds import SWEEP_CHARTS
from mnist_core.web.messages import Charts
from mnist_core.web.sweep_charts import Tab
from parts.shared.figure import draw_moving_figure
from parts.shared.live import read_feed
from parts.sweep.picked_trials import pick_clicked, show_clicked

TITLES: dict[Tab, str] = {
    "progress": ":material/trending_down: Progress",
    "trade": ":material/balance: Trade-off",
    "lines": ":material/show_chart: All settings",
    "one": ":material/scatter_plot: One setting",
    "two": ":material/gradient: Two settings",
}
ALT = {
    "best_so_far": "Validation error of each trial in its order, and the best so far",
    "importances": "How important each setting is for the error",
    "trade_off": "Error against cost; a line joins the trials on the Pareto front",
    "trial_lines": "Each trial as a line through its settings to its error",
}


def live_charts(store: RunStore, sweep: Sweep) -> None:
    """Draw the tabs, and fill the open one; meant for a fragment. The charts follow the sweep.

    The trade-off comes first where two goals count.
    """
    show_clicked()
    names = list(get_args(Tab))
    if sweep.plan.objective != "error":
        names.sort(key=lambda name: name != "trade")
    tabs = st.tabs([TITLES[name] for name in names], key=f"sweep_tab_{sweep.id}", on_change="rerun")
    for name, tab in zip(names, tabs, strict=True):
        if tab.open:
            with tab:
                _fill(store, sweep, name)


def _fill(store: RunStore, sweep: Sweep, name: Tab) -> None:
    if name == "progress":
        with st.grid(2, min_column_width=330, border=True):
            _draw(store, sweep, name)
    elif name == "one":
        with st.container(border=True):
            across = _setting("Setting", _varied(sweep), f"slice_of_{sweep.id}")
            _draw(store, sweep, name, across)
    elif name == "two":
        _two_settings(store, sweep)
    else:
        with st.container(border=True):
            _draw(store, sweep, name)


def _two_settings(store: RunStore, sweep: Sweep) -> None:
    fields = _varied(sweep)
    if len(fields) < 2:
        st.caption("This sweep varies only one setting; the tab One setting shows it.")
        return
    with st.container(border=True):
        with st.grid(2, min_column_width=150):
            across = _setting("Horizontal axis", fields, f"contour_across_{sweep.id}")
            others = [field for field in fields if field != across]
            up = _setting("Vertical axis", others, f"contour_up_{sweep.id}_{across}")
        _draw(store, sweep, "two", across, up)


def _varied(sweep: Sweep) -> list[str]:
    return [dimension.field for dimension in sweep.plan.dimensions]


def _setting(label: str, fields: list[str], key: str) -> str:
    return str(st.selectbox(label, fields, format_func=setting_title, key=key, width=260))


def _draw(store: RunStore, sweep: Sweep, tab: Tab, across: str = "", up: str = "") -> None:
    update = read_feed(store, SWEEP_CHARTS, sweep=sweep.id, tab=tab, across=across, up=up)
    if not isinstance(update.state, Charts):
        st.rerun()  # the sweep was deleted meanwhile
    for name in update.state.figures:
        draw_moving_figure(
            update,
            name,
            key=name,
            alt=ALT.get(name) or _alt(across, up),
            height=update.state.height(name),
            on_click=pick_clicked,
        )


def _alt(across: str, up: str) -> str:
    if not up:
        return f"Error against {title_in_sentence(across)}"
    return f"Error over {title_in_sentence(across)} and {title_in_sentence(up)}"
