"""The Train page without a run: the network that the settings make, and the way to other runs."""

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.store.run_store import RunStore
from parts.settings_form.asked_run import times_begun
from parts.shared.chosen_run import choose_run
from parts.shared.settings_button import settings_button
from parts.train.planned_run import plan_text
from parts.train.tabs import network_tab, script_tab


def new_network(store: RunStore, config: RunConfig) -> None:
    """Draw the network and the script of ``config``, and invite to press Train."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        with st.container(width="content", gap=None):
            with st.container(horizontal=True, width="content"):
                st.header("A new network", anchor=False, width="content")
            st.caption(plan_text(config), width="content")
        with st.container(horizontal=True, width="content", gap="xsmall"):
            settings_button(times_begun(), press=("train", "Train"))
            _open_a_run(store)
    st.markdown("Change the settings, or leave them as they are, then press **Train**.")
    titles = [":material/hub: Network", ":material/code: Keras script"]
    network, script = st.tabs(titles, key="new_network_tab", on_change="rerun")
    with network:
        if network.open:
            network_tab(config, "The network that the settings make.")
    with script:
        if script.open:
            script_tab(None, config)


def _open_a_run(store: RunStore) -> None:
    runs = {run.id: run for run in store.recent(50)}
    if not runs:
        return
    with st.popover("Open a run", icon=":material/folder_open:", key="open_a_run"):
        st.selectbox(
            "Open run",
            list(runs),
            None,
            format_func=lambda run_id: f"{runs[run_id].name} · {runs[run_id].config.summary}",
            key="open_run",
            placeholder="The newest 50",
            on_change=_open,
        )


def _open() -> None:
    if run_id := st.session_state["open_run"]:
        choose_run(run_id)
