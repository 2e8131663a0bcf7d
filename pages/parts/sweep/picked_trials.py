"""Which trials are picked in this tab, and how their table is sorted."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.web.trial_rows import PAGE_SIZE, VALUES, TrialOrder, page_count
from parts.shared.run_table import Sort, Ticks, read_sort, read_ticks

TABLE = "trials"
PICKED, CLICK, SORT = "picked_trials", "trials_click", "trials_sort"
UNSHOWN, TURN = "pick_unshown", "turn_to_pick"


def picked(trials: Sequence[Trial]) -> list[Trial]:
    """Give the picked trials that there are, in the order of picking."""
    runs: dict[str | None, Trial] = {trial.run_id: trial for trial in trials}
    return [runs[run_id] for run_id in st.session_state.get(PICKED, []) if run_id in runs]


def ticks(chosen: Sequence[Trial]) -> Ticks:
    """Give the table what is picked."""
    return Ticks([trial.run_id for trial in chosen if trial.run_id], st.session_state.get(CLICK))


def pick_clicked(point: dict[str, Any]) -> None:
    """Pick the clicked trial, so that the table marks it; a callback of the charts."""
    run_id = point.get("run") or point.get("customdata")
    if isinstance(run_id, list):
        run_id = run_id[0] if run_id else None
    if isinstance(run_id, str):
        st.session_state[PICKED] = [run_id]
        st.session_state[UNSHOWN] = st.session_state[TURN] = True


def show_clicked() -> None:
    """After a click in a chart, draw the whole page again: the table is a fragment of its own."""
    if st.session_state.pop(UNSHOWN, False):
        st.rerun()


def read_table(sweep: Sweep) -> None:
    """Take what the reader has ticked or sorted in the table."""
    if (newest := read_ticks(TABLE)) is not None:
        st.session_state[PICKED] = list(newest.runs)
        st.session_state[CLICK] = newest.click
    if (sort := read_sort(TABLE, sortable(sweep))) is not None:
        st.session_state[SORT] = sort
        st.session_state[page_key(sweep)] = 1


def sortable(sweep: Sweep) -> list[str]:
    """Give what a sweep's trials can be sorted by."""
    return [*VALUES, *(dimension.field for dimension in sweep.plan.dimensions)]


def sort_of(sweep: Sweep) -> Sort:
    """Give how the table is sorted: as it was last, where this sweep varies that, or best first."""
    sort: Sort = st.session_state.get(SORT, Sort("error", descending=False))
    return sort if sort.by in sortable(sweep) else Sort("error", descending=False)


def page_key(sweep: Sweep) -> str:
    """Give the key of the widget that chooses a page of a sweep's trials."""
    return f"trials_page_{sweep.id}"


def order_of(sweep: Sweep, page: int = 1) -> TrialOrder:
    """Give the rows that the table shows."""
    return TrialOrder(*sort_of(sweep), page)


def turn_to_clicked(sweep: Sweep, ranked: Sequence[Trial]) -> None:
    """After a click in a chart, turn to the page of the trial; before the pages are drawn."""
    if not st.session_state.pop(TURN, False):
        return
    runs = [trial.run_id for trial in ranked]
    run_id = next(iter(st.session_state[PICKED]))
    if run_id in runs and page_count(ranked) > 1:
        st.session_state[page_key(sweep)] = runs.index(run_id) // PAGE_SIZE + 1
