"""The Train button above the settings, and what the settings would train."""

import streamlit as st

from mnist_core.compare.setting_changes import list_changes, setting_changes, settings_of
from mnist_core.config import RunConfig
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.run_texts import count_text
from parts.settings_form.marks import remove_marks
from parts.shared.actions import act
from parts.shared.chosen_run import choose_run
from parts.shared.page_visits import just_entered, shown_page
from parts.shared.texts import as_markdown
from parts.shared.ticked_runs import tick_begun

ASKED = "train_asked"


def train_button() -> bool:
    """Draw the button at the top of the sidebar, and return whether a run is asked for.

    A click elsewhere, while the form is drawn, cuts the page's run short, and Streamlit has
    forgotten by the next one that this button was pressed. So it is kept until a run is begun.
    """
    if just_entered(shown_page()):
        st.session_state.pop(ASKED, None)
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
    act(lambda: _begin(store, config), show=st.error)


def times_begun() -> int:
    """Give how many runs were begun in this tab."""
    return int(st.session_state.get("times_begun", 0))


def form_against_run(config: RunConfig, run: Run) -> None:
    """Say in one quiet line what the form would train, and what it has otherwise than the run."""
    changes = setting_changes(config, settings_of(run))
    if not changes:
        st.caption("The settings are this run's.")
    elif [change.field for change in changes] == ["seed"]:
        st.caption(f"The settings are this run's except for the {list_changes(changes)}.")
    else:
        listed = as_markdown(list_changes(changes))
        st.caption(
            f"The settings would train {as_markdown(plan_text(config))}. "
            f"That differs from this run in {listed}."
        )


def plan_text(config: RunConfig) -> str:
    """Write what a run of these settings would be, in a line."""
    return f"{config.summary} · {count_text(config.epochs, 'epoch')}"


def _begin(store: RunStore, config: RunConfig) -> None:
    run = store.create(config)
    choose_run(run.id)
    tick_begun(run.id)
    remove_marks()
    st.session_state["times_begun"] = times_begun() + 1
