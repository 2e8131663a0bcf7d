"""The button with which a member of a room shows all others a drawing, on the projector."""

import streamlit as st

from mnist_core.handwriting.labelled_files import image_pixels
from mnist_core.ink.preprocess import Floats, Reading
from mnist_core.store.run_store import RunStore
from mnist_core.store.sent_drawings import send_drawing
from parts.shared.actions import attempt, toast_later


def send_row(store: RunStore, reading: Reading, *, by_hand: bool) -> None:
    """Offer to send what is drawn; not to the teacher, who draws on the projector itself.

    Args:
        by_hand: whether the person wrote or uploaded it: a digit of MNIST's is not theirs.
    """
    if store.person.may_change_all:
        return
    image = reading.image if by_hand else None
    st.button(
        "Send to the projector",
        key="send_drawing",
        icon=":material/cast:",
        disabled=image is None,
        on_click=_send,
        args=(store, image),
        help="All in the room see it there, with your name, until you send another.",
    )


def _send(store: RunStore, image: Floats | None) -> None:
    if image is None:
        return
    pixels = image_pixels(image)
    if attempt(lambda: send_drawing(store, pixels), show=toast_later):
        toast_later("Your drawing is on the projector.", icon=":material/cast:")
