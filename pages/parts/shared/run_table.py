"""The table of runs as a component: its columns sort the store, its rows light up the charts."""

from pathlib import Path
from typing import Any

import streamlit as st

from parts.shared.component import component, run_again
from parts.shared.live import LIVE

KEY = "run_table"
HTML = "<div class='scroll'><table><thead></thead><tbody></tbody></table></div>"


def run_table(facts: dict[str, Any]) -> None:
    """Draw the table of what run_table.js draws: columns, rows, sort and ticks, and their feed."""
    table = component(Path(__file__).with_suffix(".js"), HTML, joined=LIVE)
    table(
        key=KEY,
        data=facts,
        on_ticked_change=run_again,
        on_sort_change=run_again,
        on_opened_change=run_again,
    )


def read_event(name: str) -> dict[str, Any] | None:
    """Give what the reader last did in the table, each action once.

    A page asks for it when it begins: Streamlit forgets a callback where another click cuts the
    run of the page short, but not a value.

    Args:
        name: "ticked", "sort" or "opened".
    """
    event = dict(st.session_state.get(KEY) or {}).get(name)
    handled = st.session_state.setdefault("handled_table_events", {})
    if not isinstance(event, dict) or event.get("click") == handled.get(name):
        return None
    handled[name] = event.get("click")
    return event
