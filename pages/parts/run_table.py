"""The table of runs as a component: its columns sort the store, its rows light up the charts."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

KEY = "run_table"


def run_table(facts: dict[str, Any], *, on_change: Callable[[str, Any], None]) -> None:
    """Draw the table.

    Args:
        facts: what run_table.js draws: columns, rows, sort and ticks.
        on_change: is told, before the page is drawn again, what the reader did: "ticked" with the
            runs and the number of the click, "sort" with column and direction, or "opened" with
            the run whose menu was asked for.
    """

    def tell(name: str) -> Callable[[], None]:
        return lambda: on_change(name, st.session_state[KEY][name])

    _component()(
        key=KEY,
        data=facts,
        on_ticked_change=tell("ticked"),
        on_sort_change=tell("sort"),
        on_opened_change=tell("opened"),
    )


@cache
def _component() -> ComponentRenderer:
    script, style = (
        Path(__file__).with_suffix(ending).read_text(encoding="utf-8") for ending in (".js", ".css")
    )
    return st.components.v2.component(
        "digit_lab_run_table",
        html="<div class='scroll'><table><thead></thead><tbody></tbody></table></div>",
        js=script,
        css=style,
    )
