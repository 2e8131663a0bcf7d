"""The row in which a person answers what a drawing is, so that it is kept in the personal set."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from mnist_core.handwriting.personal_set import keep
from mnist_core.ink.preprocess import Floats, Reading
from mnist_core.store.drawing_rows import count_drawings
from mnist_core.store.run_store import RunStore
from parts.draw.canvas import begin_board
from parts.shared.actions import attempt, toast_later
from parts.shared.component import component
from parts.shared.texts import count_text

HINT = "Keeps it, so that a network can learn it. The keys 0 to 9 do the same."
YES_PX, DIGIT_PX = 112, 40
DIGITS = range(10)


def keep_row(store: RunStore, reading: Reading, answer: int | None, *, by_hand: bool) -> None:
    """Draw the row, always of one height; an answer keeps the drawing and empties the canvas.

    Args:
        answer: what the main network reads; none without a drawing or a reader.
        by_hand: whether the person wrote or uploaded it: a digit of MNIST's is not theirs.
    """
    image = reading.image if by_hand else None
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="xsmall", key="keep_row"
    ):
        st.markdown("**Is it right?**", width="content")
        st.button(
            "Yes" if answer is None else f"Yes, a {answer}",
            key="keep_yes",
            icon=":material/check:",
            width=YES_PX,
            disabled=image is None or answer is None,
            on_click=_keep,
            args=(store, image, answer, answer),
        )
        st.markdown("No, it is a", width="content", help=HINT)
        with st.container(horizontal=True, gap="xsmall"):
            for digit in DIGITS:
                st.button(
                    str(digit),
                    key=f"keep_{digit}",
                    width=DIGIT_PX,
                    disabled=image is None or digit == answer,
                    on_click=_keep,
                    args=(store, image, digit, answer),
                )

        _digit_keys({str(d): "keep_yes" if d == answer else f"keep_{d}" for d in DIGITS})


def _keep(store: RunStore, image: Floats, label: int, read_as: int | None) -> None:
    if attempt(lambda: keep(store, image, label, read_as=read_as), show=toast_later):
        toast_later(f"Kept as {label} · {count_text(count_drawings(store), 'drawing')}")
        begin_board(None)


def _digit_keys(buttons: Mapping[str, str]) -> None:
    """Let a key press a button of the page, unless something is being typed.

    A button's own shortcut would be printed on it.

    Args:
        buttons: the button's ``key`` for each key of the keyboard.
    """
    keys = component(Path(__file__).with_name("digit_keys.js"), "<i></i>")
    keys(key="digit_keys", data={"buttons": dict(buttons)}, width="content", height=1)
