"""Which page this tab shows, and which one it showed in the run before."""

import streamlit as st

NOW, BEFORE = "page_now", "page_before"


def enter_page(name: str) -> None:
    """Note that a page is shown; before it is drawn, since it may be left halfway."""
    st.session_state[BEFORE] = st.session_state.get(NOW)
    st.session_state[NOW] = name


def shown_page() -> str:
    """Give the page that this tab shows."""
    return str(st.session_state.get(NOW))


def just_entered(name: str) -> bool:
    """Return whether the run before showed another page than this one."""
    return st.session_state.get(BEFORE) != name


def enter_next_page_anew() -> None:
    """Let the next run count as a visit that begins, whichever page it shows."""
    st.session_state[NOW] = None
