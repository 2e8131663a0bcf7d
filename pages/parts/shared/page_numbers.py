"""The numbers of a list's pages, to choose one: as many in sight as there is room for."""

import streamlit as st

ROOM_PX = 50  # that Streamlit 1.67 wants for a number before it shows it; it takes 36
MOST = 7  # numbers in sight; the others are left out in the middle


def choose_page(pages: int, *, key: str) -> int:
    """Draw the numbers where there are several pages, and give the chosen one, from 1.

    With its width left to its content, Streamlit's own choice has one number of two pages and two
    of three.
    """
    if pages <= 1:
        return 1
    width = (min(pages, MOST) + 2) * ROOM_PX  # with an arrow on either side
    return int(st.pagination(pages, key=key, max_visible_pages=MOST, width=width))
