"""The run that is shown, by a link or as the newest, and its numbers and curves in large type."""

import streamlit as st

from mnist_core.errors import RunNotFound
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import NUMBERS
from mnist_core.web.messages import ListedRows, Update
from mnist_core.web.newest_runs import run_to_watch
from mnist_core.web.run_numbers import page_mark
from parts.shared.live import follow_page, read_feed
from parts.shared.run_curves import live_curves
from parts.shared.run_progress import draw_progress
from parts.shared.texts import as_markdown
from parts.shared.tiles import draw_tiles

NO_RUN = "No run has begun yet. The first one appears here by itself."


def shown_run(store: RunStore) -> Run | None:
    """Give the run of the link, or the newest that trains, or the newest of all."""
    linked = st.query_params.get("run")
    if linked:
        try:
            return store.find(linked)
        except RunNotFound as error:
            st.warning(as_markdown(str(error)), icon=":material/search_off:")
    return run_to_watch(store)


def follow_newest(newest: Update) -> None:
    """Run the script again once another run is the newest that trains."""
    assert isinstance(newest.state, ListedRows)
    follow_page(newest, newest.state.page, key="newest_followed")


def run_view(store: RunStore, run: Run | None) -> None:
    """Draw progress, numbers and curves of a run; the script runs again with its state."""
    if run is None:
        st.markdown(NO_RUN)
        return
    numbers = read_feed(store, NUMBERS, run=run.id)
    draw_progress(numbers, key="presented_progress", page=page_mark(run))
    draw_tiles(numbers, key="presented_numbers")
    live_curves(store, run, grow=True)
