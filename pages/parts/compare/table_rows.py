"""What the table of runs draws: its columns, and a page of rows in the colours of the charts."""

from collections.abc import Mapping
from typing import Any

from mnist_core.compare.run_list import Listing, Row
from mnist_core.store.run_list_queries import Query
from mnist_core.web.listed_rows import listed_row

COLUMNS: tuple[tuple[str, str, bool, str], ...] = (
    ("name", "Run", False, "Name and settings; sorts by name"),
    ("test", "Test error", True, "On the 10,000 test digits, at the end"),
    ("val", "Val. error", True, "On the validation digits, of the weights that are kept"),
    ("epochs", "Epochs", True, "Epochs done; of several seeds, by the one that has most"),
    ("parameters", "Parameters", True, "Trainable parameters: weights and biases"),
    ("seconds", "Epoch time", True, "Seconds for an epoch of training and validation"),
    ("state", "State", False, "Where the run is: queued, training, finished …"),
    ("created", "Age", False, "Sorts by when it was started"),
)
LARGEST_FIRST = ("created", "epochs", "parameters", "seconds")


def table_facts(
    listing: Listing,
    query: Query,
    *,
    colors: Mapping[str, int],
    baseline: Row | None,
    now: float,
) -> dict[str, Any]:
    """Put a page of the list into what the table draws.

    Args:
        colors: of the ticked runs by their id, as places among the theme's chart colours.
        baseline: what differences are to, if anything.
        now: the time in seconds, for ages.
    """
    rows = [listed_row(row, baseline, now).model_dump(mode="json") for row in listing.rows]
    return {
        "columns": [
            {
                "key": key,
                "title": title,
                "number": number,
                "help": help_text,
                "descending": key in LARGEST_FIRST,
            }
            for key, title, number, help_text in COLUMNS
        ],
        "sort": {"by": query.sort, "descending": query.descending},
        "rows": [{**row, "color": colors.get(row["run"])} for row in rows],
    }
