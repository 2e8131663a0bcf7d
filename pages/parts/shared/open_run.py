"""The ways from a run to the pages that show it in full."""

from collections.abc import Callable
from typing import Literal, NoReturn

import streamlit as st

from mnist_core.store.records import Run
from parts.shared.chosen_run import choose_run

PAGES = {"Train": "train.py", "Diagnose": "diagnose.py", "Draw": "draw.py"}


def open_run(run_id: str, page: str) -> NoReturn:
    """Open a page, such as "draw.py", with this run chosen."""
    choose_run(run_id)
    st.switch_page(page, query_params={"run": run_id})


def open_buttons(
    run: Run,
    key: str,
    *,
    kind: Literal["secondary", "tertiary"] = "secondary",
    first: Callable[[], object] | None = None,
) -> None:
    """Offer the pages that show a run in full.

    Args:
        key: begins the buttons' keys.
        first: done before a page is opened.
    """
    with st.container(horizontal=True):
        for title, page in PAGES.items():
            if st.button(f"Open in {title}", key=f"{key}{title.lower()}", type=kind):
                if first is not None:
                    first()
                open_run(run.id, page)
