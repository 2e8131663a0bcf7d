"""The first line of a sweep: which one this is, and what can be done with it."""

import streamlit as st

from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.sweep_requests import pause_sweep, resume_sweep, stop_sweep
from parts.shared.actions import act
from parts.shared.owners import owner_words
from parts.shared.run_title import name_and_state
from parts.shared.settings_button import settings_button
from parts.shared.texts import as_markdown
from parts.sweep.menu import extend_menu, more_menu
from parts.sweep.state import begin_new
from parts.sweep.texts import plan_text


def sweep_header(store: RunStore, sweep: Sweep) -> None:
    """Draw the sweep's name, state and buttons."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        with st.container(width="content", gap=None):
            name_and_state(as_markdown(sweep.name), sweep.state)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _buttons(store, sweep)
    words = [as_markdown(plan_text(sweep)), *owner_words(store, sweep.owner)]
    st.caption(" · ".join(words))


def _buttons(store: RunStore, sweep: Sweep) -> None:
    settings_button(sweep.id, name="Sweeps", icon="list", small=True)
    if store.person.may_change(sweep.owner):
        _requests(store, sweep)
    if st.button("New sweep", key="new_sweep", icon=":material/add:"):
        act(begin_new)


def _requests(store: RunStore, sweep: Sweep) -> None:
    """Offer requests; a click that comes while the page is drawn counts as well."""
    more_menu(store, sweep)
    if sweep.state == "running":
        if st.button("Pause", key="pause_sweep", icon=":material/pause:"):
            act(lambda: pause_sweep(store, sweep.id))
    elif sweep.state != "finished" and st.button(
        "Resume", key="resume_sweep", icon=":material/play_arrow:"
    ):
        act(lambda: resume_sweep(store, sweep.id))
    if sweep.state in ("running", "paused") and st.button(
        "Stop",
        key="stop_sweep",
        icon=":material/stop:",
        help="Ends the sweep now; its trials so far and their runs stay.",
    ):
        act(lambda: stop_sweep(store, sweep.id))
    extend_menu(store, sweep)
