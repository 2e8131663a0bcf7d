"""A small table of texts; the first of Streamlit's own would take a quarter of a second."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

STYLE = """
.digit-lab-table-frame { overflow-x: auto; }
.digit-lab-table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
.digit-lab-table :is(th, td) {
  padding: 0.35rem 0.5rem; text-align: left; font-weight: inherit;
  border-bottom: 1px solid rgba(129, 142, 153, 0.3);
}
.digit-lab-table th { opacity: 0.75; }
.digit-lab-table tr:last-child td { border-bottom: none; }
.digit-lab-table td.strong { font-weight: 600; }
.digit-lab-table.large { font-size: 1.25rem; }
.digit-lab-table.large :is(th, td) { white-space: nowrap; }
@media (max-width: 767.98px) { .digit-lab-table.large { font-size: 1rem; } }
"""


def draw_table(
    columns: Mapping[str, Sequence[str]], *, alt: str, strong: str = "", large: bool = False
) -> None:
    """Draw texts in columns under their names; where the page is too narrow, it scrolls sideways.

    Args:
        columns: of equal length.
        alt: what the table shows.
        strong: the name of the column that stands out.
        large: whether it is to be read from the back of a room.
    """
    kinds = [" class='strong'" if name == strong else "" for name in columns]
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in columns)
    rows = [
        "".join(f"<td{kind}>{escape(text)}</td>" for kind, text in zip(kinds, row, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]
    body = "".join(f"<tr>{row}</tr>" for row in (head, *rows))
    kind = "digit-lab-table large" if large else "digit-lab-table"
    table = f"<table class='{kind}' aria-label=\"{escape(alt)}\">{body}</table>"
    st.html(f"<style>{STYLE}</style><div class='digit-lab-table-frame'>{table}</div>")
