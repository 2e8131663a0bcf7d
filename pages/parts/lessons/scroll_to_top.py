"""The top of the page, to which one comes when its content is exchanged from below.

Streamlit stays where it was scrolled to when a page is drawn again.
"""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def scroll_to_top(shown: str) -> None:
    """Scroll to the top once ``shown`` is another text than before; draws nothing."""
    _component()(key="page_top", data={"shown": shown}, width=1, height=1)


@cache
def _component() -> ComponentRenderer:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("digit_lab_page_top", html="<span></span>", js=script)
