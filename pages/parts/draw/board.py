"""The board of this tab's digit: the canvas that is shown, and what it began with.

The canvas forgets its drawing out of sight; a new one is then given it at the start.
"""

from typing import Any

import streamlit as st

from parts.shared.drawing import keep_drawing, kept_drawing
from parts.shared.page_visits import just_entered

BOARD, FIRST = "board", "first_drawing"
FILE_FIELD, COVERED = "file_field", "board_covered"


def keep_drawing_of_last_visit() -> None:
    """Begin a board that carries on the drawing of the last visit to this page, if any."""
    if just_entered("draw") or BOARD not in st.session_state:
        begin_board(kept_drawing())


def begin_board(drawing: dict[str, Any] | None) -> None:
    """Begin a new canvas with this drawing, or an empty one; an uploaded file goes with the old."""
    st.session_state[BOARD] = st.session_state.get(BOARD, 0) + 1
    st.session_state[FIRST] = drawing
    if is_covered():
        st.session_state[FILE_FIELD] = file_field() + 1
        cover_board(False)
    keep_drawing(drawing)


def cover_board(covered: bool) -> None:
    """Note whether a file's picture stands in the canvas's place."""
    st.session_state[COVERED] = covered


def is_covered() -> bool:
    """Return whether a file's picture stood in the canvas's place when the page was last drawn."""
    return bool(st.session_state.get(COVERED))


def file_field() -> int:
    """Give the number of the field for files: another one, empty, after each file.

    It is not the board's: a board begins with each Undo, drawn by a part of the page without the
    field, and a file that were given to the field of an older board would be lost.
    """
    return int(st.session_state.get(FILE_FIELD, 0))


def current_board() -> int:
    """Give the number of this tab's board."""
    board: int = st.session_state[BOARD]
    return board


def first_drawing() -> dict[str, Any] | None:
    """Give what this tab's board began with."""
    drawing: dict[str, Any] | None = st.session_state[FIRST]
    return drawing
