"""The run that the form is to train: asked for by a button, and begun whichever page comes next."""

from contextlib import suppress

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.errors import RunNotFound
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.settings_form.marks import remove_marks
from parts.settings_form.state import config_left
from parts.shared.actions import act, attempt, toast_later
from parts.shared.chosen_run import choose_in_tab, choose_run
from parts.shared.texts import as_markdown
from parts.shared.ticked_runs import tick_begun

ASKED, BEGUN = "train_asked", "run_begun_last"


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
    """Begin a run; where this tab's last one is at work on the very same, give that.

    Who presses twice, since a slow server has not answered, wants one run.
    """
    run = _at_work_on(store, config)
    if run is None:
        run = store.create(config)
        tick_begun(run.id)
        st.session_state[BEGUN] = run.id
    else:
        toast_later(
            f"{as_markdown(run.name)} has these settings and this seed already: "
            "another run would give the same numbers.",
            icon=":material/info:",
        )
    remove_marks()
    st.session_state["times_begun"] = times_begun() + 1
    return run


def _at_work_on(store: RunStore, config: RunConfig) -> Run | None:
    """Give the run that was begun last in this tab, while it is on its way to what is asked for."""
    if BEGUN not in st.session_state:
        return None
    with suppress(RunNotFound):
        run = store.read(st.session_state[BEGUN])
        as_asked = run.config == config and run.request is None and not run.rate_changes
        return run if run.active and as_asked else None
    return None
