"""MNIST's digits on a page: the one that is looked at, and what can be done with it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mnist_core.dataset import LabelledDigits, load_test_digits
from mnist_core.figures.digit import seen_digit
from parts.shared.drawing import put_on_canvas
from parts.shared.figure import draw_figure
from parts.shared.open_run import open_run

TEST_DIGITS = 10_000
DIGIT, WHY_SOURCE, TAB = "digit", "why_source", "go_to_tab"
MY_DRAWING, TEST_DIGIT = SOURCES = ("My drawing", "A test digit")


@st.cache_resource(show_spinner=False)
def mnist_test() -> LabelledDigits:
    """Give the 10,000 test digits, opened once in a server."""
    return load_test_digits()


def as_image(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn (28, 28) uint8 into what a network sees, float32 in [0, 1]."""
    return pixels.astype(np.float32) / np.float32(255)


def choose_digit(index: object) -> None:
    """Make a test digit the one that is looked at; what is no digit's number changes nothing."""
    if (number := whole_number(index, TEST_DIGITS)) is not None:
        st.session_state[DIGIT] = number


def forget_digit() -> None:
    """Let no test digit be looked at."""
    st.session_state.pop(DIGIT, None)


def whole_number(value: object, count: int) -> int | None:
    """Give a number from 0 up to but not including ``count``, as a browser sent it; else None."""
    if not isinstance(value, int | float) or not 0 <= value < count or value % 1:
        return None
    return int(value)


def chosen_digit() -> int | None:
    """Give the test digit that is looked at, or None."""
    index = st.session_state.get(DIGIT)
    return None if index is None else int(index)


def digit_card(run_id: str, answer: int, confidence: float, *, where: str) -> None:
    """Show the digit that is looked at, with the ways on from here.

    Args:
        answer, confidence: of the run.
        where: which part of the page the card is in, for its keys.
    """
    index = chosen_digit()
    if index is None:
        st.caption("Click a digit to put it on the canvas, or to see why it got its answer.")
        return
    picture = mnist_test().images[index]
    st.markdown(f"**Test digit {index:,}**")
    draw_figure(seen_digit(as_image(picture)), key=f"digit_{where}", alt=f"Test digit {index}")
    truth = mnist_test().labels[index]
    st.markdown(f"True digit **{truth}**, answer **{answer}**, confidence {confidence:.0%}")
    with st.container(horizontal=True):
        if st.button("Put it on the canvas", key=f"canvas_{where}", icon=":material/draw:"):
            put_on_canvas(picture)
            open_run(run_id, "draw.py")
        if st.button("Why this answer?", key=f"why_{where}", icon=":material/help:"):
            ask_why(TEST_DIGIT)
            st.rerun()


def ask_why(source: str) -> None:
    """Let the Diagnose page explain a digit, one of ``SOURCES``, when it is drawn next."""
    st.session_state[WHY_SOURCE] = source
    st.session_state[TAB] = "why"


def requested_tab() -> str | None:
    """Give the tab that Diagnose was asked to open since the last time, if any."""
    tab: str | None = st.session_state.pop(TAB, None)
    return tab
