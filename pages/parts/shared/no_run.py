"""What a page shows that is about runs where there are none."""

from typing import NoReturn

import streamlit as st


def invite_to_train() -> NoReturn:
    """Say that there is no run, lead to Train, and end the page."""
    st.info(
        "No run has been trained yet. Begin one on the Train page.", icon=":material/show_chart:"
    )
    if st.button("Go to Train", key="begin_first", icon=":material/arrow_forward:"):
        st.switch_page("train.py")
    st.stop()
