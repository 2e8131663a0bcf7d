"""The choice of a digit or a number; and the digit's canvas, or a picture in its place."""

from typing import Any

import streamlit as st

from mnist_core.ink.canvas_png import canvas_png
from mnist_core.ink.preprocess import Reading
from mnist_core.store.run_store import RunStore
from parts.draw.source import choose_source
from parts.draw.uploaded import uploaded_digit
from parts.shared.canvas_width import canvas_width
from parts.shared.digit_canvas import SIZE_PX, canvas_place, digit_canvas, undo_stroke
from parts.shared.drawing import kept_drawing, read_board, written_by_hand
from parts.shared.drawing_board import begin_board, clear_board, is_covered
from parts.shared.live_answer import live_answer
from parts.shared.reader import Reader
from parts.shared.settings_button import settings_button

A_DIGIT, A_NUMBER = "A digit", "A number"
HEADINGS = {A_DIGIT: "Draw a digit", A_NUMBER: "Draw a number"}
CARD_PX = 314
HINT_PX = 44  # two lines, so that nothing moves when a hint has them
MOST_PX = 360  # that the canvas is wide on a narrow page, so that the answer is in sight as well
BELOW_PX = 150  # for the answer below it, and the pages' menu at the window's foot
HINT = "Draw a digit with the mouse, a finger, or arrow keys and Space."
NOT_YOURS = "A digit from MNIST; draw over it to keep it as yours."


def choose_what_to_read() -> str:
    """Draw the heading with the choice, and give it."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        heading = st.empty()
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", gap="xsmall"
        ):
            settings_button(small=True)
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


def drawing_board(
    store: RunStore, readers: list[Reader], pen_width: int, *, narrow: bool
) -> Reading:
    """Draw the canvas card and give what is read from it, or from a picture in its place.

    Args:
        narrow: whether the canvas is as wide as the page, with the answer right below it.
    """
    with st.container(
        border=True, width="stretch" if narrow else CARD_PX, height="stretch", gap="xsmall"
    ):
        with st.container():  # always there, so that nothing below moves within the card
            if narrow and not is_covered():
                canvas_width(MOST_PX, below=BELOW_PX)
        place = canvas_place()
        answer = st.container()
        if is_covered():
            _buttons(None)
            reading = uploaded_digit(place)
        else:
            with place:
                drawing = digit_canvas(pen_width)
            _buttons(drawing)
            reading = read_board(drawing)
            with st.container(height=HINT_PX, border=False):
                st.caption(" ".join(reading.hints) or _note(reading))
        if narrow:
            with answer:
                live_answer(store, readers, reading, pen_width=pen_width, look="compact")
    return reading


def _buttons(drawing: dict[str, Any] | None) -> None:
    """Draw what can be done with the drawing, and where another comes from."""
    empty = not (drawing or {}).get("objects")
    with st.container(horizontal=True, wrap=False, gap="xsmall"):
        st.button(
            "Clear",
            key="clear",
            icon=":material/delete:",
            width="stretch",
            on_click=clear_board,
        )
        st.button(
            "Undo",
            key="undo",
            icon=":material/undo:",
            width="stretch",
            disabled=empty,
            on_click=undo_stroke,
        )
        picture_button(drawing, key="drawing_png", name="digit.png", size=(SIZE_PX, SIZE_PX))
    choose_source()


def picture_button(
    drawing: dict[str, Any] | None, *, key: str, name: str, size: tuple[int, int]
) -> None:
    """Offer what is on a canvas of this size as a PNG file of this name."""
    st.download_button(
        "PNG",
        lambda: canvas_png(drawing, size),
        name,
        "image/png",
        key=key,
        icon=":material/download:",
        help="Download the drawing as an image",
        width="stretch",
        disabled=not (drawing or {}).get("objects"),
        on_click="ignore",
    )


def _note(reading: Reading) -> str:
    if reading.image is None:
        return HINT
    return "&nbsp;" if written_by_hand(None) else NOT_YOURS


def _begin_again() -> None:
    """Restore what was on the digit's canvas: out of sight, it forgets it."""
    if st.session_state["what_to_read"] == A_DIGIT:
        begin_board(kept_drawing())
