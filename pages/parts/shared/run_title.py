"""A run's name, its state as a badge, its settings and whose it is in small grey."""

import streamlit as st

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.shared.owners import owner_words
from parts.shared.texts import as_markdown

STATE_ICONS = {
    "queued": ":material/hourglass_top:",
    "training": ":material/play_arrow:",
    "running": ":material/play_arrow:",  # a sweep's word
    "paused": ":material/pause:",
    "finished": ":material/check:",
    "stopped": ":material/stop:",
    "pruned": ":material/content_cut:",
    "failed": ":material/error:",
}
STATE_COLORS = {"finished": "green", "failed": "red", "paused": "orange", "pruned": "gray"}


def run_title(store: RunStore, run: Run) -> None:
    """Draw the run's name, its state as a badge, its settings and whose it is in small grey."""
    name_and_state(as_markdown(run.name), run.word)
    words = [run.config.summary, *_origin(run), *owner_words(store, run.owner)]
    st.caption(" · ".join(words), width="content")


def name_and_state(name: str, state: str) -> None:
    """Draw the name of a run or of a sweep, and its state as a badge beside it."""
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        st.header(name, anchor=False, width="content")
        color = STATE_COLORS.get(state, "blue")
        st.badge(state, icon=STATE_ICONS[state], color=color)  # type: ignore[arg-type]


def _origin(run: Run) -> list[str]:
    """Give whose copy a fine-tuned run is."""
    if run.taught is None:
        return []
    parent = as_markdown(run.taught.parent_name)
    return [f"a copy of {parent}, fine-tuned on {run.taught.drawings} drawings"]
