"""Train: set a network up at the left, watch it learn, keep what it learned."""

import streamlit as st

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.settings_form.form import config_form
from parts.settings_form.state import came_for_settings, follow_link, link_problem, write_link
from parts.shared.chosen_run import run_of_page, warn_of_unknown_run
from parts.shared.store import open_store
from parts.train.header import run_header
from parts.train.live import live_log, live_run
from parts.train.tabs import network_tab, script_tab
from parts.train.take_home_tab import take_home_tab


def still_training(store: RunStore) -> Run | None:
    """Give the run that was begun by hand and still trains, unless a link asks for settings."""
    return None if came_for_settings() else store.begun_by_hand()


store = open_store()
follow_link()
config = config_form()
if problem := link_problem():
    st.warning(problem, icon=":material/link_off:")

run = run_of_page(store, otherwise=still_training, ask_once=True)
warn_of_unknown_run("Choose another, or begin one.")
write_link(config, run)
run_header(store, run, config)
live = st.fragment(run_every="500ms" if run is not None and run.active else None)
if run is not None:
    live(live_run)(store, run)

network, log, script, take_home = st.tabs(
    [
        ":material/hub: Network",
        ":material/list: Epoch log",
        ":material/code: Keras script",
        ":material/download: Take home",
    ]
)
with network:
    network_tab(config)
with log:
    if run is not None:
        live(live_log)(store, run)
    else:
        st.caption("The epochs of a run stand here, as Keras prints them.")
with script:
    script_tab(run, config)
with take_home:
    take_home_tab(store, run)
