"""Board: the room's runs ranked by test error, and a race to 98 % by seconds and by parameters."""

import streamlit as st

from mnist_core.compare.room_board import read_board
from parts.board.chance_note import chance_note, in_short
from parts.board.race import race
from parts.board.standings_table import standings_table
from parts.shared.no_run import invite_to_train
from parts.shared.room_board import draw_standings, follow_board
from parts.shared.store import open_store

IN_CHART = 10

store = open_store()
with st.container(gap=None):
    follow_board(store)
    st.header("Board", anchor=False)
board = read_board(store)
if not board.rows:
    invite_to_train()
in_short()
with st.container(border=True):
    draw_standings(board, IN_CHART)
race(board)
st.subheader("All in numbers", anchor=False)
standings_table(board)
chance_note(board)
