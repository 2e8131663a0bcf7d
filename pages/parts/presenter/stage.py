"""The page as a projector needs it: no menu, type that grows with the window, keys."""

from pathlib import Path

import streamlit as st

from parts.presenter.views import turn
from parts.shared.component import component
from parts.shared.live import ASKING

KEY, HEARD = "stage", "stage_heard"


def stage() -> None:
    """Put the page on the stage as long as it is shown; what turns to a view runs the script."""
    frame = component(Path(__file__).with_suffix(".js"), "<i hidden></i>", joined=(ASKING,))
    heard = {"heard": st.session_state.get(HEARD, 0)}
    frame(key=KEY, data=heard, on_turned_change=_turn, width=1, height=1)


def _turn() -> None:
    """Turn by what was pressed, once, though it may be sent again."""
    turned = st.session_state[KEY].turned
    if turned is not None and turned["nonce"] != st.session_state.get(HEARD):
        st.session_state[HEARD] = turned["nonce"]
        turn(int(turned["steps"]))
