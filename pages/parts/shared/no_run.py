"""What a page shows that is about runs where there are none."""

from typing import NoReturn

import streamlit as st

NONE = "No run has been trained yet. Begin one on the Train page."
TRIALS_ALONE = (
    "There are only trials of a sweep so far. Open one from the table on Sweep, or begin a run of "
    "its own on the Train page."
)


def invite_to_train(*, trials_alone: bool = False) -> NoReturn:
    """Say that there is no run, or none but trials, lead to Train, and end the page."""
    st.info(TRIALS_ALONE if trials_alone else NONE, icon=":material/show_chart:")
    if st.button("Go to Train", key="begin_first", icon=":material/arrow_forward:"):
        st.switch_page("train.py")
    st.stop()
