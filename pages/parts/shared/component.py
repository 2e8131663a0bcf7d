"""A component of the browser: HTML, and the script that fills it, registered once in a server."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

Renderer = Callable[..., Any]
EXPORT, NAMED = "export default function ", "function fillComponent"
# Streamlit 1.67 imports pandas, a quarter of a second and 80 MB, to see whether a list or a dict
# among the data is a table. It does not look into a list that holds all of them.
UNPACKED = """
export default (component) => fillComponent({ ...component, data: component.data?.[0] });
"""


@cache
def component(
    script: Path,
    html: str,
    *,
    isolate_styles: bool = True,
    joined: tuple[Path, ...] = (),
    program: str = "",
) -> Renderer:
    """Give the component of a script; style rules are read from the .css file of its name, if any.

    What it gives is called as what ``st.components.v2.component`` gives, with data that are a
    mapping of what JSON has.

    Args:
        html: what stands on the page before the script runs.
        isolate_styles: whether the page's own style rules stay outside.
        joined: further scripts, which share their names with the first.
        program: a further one, as a text, before the others.
    """
    style = script.with_suffix(".css")
    texts = [each.read_text(encoding="utf-8") for each in (script, *joined)]
    render = st.components.v2.component(
        f"digit_lab_{script.stem}",
        html=html,
        js="\n".join([program, *texts]).replace(EXPORT, NAMED, 1) + UNPACKED,
        css=style.read_text(encoding="utf-8") if style.exists() else None,
        isolate_styles=isolate_styles,
    )

    def render_packed(*, data: Mapping[str, Any] | None = None, **options: Any) -> Any:
        return render(data=[data], **options)

    return render_packed


def run_again() -> None:
    """Do nothing: that a value has a callback lets a change of it run the page's script."""
