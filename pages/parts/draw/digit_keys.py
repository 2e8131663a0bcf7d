"""The keys 0 to 9 as buttons, without the letters that a button's own shortcut prints on it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def digit_keys(buttons: Mapping[str, str]) -> None:
    """Let a key press a button of the page, unless something is being typed.

    Args:
        buttons: the button's ``key`` for each key of the keyboard.
    """
    _component()(key="digit_keys", data={"buttons": dict(buttons)}, width="content", height=1)


@cache
def _component() -> ComponentRenderer:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("digit_lab_digit_keys", html="<i></i>", js=script)
