"""The table of a chart whose numbers are not the places that it draws at.

The page's script makes a table of any other chart from its traces.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the first page's diagram has a table, and no need of Plotly
    import plotly.graph_objects as go

Cell = str | float | None


def add_table(figure: "go.Figure", columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Give a figure the table that a reader gets who asks for its numbers.

    Args:
        columns: their names, each with its unit.
        rows: a cell for each column: a number, a text as it is, without markup, or None.
    """
    figure.layout.meta = table(columns, rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> dict[str, Any]:
    """Make the ``layout.meta`` of a figure that is Plotly's JSON."""
    return {"table": {"columns": list(columns), "rows": [list(row) for row in rows]}}
