"""A picture that is read instead, taken or in a file: it stands in the canvas's place, framed."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_core.figures.drawn import Drawing, framed_drawing
from mnist_core.ink.drawing_files import no_ink, read_opened
from mnist_core.ink.preprocess import NOTHING, Reading
from mnist_core.multidigit.canvas_size import canvas_height
from mnist_core.multidigit.read_number import NumberReading
from mnist_core.web.run_texts import count_text
from parts.draw.source import A_DIGIT_HINT, ask_for_picture
from parts.shared.digit_canvas import SIZE_PX
from parts.shared.drawing import Upload, keep_file_reading, open_upload
from parts.shared.drawing_board import CAMERA, chosen_source, shown_picture
from parts.shared.figure import draw_figure
from parts.shared.texts import as_markdown

LONGEST = 16  # letters of a file's name, for a line of the card


def uploaded_digit(place: DeltaGenerator) -> Reading:
    """Show a picture where the canvas was, the digit in it framed, and read that; or ask for one.

    Args:
        place: of the canvas.
    """
    upload = shown_picture()
    if upload is None:
        with place:
            ask_for_picture()
        st.caption(A_DIGIT_HINT)
        keep_file_reading(NOTHING)
        return NOTHING
    picture = open_upload(upload)
    reading = NOTHING if picture is None else read_opened(picture)
    keep_file_reading(reading)
    boxes = [] if reading.box is None else [reading.box]
    what = "digit found" if boxes else "no digit found"
    with place:
        draw_figure(
            framed_drawing(picture, boxes, width=SIZE_PX, height=SIZE_PX),
            key="uploaded",
            alt=f"{upload.name}: {what}",
        )
    note = upload_note(upload, found=bool(boxes), searched=picture is not None)
    st.caption(" ".join(reading.hints) or note)
    return reading


def uploaded_number(
    drawing: Drawing | None, reading: NumberReading, upload: Upload, width: int
) -> None:
    """Show a picture where the number's canvas was, its digits framed.

    Args:
        drawing: what is in it; none where it cannot be read.
        width: of the canvas, in pixels.
    """
    draw_figure(
        framed_drawing(
            drawing,
            [digit.box for digit in reading.digits],
            width=width,
            height=canvas_height(width),
        ),
        key="number_uploaded",
        alt=f"{upload.name}: {count_text(len(reading.digits), 'digit')} found",
    )


def upload_note(upload: Upload, *, found: bool, searched: bool) -> str:
    """Say in a line what is read, or that it is empty, and how to take another, as Markdown.

    Args:
        found: whether there is a digit in it.
        searched: whether it could be read and was; the page says above it why not.
    """
    short = upload.name if len(upload.name) <= LONGEST else f"{upload.name[: LONGEST - 1]}…"
    name = as_markdown(short)
    clear = "Clear takes another." if chosen_source() == CAMERA else "Clear removes it."
    if searched and not found:
        return f":material/warning: **{no_ink(name)}** {clear}"
    return f"{f'Reading {name}' if found else f'No digit in {name}'}; {clear}"
