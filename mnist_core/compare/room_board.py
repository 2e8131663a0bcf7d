"""A room's board: its seed groups ranked by test error, and the race to a validation accuracy."""

from collections.abc import Mapping
from dataclasses import dataclass

from mnist_core.compare.standings import Standing, standings
from mnist_core.store.board_queries import (
    Race,
    best_groups,
    count_groups,
    race,
)
from mnist_core.store.person_names import person_names
from mnist_core.store.run_store import RunStore

GOAL = 0.98  # of the validation digits
MOST_RANKED, MOST_RACING = 20, 5


@dataclass(frozen=True)
class Board:
    """What a room has trained, best first.

    Attributes:
        rows: the first of those that are ranked.
        total: seed groups that are ranked.
        pooled_deviation: as ``Standings`` has it.
        race: to ``GOAL``.
        names: what persons are called who began one of these runs, by their ids.
    """

    rows: tuple[Standing, ...]
    total: int
    pooled_deviation: float | None
    race: Race
    names: Mapping[str, str]


def read_board(store: RunStore) -> Board:
    """Read the board as it is now."""
    ranked = standings(best_groups(store, MOST_RANKED))
    rows = ranked.rows[:MOST_RANKED]
    reached = race(store, GOAL, MOST_RACING)
    shown = [row.contender.runs for row in rows] + [
        each.runs for each in (*reached.fastest, *reached.smallest)
    ]
    return Board(
        rows=rows,
        total=count_groups(store),
        pooled_deviation=ranked.pooled_deviation,
        race=reached,
        names=person_names(store, [run.owner for runs in shown for run in runs]),
    )
