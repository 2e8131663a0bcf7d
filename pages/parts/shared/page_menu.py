"""The small menu at the right of the top; in a narrow window it has all pages.

Streamlit puts the pages of a narrow window into the sidebar, out of sight.
"""

from dataclasses import asdict
from pathlib import Path

import streamlit as st

from parts.shared.component import component
from parts.shared.menu_pages import BESIDE, EVERY_PAGE, MENU, MenuPage

KEY = "page_menu"


def page_menu(shown: str) -> None:
    """Draw the menu, and open the page that was chosen in it; the session lives on.

    Args:
        shown: the name of the page that is shown.
    """
    menu = component(Path(__file__).with_suffix(".js"), "<nav aria-label='Pages'></nav>")
    pages = [_entry(page, in_menu=True) for page in MENU]
    beside = [_entry(page, in_menu=False) for page in BESIDE]
    data = {"pages": [*pages, *beside], "shown": shown}
    chosen = menu(key=KEY, data=data, on_chosen_change=_wake).get("chosen")
    for page in EVERY_PAGE:
        if page.name == chosen and chosen != shown:
            st.switch_page(page.file)


def _entry(page: MenuPage, *, in_menu: bool) -> dict[str, object]:
    return asdict(page) | {"menu": in_menu}


def _wake() -> None:
    """Do nothing: that there is a callback lets a choice draw the page again."""
