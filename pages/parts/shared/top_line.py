"""The line above every page: what stands beside the menu's pages, at the right."""

import streamlit as st

from parts.shared.menu_pages import BESIDE
from parts.shared.phone_menu import phone_menu


def top_line(shown: str) -> None:
    """Draw the line, and in a narrow window the pages at its foot.

    Args:
        shown: the name of the page that is shown.
    """
    with st.container(horizontal=True, horizontal_alignment="right", gap="small", key="top_line"):
        phone_menu(shown)
        for page in BESIDE:
            st.page_link(page.file, icon=f":material/{page.icon}:")
