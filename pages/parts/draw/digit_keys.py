"""The keys 0 to 9 as buttons, without the letters that a button's own shortcut prints on it."""

from collections.abc import Mapping
from pathlib import Path

from parts.shared.component import component


def digit_keys(buttons: Mapping[str, str]) -> None:
    """Let a key press a button of the page, unless something is being typed.

    Args:
        buttons: the button's ``key`` for each key of the keyboard.
    """
    keys = component(Path(__file__).with_name("digit_keys.js"), "<i></i>")
    keys(key="digit_keys", data={"buttons": dict(buttons)}, width="content", height=1)
