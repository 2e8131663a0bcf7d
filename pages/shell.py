"""The frame around every page: logo, menu, and the store that all of them read."""

import streamlit as st

from parts.shared import streamlit_patches
from parts.shared.page_visits import enter_page
from parts.shared.stale_url import current_address
from parts.shared.store import ICON, LOGO, require_store

streamlit_patches.apply()
st.set_page_config(page_title="Digit Lab", page_icon=ICON, layout="wide")
st.logo(LOGO, size="large")
page = st.navigation(
    [
        st.Page("train.py", title="Train", icon=":material/show_chart:", default=True),
        st.Page("draw.py", title="Draw", icon=":material/draw:"),
        st.Page("compare.py", title="Compare", icon=":material/stacked_line_chart:"),
        st.Page("sweep.py", title="Sweep", icon=":material/tune:"),
        st.Page("diagnose.py", title="Diagnose", icon=":material/biotech:"),
        st.Page("lessons.py", title="Lessons", icon=":material/school:"),
    ],
    position="top",
)
require_store()
enter_page(page.url_path)
with current_address(page.url_path):
    page.run()
