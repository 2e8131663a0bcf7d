"""The trials of a sweep as a table, best first, and the pages that show the picked ones in full."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from mnist_core.setting_descriptions import setting_title
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.variable_settings import NUMBERS, shown_value
from mnist_core.web.run_texts import count_text
from mnist_core.web.sweep_texts import trial_name
from parts.shared.open_run import open_run
from parts.shared.ticked_runs import MAX_TICKED, open_compare
from parts.sweep.live import newest
from parts.sweep.state import pick, picked

PAGES = {
    "Open in Train": ("train", "show_chart"),
    "Open in Diagnose": ("diagnose", "biotech"),
    "Open in Draw": ("draw", "draw"),
}
HEIGHT = 420


def trials_table(store: RunStore, sweep: Sweep) -> None:
    """Draw the trials that have begun; meant for a fragment, which follows the sweep."""
    _, cache = newest(store, sweep)
    if not cache.trials:
        st.caption("Trials are listed here as they begin.")
        return
    ranked = cache.once("ranked", lambda: sorted(cache.trials, key=_rank))
    _links(picked(cache.trials), len(ranked))
    columns = cache.once("columns", lambda: _columns(sweep, ranked))
    rows = _picked_rows(ranked)
    key = f"trials_{sweep.id}_{_mount(sweep, rows)}"
    st.dataframe(
        columns,
        height=HEIGHT if len(ranked) > 10 else "auto",
        hide_index=True,
        placeholder="–",
        column_config=_column_config(sweep),
        key=key,
        on_select=partial(_handle_click, key, sweep, ranked),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": rows, "columns": [], "cells": []}},
        alt="The sweep's trials with their settings, best first",
    )


def _rank(trial: Trial) -> tuple[int, float, int]:
    """Sort finished trials by error, then pruned ones, then those without an end."""
    place = {"finished": 0, "pruned": 1, "stopped": 2, "training": 3}.get(trial.state, 4)
    return place, float("inf") if trial.error is None else trial.error, trial.number


def _columns(sweep: Sweep, trials: Sequence[Trial]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        "Trial": [trial.number + 1 for trial in trials],
        "State": [trial.state for trial in trials],
        "Validation error": [trial.error for trial in trials],
    }
    for field in (dimension.field for dimension in sweep.plan.dimensions):
        values = [trial.params.get(field) for trial in trials]
        if field not in NUMBERS:
            values = [shown_value(field, value) for value in values]
        columns[setting_title(field)] = values
    columns["Epochs"] = [trial.epochs for trial in trials]
    columns["Training seconds"] = [trial.seconds for trial in trials]
    columns["Parameters"] = [trial.parameters for trial in trials]
    if any(trial.message for trial in trials):
        columns["Reason"] = [trial.message for trial in trials]
    return columns


def _column_config(sweep: Sweep) -> dict[str, Any]:
    numbers = {
        setting_title(each.field): st.column_config.NumberColumn(format="%.4g")
        for each in sweep.plan.dimensions
        if each.field in NUMBERS and not each.whole
    }
    return {
        "Trial": st.column_config.NumberColumn(width="small"),
        "State": st.column_config.TextColumn(width="small"),
        "Validation error": st.column_config.NumberColumn(format="%.2f%%", width=122),
        "Training seconds": st.column_config.NumberColumn(format="%.1f", width=122),
        "Epochs": st.column_config.NumberColumn(width="small"),
        "Parameters": st.column_config.NumberColumn(format="localized"),
        **numbers,
    }


def _picked_rows(ranked: Sequence[Trial]) -> list[int]:
    chosen = {trial.number for trial in picked(ranked)}
    return [row for row, trial in enumerate(ranked) if trial.number in chosen]


def _mount(sweep: Sweep, rows: list[int]) -> int:
    """Count the tables so far; a new one is due only where the last marks other rows than these.

    A table marks places, not trials. One that stays keeps its scroll, its order and its clicks.
    """
    marked = (sweep.id, rows)
    if st.session_state.get("marked_rows") != marked:
        st.session_state["marked_rows"] = marked
        st.session_state["trials_mount"] = st.session_state.get("trials_mount", 0) + 1
    return int(st.session_state["trials_mount"])


def _handle_click(key: str, sweep: Sweep, ranked: Sequence[Trial]) -> None:
    rows = [row for row in st.session_state[key].selection.rows if row < len(ranked)]
    st.session_state["marked_rows"] = (sweep.id, sorted(rows))
    pick([ranked[row].run_id for row in rows])


def _links(chosen: Sequence[Trial], count: int) -> None:
    """Offer the pages that show the picked trials: one of them in full, or several compared."""
    with st.container(horizontal=True, vertical_alignment="center"):
        for title, (page, icon) in PAGES.items():
            _open_button(title, page, icon, chosen)
        _compare_button(chosen)
        st.markdown(f"**{count_text(count, 'trial')}** · {_picked_text(chosen)}", width="content")


def _picked_text(chosen: Sequence[Trial]) -> str:
    if not chosen:
        return "select some to open or compare them"
    return f"{trial_name(chosen[0])} selected" if len(chosen) == 1 else f"{len(chosen)} selected"


def _open_button(title: str, page: str, icon: str, chosen: Sequence[Trial]) -> None:
    single = chosen[0].run_id if len(chosen) == 1 else None
    if st.button(
        title,
        key=f"trial_{page}",
        icon=f":material/{icon}:",
        disabled=single is None,
        help=f"Shows the selected trial on {page.capitalize()}",
    ):
        assert single is not None
        open_run(single, f"{page}.py")


def _compare_button(chosen: Sequence[Trial]) -> None:
    if st.button(
        "Compare these",
        key="compare_trials",
        icon=":material/stacked_line_chart:",
        disabled=len(chosen) < 2,
        help=f"The selected trials, up to {MAX_TICKED}",
    ):
        open_compare([trial.run_id for trial in chosen if trial.run_id])
