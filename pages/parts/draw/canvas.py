"""The choice of a digit or a number; and the digit's canvas, with large Clear and Undo buttons."""

from typing import Any

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from mnist_core.ink.preprocess import Reading
from parts.shared.drawing import (
    Upload,
    keep_drawing,
    kept_drawing,
    on_canvas,
    read_board,
    written_by_hand,
)
from parts.shared.page_visits import just_entered

A_DIGIT, A_NUMBER = "A digit", "A number"
HEADINGS = {A_DIGIT: "Draw a digit", A_NUMBER: "Draw a number"}
SIZE_PX, CARD_PX = 280, 314
HINT = "Draw a digit with the mouse or a finger."
BOARD, FIRST = "board", "first_drawing"  # the canvas that is shown, and what it began with
NOT_YOURS = "A digit of MNIST's; write over it to keep it."


def choose_what_to_read() -> str:
    """Draw the heading with the choice, and give it."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        heading = st.empty()
        what: str = st.segmented_control(
            "What to read",
            list(HEADINGS),
            default=A_DIGIT,
            required=True,
            key="what_to_read",
            label_visibility="collapsed",
            persist_state="session",
            on_change=_begin_again,
        )
    heading.header(HEADINGS[what], anchor=False, width="content")
    return what


def keep_drawing_of_last_visit() -> None:
    """Begin a board that carries on the drawing of the last visit to this page, if any.

    The canvas forgets its drawing when the page is left, so a new one is given it at the start.
    """
    if just_entered("draw") or BOARD not in st.session_state:
        begin_board(kept_drawing())


def drawing_board(pen_width: int, upload: Upload | None) -> Reading:
    """Draw the canvas card and give what is read from it, or from an uploaded file."""
    with st.container(border=True, width=CARD_PX, height="stretch"):
        drawing = _canvas(pen_width)
        keep_drawing(drawing)
        _buttons(drawing)
        reading = read_board(drawing, upload)
        st.caption(" ".join(reading.hints) or _note(reading, upload))
    return reading


def _canvas(pen_width: int) -> dict[str, Any] | None:
    """Draw the canvas in a place of its size: a new one is higher until its style has loaded."""
    with st.container(height=SIZE_PX, border=False, gap=None):
        drawing: dict[str, Any] | None = st_canvas(
            stroke_width=pen_width,
            stroke_color="#FFFFFF",
            background_color="#000000",
            width=SIZE_PX,
            height=SIZE_PX,
            initial_drawing=st.session_state[FIRST],
            key=_canvas_key(),
        ).json_data
    return drawing


def _canvas_key() -> str:
    return f"canvas_{current_board()}"


def begin_board(drawing: dict[str, Any] | None) -> None:
    """Begin a new canvas with this drawing, or an empty one; an uploaded file goes with the old."""
    st.session_state[BOARD] = st.session_state.get(BOARD, 0) + 1
    st.session_state[FIRST] = drawing
    keep_drawing(drawing)


def current_board() -> int:
    """Give the number of this tab's board."""
    board: int = st.session_state[BOARD]
    return board


def _buttons(drawing: dict[str, Any] | None) -> None:
    empty = not (drawing or {}).get("objects")
    with st.container(horizontal=True, wrap=False):
        st.button(
            "Clear",
            key="clear",
            icon=":material/delete:",
            width="stretch",
            on_click=begin_board,
            args=(None,),
        )
        st.button(
            "Undo",
            key="undo",
            icon=":material/undo:",
            width="stretch",
            disabled=empty,
            on_click=_undo,
        )


def _undo() -> None:
    drawing = on_canvas(_canvas_key()) or kept_drawing() or {}
    begin_board({**drawing, "objects": drawing["objects"][:-1]})


def _note(reading: Reading, upload: Upload | None) -> str:
    if upload is not None:
        return f"Reading {upload.name}; Clear goes back to drawing."
    if reading.image is None:
        return HINT
    return "&nbsp;" if written_by_hand(None) else NOT_YOURS


def _begin_again() -> None:
    """Restore what was on the digit's canvas: out of sight, it forgets it."""
    if st.session_state["what_to_read"] == A_DIGIT:
        begin_board(kept_drawing())
