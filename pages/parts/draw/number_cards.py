"""What is read of a number: in type, split into digits, and each digit as the network sees it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_core.figures.drawn import Drawing
from mnist_core.figures.number import boxed_number, digit_row, digit_text, number_answer
from mnist_core.multidigit.canvas_size import canvas_height
from mnist_core.multidigit.read_number import NumberReading
from parts.shared.figure import draw_figure


def answer_card(place: DeltaGenerator, reading: NumberReading) -> None:
    """Draw the number in large type."""
    with place, st.container(border=True, height="stretch"):
        st.markdown("**The network reads**")
        alt = f"Number: {reading.text or 'nothing yet'}"
        draw_figure(number_answer(reading), key="number_answer", alt=alt)


def boxes_card(
    place: DeltaGenerator, drawing: Drawing | None, reading: NumberReading, width: int
) -> None:
    """Draw what was written, each digit in its box.

    Args:
        width: of the canvas, in pixels.
    """
    with place, st.container(border=True, height="stretch"):
        st.markdown("**Split into digits**")
        size = float(width), float(canvas_height(width))
        alt = f"Digits in boxes: {len(reading.digits)}"
        draw_figure(boxed_number(drawing, reading, size), key="number_boxes", alt=alt)


def digits_card(place: DeltaGenerator, reading: NumberReading, *, narrow: bool) -> None:
    """Draw what the network is given of each digit, and how sure it is of it.

    Args:
        narrow: for a phone, which has room for fewer beside each other.
    """
    with place, st.container(border=True, height="stretch"):
        st.markdown("**The network sees** · and how sure it is of each")
        sure = ", ".join(map(digit_text, reading.digits))
        alt = f"Digits: {sure or 'none yet'}"
        draw_figure(digit_row(reading, narrow=narrow), key="number_digits", alt=alt)
