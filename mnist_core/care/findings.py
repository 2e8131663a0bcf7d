"""What can be found wrong with a lab, each thing with the sentence that says it."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "database",  # SQLite finds it damaged
    "value",  # a row that cannot be read, but for a run's: its table and number
    "row",  # a run's row that cannot be read
    "history",  # epochs are missing in the record
    "run lease",
    "job lease",
    "trial lease",
    "orphan",  # a folder of no run
    "stray",  # a file of a run that nothing in the record stands for
    "file",  # a file that cannot be read
    "weights",  # what an ended run has learned is not there
    "start",  # what a taught run began with is not there
    "measurement",  # a result that is not there
    "leftover",  # of something that was interrupted
    "keys",  # the room's, unreadable
]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: what it is.
        subject: which one, by ids and names, enough for its repair.
        sentence: for the user; it may change from look to look.
    """

    kind: Kind
    subject: tuple[str, ...]
    sentence: str = field(compare=False)
