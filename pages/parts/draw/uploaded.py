"""A file that is read instead: the field for it, and its picture in the canvas's place."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_core.figures.drawn import Drawing, framed_drawing
from mnist_core.ink.drawing_files import no_ink, read_opened
from mnist_core.ink.picture_files import ENDINGS
from mnist_core.ink.preprocess import NOTHING, Reading
from mnist_core.multidigit.canvas_size import canvas_height
from mnist_core.multidigit.read_number import NumberReading
from mnist_core.web.run_texts import count_text
from parts.draw.board import begin_board, cover_board, file_field, is_covered
from parts.shared.drawing import Upload, keep_file_reading, kept_drawing, open_upload
from parts.shared.figure import draw_figure
from parts.shared.texts import as_markdown

SIZE_PX = 280
LONGEST = 16  # letters of a file's name, for a line of the card


def upload_instead() -> Upload | None:
    """Draw the field for a file that is read instead, whose picture then covers the canvas.

    Out of sight the canvas forgets its drawing, so once the file is taken away a new board begins
    with what was drawn before.
    """
    if is_covered() and st.session_state.get(_upload_key()) is None:
        begin_board(kept_drawing())
    upload = st.file_uploader(
        "Read an image instead",
        [*ENDINGS, "json"],
        key=_upload_key(),
        help="A digit, dark on light or light on dark; or a file of strokes.",
    )
    cover_board(upload is not None)
    return upload


def uploaded_digit(place: DeltaGenerator, upload: Upload) -> Reading:
    """Show a file's picture where the canvas was, the digit in it framed, and read that.

    Args:
        place: of the canvas.
    """
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
    """Show a file's picture where the number's canvas was, its digits framed.

    Args:
        drawing: what is in the file; none where it cannot be read.
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
    """Say in a line which file is read, or that it is empty, and how to draw again, as Markdown.

    Args:
        found: whether there is a digit in it.
        searched: whether it could be read and was; the page says above it why not.
    """
    short = upload.name if len(upload.name) <= LONGEST else f"{upload.name[: LONGEST - 1]}…"
    name = as_markdown(short)
    if searched and not found:
        return f":material/warning: **{no_ink(name)}** Clear removes it."
    return f"{f'Reading {name}' if found else f'No digit in {name}'}; Clear removes it."


def _upload_key() -> str:
    return f"upload_{file_field()}"
