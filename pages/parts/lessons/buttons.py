"""The few buttons of a lesson: run it, go on with it, stop it."""

from collections.abc import Callable

import streamlit as st

from mnist_core.lessons.lesson_runs import Trial, withdraw
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.shared.actions import act


def run_buttons(store: RunStore, trial: Trial, key: str, *, start: Callable[[], object]) -> None:
    """Offer what can be done with a lesson's runs now.

    Args:
        start: queues a run, the first or one with another seed.
    """
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        if (run := trial.awaited_by(store.person)) is not None:
            _resume_button(store, run, key)
            if st.button(
                "Stop", key=f"{key}_stop", icon=":material/stop:", disabled=run.request == "stop"
            ):
                act(lambda: withdraw(store, run))
        elif not trial.measured:
            if st.button(
                "Run this lesson", key=f"{key}_run", icon=":material/play_arrow:", type="primary"
            ):
                act(start)
        elif st.button("Run again with another seed", key=f"{key}_again", icon=":material/casino:"):
            act(start)


def _resume_button(store: RunStore, run: Run, key: str) -> None:
    if run.state == "paused" and st.button(
        "Resume", key=f"{key}_resume", icon=":material/play_arrow:", type="primary"
    ):
        act(lambda: store.resume(run.id))
