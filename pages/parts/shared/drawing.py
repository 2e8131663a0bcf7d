"""What this tab has drawn, for any page: its canvas forgets it out of sight."""

from typing import Any, Protocol

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mnist_core.errors import DrawingError
from mnist_core.ink.canvas_json import digit_drawing, read_canvas
from mnist_core.ink.drawing_files import open_drawing
from mnist_core.ink.preprocess import NOTHING, Reading
from mnist_core.ink.strokes import Strokes
from parts.shared.actions import show_problem
from parts.shared.page_visits import enter_next_page_anew

STROKES = ("Path", "path")  # the canvas's names for what a pen drew


class Upload(Protocol):
    """A picture that the reader has taken, or a file."""

    @property
    def name(self) -> str:
        """Its name, for messages."""

    def getvalue(self) -> bytes:
        """Give its content."""


def put_on_canvas(image: NDArray[np.uint8]) -> None:
    """Make a digit, (28, 28) uint8, what the canvas shows at the next visit to the Draw page."""
    keep_drawing(digit_drawing(image))
    enter_next_page_anew()


def kept_drawing() -> dict[str, Any] | None:
    """Give what this tab has drawn, as the canvas describes it."""
    drawing: dict[str, Any] | None = st.session_state.get("drawing")
    return drawing


def keep_drawing(drawing: dict[str, Any] | None) -> None:
    """Keep what is on the canvas, which forgets it out of sight."""
    st.session_state["drawing"] = drawing
    st.session_state["file_reading"] = None


def keep_file_reading(reading: Reading) -> None:
    """Keep what is read from a file, as long as it stands in the canvas's place."""
    st.session_state["file_reading"] = reading


def current_reading() -> Reading:
    """Read what is on this tab's canvas, or give what was read from a file in its place."""
    reading: Reading | None = st.session_state.get("file_reading")
    return read_board(kept_drawing()) if reading is None else reading


def on_canvas(key: str) -> dict[str, Any] | None:
    """Give what a canvas sent last, for a callback: no run of the page may have drawn it yet."""
    sent = dict(st.session_state.get(key) or {})
    return (sent.get("drawing") or {}).get("raw")


def written_by_hand(upload: Upload | None) -> bool:
    """Return whether a person wrote what is read: a digit of MNIST's alone is not theirs."""
    if upload is not None:
        return True
    objects = (kept_drawing() or {}).get("objects", [])
    return any(isinstance(item, dict) and item.get("type") in STROKES for item in objects)


def read_board(drawing: dict[str, Any] | None) -> Reading:
    """Read what is on the canvas; the page shows why it cannot be read."""
    try:
        return NOTHING if drawing is None else read_canvas(drawing)
    except DrawingError as error:
        show_problem(error)
        return NOTHING


def open_upload(upload: Upload) -> Strokes | NDArray[np.float32] | None:
    """Give the strokes or the picture in a file; the page shows why it cannot be read."""
    try:
        return _opened(upload.name, upload.getvalue())
    except DrawingError as error:
        show_problem(error)
        return None


@st.cache_resource(show_spinner=False, max_entries=16)
def _opened(name: str, content: bytes) -> Strokes | NDArray[np.float32]:
    """Open a file once for all runs of the page: a large photograph takes a second."""
    return open_drawing(name, content)
