"""The row in which a person answers what a drawing is, so that it is kept in the personal set."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from mnist_core.handwriting.personal_set import keep
from mnist_core.ink.preprocess import Floats, Reading
from mnist_core.plural import a_digit
from mnist_core.store.drawing_rows import Added, count_drawings
from mnist_core.store.run_store import RunStore
from mnist_core.web.run_texts import count_text
from parts.draw.answers import read_digit
from parts.draw.last_change import Change, note_change, undo_line
from parts.shared.actions import attempt, toast_later
from parts.shared.component import component
from parts.shared.digit_canvas import newest_drawing
from parts.shared.drawing import keep_drawing, kept_drawing, read_board
from parts.shared.drawing_board import clear_board, is_covered, what_is_shown
from parts.shared.reader import Reader

HINT = "Your answer keeps the drawing, so that a network can learn it."
KEYS_HINT = "<span>The keys 0 to 9 answer too.</span>"
YES_PX, DIGIT_PX, LINE_PX = 112, 40, 46
DIGITS = range(10)


def keep_row(store: RunStore, readers: list[Reader], reading: Reading, *, by_hand: bool) -> None:
    """Draw the row, always of one height; an answer keeps the drawing and empties the canvas.

    Below the buttons stands what was kept last, to be undone.

    Args:
        readers: of which the first is asked what it reads.
        by_hand: whether the person wrote or uploaded it: a digit of MNIST's is not theirs.
    """
    answer = read_digit(readers, reading)
    image = reading.image if by_hand else None
    with st.container(border=True, gap="xsmall", key="keep_row"):
        _buttons(store, readers, image, answer)
        with st.container(
            height=LINE_PX, border=False, horizontal=True, vertical_alignment="center", wrap=False
        ):
            with st.container():
                undo_line(store, "keep", otherwise=HINT)
            _digit_keys({str(d): "keep_yes" if d == answer else f"keep_{d}" for d in DIGITS})


def _buttons(
    store: RunStore, readers: list[Reader], image: Floats | None, answer: int | None
) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown("**Is it right?**", width="content")
        st.button(
            "Yes" if answer is None else f"Yes, {a_digit(answer)}",
            key="keep_yes",
            icon=":material/check:",
            width=YES_PX,
            disabled=image is None or answer is None,
            on_click=_keep,
            args=(store, readers, image, answer, answer),
        )
        st.markdown("No, it is", width="content")
        with st.container(horizontal=True, gap="xsmall"):
            for five in (DIGITS[:5], DIGITS[5:]):  # on a phone a row each
                with st.container(horizontal=True, gap="xsmall", width="content", wrap=False):
                    for digit in five:
                        st.button(
                            str(digit),
                            key=f"keep_{digit}",
                            width=DIGIT_PX,
                            disabled=image is None or digit == answer,
                            on_click=_keep,
                            args=(store, readers, image, digit, answer),
                        )


def _keep(
    store: RunStore, readers: list[Reader], image: Floats | None, label: int, read_as: int | None
) -> None:
    drawing = newest_drawing()
    if not is_covered() and drawing != kept_drawing():  # a stroke was added since the answer
        keep_drawing(drawing)
        newest = read_board(drawing)
        image, agrees, read_as = newest.image, label == read_as, read_digit(readers, newest)
        if agrees and read_as not in (None, label):
            toast_later(
                f"Nothing was kept: what was drawn since reads as {a_digit(read_as)}. "
                "Say again what it is.",
                icon=":material/info:",
            )
            return
    if image is None:
        return
    kept = partial(_keep_and_note, store, image, label, read_as)
    if attempt(kept, show=toast_later):
        clear_board()


def _keep_and_note(store: RunStore, image: Floats, label: int, read_as: int | None) -> None:
    added = keep(store, image, label, read_as=read_as)
    known = added.before is not None
    change = Change(
        "keep",
        _what_was_kept(store, added),
        added=() if known else (added.drawing.id,),
        before=() if added.before is None else (added.before,),
        shown=what_is_shown(),
        undo="Back to the drawing" if added.before and added.before.label == label else "",
    )
    note_change(change)


def _what_was_kept(store: RunStore, added: Added) -> str:
    label = added.drawing.label
    if added.before is None:
        return f"Kept as {label} · {count_text(count_drawings(store), 'drawing')}"
    if added.before.label == label:
        return f"In the set already, as {a_digit(label)}; nothing was added"
    return f"It was in the set as {a_digit(added.before.label)}; now it is {a_digit(label)}"


def _digit_keys(buttons: Mapping[str, str]) -> None:
    """Let a key press a button of the page, unless something is being typed.

    A button's own shortcut would be printed on it.

    Args:
        buttons: the button's ``key`` for each key of the keyboard.
    """
    keys = component(Path(__file__).with_name("digit_keys.js"), KEYS_HINT)
    keys(key="digit_keys", data={"buttons": dict(buttons)}, width="content", height="content")
