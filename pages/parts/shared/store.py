"""What every page needs: the store, and the run that is chosen."""

from pathlib import Path

import streamlit as st

from mnist_core.environment import read_settings
from mnist_core.errors import LabError, RunNotFound
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore

LOGO, ICON = (str(Path(__file__).parent / name) for name in ("logo.svg", "icon.svg"))
RUN_ID = "run_id"


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


def chosen_run(store: RunStore) -> Run | None:
    """Give the run in the URL, else the one chosen last in this tab, else the newest."""
    wanted = st.query_params.get("run") or run_of_this_tab()
    run = _known(store, wanted) if wanted else None
    run = run or store.newest()
    if run is not None:
        choose_run(run.id)
    return run


def choose_run(run_id: str) -> None:
    """Make a run the chosen one, in this tab and in its URL."""
    st.session_state[RUN_ID] = st.query_params["run"] = run_id


def run_of_this_tab() -> str | None:
    """Give the id of the run chosen last in this tab, which may be gone."""
    run_id: str | None = st.session_state.get(RUN_ID)
    return run_id


def forget_run() -> None:
    """Forget the chosen run; the newest is shown next."""
    st.session_state.pop(RUN_ID, None)
    st.query_params.pop("run", None)


def _known(store: RunStore, run_id: str) -> Run | None:
    try:
        return store.find(run_id)
    except RunNotFound as error:
        st.warning(f"{error} This is the newest one instead.", icon=":material/search_off:")
        return None
