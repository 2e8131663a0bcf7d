"""Train: set a network up at the left, watch it learn, keep what it learned."""

import streamlit as st

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.settings_form.asked_run import begin_run, train_button
from parts.settings_form.form import config_form
from parts.settings_form.state import (
    came_for_settings,
    follow_link,
    link_problem,
    write_form,
    write_link,
)
from parts.shared.actions import show_toasts
from parts.shared.chosen_run import run_of_page, warn_of_unknown_run
from parts.shared.store import open_store
from parts.shared.texts import as_markdown
from parts.train.new_network import new_network


def still_training(store: RunStore) -> Run | None:
    """Give the run that was begun by hand and still trains, unless a link asks for settings."""
    return None if came_for_settings() else store.begun_by_hand()


store = open_store()
follow_link(others=("run",))
asked = train_button()
config = config_form()
if asked:
    begin_run(store, config)
if problem := link_problem():
    st.warning(as_markdown(problem), icon=":material/link_off:")

run = run_of_page(store, otherwise=still_training, ask_once=True)
warn_of_unknown_run("Choose another, or begin one.")
write_link(config, run)
if run is None:
    new_network(store, config)
else:
    from parts.train.watched_run import watched_run  # not for the first page: its charts take long

    watched_run(store, run, config)
write_form(store, config)
show_toasts()
