"""What the person at the projector draws, large, and what the network reads."""

import streamlit as st

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.presenter.readers import reader_on_stage
from parts.shared.canvas_width import canvas_width
from parts.shared.digit_canvas import canvas_place, digit_canvas, undo_stroke
from parts.shared.drawing import read_board
from parts.shared.drawing_board import clear_board
from parts.shared.live_answer import live_answer, live_bars
from parts.shared.texts import as_markdown

PEN_WIDTH = 22  # of the canvas's 280 pixels
MOST_PX, BELOW_PX = 760, 190  # below the canvas are its buttons and the views


@st.fragment
def drawing_view(store: RunStore, run: Run | None) -> None:
    """Draw the canvas, the answer that follows the pen, and the probabilities.

    Args:
        run: reads once it has learned something; until then the best does, or the starter.
    """
    reader = reader_on_stage(store, run)
    readers = [] if reader is None else [reader]
    board, answer, bars = st.columns([9, 7, 6], gap="medium")
    with board:
        canvas_width(MOST_PX, below=BELOW_PX)
        with canvas_place():
            drawing = digit_canvas(PEN_WIDTH)
        _buttons(empty=not (drawing or {}).get("objects"))
    reading = read_board(drawing)
    with answer:
        live_answer(store, readers, reading, pen_width=PEN_WIDTH, look="large")
    with bars:
        if reader is not None:
            st.markdown(f"Read by **{as_markdown(reader.run.name)}**")
        live_bars(readers, reading)


def _buttons(*, empty: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="center", gap="small"):
        st.button("Clear", key="clear_stage", icon=":material/delete:", on_click=clear_board)
        st.button(
            "Undo",
            key="undo_on_stage",
            icon=":material/undo:",
            disabled=empty,
            on_click=undo_stroke,
        )
