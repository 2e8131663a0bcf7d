"""The keys that do something, and where."""

import streamlit as st

KEYS = (
    ("`0` to `9`", "Draw", "Say what the drawing is, and keep it for the network to learn."),
    ("`←` `→`", "any slider", "Move it by one step."),
    ("`↑` `↓`", "any number", "Change it by one step; `Enter` takes what was typed."),
    ("`→` `Page Down`", "Presenter", "Go on to the next view; `←` or `Page Up` goes back."),
    ("`R`", "every page", "Show the page anew."),
    ("`Esc`", "any dialog", "Close it."),
)


def key_table() -> None:
    """Draw the table of keys."""
    rows = [f"| {keys} | {where} | {what} |" for keys, where, what in KEYS]
    st.markdown("\n".join(["| Key | Where | What it does |", "|---|---|---|", *rows]))
    st.caption("In a chart, drag to look closer, and double-click to see all of it again.")
