"""Diagnose: what a run gets wrong and why, and what to try next."""

import streamlit as st

from mnist_core.analysis.evaluation import Evaluation
from parts.diagnose.hint_cards import hint_cards
from parts.diagnose.measurement import measured
from parts.diagnose.run import (
    choose_diagnosed,
    dead_shares,
    diagnosis_numbers,
    has_learned,
    show_status,
)
from parts.diagnose.tabs import diagnose_tabs
from parts.shared.no_run import invite_to_train
from parts.shared.run_title import run_title
from parts.shared.settings_button import settings_button
from parts.shared.store import open_store

store = open_store()
run = choose_diagnosed(store)
if run is None:
    st.header("Diagnose a run", anchor=False)
    invite_to_train(trials_alone=store.count() > 0)

learned = has_learned(store, run)
with st.container(gap=None):
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False
    ):
        with st.container(gap=None):
            run_title(store, run)
        settings_button(name="Runs", icon="list")
    evaluation = measured(store, run, Evaluation) if learned else None
history = store.history(run.id)
diagnosis_numbers(store, run, history, evaluation)
show_status(run, learned=learned)
hint_cards(store, run, history, dead_shares(evaluation))
if learned:
    diagnose_tabs(store, run, evaluation)
