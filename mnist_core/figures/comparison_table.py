"""The table of numbers of a chart that shows contenders' final errors."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from mnist_core.compare.contenders import Contender
from mnist_core.figures.table import Cell, add_table
from mnist_core.presets import published_error

SLIDE = "On the slide (%)"
ERRORS = ("Error (%)", "Measured on", "Lowest (%)", "Highest (%)", "Seeds", SLIDE)


def add_error_table(
    figure: go.Figure,
    contenders: Sequence[Contender],
    facts: Mapping[str, Sequence[Cell]] | None = None,
) -> None:
    """Give a figure a row for each contender with its name and error, however far off it is.

    Args:
        facts: further columns, a cell for each contender, between the name and the error.
    """
    further = facts or {}
    rows = [
        [each.name, *(cells[index] for cells in further.values()), *_error_cells(each)]
        for index, each in enumerate(contenders)
    ]
    add_table(figure, ["Run", *further, *ERRORS], rows)


def _error_cells(contender: Contender) -> list[Cell]:
    error, printed = contender.final_error, published_error(contender.config)
    if error is None:
        return [*[None] * (len(ERRORS) - 1), printed]
    digits = "test digits" if contender.test_error else "validation digits"
    numbers = [round(value, 4) for value in (error.mean, error.low, error.high)]
    return [numbers[0], digits, *numbers[1:], len(error.values), printed]
