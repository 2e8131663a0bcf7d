"""The pages, each with a link and what it is for."""

import streamlit as st

from parts.shared.menu_pages import EVERY_PAGE, HELP

LINK_PX = 130


def page_list() -> None:
    """List all but this one; a link opens one in this session."""
    with st.container(gap="xsmall"):
        for page in (each for each in EVERY_PAGE if each is not HELP):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.page_link(page.file, icon=f":material/{page.icon}:", width=LINK_PX)
                st.markdown(page.sentence, width="content")
