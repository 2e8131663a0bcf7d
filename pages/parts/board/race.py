"""The race to 98 %: who was there first, and who with the fewest parameters."""

from collections.abc import Sequence

import streamlit as st

from mnist_core.compare.room_board import GOAL, Board
from mnist_core.compare.seeds import name_with_seeds
from mnist_core.store.board_queries import Reached
from mnist_core.web.run_texts import duration
from parts.shared.room_board import owner_of
from parts.shared.table import draw_table

NOBODY = f"No run has reached {GOAL:.0%} validation accuracy yet."
SECONDS_MEAN = (
    "Seconds of training until the end of the first epoch at 98%, in the mean of the runs that "
    "reached it. A run takes longer while others train beside it."
)


def race(board: Board) -> None:
    """Draw both tables, or say that nobody is there yet."""
    st.subheader(f"Race to {GOAL:.0%} validation accuracy", anchor=False)
    if not board.race.fastest:
        st.markdown(NOBODY)
        return
    with st.grid(2, min_column_width=330, border=True):
        with st.container():
            st.markdown("**:material/timer: In the fewest seconds**")
            _table(
                board,
                board.race.fastest,
                "Seconds",
                [duration(x.seconds) for x in board.race.fastest],
            )
        with st.container():
            st.markdown("**:material/compress: With the fewest parameters**")
            parameters = [f"{each.runs[0].parameters:,}" for each in board.race.smallest]
            _table(board, board.race.smallest, "Parameters", parameters)
    st.caption(SECONDS_MEAN)


def _table(board: Board, reached: Sequence[Reached], name: str, values: Sequence[str]) -> None:
    owners = [owner_of(board, each.runs) for each in reached]
    columns = {
        "": [f"{place}" for place in range(1, len(reached) + 1)],
        "Run": [name_with_seeds(each.runs) for each in reached],
        "By": owners,
        name: values,
        "Reached by": [_reached_by(each) for each in reached],
    }
    if not any(owners):
        del columns["By"]
    draw_table(columns, alt=f"Who reached {GOAL:.0%}, by {name.lower()}", strong=name, large=True)


def _reached_by(each: Reached) -> str:
    return "the run" if len(each.runs) == 1 else f"{each.reached} of {len(each.runs)} runs"
