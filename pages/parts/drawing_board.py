"""The canvas with Clear and Undo that a finger finds, and the reading of what is on it."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.runtime.uploaded_file_manager import UploadedFile
from streamlit_drawable_canvas import st_canvas

from mnist_core.canvas import digit_drawing, read_canvas
from mnist_core.drawings import read_drawing
from mnist_core.errors import DrawingError
from mnist_core.ink import Reading

SIZE_PX, CARD_PX = 280, 314
NOTHING = Reading(None, ())
HINT = "Draw a digit with the mouse or a finger."


def keep_drawing_of_last_visit() -> None:
    """Begin a board that carries on the drawing of the last visit to this page, if any.

    The canvas forgets its drawing when the page is left, so a new one is given it at the start.
    """
    if st.session_state.get("page_before") != "draw" or "board" not in st.session_state:
        _begin_board(st.session_state.get("drawing"))


def put_on_canvas(image: NDArray[np.uint8]) -> None:
    """Make a digit, (28, 28) uint8, what the canvas shows at the next visit to the Draw page."""
    st.session_state["drawing"] = digit_drawing(image)
    st.session_state["page_before"] = None


def current_reading() -> Reading:
    """Read what this tab has on the canvas, from any page."""
    return _read(st.session_state.get("drawing"), None)


def drawing_board(pen_width: int, upload: UploadedFile | None) -> Reading:
    """Draw the canvas card and give what is read from it, or from an uploaded file."""
    with st.container(border=True, width=CARD_PX, height="stretch"):
        drawing = st_canvas(
            stroke_width=pen_width,
            stroke_color="#FFFFFF",
            background_color="#000000",
            width=SIZE_PX,
            height=SIZE_PX,
            initial_drawing=st.session_state["first_drawing"],
            key=f"canvas_{st.session_state['board']}",
        ).json_data
        st.session_state["drawing"] = drawing
        _buttons(drawing)
        reading = _read(drawing, upload)
        st.caption(" ".join(reading.hints) or _note(reading, upload))
    return reading


def _buttons(drawing: dict[str, Any] | None) -> None:
    empty = not (drawing or {}).get("objects")
    with st.container(horizontal=True, wrap=False):
        st.button(
            "Clear",
            key="clear",
            icon=":material/delete:",
            width="stretch",
            on_click=_begin_board,
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
    drawing = st.session_state["drawing"]
    _begin_board({**drawing, "objects": drawing["objects"][:-1]})


def _begin_board(drawing: dict[str, Any] | None) -> None:
    st.session_state["board"] = st.session_state.get("board", 0) + 1
    st.session_state["first_drawing"] = st.session_state["drawing"] = drawing


def _read(drawing: dict[str, Any] | None, upload: UploadedFile | None) -> Reading:
    try:
        if upload is not None:
            return read_drawing(upload.name, upload.getvalue())
        return NOTHING if drawing is None else read_canvas(drawing)
    except DrawingError as error:
        st.error(str(error), icon=":material/error:")
        return NOTHING


def _note(reading: Reading, upload: UploadedFile | None) -> str:
    if upload is not None:
        return f"Reading {upload.name}; Clear goes back to drawing."
    return HINT if reading.image is None else "\N{NO-BREAK SPACE}"
