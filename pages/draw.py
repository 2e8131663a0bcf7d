"""Draw: write a digit and see what the network reads, and how each of its layers takes it."""

import streamlit as st

from parts.answers import digit_cards, inside_cards
from parts.drawing_board import drawing_board, keep_drawing_of_last_visit
from parts.lab import open_store
from parts.readers import choose_readers, offer_reader, watch_readers

store = open_store()
keep_drawing_of_last_visit()
with st.sidebar:
    readers = choose_readers(store)
    pen_width = st.slider(
        "Pen width",
        10,
        40,
        22,
        key="pen_width",
        persist_state="session",
        help="In pixels of the canvas; a digit reads the same thin or thick.",
    )
    upload = st.file_uploader(
        "Read an image instead",
        ["png", "jpg", "jpeg", "json"],
        key=f"upload_{st.session_state['board']}",
        help="A digit, dark on light or light on dark; or a file of strokes.",
    )
    offer_reader(store)


@st.fragment
def board() -> None:
    """Read the drawing again after each stroke, without the rest of the page."""
    with st.container(horizontal=True, gap="small"):
        reading = drawing_board(pen_width, upload)
        digit_cards(readers, reading)
    inside_cards(readers, reading)


st.header("Draw a digit", anchor=False)
board()
watch_readers(store, readers)
