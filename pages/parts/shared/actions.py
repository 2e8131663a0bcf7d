"""Doing what a reader asks for, or showing why it is refused."""

from collections.abc import Callable

import streamlit as st

from mnist_core.errors import LabError
from parts.shared.texts import as_markdown

REFUSED = ":material/error:"
Show = Callable[..., object]  # draws a text with an ``icon``


def act(action: Callable[[], object], *, show: Show = st.toast, menu: str = "") -> None:
    """Do it and draw the page again; where it is refused, show why.

    It is for buttons whose value the page reads itself: a click that comes while the page is drawn
    counts as well, whereas Streamlit forgets a callback where a click cuts a run of the page
    short.

    Args:
        show: ``st.error`` where the reason is to stand in a form or a dialog.
        menu: the popover that it stands in, which closes.
    """
    if attempt(action, show=show):
        if menu:
            close_menu(menu)
        st.rerun()


def attempt(action: Callable[[], object], *, show: Show = st.toast) -> bool:
    """Do it and give whether it was done; where it is refused, show why."""
    try:
        action()
    except LabError as error:
        show_problem(error, show=show)
        return False
    return True


def show_problem(error: LabError, *, show: Show = st.error) -> None:
    """Show why something cannot be done, as it is written: it may name what a person typed."""
    show(as_markdown(str(error)), icon=REFUSED)


def menu_key(name: str) -> str:
    """Give the key of a popover that ``close_menu`` closes: it is another one then."""
    return f"{name}_{st.session_state.get(_closed(name), 0)}"


def close_menu(name: str) -> None:
    """Close a popover at the next run of the page; what was done in it has been done."""
    st.session_state[_closed(name)] = st.session_state.get(_closed(name), 0) + 1


def _closed(name: str) -> str:
    return f"{name}_closed"


def toast_later(text: str, icon: str = ":material/check:") -> None:
    """Ask for a toast at the next ``show_toasts``.

    A toast that a callback of a fragment draws itself pushes the page down.
    """
    st.session_state.setdefault("toasts", []).append((text, icon))


def show_toasts() -> None:
    """Show what was asked for since the last time."""
    for text, icon in st.session_state.pop("toasts", []):
        st.toast(text, icon=icon)
