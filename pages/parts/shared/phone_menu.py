"""The menu of a narrow window: its pages in a row at the foot, as on a phone, and Help on top.

Streamlit puts the pages of a narrow window into the sidebar, out of sight.
"""

from dataclasses import asdict
from pathlib import Path

import streamlit as st

from parts.shared.component import component, run_again
from parts.shared.menu_pages import HELP, MENU

HTML = "<nav aria-label='Pages of the lab'></nav><a class='help' aria-label='Help'></a>"


def phone_menu(shown: str) -> None:
    """Draw the menu, and open the page that was chosen in it; the session lives on.

    It takes no room: a wide window does not show it, and a narrow one has it below and above the
    page.

    Args:
        shown: the name of the page that is shown.
    """
    menu = component(Path(__file__).with_suffix(".js"), HTML)
    data = {"pages": [asdict(page) for page in MENU], "help": asdict(HELP), "shown": shown}
    answer = menu(key="phone_menu", data=data, on_chosen_change=run_again, width=1, height=1)
    for page in (*MENU, HELP):
        if page.name == answer.get("chosen") and page.name != shown:
            st.switch_page(page.file)
