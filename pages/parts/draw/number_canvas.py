"""A number on the Draw page: its canvas, how it is split, and what the main network reads."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_drawable_canvas import st_canvas

from mnist_core.errors import DrawingError
from mnist_core.figures.drawn import Drawing
from mnist_core.figures.number import boxed_number, digit_row, number_answer
from mnist_core.multidigit.canvas_size import WIDTHS, canvas_height, canvas_strokes, for_width
from mnist_core.multidigit.read_number import NO_NUMBER, NumberReading, read_number
from parts.draw.board import begin_board
from parts.draw.canvas import picture_button
from parts.draw.page_width import page_width
from parts.draw.readers import Reader
from parts.draw.uploaded import upload_note, uploaded_number
from parts.shared.drawing import Upload, kept_drawing, on_canvas, open_upload
from parts.shared.figure import draw_figure

CARD_PX = 34  # of a card around its content, both sides together
BESIDE_PX = 1_150  # from this width on the answer stands beside the canvas
PHONE_PX = 460  # a narrower canvas is a phone's
CARD_SHARES = (42, 58)  # the number in type, the number in its boxes
LINE_PX = 28
PEN_SHARE = 0.5  # a number's digits are smaller than one digit alone
HINT = "Write a number, such as 2024."


def number_page(readers: list[Reader], pen_width: int, upload: Upload | None) -> None:
    """Draw the canvas, or take an uploaded file instead, and show the number that is read."""
    if st.session_state.pop("number_upload_done", False):
        st.rerun()  # the file goes with its board
    steps = [width + CARD_PX for width in WIDTHS]
    space = page_width([*steps, BESIDE_PX], default=max(steps), key="number_width_ruler")
    width = max(width for width in WIDTHS if width + CARD_PX <= space)
    _begin_where_needed(width)
    if space < BESIDE_PX:
        with st.container(border=True):
            drawing, reading = _canvas_card(readers, pen_width, upload, width)
        answer, boxes = st.columns(CARD_SHARES, gap="small")
        digits = st.container()
    else:
        with st.container(horizontal=True, gap="small"):
            with st.container(border=True, width=width + CARD_PX):
                drawing, reading = _canvas_card(readers, pen_width, upload, width)
            answer = st.container(height="stretch")
        boxes, digits = st.columns(2, gap="small")
    _answer_card(answer, reading)
    _boxes_card(boxes, drawing, reading, width)
    _digits_card(digits, reading, narrow=width < PHONE_PX)


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
    readers: list[Reader], pen_width: int, upload: Upload | None, width: int
) -> tuple[Drawing | None, NumberReading]:
    """Draw the canvas with its buttons; give what is on it, or was uploaded instead, as read."""
    place = st.container(height=canvas_height(width), border=False, gap=None)
    if upload is None:
        with place:
            document = _canvas(pen_width, width)
        st.session_state["number_drawing"] = document
        _buttons(document, width, uploaded=False)
        drawing = _open(document, width)
    else:
        _buttons(None, width, uploaded=True)
        drawing = open_upload(upload)
    reading = read_number(drawing, readers[0].network) if drawing is not None and readers else None
    if upload is not None:
        with place:
            uploaded_number(drawing, reading or NO_NUMBER, upload, width)
    _note(reading, upload, width)
    return drawing, reading or NO_NUMBER


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
        st.error(str(error), icon=":material/error:")
        return None


def _buttons(drawing: dict[str, Any] | None, width: int, *, uploaded: bool) -> None:
    empty = not (drawing or {}).get("objects")
    with st.container(horizontal=True, wrap=False, gap="xsmall"):
        st.button(
            "Clear",
            key="clear_number",
            icon=":material/delete:",
            width="stretch",
            on_click=_clear,
            args=(uploaded,),
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


def _clear(uploaded: bool) -> None:
    _begin(None)
    if uploaded:
        st.session_state["number_upload_done"] = True
        begin_board(kept_drawing())  # the file is the digit's board's


def _newest() -> dict[str, Any] | None:
    newest: dict[str, Any] | None = st.session_state["number_drawing"]
    return on_canvas(_canvas_key()) or newest


def _keep() -> None:
    """Keep the number before the page is drawn: a click on another may end that run."""
    st.session_state["number_drawing"] = _newest()


def _undo() -> None:
    drawing = _newest() or {}
    _begin({**drawing, "objects": drawing["objects"][:-1]})


def _note(read: NumberReading | None, upload: Upload | None, width: int) -> None:
    """Write what could be better, in a place that stays as high as it is."""
    reading = read or NO_NUMBER
    with st.container(height=LINE_PX if width >= PHONE_PX else 2 * LINE_PX, border=False):
        if reading.hints:
            st.caption(reading.hints[0])
        elif upload is not None:
            note = upload_note(upload, found=bool(reading.digits), searched=read is not None)
            st.caption(note)
        else:
            st.caption("&nbsp;" if reading.digits else HINT)


def _answer_card(place: DeltaGenerator, reading: NumberReading) -> None:
    with place, st.container(border=True, height="stretch"):
        st.markdown("**The network reads**")
        alt = f"Number: {reading.text or 'nothing yet'}"
        draw_figure(number_answer(reading), key="number_answer", alt=alt)


def _boxes_card(
    place: DeltaGenerator, drawing: Drawing | None, reading: NumberReading, width: int
) -> None:
    with place, st.container(border=True, height="stretch"):
        st.markdown("**Split into digits**")
        size = float(width), float(canvas_height(width))
        alt = f"Digits in boxes: {len(reading.digits)}"
        draw_figure(boxed_number(drawing, reading, size), key="number_boxes", alt=alt)


def _digits_card(place: DeltaGenerator, reading: NumberReading, *, narrow: bool) -> None:
    with place, st.container(border=True, height="stretch"):
        st.markdown("**The network sees** · and how sure it is of each")
        sure = ", ".join(f"{one.digit} {one.confidence:.0%} sure" for one in reading.digits)
        alt = f"Digits: {sure or 'none yet'}"
        draw_figure(digit_row(reading, narrow=narrow), key="number_digits", alt=alt)
