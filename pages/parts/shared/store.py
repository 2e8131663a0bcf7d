"""What every page needs: the store of this server."""

from pathlib import Path

import streamlit as st

from mnist_core.environment import read_settings
from mnist_core.errors import LabError
from mnist_core.store.run_store import RunStore
from parts.shared.room import this_person

LOGO, ICON = (str(Path(__file__).parent / name) for name in ("logo.svg", "icon.svg"))


def open_store() -> RunStore:
    """Give the store of this server, as whoever looks at this tab may use it."""
    return _servers_store().used_by(this_person())


def require_store() -> None:
    """End the page with one sentence where the store cannot be opened."""
    try:
        open_store()
    except LabError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()


@st.cache_resource(show_spinner=False)
def _servers_store() -> RunStore:
    return RunStore(read_settings())
