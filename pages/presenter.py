"""Presenter: a run, a drawing, the newest runs and the board, in type for the back of a room."""

import streamlit as st

from mnist_core.compare.room_board import read_board
from mnist_core.web.feeds import NEWEST as NEWEST_RUNS
from parts.presenter.drawing_view import drawing_view
from parts.presenter.newest_view import newest_view
from parts.presenter.room_corner import room_corner
from parts.presenter.run_view import follow_newest, run_view, shown_run
from parts.presenter.sent_view import sent_view
from parts.presenter.stage import stage
from parts.presenter.views import (
    DRAWING,
    NEWEST,
    RUN,
    SENT,
    TITLES,
    just_turned_to,
    shown_view,
    view_bar,
)
from parts.shared.drawing_board import begin_with_canvas
from parts.shared.live import read_feed
from parts.shared.no_run import invite_to_train
from parts.shared.room_board import draw_standings, follow_board
from parts.shared.run_title import run_title
from parts.shared.store import open_store

MOST_RANKED = 6

store = open_store()
newest = read_feed(store, NEWEST_RUNS)
view = shown_view()
run = shown_run(store)
if just_turned_to(view) and view == DRAWING:
    begin_with_canvas()
with st.container(gap=None):
    stage()
    follow_newest(newest)
    with st.container(horizontal=True, horizontal_alignment="distribute", wrap=False):
        with st.container(gap="small", width="stretch"):
            with st.container(gap=None):
                if view == RUN and run is not None:
                    run_title(store, run)
                else:
                    st.header(TITLES[view], anchor=False)
            view_bar()
        room_corner()
with st.container(key=f"presented_{view}"):
    if view == RUN:
        run_view(store, run)
    elif view == DRAWING:
        drawing_view(store, run)
    elif view == SENT:
        sent_view(store, run)
    elif view == NEWEST:
        newest_view(newest)
    else:
        follow_board(store)
        board = read_board(store)
        if not board.rows:
            invite_to_train()
        draw_standings(board, MOST_RANKED, grow=True)
