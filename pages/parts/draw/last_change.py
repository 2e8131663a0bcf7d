"""The last change of the personal set in this tab, and the button that undoes it, in its place.

A toast holds no button and does not stay.
"""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from mnist_core.handwriting.personal_set import put_back
from mnist_core.store.drawing_rows import Drawing, delete_drawings
from mnist_core.store.run_store import RunStore
from parts.shared.actions import attempt, toast_later
from parts.shared.drawing_board import Shown, show_again

Kind = Literal["keep", "delete"]
CHANGE = "last_change"


@dataclass(frozen=True)
class Change:
    """A change of the personal set.

    Attributes:
        kind: what was done, which says where its line stands and what its button is called.
        text: what was done, for the reader.
        added: ids of drawings that were not there before.
        before: drawings as they were before they were changed or deleted.
        shown: what stood on the board, which undoing a keep puts back.
        undo: what the button is called.
    """

    kind: Kind
    text: str
    added: tuple[str, ...] = ()
    before: tuple[Drawing, ...] = ()
    shown: Shown | None = None
    undo: str = ""


def note_change(change: Change) -> None:
    """Make this the change that can be undone, instead of the one before."""
    st.session_state[CHANGE] = change


def forget_change() -> None:
    """Let nothing be undone any longer."""
    st.session_state.pop(CHANGE, None)


def undo_line(store: RunStore, kind: Kind, *, otherwise: str = "") -> None:
    """Offer to undo what was changed last, and say what that was, if it was of this kind.

    Args:
        otherwise: what stands there instead.
    """
    change: Change | None = st.session_state.get(CHANGE)
    if change is None or change.kind != kind:
        if otherwise:
            st.caption(otherwise)
        return
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.button(
            change.undo or f"Undo {kind}",
            key=f"undo_{kind}",
            type="tertiary",
            icon=":material/undo:",
            on_click=_undo,
            args=(store, change),
        )
        st.caption(change.text)  # beside the button it takes two lines on a phone


def _undo(store: RunStore, change: Change) -> None:
    if not attempt(lambda: _restore(store, change), show=toast_later):
        return
    forget_change()
    if change.shown is not None:
        show_again(change.shown)


def _restore(store: RunStore, change: Change) -> None:
    delete_drawings(store, change.added)
    put_back(store, change.before)
