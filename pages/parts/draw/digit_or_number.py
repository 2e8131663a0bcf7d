"""The first line of the Draw page: its heading, and whether a digit or a number is written."""

import streamlit as st

from parts.draw.canvas import begin_board
from parts.shared.drawing import kept_drawing

A_DIGIT, A_NUMBER = "A digit", "A number"
HEADINGS = {A_DIGIT: "Draw a digit", A_NUMBER: "Draw a number"}


def choose_what_to_read() -> str:
    """Draw the heading with the choice, and give it."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        heading = st.empty()
        what: str = st.segmented_control(
            "What to read",
            list(HEADINGS),
            default=A_DIGIT,
            required=True,
            key="what_to_read",
            label_visibility="collapsed",
            persist_state="session",
            on_change=_begin_again,
        )
    heading.header(HEADINGS[what], anchor=False, width="content")
    return what


def _begin_again() -> None:
    """Give the digit's canvas back what was on it: out of sight, it forgets."""
    if st.session_state["what_to_read"] == A_DIGIT:
        begin_board(kept_drawing())
