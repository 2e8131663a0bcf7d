"""Drawing a page again when something has changed in the store, and only then."""

from collections.abc import Callable

import streamlit as st


def rerun_when_changed(marks: Callable[[], object], *, every_s: float | None) -> None:
    """Draw the whole page again once ``marks()`` gives something else than it does now.

    What ticks draws nothing itself, so that no canvas and no open dialog is disturbed.

    Args:
        marks: reads what matters from the store, quickly.
        every_s: seconds between two looks; none for a page on which nothing goes on.
    """
    seen = marks()

    @st.fragment(run_every=every_s)
    def watch() -> None:
        if marks() != seen:
            st.rerun()

    watch()
