"""Pictures of a number that was read: boxes around its digits, the number, and each digit."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.figures.colors import MUTED
from mnist_core.figures.drawn import (
    Drawing,
    Size,
    add_drawing,
    drawing_size,
    gray_levels,
    rectangle,
)
from mnist_core.figures.style import bare_figure, make_picture, print_large, set_x_axis, set_y_axis
from mnist_core.figures.table import add_table
from mnist_core.ink.rasterise import SIZE
from mnist_core.multidigit.read_number import DigitReading, NumberReading

Floats = NDArray[np.float32]

PANEL, PRINT = 190, 190  # screen pixels of the number in its boxes, and of the number in type
LABELS, MARGIN = 30, 3  # screen pixels above the drawing for the answers, and around it
# On black and on photographs these must not become a page's own colours, as "#56B4E9" would.
SURE, UNSURE = "rgb(86,180,233)", "rgb(230,159,0)"
LINE = 6  # screen pixels
ROOM = 0.04  # of the drawing's height, between the middle of a line and the box
LARGEST, LINE_OF_TYPE = 110, 480  # screen pixels: of one letter, and of all beside each other
GAP = 4  # in pixels of a digit, between two
ROW, ROWS_OF_A_PHONE = 150, 190  # screen pixels of the digits in one row, and in two
NO_ANSWER = "\N{EN DASH}"


def boxed_number(drawing: Drawing | None, reading: NumberReading, size: Size) -> go.Figure:
    """Show what was written with a box around each digit, its answer above; dotted if unsure.

    Args:
        drawing: strokes, or a picture (height, width), float32 in [0, 1].
        size: width and height of the empty frame, for no drawing.
    """
    width, height = size if drawing is None else drawing_size(drawing)
    figure = bare_figure(PANEL, top=LABELS, bottom=MARGIN, left=MARGIN, right=MARGIN)
    add_drawing(figure, drawing, size, line=LINE)
    for digit in reading.digits:
        _add_box(figure, digit, ROOM * height)
    make_picture(figure)
    set_x_axis(figure, range=[0, width], scaleanchor="y", constrain="domain")
    set_y_axis(figure, range=[height, 0], constrain="domain", constraintoward="top")
    _add_answers(figure, reading)
    return figure


def _add_box(figure: go.Figure, digit: DigitReading, room: float) -> None:
    left, top, right, foot = digit.box
    box = (left - room, top - room, right + room, foot + room)
    color, dash = (SURE, "solid") if digit.sure else (UNSURE, "dot")
    figure.add_shape(**rectangle(box, line=3), line_color=color, line_dash=dash)
    figure.add_annotation(
        text=f"<b>{digit.may_be}</b>",
        x=(left + right) / 2,
        y=1,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        font={"size": 20},
    )


def number_answer(reading: NumberReading) -> go.Figure:
    """Print the number in very large type, "?" for each digit that is not sure."""
    figure = bare_figure(PRINT)
    make_picture(figure)
    text = reading.text
    size = min(LARGEST, LINE_OF_TYPE / max(len(text), 1))
    large, color = (f"<b>{text}</b>", None) if text else (NO_ANSWER, MUTED)
    print_large(figure, large, height=0.6, size=size, color=color)
    print_large(figure, how_sure(reading), height=0.1, size=18)
    _add_answers(figure, reading)
    return figure


def how_sure(reading: NumberReading) -> str:
    """Describe how sure the network is of the digit it is least sure of, or what it would guess."""
    if not reading.digits:
        return ""
    if all(digit.sure for digit in reading.digits):
        return f"least sure: {reading.least_sure:.1%}"
    return f"best guess: {reading.guess}"


def digit_row(reading: NumberReading, *, narrow: bool) -> go.Figure:
    """Show what the network gets of each digit, white on black, with its answer below.

    Args:
        narrow: for a phone, which has room for 6 beside each other; 12 take two rows there.
    """
    count = len(reading.digits)
    columns = 6 if narrow else 8 if count <= 8 else 12
    row_height = SIZE + (24 if narrow else 18)  # letters take up more of a smaller picture
    figure = bare_figure(ROWS_OF_A_PHONE if narrow else ROW)
    for number, digit in enumerate(reading.digits):
        left, top = number % columns * (SIZE + GAP), number // columns * row_height
        figure.add_heatmap(**_image(digit.image, left, top))
        figure.add_annotation(**_caption(digit, left, top))
    make_picture(figure)
    width, height = columns * (SIZE + GAP) - GAP, max(1, -(-count // columns)) * row_height
    set_x_axis(
        figure,
        range=[-0.5, width - 0.5],
        scaleanchor="y",
        constrain="domain",
        constraintoward="left",
    )
    set_y_axis(figure, range=[height - 0.5, -0.5], constrain="domain", constraintoward="top")
    _add_answers(figure, reading)
    return figure


def _add_answers(figure: go.Figure, reading: NumberReading) -> None:
    """Give a picture of a number the table of its digits, from left to right."""
    rows = [
        [place, *(("no digit", None) if digit.is_mark else _answer(digit))]
        for place, digit in enumerate(reading.digits, 1)
    ]
    add_table(figure, ["Place", "Read as", "Confidence"], rows)


def _answer(digit: DigitReading) -> tuple[str, str]:
    return f"{digit.digit}{'' if digit.sure else '?'}", f"{digit.confidence:.0%}"


def digit_text(digit: DigitReading) -> str:
    """Describe an answer for those who cannot see the digits."""
    return "no digit" if digit.is_mark else f"{digit.digit} {digit.confidence:.0%} sure"


def _image(image: Floats, left: int, top: int) -> dict[str, Any]:
    return {**gray_levels(image), "x0": left, "y0": top}


def _caption(digit: DigitReading, left: int, top: int) -> dict[str, Any]:
    mark = "" if digit.sure else "?"
    likeliest = f"<b>{digit.digit}{mark}</b><br>{digit.confidence:.0%}"
    return {
        "text": "<b>?</b><br>no digit" if digit.is_mark else likeliest,
        "x": left + (SIZE - 1) / 2,
        "y": top + SIZE,
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 15},
    }
