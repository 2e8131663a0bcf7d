"""The page as a projector needs it: no menu, type that grows with the window, keys."""

from pathlib import Path

import streamlit as st

from parts.presenter.views import turn
from parts.shared.component import component

KEY = "stage"


def stage() -> None:
    """Put the page on the stage as long as it is shown; what turns to a view runs the script."""
    frame = component(Path(__file__).with_suffix(".js"), "<i hidden></i>")
    frame(key=KEY, data={}, on_turned_change=_turn, width=1, height=1)


def _turn() -> None:
    turned = st.session_state[KEY].turned
    if turned is not None:
        turn(1 if turned["steps"] > 0 else -1)
