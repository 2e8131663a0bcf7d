"""The canvas on which this tab writes a digit, white on black, and what is on it."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_drawable_canvas import st_canvas

from parts.shared.drawing import keep_drawing, kept_drawing, on_canvas
from parts.shared.drawing_board import begin_board, current_board, first_drawing

SIZE_PX = 280


def canvas_place() -> DeltaGenerator:
    """Give a place of the canvas's size: a new one is higher until its style has loaded."""
    return st.container(height=SIZE_PX, border=False, gap=None, key="drawing_place")


def digit_canvas(pen_width: int) -> dict[str, Any] | None:
    """Draw it, keep what is on it, and give that as the canvas describes it.

    Args:
        pen_width: in its pixels.
    """
    drawing: dict[str, Any] | None = st_canvas(
        stroke_width=pen_width,
        stroke_color="#FFFFFF",
        background_color="#000000",
        width=SIZE_PX,
        height=SIZE_PX,
        initial_drawing=first_drawing(),
        key=_canvas_key(),
        on_change=_keep,
    ).json_data
    keep_drawing(drawing)
    return drawing


def newest_drawing() -> dict[str, Any] | None:
    """Give what is on the canvas, for a callback: no run of the page may have read it yet."""
    return on_canvas(_canvas_key()) or kept_drawing()


def undo_stroke() -> None:
    """Begin a canvas without the stroke that was drawn last."""
    drawing = newest_drawing() or {}
    begin_board({**drawing, "objects": drawing["objects"][:-1]})


def _canvas_key() -> str:
    return f"canvas_{current_board()}"


def _keep() -> None:
    """Keep the drawing before the page is drawn: a click on another may end that run."""
    keep_drawing(newest_drawing())
