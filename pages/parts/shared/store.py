"""What every page needs: the store of this server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from mnist_core.environment import read_settings
from mnist_core.errors import LabError
from mnist_core.store import run_store
from mnist_core.store.run_store import RunStore
from parts.shared.actions import show_problem
from parts.shared.room import this_person

LOGO, ICON = (str(Path(__file__).parent / name) for name in ("logo.svg", "icon.svg"))


def open_store() -> RunStore:
    """Give the store of this server, as whoever looks at this tab may use it."""
    return run_store.open_store(read_settings()).used_by(this_person())


def require_store() -> None:
    """End the page with one sentence where the store cannot be opened."""
    with lab_errors_shown():
        open_store()


@contextmanager
def lab_errors_shown() -> Iterator[None]:
    """End the page with one sentence where the store is damaged, locked or on a full disk."""
    try:
        yield
    except LabError as error:
        show_problem(error)
        st.stop()
