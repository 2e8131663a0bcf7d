"""A number on the Draw page: its canvas, or a picture in its place, and the cards around it."""

from typing import Any

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from mnist_core.errors import DrawingError
from mnist_core.figures.drawn import Drawing
from mnist_core.multidigit.canvas_size import WIDTHS, canvas_height, canvas_strokes, for_width
from mnist_core.multidigit.read_number import NO_NUMBER, NumberReading, read_number
from parts.draw.canvas import picture_button
from parts.draw.number_cards import answer_card, boxes_card, digits_card
from parts.draw.page_width import page_width
from parts.draw.source import A_NUMBER_HINT, ask_for_picture, choose_source
from parts.draw.uploaded import upload_note, uploaded_number
from parts.shared.actions import show_problem
from parts.shared.drawing import on_canvas, open_upload
from parts.shared.drawing_board import is_covered, remove_picture, shown_picture
from parts.shared.reader import Reader

CARD_PX = 34  # of a card around its content, both sides together
BESIDE_PX = 1_150  # from this width on the answer stands beside the canvas
PHONE_PX = 460  # a narrower canvas is a phone's
CARD_SHARES = (42, 58)  # the number in type, the number in its boxes
LINE_PX = 28
PEN_SHARE = 0.5  # a number's digits are smaller than one digit alone
HINT = "Write a number, such as 2024."


def number_page(readers: list[Reader], pen_width: int) -> None:
    """Draw the canvas, or take a picture instead, and show the number that is read."""
    steps = [width + CARD_PX for width in WIDTHS]
    top = st.container(gap=None)  # the answer is to be in sight on a phone
    with top:
        space = page_width([*steps, BESIDE_PX], default=max(steps), key="number_width_ruler")
    width = max(width for width in WIDTHS if width + CARD_PX <= space)
    _begin_where_needed(width)
    if space < BESIDE_PX:
        with top, st.container(border=True, gap="xsmall"):
            drawing, reading = _canvas_card(readers, pen_width, width)
        answer, boxes = st.columns(CARD_SHARES, gap="small")
        digits = st.container()
    else:
        with top, st.container(horizontal=True, gap="small"):
            with st.container(border=True, width=width + CARD_PX, gap="xsmall"):
                drawing, reading = _canvas_card(readers, pen_width, width)
            answer = st.container(height="stretch")
        boxes, digits = st.columns(2, gap="small")
    answer_card(answer, reading)
    boxes_card(boxes, drawing, reading, width)
    digits_card(digits, reading, narrow=width < PHONE_PX)


def _begin_where_needed(width: int) -> None:
    """Begin a canvas that carries on the drawing: a first one, one back in sight, another width.

    Out of sight the canvas forgets its drawing.
    """
    before = st.session_state.get("number_width", width)
    if _canvas_key() not in st.session_state or before != width:
        _begin(for_width(st.session_state.get("number_drawing"), before, width))
    st.session_state["number_width"] = width


def _canvas_key() -> str:
    return f"number_canvas_{st.session_state.get('number_board', 0)}"


def _begin(drawing: dict[str, Any] | None) -> None:
    st.session_state["number_board"] = st.session_state.get("number_board", 0) + 1
    st.session_state["number_first"] = st.session_state["number_drawing"] = drawing


def _canvas_card(
    readers: list[Reader], pen_width: int, width: int
) -> tuple[Drawing | None, NumberReading]:
    """Draw the canvas with its buttons; give what is on it, or in a picture instead, as read."""
    if is_covered() and shown_picture() is None:
        return None, _ask(width)
    place = st.container(height=canvas_height(width), border=False, gap=None)
    upload = shown_picture()
    if upload is None:
        with place:
            document = _canvas(pen_width, width)
        st.session_state["number_drawing"] = document
        _buttons(document, width)
        drawing = _open(document, width)
    else:
        _buttons(None, width)
        drawing = open_upload(upload)
    reading = read_number(drawing, readers[0].network) if drawing is not None and readers else None
    if upload is not None:
        with place:
            uploaded_number(drawing, reading or NO_NUMBER, upload, width)
    _note(reading, width)
    return drawing, reading or NO_NUMBER


def _ask(width: int) -> NumberReading:
    """Ask for a picture in the canvas's place, which is higher then where it has to be."""
    place = st.container()
    _buttons(None, width)
    with place:
        ask_for_picture()
    st.caption(A_NUMBER_HINT)
    return NO_NUMBER


def _canvas(pen_width: int, width: int) -> dict[str, Any] | None:
    document: dict[str, Any] | None = st_canvas(
        stroke_width=round(PEN_SHARE * pen_width),
        stroke_color="#FFFFFF",
        background_color="#000000",
        width=width,
        height=canvas_height(width),
        initial_drawing=st.session_state["number_first"],
        key=_canvas_key(),
        on_change=_keep,
    ).json_data
    return document


def _open(document: dict[str, Any] | None, width: int) -> Drawing | None:
    try:
        return canvas_strokes(document, width) if (document or {}).get("objects") else None
    except DrawingError as error:
        show_problem(error)
        return None


def _buttons(drawing: dict[str, Any] | None, width: int) -> None:
    empty = not (drawing or {}).get("objects")
    with st.container(horizontal=True, wrap=False, gap="xsmall"):
        st.button(
            "Clear",
            key="clear_number",
            icon=":material/delete:",
            width="stretch",
            on_click=_clear,
        )
        st.button(
            "Undo",
            key="undo_number",
            icon=":material/undo:",
            width="stretch",
            disabled=empty,
            on_click=_undo,
        )
        size = width, canvas_height(width)
        picture_button(drawing, key="number_png", name="number.png", size=size)
    choose_source()


def _clear() -> None:
    if is_covered():
        remove_picture()
    else:
        _begin(None)


def _newest() -> dict[str, Any] | None:
    newest: dict[str, Any] | None = st.session_state["number_drawing"]
    return on_canvas(_canvas_key()) or newest


def _keep() -> None:
    """Keep the number before the page is drawn: a click on another may end that run."""
    st.session_state["number_drawing"] = _newest()


def _undo() -> None:
    drawing = _newest() or {}
    _begin({**drawing, "objects": drawing["objects"][:-1]})


def _note(read: NumberReading | None, width: int) -> None:
    """Write what could be better, in a place that stays as high as it is."""
    reading, upload = read or NO_NUMBER, shown_picture()
    with st.container(height=LINE_PX if width >= PHONE_PX else 2 * LINE_PX, border=False):
        if reading.hints:
            text, others = _in_one_line(reading.hints)
            st.caption(text, help=others)
        elif upload is not None:
            note = upload_note(upload, found=bool(reading.digits), searched=read is not None)
            st.caption(note)
        else:
            st.caption("&nbsp;" if reading.digits else HINT)


def _in_one_line(hints: tuple[str, ...]) -> tuple[str, str | None]:
    """Give the most useful hint, how many others there are, and these as help."""
    first, *others = hints
    return (f"{first} {len(others)} more:", "\n\n".join(others)) if others else (first, None)
