"""The way to the settings where the sidebar is closed, which it is on a phone at first.

Streamlit opens and closes its sidebar by a small arrow alone, which says nothing of settings, and
Python can do neither: so a script of the browser's presses Streamlit's own buttons. Without it, a
newcomer with a phone finds no Train button, and after pressing it sees the settings, not the run.
"""

from pathlib import Path

import streamlit as st

from parts.shared.component import component

HTML = """
<div class="box" hidden><button type="button" class="open">
<span class="icon" aria-hidden="true"></span><span class="name"></span></button>
<button type="button" class="press" hidden></button></div>
"""


def settings_button(
    done: str | int | None = None,
    *,
    name: str = "Settings",
    icon: str = "tune",
    small: bool = False,
    press: tuple[str, str] | None = None,
) -> None:
    """Draw a button that opens the sidebar while it is closed, and nothing while it is open.

    Args:
        done: what was last done in the sidebar: another value closes it again where the window is
            so narrow that it covers the page. None leaves it open.
        name: what the sidebar holds on this page.
        icon: a name of Material's symbols.
        small: show its icon alone, where a phone has room for no more.
        press: a button of the sidebar that stands beside this one meanwhile, by its key and label.
    """
    button = component(Path(__file__).with_suffix(".js"), HTML)
    data = {"done": done, "name": name, "icon": icon, "small": small, "press": press}
    button(key="settings_button", data=data, width="content", height="content")


def heading_with_settings(text: str) -> None:
    """Draw a page's heading with the button at its right."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False
    ):
        st.header(text, anchor=False, width="content")
        settings_button()
