"""What every page needs: the store of this server."""

from pathlib import Path

import streamlit as st

from mnist_core.environment import read_settings
from mnist_core.errors import LabError
from mnist_core.store.run_store import RunStore

LOGO, ICON = (str(Path(__file__).parent / name) for name in ("logo.svg", "icon.svg"))


@st.cache_resource(show_spinner=False)
def open_store() -> RunStore:
    """Give the one store of this server."""
    return RunStore(read_settings())


def require_store() -> None:
    """End the page with one sentence where the store cannot be opened."""
    try:
        open_store()
    except LabError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()
