"""Sweep: which settings are best, found out by trying many of them."""

import streamlit as st

from parts.settings_form.form import config_form
from parts.settings_form.state import follow_link, link_problem
from parts.shared.store import open_store
from parts.shared.texts import as_markdown
from parts.sweep.charts import live_charts
from parts.sweep.form import sweep_form
from parts.sweep.header import sweep_header
from parts.sweep.link import SWEEP_PARAMETERS, follow_sweep_link, link_new_sweep, link_sweep
from parts.sweep.live import live_numbers
from parts.sweep.next_steps import next_steps
from parts.sweep.state import apply_draft, choose_in_sidebar, chosen_sweep, keep_settings
from parts.sweep.trials_table import trials_table

store = open_store()
linked = follow_link(others=SWEEP_PARAMETERS)
if linked is not None:
    follow_sweep_link(linked)
keep_settings()
apply_draft()
sweep = chosen_sweep(store)
choose_in_sidebar(store, sweep)
if problem := link_problem():
    st.warning(as_markdown(problem), icon=":material/link_off:")
if sweep is None:
    config = config_form()
    link_new_sweep(config, sweep_form(store, config))
else:
    link_sweep(sweep)
    sweep_header(store, sweep)
    live_numbers(store, sweep)
    st.fragment(live_charts)(store, sweep)
    next_steps(store, sweep)
    st.fragment(trials_table)(store, sweep)
