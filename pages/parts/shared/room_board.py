"""The room's board: its groups in one chart, drawn again when a run has ended."""

from collections.abc import Sequence

from mnist_core.access.person import OWNERS_ID
from mnist_core.compare.room_board import Board
from mnist_core.figures.standings import standings_chart
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import BOARD
from mnist_core.web.messages import Mark
from mnist_core.web.run_texts import owners_text
from parts.shared.figure import draw_figure
from parts.shared.live import follow_page, read_feed

PAUSE_S = 2.0  # in a room several runs may end at once


def follow_board(store: RunStore) -> None:
    """Run the script again once a run has ended or is gone; before the board itself is read."""
    update = read_feed(store, BOARD)
    assert isinstance(update.state, Mark)
    follow_page(update, update.state.page, key="board_followed", pause_s=PAUSE_S)


def owner_of(board: Board, runs: Sequence[Run]) -> str:
    """Say who began some runs of the board; "" where all of it is the machine owner's."""
    ranked = [row.contender.runs for row in board.rows]
    everybody = {run.owner for members in ranked for run in members}
    return "" if everybody <= {OWNERS_ID} else owners_text(runs, board.names)


def draw_standings(board: Board, most: int, *, grow: bool = False) -> None:
    """Draw the first of the board in a chart.

    Args:
        most: how many, at most.
        grow: whether it is as much larger as the page's type is, as on a projector.
    """
    rows = board.rows[:most]
    owners = {row.contender.key: owner_of(board, row.contender.runs) for row in rows}
    best = f"{rows[0].contender.name} is first" if rows else "nobody is there yet"
    draw_figure(
        standings_chart(rows, owners),
        key="standings_chart",
        alt=f"The room's runs by mean test error with the bands of their seeds: {best}",
        grows=grow,
    )
