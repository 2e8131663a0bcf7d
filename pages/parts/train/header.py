"""The first line of the Train page: which run this is, and what can be done with it."""

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.settings_form.asked_run import times_begun
from parts.shared.actions import act
from parts.shared.run_title import run_title
from parts.shared.settings_button import settings_button
from parts.train.menu import run_menu
from parts.train.planned_run import form_against_run

MORE_EPOCHS = 5


def run_header(store: RunStore, run: Run, config: RunConfig) -> None:
    """Draw the run's name, state and buttons, and how the form's ``config`` differs from it."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        with st.container(width="content", gap=None):
            run_title(store, run)
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", gap="xsmall"
        ):
            settings_button(times_begun())
            _buttons(store, run, config)
    form_against_run(config, run)


def _buttons(store: RunStore, run: Run, config: RunConfig) -> None:
    run_menu(store, run, config)
    if not store.person.may_change(run.owner):
        return
    if run.state in ("queued", "training"):
        _action(store, run, "Pause", disabled=run.request is not None)
    elif run.state in ("paused", "failed"):
        _action(store, run, "Resume")
    if run.state in ("queued", "training", "paused"):
        _action(store, run, "Stop", disabled=run.request == "stop")
    elif run.state in ("finished", "stopped"):
        _extend_button(store, run)


def _action(store: RunStore, run: Run, label: str, *, disabled: bool = False) -> None:
    """Offer a request to the run, which may have ended or been deleted in the meantime."""
    icons = {"Pause": "pause", "Resume": "play_arrow", "Stop": "stop"}
    actions = {"Pause": store.pause, "Resume": store.resume, "Stop": store.stop}
    icon = f":material/{icons[label]}:"
    if st.button(label, key=label.lower(), icon=icon, disabled=disabled):
        act(lambda: actions[label](run.id))


def _extend_button(store: RunStore, run: Run) -> None:
    label = f"Train {MORE_EPOCHS} more epochs"
    if st.button(
        label,
        key="extend",
        icon=":material/add:",
        disabled=bool(run.message),
        help=f"It cannot go on. {run.message}" if run.message else None,
    ):
        act(lambda: store.extend(run.id, MORE_EPOCHS))
