"""A component of the browser: HTML, and the script that fills it, registered once in a server."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


@cache
def component(
    script: Path,
    html: str,
    *,
    isolate_styles: bool = True,
    joined: tuple[Path, ...] = (),
    program: str = "",
) -> ComponentRenderer:
    """Give the component of a script; style rules are read from the .css file of its name, if any.

    Args:
        html: what stands on the page before the script runs.
        isolate_styles: whether the page's own style rules stay outside.
        joined: further scripts, which share their names with the first.
        program: a further one, as a text, before the others.
    """
    style = script.with_suffix(".css")
    return st.components.v2.component(
        f"digit_lab_{script.stem}",
        html=html,
        js="\n".join([program, *(each.read_text(encoding="utf-8") for each in (script, *joined))]),
        css=style.read_text(encoding="utf-8") if style.exists() else None,
        isolate_styles=isolate_styles,
    )


def run_again() -> None:
    """Do nothing: that a value has a callback lets a change of it run the page's script."""
