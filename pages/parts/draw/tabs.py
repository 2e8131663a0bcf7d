"""What is below a drawing: the layers that it went through, or the drawings kept before."""

import streamlit as st

from mnist_core.ink.preprocess import Reading
from mnist_core.store.drawing_rows import count_drawings
from mnist_core.store.run_store import RunStore
from parts.draw.answers import inside_cards
from parts.draw.handwriting_tab import handwriting_tab
from parts.draw.readers import Reader

TABS = "draw_tab"


def draw_tabs(store: RunStore, readers: list[Reader], reading: Reading) -> None:
    """Draw the tabs, and what the open one holds below them.

    Another count in a title makes other tabs for Streamlit: the second stays open if it was, and
    nothing stands inside of them that would be made anew.
    """
    titles = ["Inside the network", f"My handwriting · {count_drawings(store):,}"]
    if st.session_state.get(TABS, titles[0]) != titles[0]:
        st.session_state[TABS] = titles[1]
    inside, _ = st.tabs(titles, key=TABS, on_change="rerun")
    if inside.open:
        inside_cards(readers, reading)
    else:
        handwriting_tab(store, readers)
