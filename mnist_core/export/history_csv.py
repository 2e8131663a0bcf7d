"""The epochs of a run as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from dataclasses import fields

from mnist_core.store.records import Epoch

COLUMNS = ("epoch", *(field.name for field in fields(Epoch) if field.name != "number"))


def history_csv(epochs: Iterable[Epoch]) -> str:
    """Write one row an epoch under a header, each number with all its digits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for epoch in epochs:
        values = (getattr(epoch, column) for column in COLUMNS[1:])
        writer.writerow([epoch.number, *map(repr, values)])
    return text.getvalue()
