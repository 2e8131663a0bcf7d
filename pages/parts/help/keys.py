"""The keys that do something, and where."""

import streamlit as st

KEYS = (
    ("`Tab`", "every page", "Go to the next control, chart or canvas; `Shift` `Tab` goes back."),
    ("`Enter` `Space`", "any button", "Press it; `↓` opens a list, and arrow keys move in it."),
    (
        "`←` `→` `↑` `↓`",
        "the canvas",
        "Move the pen; two together, or `Home`, `Page Up`, `End`"
        " and `Page Down`, move it slantwise, and `Shift` makes steps small.",
    ),
    ("`Space`", "the canvas", "Put the pen down, and lift it."),
    ("`0` to `9`", "Draw", "Say what the drawing is, and keep it for the network to learn."),
    ("`←` `→`", "any slider", "Move it by one step."),
    ("`↑` `↓`", "any number", "Change it by one step; `Enter` takes what was typed."),
    ("`→` `Page Down`", "Presenter", "Go on to the next view; `←` or `Page Up` goes back."),
    (
        "`←` `→` `↑` `↓`",
        "a chart",
        "Move from point to point where one can be chosen; `Enter` does.",
    ),
    ("`Tab` `Enter`", "after a chart", "Show its numbers as a table."),
    ("`←` `→`", "tabs", "Go to the next tab, or back."),
    ("`R`", "every page", "Show the page anew."),
    ("`Esc`", "any dialog", "Close it."),
)


def key_table() -> None:
    """Draw the table of keys."""
    rows = [f"| {keys} | {where} | {what} |" for keys, where, what in KEYS]
    st.markdown("\n".join(["| Key | Where | What it does |", "|---|---|---|", *rows]))
    st.caption(
        "In a chart, drag to look closer, and double-click to see all of it again;"
        " the small table at its corner shows its numbers."
    )
