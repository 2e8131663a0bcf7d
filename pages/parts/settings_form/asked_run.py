"""The run that the form is to train: asked for by a button, and begun whichever page comes next."""

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.settings_form.marks import remove_marks
from parts.settings_form.state import config_left
from parts.shared.actions import act, attempt
from parts.shared.chosen_run import choose_in_tab, choose_run
from parts.shared.ticked_runs import tick_begun

ASKED = "train_asked"


def train_button() -> bool:
    """Draw the button at the top of the sidebar, and return whether a run is asked for.

    A click elsewhere, while the form is drawn, cuts the page's run short, and Streamlit has
    forgotten by the next one that this button was pressed. So it is kept until a run is begun.
    """
    pressed = st.sidebar.button(
        "Train",
        key="train",
        icon=":material/play_arrow:",
        type="primary",
        width="stretch",
        on_click=_ask,
    )
    if pressed:  # Streamlit forgets a callback whose click cuts a run short
        _ask()
    return ASKED in st.session_state


def _ask() -> None:
    st.session_state[ASKED] = True


def begin_run(store: RunStore, config: RunConfig) -> None:
    """Write a new run down and show it; the page is drawn again."""
    del st.session_state[ASKED]
    act(lambda: choose_run(_begun(store, config).id), show=st.error)


def begin_left_run(store: RunStore) -> None:
    """Begin the run that was asked for right before another page came in Train's place.

    Where both requests reach the server as one, Streamlit 1.67 may itself forget that the button
    was pressed: it clears what was pressed as it changes the page, before any callback.
    """
    if st.session_state.pop(ASKED, False):
        attempt(lambda: choose_in_tab(_begun(store, config_left()).id), show=st.error)


def times_begun() -> int:
    """Give how many runs were begun in this tab."""
    return int(st.session_state.get("times_begun", 0))


def _begun(store: RunStore, config: RunConfig) -> Run:
    run = store.create(config)
    tick_begun(run.id)
    remove_marks()
    st.session_state["times_begun"] = times_begun() + 1
    return run
