"""A toast that a callback asks for and the page shows: what a callback of a fragment draws itself
would push the page down."""

import streamlit as st


def toast_later(text: str, icon: str = ":material/check:") -> None:
    """Ask for a toast at the next ``show_toasts``."""
    st.session_state.setdefault("toasts", []).append((text, icon))


def show_toasts() -> None:
    """Show what was asked for since the last time."""
    for text, icon in st.session_state.pop("toasts", []):
        st.toast(text, icon=icon)
