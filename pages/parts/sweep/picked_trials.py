"""Which trials of a sweep are picked, in the table or by a click in a chart; they are runs."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from mnist_core.sweeps.records import Trial


def picked(trials: Sequence[Trial]) -> list[Trial]:
    """Give the picked trials that there are, in the order of picking."""
    runs: dict[str | None, Trial] = {trial.run_id: trial for trial in trials}
    chosen = st.session_state.get("picked_trials", [])
    return [runs[run_id] for run_id in chosen if run_id in runs]


def pick(run_ids: Sequence[str | None]) -> None:
    """Pick the trials of these runs and no others."""
    st.session_state["picked_trials"] = [run_id for run_id in run_ids if run_id]


def pick_clicked(point: dict[str, Any]) -> None:
    """Pick the clicked trial, so that the table marks it; a callback of the charts."""
    run_id = point.get("run") or point.get("customdata")
    if isinstance(run_id, list):
        run_id = run_id[0] if run_id else None
    if isinstance(run_id, str):
        pick([run_id])
        st.session_state["pick_unshown"] = True


def show_clicked() -> None:
    """After a click in a chart, draw the whole page again: the table is a fragment of its own."""
    if st.session_state.pop("pick_unshown", False):
        st.rerun()
