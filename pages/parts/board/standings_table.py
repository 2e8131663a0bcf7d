"""All that are ranked, with the settings, the band and the seeds of each."""

import streamlit as st

from mnist_core.compare.room_board import Board
from mnist_core.compare.standings import Standing
from parts.shared.room_board import owner_of
from parts.shared.table import draw_table


def standings_table(board: Board) -> None:
    """Draw a row for each; names may be long, so that a narrow page scrolls it sideways."""
    rows = board.rows
    owners = [owner_of(board, row.contender.runs) for row in rows]
    columns = {
        "Rank": [str(row.rank) for row in rows],
        "Run": [row.contender.runs[0].name for row in rows],
        "By": owners,
        "Settings": [row.contender.config.summary for row in rows],
        "Test error": [f"{row.error.mean:.2f}%" for row in rows],
        "Band": [_band(row) for row in rows],
        "Seeds": [str(len(row.error.values)) for row in rows],
        "May be chance": [_chance(row, rows) for row in rows],
    }
    if not any(owners):
        del columns["By"]
    draw_table(columns, alt="The room's runs by rank", strong="Test error", large=True)
    if board.total > len(rows):
        st.caption(f"The first {len(rows)} of {board.total:,}; Compare lists all.")


def _band(row: Standing) -> str:
    return f"{max(0.0, row.error.mean - row.band):.2f} to {row.error.mean + row.band:.2f}%"


def _chance(row: Standing, rows: tuple[Standing, ...]) -> str:
    """Say with whom it may be level: those of its rank, and some of the rank above."""
    shared = sum(each.rank == row.rank for each in rows) > 1
    parts = ["the place within its rank" if shared else "", "the gap to the rank above"]
    return " and ".join(part for part in (parts if row.near_above else parts[:1]) if part)
