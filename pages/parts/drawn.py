"""What this tab has drawn, for any page: the canvas itself lives on the Draw page alone."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mnist_core.canvas import digit_drawing, read_canvas
from mnist_core.drawings import read_drawing
from mnist_core.errors import DrawingError
from mnist_core.ink import NOTHING, Reading


def put_on_canvas(image: NDArray[np.uint8]) -> None:
    """Make a digit, (28, 28) uint8, what the canvas shows at the next visit to the Draw page."""
    st.session_state["drawing"] = digit_drawing(image)
    st.session_state["page_before"] = None


def current_reading() -> Reading:
    """Read what is on this tab's canvas."""
    return read_board(st.session_state.get("drawing"), None)


def read_board(drawing: dict[str, Any] | None, upload: UploadedFile | None) -> Reading:
    """Read a drawing, or an uploaded file instead; what cannot be read is said on the page."""
    try:
        if upload is not None:
            return read_drawing(upload.name, upload.getvalue())
        return NOTHING if drawing is None else read_canvas(drawing)
    except DrawingError as error:
        st.error(str(error), icon=":material/error:")
        return NOTHING
