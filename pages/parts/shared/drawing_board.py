"""The board of this tab's digit: the canvas that is shown, what it began with, and what covers it.

The canvas forgets its drawing out of sight; a new one is then given it at the start.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from parts.shared.drawing import Upload, keep_drawing, kept_drawing
from parts.shared.page_visits import just_entered

BOARD, FIRST = "board", "first_drawing"
SOURCE, PICTURE, FIELD = "read_from", "picture", "picture_field"
DRAW, CAMERA, FILE = "Draw", "Camera", "File"  # where what is read comes from


@dataclass(frozen=True)
class Shown:
    """What stands on the board: the drawing of the canvas, or a picture in its place."""

    source: str
    drawing: dict[str, Any] | None
    picture: Upload | None


def begin_visit() -> None:
    """Begin a visit to the Draw page with its canvas, as ``begin_with_canvas`` does."""
    if just_entered("draw") or BOARD not in st.session_state:
        begin_with_canvas()


def begin_with_canvas() -> None:
    """Begin with a canvas, which carries on what this tab has drawn, and with no picture."""
    st.session_state[SOURCE] = DRAW  # a camera starts when it is asked for, never by itself
    remove_picture()
    begin_board(kept_drawing())


def begin_board(drawing: dict[str, Any] | None) -> None:
    """Begin a new canvas with this drawing, or an empty one."""
    st.session_state[BOARD] = st.session_state.get(BOARD, 0) + 1
    st.session_state[FIRST] = drawing
    keep_drawing(drawing)


def clear_board() -> None:
    """Begin an empty canvas, or take away the picture in its place: what it covers stays."""
    if is_covered():
        remove_picture()
    else:
        begin_board(None)


def change_source() -> None:
    """Begin with a place without a picture, or with the canvas as it was left."""
    remove_picture()
    if not is_covered():
        begin_board(kept_drawing())


def chosen_source() -> str:
    """Give where what is read comes from: the canvas, the camera or a file."""
    return str(st.session_state.get(SOURCE, DRAW))


def is_covered() -> bool:
    """Return whether a picture stands in the canvas's place, or what asks for one."""
    return chosen_source() != DRAW


def show_picture(picture: Upload, source: str) -> None:
    """Let this picture stand in the canvas's place."""
    st.session_state[SOURCE] = source
    st.session_state[PICTURE] = picture


def shown_picture() -> Upload | None:
    """Give the picture that stands in the canvas's place, taken or in a file."""
    picture: Upload | None = st.session_state.get(PICTURE)
    return picture


def what_is_shown() -> Shown:
    """Give what stands on the board, to be shown again."""
    return Shown(chosen_source(), kept_drawing(), shown_picture())


def show_again(shown: Shown) -> None:
    """Let what stood on the board stand there again."""
    st.session_state[SOURCE] = shown.source
    st.session_state[PICTURE] = shown.picture
    if not is_covered():
        begin_board(shown.drawing)


def remove_picture() -> None:
    """Take the picture away; the next field for one is another, which is empty."""
    st.session_state[PICTURE] = None
    st.session_state[FIELD] = picture_field() + 1


def picture_field() -> int:
    """Give the number of the field for a picture."""
    return int(st.session_state.get(FIELD, 0))


def current_board() -> int:
    """Give the number of this tab's board."""
    board: int = st.session_state[BOARD]
    return board


def first_drawing() -> dict[str, Any] | None:
    """Give what this tab's board began with."""
    drawing: dict[str, Any] | None = st.session_state[FIRST]
    return drawing
