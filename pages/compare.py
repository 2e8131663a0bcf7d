"""Compare: which run is best, and which setting made it so."""

import streamlit as st

from mnist_core.compare.read_contenders import read_contenders
from parts.compare.charts import comparison
from parts.compare.run_dialog import open_dialog
from parts.compare.run_list import best_line, run_list, watch_list
from parts.compare.sentences import gone_sentence
from parts.compare.sidebar import curve_settings, list_settings
from parts.compare.state import (
    begin_comparing,
    follow_contenders,
    gone_runs_of_link,
    query,
    read_table_event,
    write_compare_link,
)
from parts.shared.no_run import invite_to_train
from parts.shared.settings_button import heading_with_settings
from parts.shared.store import open_store
from parts.shared.ticked_runs import ticked

store = open_store()
heading_with_settings("Compare runs")
begin_comparing(store)
read_table_event()
if gone := gone_runs_of_link():
    st.warning(gone_sentence(gone, len(ticked())), icon=":material/link_off:")
if store.count() == 0:
    invite_to_train()
list_settings(store)
contenders = follow_contenders(read_contenders(store, ticked(), together=query().together))
view = curve_settings(contenders)
write_compare_link()
best_line(store, query())
listing = run_list(store, query(), contenders)
comparison(store, contenders, view, query().together)
open_dialog(store)
watch_list(store, listing, contenders)
