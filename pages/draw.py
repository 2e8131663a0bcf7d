"""Draw: write a digit, see what the network reads, and label it for the network to learn."""

import streamlit as st

from parts.draw.answers import bars_card, digit_cards
from parts.draw.canvas import A_DIGIT, choose_what_to_read, drawing_board
from parts.draw.keep_row import keep_row
from parts.draw.number_canvas import number_page
from parts.draw.page_width import page_width
from parts.draw.reader_line import reader_line
from parts.draw.readers import choose_readers, marks_of, newest_readers, offer_reader
from parts.draw.send_row import send_row
from parts.draw.tabs import draw_tabs
from parts.shared.actions import show_toasts
from parts.shared.drawing import written_by_hand
from parts.shared.drawing_board import begin_visit, shown_picture
from parts.shared.store import open_store

STEPS_PX = (100, 700)
WIDE_PX = max(STEPS_PX)  # from this width on the cards stand beside each other

store = open_store()
begin_visit()
with st.sidebar:
    readers = choose_readers(store)
    pen_width = st.slider(
        "Pen width",
        10,
        40,
        22,
        key="pen_width",
        persist_state="session",
        help="In pixels of the canvas; thin or thick, a digit is read the same.",
    )
    offer_reader(store)
marks = marks_of(store, readers, store.taught(1))


@st.fragment
def digit_board() -> None:
    """Read the drawing again after each stroke and epoch, without the rest of the page."""
    now = newest_readers(store, readers, marks)
    with st.container(gap=None):
        narrow = page_width(STEPS_PX, default=max(STEPS_PX), key="digit_width_ruler") < WIDE_PX
        with st.container(horizontal=True, gap="small", horizontal_alignment="center"):
            reading = drawing_board(store, now, pen_width, narrow=narrow)
            if not narrow:
                digit_cards(store, now, reading, pen_width=pen_width)
    by_hand = written_by_hand(shown_picture())
    keep_row(store, now, reading, by_hand=by_hand)
    send_row(store, reading, by_hand=by_hand)
    if narrow:  # the cards stand below each other: first what a person does after each drawing
        bars_card(now, reading)
    draw_tabs(store, now, reading)
    show_toasts()


@st.fragment
def number_board() -> None:
    """Read a number again after each stroke and epoch."""
    number_page(newest_readers(store, readers, marks), pen_width)


what = choose_what_to_read()
reader_line(store, readers)
if what == A_DIGIT:
    digit_board()
else:
    number_board()
